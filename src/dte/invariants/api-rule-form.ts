/** The sentences of invariants on public interfaces. */
import { LoglineError } from '../../base/errors.ts';
import { quote } from '../../base/schema.ts';

/** Sentences, and the gravest change that each allows. */
const FORMS: Readonly<Record<string, 'none' | 'minor'>> = {
  'all public apis remain callable': 'minor',
  'no breaking changes': 'minor',
  minor: 'minor',
  'no api changes': 'none',
  none: 'none',
};

/**
 * Answers what a sentence allows.
 *
 * @throws {LoglineError} SPEC_INVALID - it is none of the forms.
 */
export function parseApiRule(spec: string): 'none' | 'minor' {
  const text = spec.trim().replace(/\.$/, '').replaceAll(/\s+/g, ' ').toLowerCase();
  const allowed = Object.hasOwn(FORMS, text) ? FORMS[text] : undefined;
  if (allowed !== undefined) return allowed;
  const forms = 'All public APIs remain callable; No breaking changes; No API changes';
  throw new LoglineError('SPEC_INVALID', `${quote(spec)} is no rule on interfaces. The forms are: ${forms}.`);
}
