/** Findings about source files, as people read them: the sentence, the place, the lines around it. */
import { CODES } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { placeText } from './place.ts';
import { screenText } from './screen-text.ts';
import type { Paint } from './screen-text.ts';

/** A person reads so many. */
const SHOWN = 20;

/** Answers findings as lines, with the way out of each code at the end. Pure. */
export function findingLines(findings: readonly Finding[], paint: Paint): string[] {
  const left = findings.length - SHOWN;
  return [
    ...findings.slice(0, SHOWN).flatMap((finding) => linesOf(finding, paint)),
    ...(left > 0 ? [`and ${left} more; --output json lists them`] : []),
    ...[...new Set(findings.map(({ code }) => code))].map((code) => paint('dim', `${code}: ${CODES[code].fix}`)),
  ];
}

function linesOf(finding: Finding, paint: Paint): string[] {
  const { code, message, path, pointer, details = {} } = finding;
  const place = path === undefined ? (pointer ?? '') : placeText(path, finding);
  return [
    `${paint('red', code)}  ${screenText(message)}`,
    ...(place === '' ? [] : [`  at ${screenText(place)}`]),
    ...block(details['frame']),
    ...block(details['hunks']),
  ];
}

function block(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  return text.split('\n').map((line) => `  ${screenText(line.replaceAll('\t', '  '))}`.trimEnd());
}
