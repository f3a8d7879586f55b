/** Regular expressions of specs. They are untrusted, so they run in time linear to the text (RE2). */
import { RE2JS, RE2JSException } from 're2js';
import { LoglineError } from '../base/errors.ts';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  u: 0, // what RE2 does in any case
};

/**
 * Compiles a pattern in RE2's syntax; what JavaScript writes otherwise (`\/`, `\u0041`, `(?<name>…)`) is understood as well.
 *
 * @throws {LoglineError} PATTERN_INVALID - it cannot be read, or cannot be run in linear time.
 */
export function linearPattern(pattern: string, flags = ''): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), bitsOf(flags));
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    throw new LoglineError(
      'PATTERN_INVALID',
      `The pattern ${JSON.stringify(pattern)} cannot be read: ${cause.message}.`,
      {
        details: { pattern, reason: cause.message },
      },
    );
  }
}

function bitsOf(flags: string): number {
  let bits = 0;
  for (const flag of flags) {
    const bit = Object.hasOwn(FLAGS, flag) ? FLAGS[flag] : undefined;
    if (bit === undefined) {
      throw new LoglineError('PATTERN_INVALID', `The flag "${flag}" is none of i, m and s.`, { details: { flags } });
    }
    bits |= bit;
  }
  return bits;
}
