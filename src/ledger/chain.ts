/**
 * The chain: every line names the one before it. Branches that two people appended in parallel may stand one after the other when a
 * `ledger_merge` atomic joins them; anything else is a fault. Source: docs/format.md, "Chain".
 */
import type { Atomic, LedgerMerge } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { HashIndex } from './hash-index.ts';
import { LooseEnds } from './loose-ends.ts';
import type { LooseEnd } from './loose-ends.ts';

/** What the chain needs to know of a line. */
export interface ChainLink {
  readonly line: number;
  /** The stated hash; `undefined` where the line is too broken to state one. */
  readonly hash: string | undefined;
  /** The stated prev; `undefined` where there is none. */
  readonly prev: string | undefined;
  /** The atomic, where its intent is one of the format's own and the line has no other fault. */
  readonly sound: Atomic | undefined;
  /** Whether the line could be read at all: of one that could not, a missing prev says nothing. */
  readonly readable: boolean;
}

/** Where a chain may begin. */
export interface ChainStart {
  /** Whether a part of a ledger is asked for. @default false */
  readonly partial?: boolean;
  /** The hash that the first line has to name as its prev. @default none: the first line is the genesis */
  readonly from?: string | undefined;
  /** Whether lines before the first are elsewhere, so that a merge may name a branch that is not here. @default false */
  readonly part?: boolean;
}

/** Folds lines into faults of the chain. One fault is reported once: after a bad line, the next is judged by what that line states. */
export class Chain {
  readonly #start: ChainStart;
  readonly #isPart: boolean;
  readonly #index: () => Promise<HashIndex>;
  readonly #ends = new LooseEnds();
  /** Hash of the line before; `null` at the start, `undefined` after a line that states none. */
  #previous: string | null | undefined = null;
  #partialFrom: string | undefined;

  /** @param index - the index of the whole ledger, made when it is first needed. */
  constructor(start: ChainStart, index: () => Promise<HashIndex>) {
    this.#start = start;
    this.#isPart = start.partial === true || start.part === true;
    this.#index = index;
    if (start.from !== undefined) this.#previous = start.from;
  }

  /** The hash that the first line names, where a part was verified. */
  get partialFrom(): string | undefined {
    return this.#partialFrom;
  }

