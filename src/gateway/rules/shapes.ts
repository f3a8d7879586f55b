/** How rules are written down as data. */

/** A value of a shape that says little by itself: its whole text fits `value` (RE2) and one of the names stands shortly before it. */
export type NamedRule = readonly [id: string, names: readonly string[], value: string];

/**
 * A value that tells what it is: `pattern` (RE2) fits a text that begins with one of `starts`, or, where it begins with something
 * else, has one of them after at most `before` characters.
 */
export type TokenRule = readonly [id: string, starts: readonly string[], pattern: string, before?: number];
