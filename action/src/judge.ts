/** The checks, one after the other. What content is like never throws; what cannot be read makes the verdict undecided. */
import { CODES, LoglineError } from 'logline-core';
import { checkLedger } from './checks/ledger-check.ts';
import type { Appended, LedgerOutcome } from './checks/ledger-check.ts';
import type { LedgerPlace } from './checks/find-ledgers.ts';
import { missingLedgers, placesOf } from './checks/named-ledgers.ts';
import { checkRules } from './checks/rule-check.ts';
import { checkChanges } from './checks/change-check.ts';
import type { ChangeOutcome } from './checks/change-check.ts';
import { checkEvidence, readEvidence } from './checks/evidence-check.ts';
import type { Evidence } from './checks/evidence-check.ts';
import { checkSpending, readSpending } from './checks/spending-check.ts';
import type { Spending } from './checks/spending-check.ts';
import { compare } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import type { History } from './history.ts';
import type { Inputs } from './inputs.ts';
import { readProject } from './project.ts';
import type { Project } from './project.ts';
import { stateOf } from './remark.ts';
import type { Remark } from './remark.ts';
import type { Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** Where the commits are. */
export interface Repository {
  readonly history: History;
  /** Folder of the clone, where there is one. */
  readonly clone: string | undefined;
  /** Answers the folder of a clone that has the commits. @throws {LoglineError} INPUT_MISSING, COMMAND_FAILED */
  cloneWith(commits: readonly string[]): Promise<string>;
}

/** Answers the verdict on a subject. @throws {LoglineError} CONFIG_INVALID and the like - the rules of the base are none. */
export async function judge(subject: Subject, inputs: Inputs, repository: Repository): Promise<Verdict> {
  const { history } = repository;
  if (subject.kind === 'nothing') return verdictOf(subject, inputs, []);
  try {
    const comparison = await compare(subject, history);
    const project = await readProject(history, comparison.base ?? comparison.head, inputs.folder);
    return await check(subject, inputs, { ...repository, comparison, project });
  } catch (error) {
    if (!(error instanceof LoglineError) || CODES[error.code].exit === 2) throw error;
    return verdictOf(subject, inputs, [undecided('run/unreadable', error)]);
  }
}

interface Parts extends Repository {
  readonly comparison: Comparison;
  readonly project: Project;
}

async function check(subject: Subject, inputs: Inputs, parts: Parts): Promise<Verdict> {
  const { comparison, project } = parts;
  const ledgers = inputs.checks.has('ledger') ? await checkLedgers(subject, inputs, parts) : [];
  const changes = inputs.checks.has('changes') ? await changesOf(subject, ledgers, parts) : undefined;
  const evidence = inputs.checks.has('evidence') ? await evidenceOf(subject, ledgers) : undefined;
  const spending = inputs.checks.has('spending') ? await spendingOf(subject, ledgers, parts) : undefined;
  const remarks = [
    ...comparison.remarks,
    ...ledgers.flatMap((ledger) => ledger.remarks),
    ...trustRemarks(ledgers, project),
    ...(inputs.checks.has('ledger') ? missingLedgers(inputs, parts) : []),
    ...(inputs.checks.has('rules') ? checkRules(comparison, project) : []),
    ...(changes?.remarks ?? []),
    ...(evidence === undefined ? [] : checkEvidence(evidence)),
    ...(spending === undefined || subject.kind !== 'change' ? [] : checkSpending(spending)),
  ];
  const notRun = changes?.notRun ?? [];
  return {
    ...verdictOf(subject, inputs, remarks),
    ledgers,
    changes,
    evidence,
    spending,
    notRun,
    judgedBy: project.from,
  };
}

async function checkLedgers(subject: Subject, inputs: Inputs, parts: Parts): Promise<LedgerOutcome[]> {
  const full = inputs.full === 'always' || (inputs.full === 'auto' && subject.kind !== 'change');
  const outcomes: LedgerOutcome[] = [];
  for (const place of placesOf(inputs, parts)) outcomes.push(await checkOne(place, { ...parts, full }));
  return outcomes;
}

/** An engine that cannot do its work leaves the ledgers judged. */
async function changesOf(
  subject: Subject,
  ledgers: readonly LedgerOutcome[],
  parts: Parts,
): Promise<ChangeOutcome | undefined> {
  const named = subject.kind === 'change' ? (subject.namedSpecs ?? []) : [];
  try {
    return await checkChanges({ ...parts, config: parts.project.config, named, ledgerFiles: filesOf(ledgers) });
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return { specs: [], files: [], remarks: [undecided('changes/unproven', error)], notRun: [] };
  }
}

const good = (ledgers: readonly LedgerOutcome[]): Appended[] =>
  ledgers.flatMap(({ remarks, appended }) => (remarks.length === 0 ? appended : []));

const filesOf = (ledgers: readonly LedgerOutcome[]): ReadonlySet<string> =>
  new Set(good(ledgers).map(({ path }) => path));

/** Lines that did not verify say nothing. */
const evidenceOf = async ({ kind }: Subject, ledgers: readonly LedgerOutcome[]): Promise<Evidence | undefined> =>
  kind === 'change' || kind === 'push' ? readEvidence(good(ledgers)) : undefined;

/** A push may bring many changes, and the budget is that of one. */
async function spendingOf(
  { kind }: Subject,
  ledgers: readonly LedgerOutcome[],
  { project }: Parts,
): Promise<Spending | undefined> {
  if (kind !== 'change' && kind !== 'push') return undefined;
  return readSpending(good(ledgers), kind === 'change' ? project.config.action?.budget : undefined);
}

/** One ledger that cannot be read leaves the others to be judged. */
async function checkOne(place: LedgerPlace, options: Parts & { readonly full: boolean }): Promise<LedgerOutcome> {
  try {
    return await checkLedger(place, options);
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return {
      path: place.path,
      isNew: false,
      total: 0,
      added: 0,
      verified: 0,
      trust: 'self-asserted',
      tip: null,
      baseTip: null,
      appended: [],
      remarks: [{ ...undecided('ledger/unreadable', error), path: place.path }],
    };
  }
}

function trustRemarks(ledgers: readonly LedgerOutcome[], { from, keyring }: Project): Remark[] {
  if (keyring !== undefined || !ledgers.some(({ verified }) => verified > 0)) return [];
  const message = `${from} has no keyring, so nobody said whom to trust: each signature was checked against the key beside it, which does not show who signed.`;
  return [
    {
      level: 'warning',
      rule: 'ledger/self-asserted',
      message,
      fix: 'Add .jsonatomic/keyring.json in a pull request of its own.',
    },
  ];
}

const undecided = (rule: string, { code, message }: LoglineError): Remark => ({
  level: 'undecided',
  rule,
  message: `${message} (${code})`,
  fix: code === 'INPUT_MISSING' ? MISSING : CODES[code].fix,
});

const MISSING =
  'Let the Action fetch what the clone lacks (`fetch: auto`, and a token that may read contents), or check out with `fetch-depth: 0`.';

function verdictOf(subject: Subject, { failOn }: Inputs, remarks: readonly Remark[]): Verdict {
  return {
    state: stateOf(remarks, failOn),
    subject,
    judgedBy: undefined,
    ledgers: [],
    changes: undefined,
    evidence: undefined,
    spending: undefined,
    remarks,
    notRun: [],
  };
}
