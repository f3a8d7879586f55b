/** Invariants on the public interface. */
import { oneFinding } from './context.ts';
import type { Verdict } from './context.ts';

/** Compares the exports of the entry points. */
export const checkApiCompat = (): Verdict =>
  oneFinding('NOT_CHECKED', 'Public interfaces cannot be compared by this version.');
