/** The ways to append that `append` compares. */
import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemorySigner, finish, hashDraft, prepareDraft } from '../../src/atomic/index.ts';
import type { Draft, Signer } from '../../src/atomic/index.ts';
import { createFileSource, createFileStore, openLedger, verifyLedger } from '../../src/ledger/index.ts';
import type { Ledger } from '../../src/ledger/index.ts';
import { createDiskSync } from '../../src/ledger/store-file-sync.ts';
import { demandAll } from './parts.ts';
import type { Prepared } from './rounds.ts';
import { sampleDraft } from './sample.ts';

const SEED = '1'.repeat(64);
const signer: Signer = createMemorySigner(SEED);
const drafts: readonly Draft[] = Array.from({ length: 1000 }, (_, n) => sampleDraft(n));
const draftAt = (n: number): Draft => drafts[n % drafts.length]!;

/** Appending in a process of its own: so many calls at a time, by so many callers, by calls with so many drafts, or bare. */
export interface AppendWork {
  readonly append: 'by callers' | 'in batches' | 'bare';
  readonly path: string;
  /** How many callers, or drafts of a call. */
  readonly size: number;
  readonly calls: number;
  /** What each sync takes longer. */
  readonly extraMs: number;
}

export function prepareAppends({ append, path, size, calls, extraMs }: AppendWork): Prepared {
  if (append === 'bare') {
    const bare = new BareAppender(path, extraMs);
    return { run: () => bare.append(calls) };
  }
  const ours = new OurAppender(path, extraMs);
  return {
    run: () => (append === 'by callers' ? ours.byCallers(size, calls) : ours.inBatches(size, calls)),
    close: () => ours.close(),
  };
}

/** Our ledger in a file, by one caller or by many. */
export class OurAppender {
  readonly #path: string;
  readonly #ledger: Ledger;
  #appended = 0;

  /** @param extraMs - what each sync takes longer. */
  constructor(path: string, extraMs: number) {
    const toDisk = createDiskSync();
    const sync = async (file: number): Promise<void> => {
      await toDisk(file);
      await sleep(extraMs);
    };
    this.#path = path;
    this.#ledger = openLedger(createFileStore(path, extraMs > 0 ? { sync } : {}), { signer });
  }

  /** Appends by so many callers, each of which waits for its append before the next, and answers how many appends there were. */
  async byCallers(callers: number, calls: number): Promise<number> {
    const next = inTurn(calls);
    await Promise.all(
      Array.from({ length: callers }, async () => {
        for (let n; (n = next()) !== undefined;) await this.#ledger.append(draftAt(n));
      }),
    );
    this.#appended += calls;
    return calls;
  }

  /** Appends in calls of `size` drafts each, one call after the other. */
  async inBatches(size: number, calls: number): Promise<number> {
    for (let from = 0; from < calls; from += size) {
      await this.#ledger.appendMany(Array.from({ length: Math.min(size, calls - from) }, (_, i) => draftAt(from + i)));
    }
    this.#appended += calls;
    return calls;
  }

  /** Lets go of the file. Fails unless every append is there and verifies. */
  async close(): Promise<void> {
    await this.#ledger.close();
    const { ok, counts } = await verifyLedger(createFileSource(this.#path));
    demandAll(ok ? counts.valid : -1, this.#appended);
  }
}

/** What appending a signed line cannot do without: write, sync, sign. By the synchronous functions of Node, which are the fastest. */
export class BareAppender {
  readonly #file: number;
  readonly #extraMs: number;
  readonly #key: KeyObject;
  readonly #message = Buffer.from('a'.repeat(64));
  readonly #line: string;

  constructor(path: string, extraMs: number) {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(SEED, 'hex')]);
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.#file = openSync(path, 'a');
    this.#extraMs = extraMs;
    this.#line = lineOf(draftAt(0));
  }

  async append(calls: number): Promise<number> {
    for (let n = 0; n < calls; n++) {
      if (sign(null, this.#message, this.#key).length !== 64) throw new Error('no signature');
      writeSync(this.#file, this.#line);
      fdatasyncSync(this.#file);
      if (this.#extraMs > 0) await sleep(this.#extraMs);
    }
    return calls;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** What our main thread does for each append: check, canonicalize, hash and write the line. */
export function composeLines(calls: number): number {
  const signature = new Uint8Array(64);
  let prev: string | null = null;
  let made = 0;
  for (let n = 0; n < calls; n++) {
    const hashed = hashDraft(prepareDraft(draftAt(n), signer.publicKey), prev);
    if (finish(hashed, signature, signer.publicKey).line.length > 0) made++;
    prev = hashed.hash;
  }
  return demandAll(made, calls);
}

/** Signatures by all cores, in groups as large as those of so many callers. */
export async function signAll(callers: number, calls: number): Promise<number> {
  const message = Buffer.from('a'.repeat(64));
  for (let made = 0; made < calls; made += callers) {
    await Promise.all(Array.from({ length: Math.min(callers, calls - made) }, () => signer.sign(message)));
  }
  return calls;
}

/** Lines as they would be stored, made beforehand. */
export const lineOf = (draft: Draft): string => {
  const hashed = hashDraft(prepareDraft(draft, signer.publicKey), 'b'.repeat(64));
  return `${finish(hashed, new Uint8Array(64), signer.publicKey).line}\n`;
};

/** Answers 0, 1, 2 … up to `count`, to whoever asks next; then nothing. */
export function inTurn(count: number): () => number | undefined {
  let next = 0;
  return () => (next < count ? next++ : undefined);
}
