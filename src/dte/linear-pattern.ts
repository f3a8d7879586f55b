/** Regular expressions of specs. They are untrusted, so they run in time linear to the text (RE2). */
import { RE2JS, RE2JSException } from 're2js';
import { LoglineError } from '../base/errors.ts';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  u: 0, // what RE2 does in any case
};

/** Each may be taken for each character of a text: a thousand are a minute for a file of a megabyte. */
const MAX_STEPS = 1000;

/**
 * Compiles a pattern in RE2's syntax; what JavaScript writes otherwise (`\/`, `\u0041`, `(?<name>…)`) is understood as well.
 *
 * @throws {LoglineError} PATTERN_INVALID - it cannot be read, cannot be run in linear time, or is so large that even this takes long.
 */
export function linearPattern(pattern: string, flags = ''): RE2JS {
  const compiled = compile(pattern, flags);
  const steps = compiled.programSize();
  if (steps <= MAX_STEPS) return compiled;
  const message = `The pattern takes up to ${steps} steps for each character, more than the limit of ${MAX_STEPS}: repeat less in it, or make several of it.`;
  throw new LoglineError('PATTERN_INVALID', message, { details: { pattern } });
}

function compile(pattern: string, flags: string): RE2JS {
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
