/** Ledgers to measure with: real signatures by three keys, the same bytes at every run. */
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createMemorySigner, finish, hashDraft, prepareDraft } from '../../src/atomic/index.ts';
import type { Draft, HashedDraft, Signer } from '../../src/atomic/index.ts';

/** What a sample ledger is like. */
export interface SampleOptions {
  readonly lines: number;
  /** Whether lines name their signer inside the hash, as they do by default; without it they have about 600 bytes. @default true */
  readonly bindSigner?: boolean;
}

const SIGNERS: readonly Signer[] = ['1', '2', '3'].map((digit) => createMemorySigner(digit.repeat(64)));
const GROUP = 500;

/** The trace id of a line of a sample ledger, by its number from 0. Each is there once. */
export const traceIdAt = (n: number): string => `5a3f0c1e-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** A draft that differs by `n`. */
export function sampleDraft(n: number): Draft {
  return {
    entity_type: 'function',
    intent: 'run_code',
    this: `/functions/f${String(n % 1000)}`,
    did: { actor: `user${String(n % 50)}@example.com`, action: 'run' },
    metadata: {
      created_at: new Date(Date.UTC(2026, 0, 1) + 1000 * n).toISOString().replace('.000Z', 'Z'),
      trace_id: traceIdAt(n),
    },
  };
}

/** Answers the path of a sample ledger in `folder`, which is made if it is not there. */
export async function sampleLedger(folder: string, { lines, bindSigner = true }: SampleOptions): Promise<string> {
  const path = join(folder, `${String(lines)}${bindSigner ? '' : '-unbound'}.jsonl`);
  if (!existsSync(path)) await write(path, lines, bindSigner);
  return path;
}

/** The mean size of the lines of a ledger, in bytes. */
export const meanLineBytes = (path: string, lines: number): number => Math.round(statSync(path).size / lines);

async function write(path: string, lines: number, bindSigner: boolean): Promise<void> {
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'w');
  let prev: string | null = null;
  for (let from = 0; from < lines; from += GROUP) {
    const hashed = chain(from, Math.min(from + GROUP, lines), prev, bindSigner);
    prev = hashed.at(-1)!.hash;
    const signed = await Promise.all(hashed.map((unsigned, i) => sign(unsigned, signerAt(from + i))));
    writeSync(file, signed.join(''));
  }
  closeSync(file);
  renameSync(unfinished, path);
}

const signerAt = (n: number): Signer => SIGNERS[n % SIGNERS.length]!;

function chain(from: number, to: number, first: string | null, bindSigner: boolean): HashedDraft[] {
  const hashed: HashedDraft[] = [];
  for (let n = from; n < to; n++) {
    const prepared = prepareDraft(sampleDraft(n), signerAt(n).publicKey, { bindSigner });
    hashed.push(hashDraft(prepared, hashed.at(-1)?.hash ?? first));
  }
  return hashed;
}

async function sign(unsigned: HashedDraft, signer: Signer): Promise<string> {
  return `${finish(unsigned, await signer.sign(unsigned.hashBytes), signer.publicKey).line}\n`;
}
