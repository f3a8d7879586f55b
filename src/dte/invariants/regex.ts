/** Invariants on texts: how often a pattern may stand in the files, by default never. */
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import type { Invariant } from '../generated/types.ts';
import { linearPattern } from '../linear-pattern.ts';
import type { SourceText } from '../source-text.ts';
import { oneFinding, verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { filesOf, textsOf } from './looked-at.ts';

type Pattern = ReturnType<typeof linearPattern>;

/**
 * Counts the matches of `spec` in the files.
 *
 * @throws {LoglineError} PATTERN_INVALID - it cannot be read. PATH_UNSAFE - `details.in` leads out of the tree.
 */
export function checkRegex({ spec, details = {} }: Invariant, context: InvariantContext): Verdict {
  const pattern = linearPattern(spec, 'm');
  const { texts, findings } = textsOf(context.after, filesOf(context, details.in));
  const matches = texts.flatMap((source) => matchesIn(source, pattern));
  const { min = 0, max = details.min === undefined ? 0 : Number.POSITIVE_INFINITY } = details;
  const counts = { files: texts.length, matches: matches.length };
  if (texts.length + findings.length === 0) return noFiles(details.in);
  const few: Finding[] =
    matches.length >= min
      ? []
      : [
          {
            code: 'INVARIANT_FAILED',
            message: `There are ${matches.length} matches of ${spec}, and there must be ${min}.`,
          },
        ];
  const many = matches.length <= max ? [] : matches.map(({ source, start, end }) => tooMany(source, start, end, max));
  return verdictOf([...findings, ...few, ...many], counts);
}

/** Answers the verdict on an invariant that looks at nothing: it cannot be yes. Pure. */
export const noFiles = (pattern: string | undefined): Verdict =>
  oneFinding(
    'NOT_CHECKED',
    `There is no file ${pattern === undefined ? 'in the scope' : `that fits ${pattern}`}, so nothing was looked at.`,
  );

interface TextMatch {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

function matchesIn(source: SourceText, pattern: Pattern): TextMatch[] {
  const found: TextMatch[] = [];
  const matcher = pattern.matcher(source.text);
  while (matcher.find()) found.push({ source, start: matcher.start(), end: matcher.end() });
  return found;
}

function tooMany({ path, text }: SourceText, start: number, end: number, max: number): Finding {
  const message = max === 0 ? 'This must not stand here.' : `This is one of more than ${max} matches.`;
  return findingAt('INVARIANT_FAILED', message, { path, text, start, end });
}