  /** Answers what is wrong with the place of this line, if anything is. */
  async step(link: ChainLink): Promise<Finding | undefined> {
    const follows = this.#follows(link);
    const finding = (follows ? undefined : await this.#stray(link)) ?? (await this.#judgeMerge(link, follows));
    if (finding?.code !== 'DUPLICATE_ATOMIC') this.#previous = link.hash;
    return finding;
  }

  /** `step` for a line that simply follows the one before it, which is nearly every line; false where it is not so simple. */
  stepFast(link: ChainLink): boolean {
    if (!this.#follows(link) || link.sound?.intent === 'ledger_merge') return false;
    this.#previous = link.hash;
    return true;
  }

  /** Answers the branches that nothing joined. */
  async end(): Promise<Finding[]> {
    if (this.#ends.all.length === 0) return [];
    const index = await this.#index();
    return this.#ends.all.map((end) => forkFinding(index, end));
  }

  #follows({ prev, readable }: ChainLink): boolean {
    if (!readable || this.#previous === undefined) return true;
    if (this.#previous !== null) {
      if (prev === this.#previous && this.#start.from === prev) this.#partialFrom ??= prev;
      return prev === this.#previous;
    }
    if (prev === undefined) return true;
    if (this.#start.partial !== true) return false;
    this.#partialFrom = prev;
    return true;
  }

  /** A line that does not follow the one before it: fine where it follows an earlier one, and a merge further down joins the end left. */
  async #stray({ line, hash, prev }: ChainLink): Promise<Finding | undefined> {
    if (this.#previous === null) {
      return {
        code: 'PARTIAL_LEDGER',
        message: `The first line follows ${prev!}, which is not here.`,
        pointer: '/prev',
        details: { prev },
      };
    }
    const index = await this.#index();
    const twin = index.find(hash);
    if (twin !== undefined && twin.line < line) {
      return {
        code: 'DUPLICATE_ATOMIC',
        message: `The same atomic stands in line ${String(twin.line)}.`,
        pointer: '',
        details: { firstLine: twin.line },
      };
    }
    if (prev !== undefined && !this.#mayFollow(prev, line, index)) return this.#mismatch(prev);
    const end: LooseEnd = { hash: this.#previous!, leftBy: line, base: prev };
    if (!index.isMergeHead(end.hash)) return forkFinding(index, end);
    this.#ends.leave(end);
    return undefined;
  }

  /** Of a part, the lines before it are known by the first `prev` alone, and by the merges that join what began there. */
  #mayFollow(prev: string, line: number, index: HashIndex): boolean {
    if (this.#isAbove(prev, line, index) || prev === this.#partialFrom) return true;
    return this.#isPart && index.find(prev) === undefined && index.isMergeBase(prev);
  }

  #isAbove(hash: string, line: number, index: HashIndex): boolean {
    return (index.find(hash)?.line ?? line) < line || hash === this.#start.from;
  }

  #mismatch(prev: string): Finding {
    const message = `prev is ${prev}; the line before has the hash ${this.#previous!}.`;
    return { code: 'PREV_MISMATCH', message, pointer: '/prev', details: { expected: this.#previous, found: prev } };
  }

  /** All that a merge names stands above it. It joins the ends that were left last, if it follows the line before it. */
  async #judgeMerge({ sound, prev, line }: ChainLink, follows: boolean): Promise<Finding | undefined> {
    if (sound?.intent !== 'ledger_merge') return undefined;
    const { heads, base } = sound.payload as unknown as LedgerMerge; // sound: its payload was judged with it
    if (heads.at(-1) !== prev) {
      const message = 'The merge does not name the line that it follows as the last of its heads.';
      return { code: 'FORK_DETECTED', message, pointer: '/payload/heads' };
    }
    const index = await this.#index();
    const isAbove = (hash: string): boolean => this.#isAbove(hash, line, index);
    const missing =
      heads.slice(0, -1).find((head) => !isAbove(head)) ?? (base === undefined || isAbove(base) ? undefined : base);
    if (missing !== undefined && !this.#mayBeBefore(base, isAbove)) {
      const message = `The merge names ${missing}, which is the hash of no line above: lines were removed.`;
      return { code: 'PREV_MISMATCH', message, pointer: '/payload', details: { missing } };
    }
    if (follows && sound.signature !== undefined) this.#ends.join(heads.slice(0, -1).filter(isAbove));
    return undefined;
  }

  /** Branches that begin before a part may end there as well; those that begin inside of it end inside. */
  #mayBeBefore(base: string | undefined, isAbove: (hash: string) => boolean): boolean {
    return this.#isPart && (base === undefined || !isAbove(base));
  }
}

/** Two atomics after one, with both signers as evidence: one key that signed both has equivocated. */
function forkFinding(index: HashIndex, { hash: tip, leftBy: line, base }: LooseEnd): Finding {
  if (base === undefined) {
    const message = `The atomic has no prev; the line before has the hash ${tip}, and no merge joins them.`;
    return { code: 'MISSING_PREV', message, line, pointer: '', details: { expected: tip } };
  }
  const other = index.followerOf(base)!;
  const branches = [other, line].map((at) => ({ line: at, signer: index.signerOf(at) }));
  const what =
    other === line
      ? `Line ${String(line)} leaves the branch that ends with ${tip}`
      : `Lines ${String(other)} and ${String(line)} both follow ${base}`;
  return {
    code: 'FORK_DETECTED',
    message: `${what}, and no merge joins them.`,
    line,
    pointer: '/prev',
    details: { base, tip, branches },
  };
}
