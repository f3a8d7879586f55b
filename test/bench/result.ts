/** What a bench answers: tables of figures, and the targets that they are held against. */
import type { Ratio } from './rounds.ts';

/** A bench. */
export interface Bench {
  readonly name: string;
  /** Measures. With `isShort` it does so with next to nothing, to show that it works; its figures mean nothing then. */
  readonly run: (place: BenchPlace) => Promise<BenchResult>;
}

/** Where a bench works. */
export interface BenchPlace {
  /** A folder for its files, which others may find there, too. */
  readonly folder: string;
  readonly isShort: boolean;
}

/** What was measured. */
export interface BenchResult {
  readonly title: string;
  /** How it was measured. */
  readonly how: readonly string[];
  readonly targets: readonly Target[];
  readonly tables: readonly Table[];
  /** What bounds the figures. */
  readonly bounds: readonly string[];
  /** The largest share of the processors, from 0 to 1, that others used meanwhile. */
  readonly foreignLoad: number;
  /** Rounds that were measured again because others used too much. */
  readonly discarded: number;
}

/** Something that was to be reached. */
export interface Target {
  readonly what: string;
  /** The bound, and on which side of it the figure has to be. */
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  readonly figure: number;
  /** What the figure is: `x`, `MB`. */
  readonly unit: string;
}

/** Figures, as texts. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Whether the target was reached. */
export function isReached({ bound, figure }: Target): boolean {
  return 'atLeast' in bound ? figure >= bound.atLeast : figure <= bound.atMost;
}

/** A whole number, with spaces between thousands. */
export const count = (figure: number): string => String(figure).replace(/\B(?=(\d{3})+$)/g, ' ');

/** A figure with three digits that count. */
export function digits(figure: number): string {
  if (figure >= 1000) return count(Math.round(figure));
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}

/** `1.25x (1.22 to 1.27)` */
export const times = ({ median, least, most }: Ratio): string =>
  `${median.toFixed(2)}x (${least.toFixed(2)} to ${most.toFixed(2)})`;

/** Units a second, of a time in microseconds for one. */
export const perSecond = (microseconds: number): string => digits(1e6 / microseconds);
