/** What is wrong, before anything else: each finding with what was expected beside what stands there. */
import { button, element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger, Verification } from '../opened/opened-ledger.ts';
import { formatRoute } from '../route.ts';
import { count, plural } from '../text.ts';
import type { Context } from '../view.ts';
import type { Finding } from '../../base/report.ts';
import type { Explained } from '../worker/ledger-tasks.ts';
import { comparison, openBrokenLine } from './finding-box.ts';
import { totalOf } from './totals.ts';

const AT_FIRST = 20;

/** Answers the panel, which is there as long as there are findings. */
export function findingsPanel(context: Context, opened: OpenedLedger): HTMLElement {
  const title = element('h2', { id: 'findings-title' });
  const list = element('ol', { class: 'findings' });
  const more = element('div', { class: 'actions' });
  const panel = element(
    'section',
    { class: 'panel', 'aria-labelledby': 'findings-title', hidden: true },
    title,
    list,
    more,
  );
  let shown = AT_FIRST;
  /** Whether the lines can be looked at already: then the first broken one is opened. */
  let isOpen = false;
  let drawn: readonly Finding[] = [];
  const draw = (findings: readonly Finding[], codes: Readonly<Record<string, Explained>>, all: number): void => {
    panel.hidden = findings.length === 0;
    fill(title, plural(all, 'finding'));
    const items = findings.slice(0, shown).map((finding, i) => findingItem(opened, finding, i, codes[finding.code]));
    fill(list, items);
    if (isOpen && findings[0] !== undefined) void openBrokenLine(items[0]!, opened, findings[0]).catch(() => undefined);
    const next = (): void => {
      shown += 10 * AT_FIRST;
      draw(findings, codes, all);
    };
    fill(more, findings.length > shown && button(`Show more of ${count(findings.length)}`, next));
  };
  const follow = ({ phase, findings }: Verification): void => {
    if (phase.state !== 'done' && (findings.length === drawn.length || drawn.length >= shown) && findings.length > 0)
      return;
    drawn = findings;
    if (phase.state !== 'done') draw(findings, {}, findings.length);
    else draw(findings, phase.result.codes, totalOf(phase.result.report));
  };
  opened.verification.follow(context.signal, follow);
  opened.lines.follow(context.signal, ({ state }) => {
    isOpen = state === 'done';
    if (isOpen && opened.verification.value.phase.state === 'done') follow(opened.verification.value);
  });
  return panel;
}

function findingItem(
  opened: OpenedLedger,
  finding: Finding,
  place: number,
  explained: Explained | undefined,
): HTMLElement {
  const isOfLine = finding.line !== undefined && (opened.kind === 'folder' || finding.path === undefined);
  const where =
    isOfLine &&
    element('a', { href: formatRoute('ledger', ['finding', String(place + 1)]) }, `Line ${count(finding.line)}`);
  return element(
    'li',
    { class: 'finding' },
    element(
      'p',
      { class: 'finding-head' },
      element('code', {}, finding.code),
      finding.path !== undefined && inert(finding.path, { most: 200 }),
      where,
    ),
    element('p', {}, inert(finding.message, { most: 600 })),
    comparison(finding),
    explained && element('p', { class: 'muted' }, explained.fix),
  );
}
