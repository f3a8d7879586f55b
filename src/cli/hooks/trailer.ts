/**
 * The trailer that binds a commit to the head of the ledger: `Ledger-Head: data/ledger.jsonl 4f1d…`. The message is part of what a commit's
 * id covers, so whoever knows the commit knows which facts there were, even after the branch was squashed or the ledger cut.
 */
import { readFile } from 'node:fs/promises';
import { toUtf8 } from '../../base/bytes.ts';
import { readFailure } from '../../base/file-failure.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import { queryLedger } from '../../ledger/index.ts';
import { stagedChanges, headCommit } from './changes.ts';
import { askGit, findBlobs } from './hook-git.ts';
import { readSettings } from './hook-settings.ts';
import { ledgersAmong } from './ledger-paths.ts';
import { stagedSource } from './staged-source.ts';

const NAME = 'Ledger-Head';

/**
 * Writes a trailer for each ledger that the commit changes into the file with its message. Trailers of an earlier try are replaced.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE, OUTPUT_UNWRITABLE - the file with the message. COMMAND_FAILED.
 */
export async function writeTrailers(top: string, messageFile: string): Promise<number> {
  const heads = await changedHeads(top);
  const before = await readMessage(messageFile);
  const message = before.replaceAll(new RegExp(`^${NAME}: .*\n`, 'gm'), '');
  if (heads.length === 0 && message === before) return 0;
  await writeFileAtomic(messageFile, toUtf8(message));
  const trailers = heads.flatMap(({ path, hash }) => ['--trailer', `${NAME}: ${path} ${hash}`]);
  const args = ['interpret-trailers', '--in-place', '--if-exists', 'addIfDifferent', ...trailers, '--', messageFile];
  if (heads.length > 0) await askGit(top, args);
  return heads.length;
}

async function readMessage(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

async function changedHeads(top: string): Promise<{ path: string; hash: string }[]> {
  const changes = (await stagedChanges(top, await headCommit(top))).filter(({ newId }) => newId !== undefined);
  const { config } = await readSettings(top, ['']);
  const ledgers = await ledgersAmong(
    top,
    config,
    changes.map(({ path }) => path),
    [],
  );
  const changed = changes.filter(({ path }) => ledgers.has(path));
  const blobs = await findBlobs(
    top,
    changed.map(({ newId }) => newId!),
  );
  const heads: { path: string; hash: string }[] = [];
  for (const [i, { path }] of changed.entries()) {
    const source = await stagedSource(top, path, blobs[i]!);
    for await (const { atomic } of queryLedger(source, { reverse: true, limit: 1 }))
      if (atomic.hash !== undefined) heads.push({ path, hash: atomic.hash });
  }
  return heads;
}
