/** The report for people: the verdict in the first line as plain text, which is what mails and notifications show; then the details. */
import type { Money } from 'logline-core/finops';
import type { ChangeOutcome } from '../checks/change-check.ts';
import type { Evidence } from '../checks/evidence-check.ts';
import type { LedgerOutcome } from '../checks/ledger-check.ts';
import { moneyText } from '../checks/spending-check.ts';
import type { Spending } from '../checks/spending-check.ts';
import { countOf } from '../count.ts';
import type { Level, Remark } from '../remark.ts';
import { headlineOf } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { block, code, plain, prose, shorten, visible } from './untrusted.ts';

/** Where people find more. */
export interface ReportContext {
  /** Page of the run. */
  readonly runUrl: string;
  /** What could not be reported elsewhere, for people. */
  readonly degraded: readonly string[];
}

/** Answers the report, at most `maxBytes` long: details go first, the verdict never. Pure. */
export function formatReport(verdict: Verdict, context: ReportContext, maxBytes: number): string {
  const title = `${ICONS[verdict.state]} ${plain(headlineOf(verdict), 200)}`;
  const parts = [
    ledgerTable(verdict.ledgers),
    ...extrasOf(verdict),
    remarkList(verdict.remarks),
    notRun(verdict),
    signingText(verdict),
    degraded(context),
  ];
  const foot = footOf(verdict, context);
  const kept = [title];
  let room = maxBytes - byteLength(`${[title, foot, CUT].join('\n\n')}\n`);
  let isCut = false;
  for (const part of parts.filter((text) => text !== '')) {
    const size = byteLength(part) + 2;
    if (size > room) isCut = true;
    else kept.push(part);
    if (size <= room) room -= size;
  }
  return `${[...kept, ...(isCut ? [CUT] : []), foot].join('\n\n')}\n`;
}

const ICONS = { pass: '✅', warn: '⚠️', fail: '❌', undecided: '❓' } as const;
const CUT = 'Some details are left out here; the summary of the run has more.';
const MAX_REMARKS = 50;

const byteLength = (text: string): number => Buffer.byteLength(text);

function ledgerTable(ledgers: readonly LedgerOutcome[]): string {
  if (ledgers.length === 0) return '';
  const rows = ledgers.slice(0, MAX_REMARKS).map(({ path, remarks, isNew, added, total, verified, trust, tip }) => {
    const isGood = remarks.length === 0;
    const icon = isGood ? '✅' : remarks.some(({ level }) => level === 'error') ? '❌' : '❓';
    const signed = trust === 'keyring' ? 'keys of the base' : 'nobody named';
    const head = tip === null ? '' : code(tip.slice(0, 12));
    return `| ${icon} | ${code(path)}${isNew ? ' (new)' : ''} | ${String(added)} | ${String(total)} | ${String(verified)} | ${signed} | ${head} |`;
  });
  const more = ledgers.length > rows.length ? `\n\nand ${countOf(ledgers.length - rows.length, 'more ledger')}` : '';
  return `| | Ledger | New | Total | Verified | Signers judged by | Head |\n|:--|:--|--:|--:|--:|:--|:--|\n${rows.join('\n')}${more}`;
}

function extrasOf({ changes, evidence, spending }: Verdict): string[] {
  return [
    ...(changes === undefined ? [] : [specList(changes), fileTable(changes), ...hunksOf(changes)]),
    ...(evidence === undefined ? [] : [evidenceTable(evidence)]),
    ...(spending === undefined || spending.calls === 0 ? [] : [spendingText(spending), spendingTable(spending)]),
  ];
}

function specList({ specs }: ChangeOutcome): string {
  const lines = specs.map(({ id, edits, ok }) => `- ${ok ? '✅' : '❌'} ${code(id)}: ${countOf(edits, 'edit')}`);
  return lines.length === 0
    ? ''
    : `**Change specs**, applied to the base:\n\n${lines.slice(0, MAX_REMARKS).join('\n')}`;
}

function fileTable({ files }: ChangeOutcome): string {
  if (files.length === 0) return '';
  const rows = files.slice(0, MAX_REMARKS).map(({ path, verdict, specs }) => {
    return `| ${VERDICTS[verdict]} | ${code(path)} | ${specs.map((id) => code(id)).join(' ')} |`;
  });
  const more = files.length > rows.length ? `\n\nand ${countOf(files.length - rows.length, 'more file')}` : '';
  return `| | File | By |\n|:--|:--|:--|\n${rows.join('\n')}${more}`;
}

const VERDICTS = {
  explained: '✅ explained',
  evidence: '✅ evidence',
  'part-explained': '⚠️ part explained',
  unexplained: 'unexplained',
} as const;

