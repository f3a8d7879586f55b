/** Sets that are joined again and again, each known by its smallest member, so that the order of joining does not matter. */
import { compareText } from '../order.ts';

/** Disjoint sets of texts. */
export class DisjointSets {
  readonly #above = new Map<string, string>();

  /** Answers the smallest member of the set that holds a text. A text that was never joined is alone. */
  find(text: string): string {
    let top = text;
    for (let above = this.#above.get(top); above !== undefined; above = this.#above.get(top)) top = above;
    for (let below = text; below !== top;) {
      const next = this.#above.get(below)!;
      this.#above.set(below, top);
      below = next;
    }
    return top;
  }

  join(a: string, b: string): void {
    const [first, second] = [this.find(a), this.find(b)].sort(compareText);
    if (first !== second) this.#above.set(second!, first!);
  }
}
