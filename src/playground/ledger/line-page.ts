/** One line by itself: what it says, what was checked, what stands before and after it, and its text. */
import { CHECK_KINDS, CHECK_NAMES, outcomesOf } from '../checks.ts';
import { element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';
import { failureOf } from '../opened/opened-ledger.ts';
import { formatRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { count } from '../text.ts';
import type { Context } from '../view.ts';
import type { Finding } from '../../base/report.ts';
import type { LineDetail } from '../worker/ledger-tasks.ts';
import type { Row } from '../worker/row.ts';
import { facts } from './facts.ts';
import { findingBox } from './finding-box.ts';
import { indented } from './json-text.ts';
import { totalOf } from './totals.ts';

const pages = new WeakMap<HTMLElement, AbortController>();

/** Fills the page with the line that an address names, as soon as it can be found. */
export function linePage(context: Context, page: HTMLElement, { steps, query }: Route): void {
  pages.get(page)?.abort();
  const end = new AbortController();
  pages.set(page, end);
  context.signal.addEventListener('abort', () => end.abort(), { signal: end.signal });
  const { value: opened } = context.opened;
  if (opened === undefined) {
    fill(
      page,
      element(
        'p',
        { class: 'panel' },
        'This address is of a line in a ledger: open that ledger, and the line is shown here.',
      ),
    );
    return;
  }
  fill(page, backToList(), element('p', { class: 'panel' }, 'Looking for the line…'));
  opened.lines.follow(end.signal, ({ state }) => {
    if (state === 'done')
      opened.verification.follow(end.signal, () => void show(page, opened, { steps, query }, end.signal));
  });
}

async function show(
  page: HTMLElement,
  opened: OpenedLedger,
  { steps: [kind, name = ''], query }: Pick<Route, 'steps' | 'query'>,
  signal: AbortSignal,
): Promise<void> {
  const finding = kind === 'finding' ? opened.verification.value.findings[Number(name) - 1] : undefined;
  if (kind === 'finding' && finding === undefined && opened.verification.value.phase.state === 'running') return;
  try {
    const place = await placeOf(opened, finding, name, query.get('stream') ?? undefined);
    const detail = place === undefined ? undefined : await opened.ask('line', place);
    if (signal.aborted) return;
    const had = page.contains(document.activeElement) || document.activeElement === document.body;
    fill(page, backToList(), ...sections(opened, detail, finding));
    if (had) page.querySelector('h2')?.focus();
  } catch (error) {
    if (!signal.aborted) fill(page, backToList(), element('p', { class: 'panel' }, failureOf(error).message));
  }
}

function backToList(): HTMLElement {
  return element('nav', { 'aria-label': 'Back' }, element('a', { href: formatRoute('ledger') }, '← All lines'));
}

function placeOf(
  opened: OpenedLedger,
  finding: Finding | undefined,
  name: string,
  stream: string | undefined,
): Promise<number | undefined> | number | undefined {
  if (finding !== undefined)
    return finding.line === undefined
      ? undefined
      : opened.placeOf(opened.kind === 'folder' ? finding.path : undefined, finding.line);
  return /^[0-9a-f]{64}$/.test(name) ? opened.ask('find', name) : opened.placeOf(stream, Number(name));
}

function sections(opened: OpenedLedger, detail: LineDetail | undefined, finding: Finding | undefined): HTMLElement[] {
  const heading = element('h2', { tabindex: -1 }, detail ? `Line ${count(detail.row.line)}` : 'No such line');
  if (detail === undefined)
    return [
      element(
        'section',
        { class: 'panel' },
        heading,
        element('p', {}, finding ? inert(finding.message) : 'The ledger that is open has no such line.'),
      ),
    ];
  const { row } = detail;
  const findings = opened.verification.value.findings.filter(
    (one) => one.line === row.line && (opened.kind !== 'folder' || one.path === row.path),
  );
  return [
    element(
      'section',
      { class: 'panel' },
      heading,
      opened.kind === 'folder' && element('p', { class: 'muted' }, inert(row.path)),
      summary(detail),
      ...findings.map((one) => findingBox(one, detail)),
    ),
    checksSection(detail, findings, opened),
    neighbours(opened, detail),
    textSection(detail),
  ];
}

function summary({ row, signer, cosigners, prev }: LineDetail): HTMLElement {
  const code = (text: string): HTMLElement => element('code', {}, inert(text, { most: 128 }));
  return facts({
    Who: row.actor && inert(row.actor),
    Did: row.action && inert(row.action),
    'About what': row.subject && inert(row.subject),
    Intent: row.intent && inert(row.intent),
    When: row.createdAt && inert(row.createdAt),
    Mission: row.mission && inert(row.mission),
    Trace: row.trace && code(row.trace),
    Hash: row.hash && code(row.hash),
    Prev: prev !== undefined && code(prev),
    Signer: signer === undefined ? 'nobody signed' : code(signer),
    Cosigners: cosigners.length > 0 && code(cosigners.join(' ')),
  });
}

function checksSection({ signer, row }: LineDetail, findings: readonly Finding[], opened: OpenedLedger): HTMLElement {
  const { phase } = opened.verification.value;
  const hasKeyring = phase.state === 'done' && phase.result.report.trust === 'keyring';
  const outcomes = outcomesOf(findings, { isSigned: signer !== undefined, hasKeyring });
  const rows = CHECK_NAMES.map((name) => {
    const { title, meaning } = CHECK_KINDS[name];
    const outcome = isJudged(opened, row) || outcomes[name] === 'fails' ? outcomes[name] : 'not judged';
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, title),
      element('td', {}, meaning),
      element('td', { class: CLASSES[outcome] }, outcome),
    );
  });
  const caption = element('caption', {}, 'What was checked');
  return element(
    'section',
    { class: 'panel' },
    element('table', { class: 'checks' }, caption, element('tbody', {}, rows)),
  );
}

