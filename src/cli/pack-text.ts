/** The verdict on an audit pack, as people and programs read it. */
import type { PackReport } from '../evidence/index.ts';
import { screenText } from './screen-text.ts';
import type { Paint } from './screen-text.ts';
import { snakeCased } from './snake-case.ts';
import { factLines } from './table.ts';

/** Answers the verdict for programs. Pure. */
export function packJson({ summary, ...report }: PackReport): object {
  const { mission, costs, evidence, withheld } = summary ?? {};
  const shown = { mission: mission ?? null, costs, evidence, withheld };
  return { ...(snakeCased(report) as object), ...(snakeCased(shown) as object) };
}

/** Answers the verdict for people. Pure. */
export function packLinesOf(report: PackReport, path: string, paint: Paint): string[] {
  const { ok, findings, counts, trust, completeness, signers, summary, ledger } = report;
  const facts = {
    ...(summary && {
      mission: `${summary.mission.missionId}: ${summary.mission.title}`,
      status: summary.mission.status,
      risk: summary.mission.risk,
      approved: approvals(summary) || 'by nobody',
      cost:
        summary.costs.map(({ cost, currency, model }) => `${cost} ${currency}${model && ` (${model})`}`).join(', ') ||
        'none',
    }),
    files: counts['files']!,
    lines: `${String(counts['lines'])}${ledger ? ` of a ledger of ${String(ledger.lines)}` : ''}, ${String(counts['withheld'])} withheld`,
    ...(ledger && { head: ledger.head }),
    signed: signers.join(', ') || 'not known',
    trust,
    'left out': completeness === 'not checked' ? 'not checked: name the ledger with --ledger' : 'nothing',
  };
  const word = ok ? paint('green', 'VERIFIED') : paint('red', 'NOT VERIFIED');
  return [
    `${word}  ${screenText(path)}`,
    ...(ok ? factLines(facts) : []),
    ...findings.map(({ code, message }) => `${paint('red', code)}  ${screenText(message)}`),
  ];
}

const approvals = ({ mission }: NonNullable<PackReport['summary']>): string =>
  mission.checkpoints
    .flatMap(({ name, approvals: given }) => given.map(({ by }) => `${name} by ${by.actor} (${by.kind})`))
    .join(', ');
