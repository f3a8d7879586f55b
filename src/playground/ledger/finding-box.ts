/** A finding with what was expected beside what stands there, and the line that it is of. */
import type { Finding } from '../../base/report.ts';
import { element } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { count } from '../text.ts';
import type { LineDetail } from '../worker/ledger-tasks.ts';
import { facts } from './facts.ts';
import { indented } from './json-text.ts';

/** Answers a finding of a line that is looked at. */
export function findingBox(finding: Finding, detail: LineDetail): HTMLElement {
  return element(
    'div',
    { class: 'finding' },
    element('p', { class: 'finding-head' }, element('code', {}, finding.code)),
    element('p', {}, inert(finding.message, { most: 600 })),
    comparison(withSides(finding, detail)),
  );
}

/** Fills an element with the line that a finding is of: what was expected, what stands there, and its text. */
export async function openBrokenLine(into: HTMLElement, opened: OpenedLedger, finding: Finding): Promise<void> {
  const path = opened.kind === 'folder' ? finding.path : undefined;
  const place = finding.line === undefined ? undefined : opened.placeOf(path, finding.line);
  const detail = place === undefined ? undefined : await opened.ask('line', place);
  if (detail === undefined) return;
  const sides = withSides(finding, detail);
  into.append(
    ...(sides === finding ? [] : [comparison({ code: finding.code, message: '', details: sides.details ?? {} }) ?? '']),
    element(
      'pre',
      { tabindex: 0, 'aria-label': `Line ${count(detail.row.line)}` },
      inert(indented(detail.text), { most: 3000, keepLayout: true }),
    ),
  );
}

/** Of a hash the verifier tells what stands there; what it should be follows from the line. */
function withSides(finding: Finding, { row, computedHash }: LineDetail): Finding {
  if (finding.code !== 'HASH_MISMATCH' || computedHash === undefined) return finding;
  return { ...finding, details: { expected: computedHash, found: row.hash, ...finding.details } };
}

/** Answers what was expected beside what stands there, and whatever else a finding knows; nothing where it knows nothing more. */
export function comparison({ details = {}, pointer, byteOffset }: Finding): HTMLElement | undefined {
  const { expected, found, ...others } = details;
  const named = Object.entries(others).map(([name, value]) => [name, valueShown(value)] as const);
  const all = {
    ...(expected !== undefined && { Expected: valueShown(expected), Found: valueShown(found) }),
    ...(pointer !== undefined && pointer !== '' && { At: inert(pointer, { most: 200 }) }),
    ...Object.fromEntries(named),
    ...(byteOffset !== undefined && { 'Byte offset': count(byteOffset) }),
  };
  return Object.keys(all).length === 0 ? undefined : facts(all);
}

/** Details are JSON. */
function valueShown(value: unknown): HTMLElement {
  return element('code', {}, inert(typeof value === 'string' ? value : JSON.stringify(value), { most: 600 }));
}