/** Each by itself, so that the first ones stay where there is no room for all. */
function hunksOf({ files }: ChangeOutcome): string[] {
  const shown = files.filter(({ verdict, hunks }) => verdict === 'part-explained' && hunks !== undefined).slice(0, 20);
  return shown.map(({ path, hunks }) => {
    const summary = `<summary>What no spec explains in <code>${escapeHtml(shorten(visible(path), 120))}</code></summary>`;
    return `<details>${summary}\n\n${block(hunks!.slice(0, 8000), 'diff')}\n\n</details>`;
  });
}

function evidenceTable({ records }: Evidence): string {
  if (records.length === 0) return '';
  const rows = records.slice(0, MAX_REMARKS).map(({ kind, name, mission, facts = {} }) => {
    const { failures = 0, errored = 0, findings = 0 } = facts;
    const counted = Object.entries(facts).map(([fact, count]) => `${fact.replaceAll('_', ' ')} ${String(count)}`);
    return `| ${failures + errored + findings > 0 ? '⚠️' : '✅'} | ${code(name)} | ${kind.replaceAll('_', ' ')} | ${code(mission)} | ${counted.join(', ')} |`;
  });
  const more = records.length > rows.length ? `\n\nand ${countOf(records.length - rows.length, 'more record')}` : '';
  return `| | Evidence | Kind | Mission | Counted |\n|:--|:--|:--|:--|:--|\n${rows.join('\n')}${more}`;
}

function spendingText({ calls, tokens, spent, budget }: Spending): string {
  const sums = spent.map(({ currency, amount, signed }) => {
    const text = (part: bigint): string => moneyText({ amount: part, currency });
    const share = budget?.currency === currency ? ` ${bar(amount, budget.amount)} of ${text(budget.amount)}` : '';
    return `**${text(amount)}**${share}: ${text(signed)} signed, ${text(amount - signed)} claimed`;
  });
  return `${sums.join('\n')}\n${countOf(calls, 'call')}, ${countOf(tokens, 'token')}`;
}

function spendingTable({ byModel }: Spending): string {
  const rows = byModel.slice(0, 20).map(({ model, actor, calls, ...sum }) => {
    return `| ${code(model)} | ${code(actor)} | ${String(calls)} | ${moneyText(sum)} |`;
  });
  return `| Model | Actor | Calls | Cost |\n|:--|:--|--:|--:|\n${rows.join('\n')}`;
}

/** Twenty boxes; what is over the budget fills them. */
function bar(amount: Money, budget: Money): string {
  const percent = budget === 0n ? 100 : Number((amount * 100n) / budget);
  const full = Math.min(20, Math.round(percent / 5));
  return `\`${'█'.repeat(full)}${'░'.repeat(20 - full)}\` ${String(percent)} %`;
}

function remarkList(remarks: readonly Remark[]): string {
  const sorted = [...remarks].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  const lines = sorted.slice(0, MAX_REMARKS).map(({ level, rule, message, path, line, fix }) => {
    const place = path === undefined ? '' : ` ${code(line === undefined ? path : `${path}:${String(line)}`)}`;
    return `- ${SIGNS[level]} ${code(rule)}${place}: ${prose(message)}${fix === undefined ? '' : `\n  **Fix:** ${fix}`}`;
  });
  if (sorted.length > lines.length) lines.push(`- and ${String(sorted.length - lines.length)} more`);
  return lines.join('\n');
}

const ORDER: readonly Level[] = ['error', 'undecided', 'warning', 'notice'];
const SIGNS = { error: '❌', undecided: '❓', warning: '⚠️', notice: 'ℹ️' } as const;

const notRun = ({ notRun: list }: Verdict): string =>
  list.length === 0 ? '' : `Did not run:\n${list.map((what) => `- ${prose(what)}`).join('\n')}`;

function signingText({ signing }: Verdict): string {
  if (signing === undefined) return '';
  const { kind, why, commit = '', url = '' } = signing;
  if (kind === 'none') return why === undefined ? '' : `Not signed: ${prose(why)}`;
  const where = kind === 'committed' ? '' : `, in a <a href="${escapeHtml(url)}">pull request</a>`;
  return `🔏 Signed and recorded in ${code(commit.slice(0, 7))}${where}.`;
}

const degraded = ({ degraded: list }: ReportContext): string =>
  list.length === 0 ? '' : `Could not be reported:\n${list.map((what) => `- ${prose(what)}`).join('\n')}`;

function footOf({ judgedBy, subject }: Verdict, { runUrl }: ReportContext): string {
  const judged = judgedBy === undefined ? '' : `Keys and rules are those of ${code(judgedBy)}. `;
  const base = subject.kind === 'change' || subject.kind === 'push' ? ` --base ${subject.base.slice(0, 7)}` : '';
  return `<sub>${judged}Check it yourself: <code>npx logline-cli verify${base}</code> · <a href="${escapeHtml(runUrl)}">run</a></sub>`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
