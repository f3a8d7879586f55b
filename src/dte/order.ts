/** The one order of paths and names: by UTF-16 code units, the same in every locale. */

/** Compares two texts for `sort`. Pure. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
