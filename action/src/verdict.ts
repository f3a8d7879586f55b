/** The answer of a run: what was checked, what was found, and what it comes to. */
import type { ChangeOutcome } from './checks/change-check.ts';
import type { Evidence } from './checks/evidence-check.ts';
import type { LedgerOutcome } from './checks/ledger-check.ts';
import { moneyText } from './checks/spending-check.ts';
import type { Spending } from './checks/spending-check.ts';
import { countOf } from './count.ts';
import type { Remark, State } from './remark.ts';
import type { Subject } from './subject.ts';

/** The whole answer. Reports are made from it alone. */
export interface Verdict {
  readonly state: State;
  readonly subject: Subject;
  /** The commit that keys and settings were read from. */
  readonly judgedBy: string | undefined;
  readonly ledgers: readonly LedgerOutcome[];
  /** None: nothing was asked of specs. */
  readonly changes: ChangeOutcome | undefined;
  /** None: the run is about no change. */
  readonly evidence: Evidence | undefined;
  /** None: the run is about no change. */
  readonly spending: Spending | undefined;
  readonly remarks: readonly Remark[];
  /** What was asked for, or would be good, and did not run. */
  readonly notRun: readonly string[];
  /** None: nobody has asked for a signature. */
  readonly signing?: Signing;
}

/** What became of a signature over the verdict. */
export interface Signing {
  /** In a commit on the branch, in a pull request, or not at all. */
  readonly kind: 'committed' | 'proposed' | 'none';
  /** Why there is none, where no remark says so. */
  readonly why?: string;
  /** The commit that has it. */
  readonly commit?: string;
  /** Page of the pull request. */
  readonly url?: string;
}

/** Answers the verdict in one line of plain text, for people. Pure. */
export function headlineOf(verdict: Verdict): string {
  const { state, subject, ledgers, remarks } = verdict;
  if (subject.kind === 'nothing') return `Nothing to check: ${subject.why}`;
  if (state === 'fail' || state === 'undecided') {
    const first = LEVELS_OF[state].map((level) => remarks.find((remark) => remark.level === level)).find(Boolean);
    return `${WORDS[state]}: ${first?.message.replace(/\n {2}[^]*/, '') ?? ''}${first === undefined ? '' : placeOf(first)}`;
  }
  const words = [ledgerWords(ledgers), ...changeWords(verdict), ...spendingWords(verdict)];
  return `${WORDS[state]}: ${words.join(', ')}${state === 'warn' ? `, ${countOf(remarks.length, 'remark')}` : ''}`;
}

/** In brackets, unless the message has said it. */
function placeOf({ message, path, line }: Remark): string {
  if (path === undefined || (line === undefined && message.includes(path))) return '';
  return ` (${path}${line === undefined ? '' : `:${String(line)}`})`;
}

function changeWords({ changes }: Verdict): string[] {
  const specs = changes?.specs ?? [];
  const good = specs.filter(({ ok }) => ok).length;
  return specs.length === 0 ? [] : [`${String(good)} of ${countOf(specs.length, 'change spec')} applied`];
}

function spendingWords({ spending }: Verdict): string[] {
  const { spent = [], budget } = spending ?? {};
  return spent.map((sum) => {
    const of = budget?.currency === sum.currency ? ` of ${moneyText(budget)}` : '';
    return moneyText(sum) + of;
  });
}

const WORDS = { pass: 'Passed', warn: 'Passed with remarks', fail: 'Failed', undecided: 'Undecided' } as const;
/** What the headline is about, the weightiest first: with `fail-on: warning`, warnings fail as well. */
const LEVELS_OF = { fail: ['error', 'warning'], undecided: ['undecided'] } as const;

function ledgerWords(ledgers: readonly LedgerOutcome[]): string {
  if (ledgers.length === 0) return 'no ledger was verified';
  const added = ledgers.reduce((sum, ledger) => sum + ledger.added, 0);
  const total = ledgers.reduce((sum, ledger) => sum + ledger.total, 0);
  // With `fail-on: never` there are such as are not, and the verdict is no failure.
  const broken = ledgers.filter(({ remarks }) => remarks.some(({ level }) => level === 'error')).length;
  const intact = broken === 0 ? '' : `${String(ledgers.length - broken)} of `;
  return `${intact}${countOf(ledgers.length, 'ledger')} intact, ${countOf(added, 'new entry', 'new entries')} of ${String(total)}`;
}
