/**
 * The chain: every line names the one before it. Branches that two people appended in parallel may stand one after the other when a
 * `ledger_merge` atomic joins them; anything else is a fault. Source: docs/format.md, "Chain".
 */
import { ledgerMergeSchema } from '../atomic/index.ts';
import type { Atomic } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { HashIndex } from './hash-index.ts';

/** What the chain needs to know of a line. */
export interface ChainLink {
  readonly line: number;
  /** The stated hash; `undefined` where the line is too broken to state one. */
  readonly hash: string | undefined;
  /** The stated prev; `undefined` where there is none. */
  readonly prev: string | undefined;
  /** The atomic, where the line has no other fault. */
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

/** A branch end that no line has followed or joined yet. */
interface LooseTip {
  /** Line that left this end loose, by following another one. */
  readonly openedAt: number;
  /** The hash that line follows; `undefined` for a second genesis. */
  readonly base: string | undefined;
}

/** Folds lines into faults of the chain. One fault is reported once: after a bad line, the next is judged by what that line states. */
export class Chain {
  readonly #start: ChainStart;
  readonly #index: () => Promise<HashIndex>;
  readonly #tips = new Map<string, LooseTip>();
  /** Hash of the line before; `null` at the start, `undefined` after a line that states none. */
  #previous: string | null | undefined = null;
  #partialFrom: string | undefined;

  /** @param index - the index of the whole ledger, made when it is first needed. */
  constructor(start: ChainStart, index: () => Promise<HashIndex>) {
    this.#start = start;
    this.#index = index;
    if (start.from !== undefined) this.#previous = start.from;
  }

  /** The hash that the first line names, where a part was verified. */
  get partialFrom(): string | undefined {
    return this.#partialFrom;
  }

  /** Answers what is wrong with the place of this line, if anything is. */
  async step(link: ChainLink): Promise<Finding | undefined> {
    const finding = this.#follows(link) ? await this.#join(link) : await this.#stray(link);
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
    if (this.#tips.size === 0) return [];
    const index = await this.#index();
    return [...this.#tips].map(([tip, { openedAt, base }]) => forkFinding(index, openedAt, base, tip));
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
    const base = index.find(prev);
    if (prev !== undefined && (base === undefined || base.line > line)) return this.#mismatch(prev);
    return this.#branch(line, prev, index);
  }

  #mismatch(prev: string): Finding {
    const details = { expected: this.#previous, found: prev };
    return {
      code: 'PREV_MISMATCH',
      message: `prev is ${prev}; the line before has the hash ${this.#previous!}.`,
      pointer: '/prev',
      details,
    };
  }

  /** The line follows an earlier one: fine where a merge further down joins the end that stays behind. */
  #branch(line: number, prev: string | undefined, index: HashIndex): Finding | undefined {
    const tip = this.#previous!;
    if (prev !== undefined) this.#tips.delete(prev);
    if (index.isMergeHead(tip)) {
      this.#tips.set(tip, { openedAt: line, base: prev });
      return undefined;
    }
    return forkFinding(index, line, prev, tip);
  }

  async #join({ sound, prev, line }: ChainLink): Promise<Finding | undefined> {
    if (sound?.intent !== 'ledger_merge' || !ledgerMergeSchema.accepts(sound.payload)) return undefined;
    const { heads, base } = sound.payload;
    if (!heads.includes(prev ?? '')) {
      return {
        code: 'FORK_DETECTED',
        message: 'The merge does not name the line before it among its heads.',
        pointer: '/payload/heads',
      };
    }
    const joined = heads.flatMap((head) => this.#tips.get(head) ?? []);
    if (joined.length > 0 && !joined.some((tip) => tip.base === base)) {
      return {
        code: 'FORK_DETECTED',
        message: 'The merge names another base than the branches that it joins have.',
        pointer: '/payload/base',
      };
    }
    const absent = await this.#absentHead(heads, prev, line);
    for (const head of heads) this.#tips.delete(head);
    if (absent === undefined) return undefined;
    const message = `The merge joins ${absent}, which is the hash of no line above: a branch was removed.`;
    return { code: 'PREV_MISMATCH', message, pointer: '/payload/heads', details: { missing: absent } };
  }

  /** The first head that stands nowhere above: a branch that was joined could be taken out with all of its lines otherwise. */
  async #absentHead(heads: readonly string[], prev: string | undefined, line: number): Promise<string | undefined> {
    const unknown = heads.filter((head) => head !== prev && !this.#tips.has(head));
    if (unknown.length === 0 || this.#start.partial === true || this.#start.part === true) return undefined;
    const index = await this.#index();
    return unknown.find((head) => (index.find(head)?.line ?? line) >= line);
  }
}

/** Two atomics after one, with both signers as evidence: one key that signed both has equivocated. */
function forkFinding(index: HashIndex, line: number, base: string | undefined, tip: string): Finding {
  const signer = index.signerOf(line);
  if (base === undefined) {
    return {
      code: 'MISSING_PREV',
      message: `The atomic has no prev; the line before has the hash ${tip}.`,
      pointer: '',
      details: { expected: tip },
    };
  }
  const other = index.find(base)!.line + 1;
  const branches = [
    { line: other, signer: index.signerOf(other) },
    { line, signer },
  ];
  const message = `Lines ${String(other)} and ${String(line)} both follow ${base}, and no merge joins them.`;
  return { code: 'FORK_DETECTED', message, line, pointer: '/prev', details: { base, tip, branches } };
}
