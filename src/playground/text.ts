/** Numbers and times as people read them. */

import { countText as count } from '../drawing/index.ts';

export { countText as count, minuteText } from '../drawing/index.ts';

/** Answers `1 line`, `2 lines`. Pure. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** Answers bytes with their unit. Pure. */
export function bytesText(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${String(sizeBytes)} B`;
  const [value, unit] =
    sizeBytes < 1e6 ? [sizeBytes / 1e3, 'kB'] : sizeBytes < 1e9 ? [sizeBytes / 1e6, 'MB'] : [sizeBytes / 1e9, 'GB'];
  return `${value.toFixed(1)} ${unit}`;
}

/** Answers `0.8 s`, `2 min 5 s`. Pure. */
export function durationText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${String(Math.floor(ms / 60_000))} min ${String(Math.round((ms % 60_000) / 1000))} s`;
}

/** Answers the first characters of a hash or key. Pure. */
export const short = (hex: string): string => (hex.length > 16 ? `${hex.slice(0, 12)}…` : hex);
