/** "Did you mean …?": the name that a mistyped one was meant to be. */

/** Longer words are not compared: nobody mistypes a name by a page, and the work grows with the length. */
const MAX_LENGTH = 64;

/**
 * Answers the name that is nearest to `word`, or `undefined` where none is near: at most one slip (a letter missing, added,
 * changed, or swapped with its neighbour) for each three letters. Case, `-`, `_` and spaces count for nothing. Pure.
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  return nearestNames(word, names, 1)[0];
}

/** Answers at most `count` names that are near to `word`, as {@link nearestName} means it, the nearest first. Pure. */
export function nearestNames(word: string, names: Iterable<string>, count: number): string[] {
  if (word.length > MAX_LENGTH) return [];
  const wanted = plain(word);
  const most = Math.floor(wanted.length / 3);
  return [...names]
    .filter((name) => Math.abs(plain(name).length - wanted.length) <= most)
    .map((name) => ({ name, slips: countSlips(wanted, plain(name)) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips)
    .slice(0, count)
    .map(({ name }) => name);
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** The distance of Damerau and Levenshtein, in which a swap of neighbours is one step. */
function countSlips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? beforeLast[j - 2]! + 1 : changed;
      row.push(Math.min(changed, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
