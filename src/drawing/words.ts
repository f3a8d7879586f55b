/** Numbers and times as people read them, the same on every machine. */

/** Answers a whole number as `1,234,567`. Pure. */
export const countText = (n: number): string => String(n).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** Answers a time in UTC to the minute, from milliseconds since 1970; nothing where it is none. Pure. */
export const minuteText = (ms: number): string =>
  Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16).replace('T', ' ') : '';
