/**
 * Where every hash of a ledger stands, and which branch ends a merge names. Made only when a line does not follow the line before it: a good
 * chain needs none, and its verification no memory. About 100 bytes a line.
 */
import { ledgerMergeSchema } from '../atomic/index.ts';
import type { LedgerMerge } from '../atomic/index.ts';
import { isHex } from '../base/bytes.ts';
import { readLines } from './lines.ts';
import { looseJson } from './loose.ts';
import type { LedgerSource } from './store.ts';

/** What the index knows of one line. */
export interface IndexedLine {
  /** From 1. */
  readonly line: number;
  /** Public key of the signer; empty where unsigned. */
  readonly signer: string;
}

/** The lines of a whole ledger by their stated hash. Of two lines with one hash, the first counts. */
export class HashIndex {
  readonly #lines = new Map<string, number>();
  readonly #signers: string[] = [''];
  /** One string for each signer, however many lines name it. */
  readonly #names = new Map<string, string>();
  readonly #mergeHeads = new Set<string>();
  readonly #mergeBases = new Set<string>();
  /** Of the lines that do not follow the line before them, the first for each `prev`. */
  readonly #strays = new Map<string, number>();
  readonly #strayLines = new Set<number>();
  #last = '';

  /** Reads the source up to `end` once. Lines that cannot be read have no entry. */
  static async of(source: LedgerSource, end: number, maxLineBytes: number): Promise<HashIndex> {
    const index = new HashIndex();
    for await (const block of readLines(source, { end, maxLineBytes })) {
      for (let i = 0; i < block.starts.length; i++) {
        index.#add(block.firstLine + i, looseParse(block.bytes.subarray(block.starts[i], block.ends[i])));
      }
    }
    return index;
  }

  /** The line with this hash, if there is one. */
  find(hash = ''): IndexedLine | undefined {
    const line = this.#lines.get(packed(hash));
    return line === undefined ? undefined : { line, signer: this.signerOf(line) };
  }

  /** The first line that follows the one with this hash. There has to be one. */
  followerOf(hash: string): number | undefined {
    const at = this.#lines.get(packed(hash));
    return at === undefined || this.#strayLines.has(at + 1) ? this.#strays.get(hash) : at + 1;
  }

  /** The signer of a line; empty where there is none. */
  signerOf(line: number): string {
    return this.#signers[line]!;
  }

  /** Whether a merge anywhere in the ledger names this hash as a branch's end. */
  isMergeHead(hash: string): boolean {
    return this.#mergeHeads.has(hash);
  }

  /** Whether a merge anywhere in the ledger names this hash as the place where its branches begin. */
  isMergeBase(hash: string): boolean {
    return this.#mergeBases.has(hash);
  }

  #add(line: number, { hash, prev, signer, merge }: LooseLine): void {
    if (prev !== this.#last) {
      this.#strayLines.add(line);
      if (!this.#strays.has(prev)) this.#strays.set(prev, line);
    }
    this.#last = hash;
    if (!this.#names.has(signer)) this.#names.set(signer, signer);
    this.#signers[line] = this.#names.get(signer)!;
    const key = packed(hash);
    if (hash !== '' && !this.#lines.has(key)) this.#lines.set(key, line);
    if (merge === undefined) return;
    for (const head of merge.heads) this.#mergeHeads.add(head);
    if (merge.base !== undefined) this.#mergeBases.add(merge.base);
  }
}

interface LooseLine {
  readonly hash: string;
  readonly prev: string;
  readonly signer: string;
  readonly merge: LedgerMerge | undefined;
}

/** Half as many characters: a ledger has millions of hashes. */
const packed = (hash: string): string => Buffer.from(hash, 'hex').toString('latin1');

/** What a line states, good or bad: the index only finds places, it decides nothing. */
function looseParse(line: Uint8Array): LooseLine {
  const { hash, prev, signature, intent, payload } = Object(looseJson(line)) as Record<string, unknown>;
  const { public_key: signer } = Object(signature) as Record<string, unknown>;
  const merge = intent === 'ledger_merge' && ledgerMergeSchema.accepts(payload) ? payload : undefined;
  return { hash: hexOr(hash), prev: hexOr(prev), signer: hexOr(signer), merge };
}

const hexOr = (text: unknown): string => (isHex(text, 32) ? text : '');