/**
 * Whether the verdict is about this line as well: not while it is being found, not of a pack that is not what it should be, and not where
 * there are more findings than are kept.
 */
function isJudged({ kind, verification }: OpenedLedger, { line }: Row): boolean {
  const { phase, findings } = verification.value;
  if (phase.state !== 'done') return false;
  const { report } = phase.result;
  if (kind === 'pack') return report.ok;
  return totalOf(report) <= findings.length || line <= (findings.at(-1)?.line ?? 0);
}

const CLASSES = { passes: 'good', fails: 'bad', 'not judged': 'muted' } as const;

function neighbours(opened: OpenedLedger, { row, before, after, prev, prevOfAfter }: LineDetail): HTMLElement {
  if (opened.kind === 'pack')
    return element(
      'p',
      { class: 'panel' },
      'A pack holds the lines of one mission: in the ledger others stand between them.',
    );
  const none = prev === undefined ? 'It is the first line' : 'The line before it is not here';
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': 'neighbours-title' },
    element('h3', { id: 'neighbours-title' }, 'Its neighbours in the chain'),
    element(
      'ul',
      { class: 'neighbours' },
      neighbour(
        opened,
        before,
        none,
        'stands before it: its hash has to be the prev of this line,',
        before?.hash === prev,
      ),
      neighbour(
        opened,
        after,
        'It is the last line',
        'stands behind it: its prev has to be the hash of this line,',
        prevOfAfter === row.hash,
      ),
    ),
  );
}

function neighbour(opened: OpenedLedger, to: Row | undefined, none: string, said: string, isSo: boolean): HTMLElement {
  if (to === undefined) return element('li', {}, none);
  const href = formatRoute('ledger', ['atomic', String(to.line)], opened.kind === 'folder' ? { stream: to.path } : {});
  const outcome = isSo
    ? element('span', { class: 'good' }, 'and it is')
    : element('span', { class: 'bad' }, 'and it is not');
  return element('li', {}, element('a', { href }, `Line ${count(to.line)}`), ` ${said} `, outcome);
}

function textSection({ text, canonical }: LineDetail): HTMLElement {
  const block = (title: string, shown: string): HTMLElement =>
    element(
      'details',
      { open: title === 'Content' },
      element('summary', {}, title),
      element('pre', { tabindex: 0, 'aria-label': title }, inert(shown, { most: 20_000, keepLayout: true })),
    );
  return element(
    'section',
    { class: 'panel' },
    block('Content', indented(text)),
    block('The line as it stands', text),
    canonical === undefined
      ? element('p', { class: 'muted' }, 'It has no canonical text.')
      : canonical === text
        ? element('p', { class: 'muted' }, 'The line is its own canonical text: what was hashed is what is stored.')
        : block('Canonical text, which is what was hashed', canonical),
  );
}
