/** Search in what is sorted: a file may have a hundred thousand places, and be asked about each of them. */

/**
 * Answers the index of the last of `count` values that is at most `value`, or -1 where none is. Pure.
 *
 * @param at - answers the value of an index; values do not get smaller
 */
export function lastAtOrBefore(count: number, at: (index: number) => number, value: number): number {
  let from = 0;
  let until = count;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (at(middle) <= value) from = middle + 1;
    else until = middle;
  }
  return from - 1;
}
