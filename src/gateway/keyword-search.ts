/** Many words in one pass over a text (Aho and Corasick, 1975): what decides which rules are looked at, and where. */

/** Called for each place where a word stands: its number, and the offset behind its last character. */
export type OnWord = (word: number, end: number) => void;

const CHARS = 128;

/** A fixed set of words of ASCII characters. Upper and lower case are the same. */
export class KeywordSearch {
  /** The next state by state and character. */
  readonly #next: Uint32Array;
  /** The words that end in a state. */
  readonly #words: readonly (readonly number[])[];

  constructor(words: readonly string[]) {
    const trie = buildTrie(words.map((word) => word.toLowerCase()));
    this.#words = trie.ends;
    this.#next = completeTransitions(trie);
  }

  /** Finds every word that stands in `text` from `from` to `to`, in the order in which they end. Linear. */
  find(text: string, from: number, to: number, onWord: OnWord): void {
    let state = 0;
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      state = code < CHARS ? this.#next[state * CHARS + LOWER[code]!]! : 0;
      const words = this.#words[state]!;
      for (const word of words) onWord(word, i + 1);
    }
  }
}

const LOWER = Uint8Array.from({ length: CHARS }, (_, code) => String.fromCharCode(code).toLowerCase().charCodeAt(0));

interface Trie {
  readonly children: Map<number, number>[];
  readonly ends: number[][];
}

function buildTrie(words: readonly string[]): Trie {
  const trie: Trie = { children: [new Map<number, number>()], ends: [[]] };
  for (const [index, word] of words.entries()) {
    let state = 0;
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      const next = trie.children[state]!.get(code) ?? trie.children.length;
      if (next === trie.children.length) {
        trie.children.push(new Map());
        trie.ends.push([]);
        trie.children[state]!.set(code, next);
      }
      state = next;
    }
    trie.ends[state]!.push(index);
  }
  return trie;
}

/** Where no child fits, the search goes on with the longest end of what was read that is the start of a word. */
function completeTransitions({ children, ends }: Trie): Uint32Array {
  const next = new Uint32Array(children.length * CHARS);
  const fallback = new Uint32Array(children.length);
  const queue: number[] = [];
  for (const [code, child] of children[0]!) {
    next[code] = child;
    queue.push(child);
  }
  for (const state of queue) {
    const back = fallback[state]!;
    ends[state]!.push(...ends[back]!);
    next.copyWithin(state * CHARS, back * CHARS, (back + 1) * CHARS);
    for (const [code, child] of children[state]!) {
      fallback[child] = next[back * CHARS + code]!;
      next[state * CHARS + code] = child;
      queue.push(child);
    }
  }
  return next;
}
