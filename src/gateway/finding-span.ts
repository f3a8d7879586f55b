/** A place of a text where something was found. Never what stands there. */

/** What a finding is. */
export type FindingKind = 'secret' | 'personal' | 'term';

/** A place of a text, in UTF-16 code units as JavaScript counts them. */
export interface FoundSpan {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Id of the rule. */
  readonly rule: string;
  readonly kind: FindingKind;
  /** Whether the text ended before the value did, so that more of it may follow. */
  readonly isOpen?: boolean;
  /** Whether text behind {@link AHEAD} had a say in where it ends. */
  readonly isFar?: boolean;
}

/** Takes a place that was found. */
export type OnSpan = (span: FoundSpan) => void;

/**
 * A part of a text that is looked at. What is found is decided by where it begins: from `from` to before `to`. A finder may look at
 * {@link BEHIND} characters before and {@link AHEAD} after, and no further, so that parts give what the whole gives.
 */
export interface ScanRange {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Where the blocks of rules of the user begin to be counted. @default 0 */
  readonly origin?: number;
}

/** How far before a place a finder may look. */
export const BEHIND = 160;
/** How far behind a place a finder may look. */
export const AHEAD = 1200;
/** How much longer than {@link AHEAD} a value may be of which enough was seen: it is then followed to its end. */
export const LONGEST = 65_536;
