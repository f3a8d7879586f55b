/** Code that nests deeper than a compiler can follow: that is found out by the stack running over. */

/** Whether a failure is that of a stack which ran over. Pure. */
export const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/i.test(error.message);
