/**
 * The ends of branches that no merge has joined yet, in the order in which the file leaves them: a stack. Source: docs/format.md, "Chain".
 *
 * A merge names the ends that it joins in the order in which they stand, and its own `prev` last. So the order of the branches in the file is
 * signed, too: whoever moves one of them before another leaves an end that no merge joins.
 */

/** The end of a branch: the line after it follows an earlier line. */
export interface LooseEnd {
  /** Hash of the branch's last line. */
  readonly hash: string;
  /** The line that left it, by following another one. */
  readonly leftBy: number;
  /** The hash that line follows; `undefined` for a second genesis. */
  readonly base: string | undefined;
}

/** Ends that are left and joined as the lines come. */
export class LooseEnds {
  readonly #ends: LooseEnd[] = [];

  /** The ends that nothing has joined, the one left first at the front. */
  get all(): readonly LooseEnd[] {
    return this.#ends;
  }

  /** The next line does not follow this one. */
  leave(end: LooseEnd): void {
    this.#ends.push(end);
  }

  /** Takes the ends with these hashes away, if they are those left last, in this order; else none. */
  join(hashes: readonly string[]): void {
    const first = this.#ends.length - hashes.length;
    if (hashes.every((hash, i) => this.#ends[first + i]?.hash === hash)) this.#ends.length = first;
  }
}
