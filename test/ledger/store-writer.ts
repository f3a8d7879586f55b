/**
 * A process that appends fake lines to a ledger file and says what became of each: `store-writer.ts LEDGER COUNT [REMOVED]`.
 *
 * Prints `ok N` when line N was acknowledged, `notice KIND` for what the store mended, and `failed CODE ERRNO` at a failure, after
 * which it ends; or, where a file to be removed is named, removes that and goes on with the same store.
 */
import { rmSync } from 'node:fs';
import { LoglineError } from '../../src/base/errors.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import { hash, lines } from './store-support.ts';

// As root it would be let in everywhere; as another user it could not load this project from root's own folders.
const uid = Number(process.env['WRITER_UID']);
if (uid > 0) process.setuid?.(uid);

const [path = '', count = '1', removed] = process.argv.slice(2);
const store = createFileStore(path, { lockTimeoutMs: 5000, onNotice: ({ kind }) => console.log(`notice ${kind}`) });
if (!(await appendAll()) && removed !== undefined) {
  rmSync(removed);
  await appendAll();
}
await store.close();

async function appendAll(): Promise<boolean> {
  try {
    for (let i = 0; i < Number(count); i++) console.log(`ok ${await appendNext()}`);
    return true;
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    console.log(`failed ${error.code} ${String(error.details['errno'])}`);
    return false;
  }
}

function appendNext(): Promise<number> {
  return store.exclusive(async (turn) => {
    const { hash: head } = await turn.head();
    const n = head === null ? 1 : Number.parseInt(head, 16) + 1;
    await turn.append(head, lines(n, n), hash(n));
    return n;
  });
}
