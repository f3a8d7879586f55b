/** Numbers for people. */

/** Answers a number with its noun. Pure. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
