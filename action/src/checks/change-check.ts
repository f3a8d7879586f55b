/**
 * What specs explain of a change: each is applied to the base in memory and compared with the head, byte for byte. Files of the pull
 * request are text here; nothing of them is executed.
 */
import { LoglineError } from 'logline-core';
import type { Configuration } from 'logline-core';
import type { ChangeSpec, DiffExplanation, Plan, ProofFile, ProofSpec, Projects, SourceTree } from 'logline-core/dte';
import picomatch from 'picomatch';
import { isSame } from '../comparison.ts';
import type { Comparison } from '../comparison.ts';
import { isPlain, readSmall } from '../history.ts';
import type { History, TreeEntry } from '../history.ts';
import type { Remark } from '../remark.ts';

/** What became of the files of a change. */
export interface ChangeOutcome {
  readonly specs: readonly { readonly id: string; readonly edits: number; readonly ok: boolean }[];
  readonly files: readonly ProofFile[];
  readonly remarks: readonly Remark[];
  /** What a spec asks for and does not run here. */
  readonly notRun: readonly string[];
}

/** What is needed. */
export interface ChangeCheckOptions {
  readonly history: History;
  readonly comparison: Comparison;
  readonly config: Configuration;
  /** Files of specs of the base that the change says it carries out. */
  readonly named: readonly string[];
  /** Files of ledgers that were verified: what is appended to them is no change of the project that a spec would have to explain. */
  readonly ledgerFiles: ReadonlySet<string>;
  /** Answers the folder of a clone that has the commits. @throws {LoglineError} INPUT_MISSING, COMMAND_FAILED */
  readonly cloneWith: (commits: readonly string[]) => Promise<string>;
}

type ActionPolicy = NonNullable<Configuration['action']>;

const MAX_SPEC_BYTES = 1024 * 1024;

/** Answers what specs explain, or `undefined` where nobody asks: no spec, and no rule that wants one. @throws {LoglineError} */
export async function checkChanges(options: ChangeCheckOptions): Promise<ChangeOutcome | undefined> {
  const { comparison, config } = options;
  const { commits } = comparison;
  if (commits === undefined) return undefined;
  const policy = config.action ?? {};
  const isAsked = (policy.changes ?? []).length > 0 || options.named.length > 0;
  if (!isAsked && !(await mayHaveSpecs(options))) return undefined;
  const clone = await options.cloneWith([commits.base, commits.head]);
  // Loaded where it is needed: the compiler in it takes most of a second.
  const engine = await import('logline-core/dte');
  const specs = await specsOf(engine, clone, commits, options);
  if ('level' in specs) return { specs: [], files: [], remarks: [specs], notRun: [] };
  const projects = engine.openProjects();
  const invariants: InvariantOutcome = { remarks: [], notRun: [] };
  const explanation = await engine.explainDiff(clone, commits, {
    specs,
    engine: engine.ENGINE_VERSION,
    evidencePaths: policy.evidencePaths ?? [],
    projects,
    onPlan: (spec, before, plan) => checkInvariants(engine, { spec, before, plan, projects }, invariants),
  });
  const files = explanation.files.map((file) => withoutLedger(file, options.ledgerFiles));
  return outcomeOf({ ...explanation, files }, specs, policy, invariants);
}

type Engine = typeof import('logline-core/dte');

const FAULTS_OF_SPECS: ReadonlySet<LoglineError['code']> = new Set([
  'SPEC_INVALID',
  'SELECTOR_INVALID',
  'PATTERN_INVALID',
  'PATH_UNSAFE',
  'LIMIT_EXCEEDED',
]);

/** A file that is meant as a spec and is none is a fault of the change. */
async function specsOf(
  engine: Engine,
  clone: string,
  commits: { readonly base: string; readonly head: string },
  options: ChangeCheckOptions,
): Promise<ProofSpec[] | Remark> {
  try {
    const added = await engine.specsOfBranch(clone, commits);
    const isAdded = (path: string): boolean => added.some((spec) => spec.path === path);
    const named = options.named.filter((path) => !isAdded(path));
    return [...(await Promise.all(named.map((path) => namedSpec(engine, path, options)))), ...added];
  } catch (error) {
    if (!(error instanceof LoglineError) || !FAULTS_OF_SPECS.has(error.code)) throw error;
    const { path } = error.details as { readonly path?: string };
    return {
      level: 'error',
      rule: `changes/${error.code}`,
      message: error.message,
      ...(path !== undefined && { path }),
    };
  }
}

/** A spec that the base has: reviewed before, and carried out by this change. */
async function namedSpec(
  engine: Engine,
  path: string,
  { history, comparison: { branch } }: ChangeCheckOptions,
): Promise<ProofSpec> {
  const entry = branch?.base.files.get(path);
  if (entry === undefined || !isPlain(entry)) {
    const message = `The change names ${path} as a change spec, and neither adds such a file nor does its base have it.`;
    throw new LoglineError('SPEC_INVALID', message, { details: { path } });
  }
  const bytes = await readSmall(history, path, entry, MAX_SPEC_BYTES);
  try {
    return { spec: engine.parseChangeSpec(bytes), path };
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    throw new LoglineError('SPEC_INVALID', `${path}: ${error.message}`, { details: { ...error.details, path } });
  }
}

interface InvariantOutcome {
  readonly remarks: Remark[];
  readonly notRun: string[];
}

/** Invariants are about text: no checker of the pull request's own is started for them. */
async function checkInvariants(
  engine: Engine,
  { spec, before, plan, projects }: { spec: ChangeSpec; before: SourceTree; plan: Plan; projects: Projects },
  { remarks, notRun }: InvariantOutcome,
): Promise<void> {
  if (plan.findings.length > 0) return;
  const context = { spec, before, after: plan.after, changes: plan.files, projects };
  for (const invariant of spec.invariants) {
    const { findings } = await engine.checkInvariant(invariant, context);
    for (const { code, message, path, line } of findings) {
      const text = `${spec.id}, ${invariant.name}: ${message}`;
      if (code === 'NOT_CHECKED') notRun.push(text);
      else
        remarks.push({
          level: 'error',
          rule: `changes/${code}`,
          message: text,
          ...(path !== undefined && { path }),
          ...(line !== undefined && { line }),
        });
    }
  }
}

/** A look at the text, so that the engine is loaded for the sake of a spec and of no other file. */
async function mayHaveSpecs({ history, comparison: { branch } }: ChangeCheckOptions): Promise<boolean> {
  if (branch === undefined) return false;
  const isCandidate = ([path, entry]: [string, TreeEntry]): boolean =>
    path.endsWith('.json') &&
    isPlain(entry) &&
    entry.sizeBytes <= MAX_SPEC_BYTES &&
    !isSame(branch.base.files.get(path), entry);
  for (const [path, entry] of [...branch.head.files].filter(isCandidate)) {
    const text = new TextDecoder().decode(await readSmall(history, path, entry, MAX_SPEC_BYTES));
    if (text.includes('CS-') && text.includes('patches')) return true;
  }
  return false;
}

const withoutLedger = (file: ProofFile, ledgerFiles: ReadonlySet<string>): ProofFile =>
  file.verdict === 'unexplained' && ledgerFiles.has(file.path) ? { ...file, verdict: 'evidence' } : file;

function outcomeOf(
  { files, specs, doubts }: DiffExplanation,
  proven: readonly ProofSpec[],
  policy: ActionPolicy,
  invariants: InvariantOutcome,
): ChangeOutcome {
  const failed = specs.flatMap(({ id, findings }): Remark[] =>
    findings.map(({ code, message, path, line }) => ({
      level: 'error',
      rule: `changes/${code}`,
      message: `${id}: ${message}`,
      ...(path !== undefined && { path }),
      ...(line !== undefined && { line }),
    })),
  );
  return {
    specs: specs.map(({ id, editCount, findings }) => ({ id, edits: editCount, ok: findings.length === 0 })),
    files,
    remarks: [
      ...failed,
      ...invariants.remarks,
      ...files.flatMap((file) => remarkOn(file, policy)),
      ...doubts.map(doubtful),
    ],
    notRun: [...invariants.notRun, ...proven.flatMap(({ spec }) => notRunOf(spec))],
  };
}

/** Where the whole cannot be relied on, no rule on paths makes it better. */
const doubtful = ({ code, message, path }: DiffExplanation['doubts'][number]): Remark => ({
  level: 'error',
  rule: `changes/${code}`,
  message,
  ...(path !== undefined && { path }),
});

const STEPS = ['explained', 'part-explained', 'unexplained'] as const;

/** A name may have line feeds in it, and is no other folder's for that. */
const PATTERNS = { dot: true, nonegate: true, flags: 's' } as const;

/** The first rule that fits decides. What specs bring along as evidence is nobody's code. */
function remarkOn({ path, verdict, reason }: ProofFile, { changes = [] }: ActionPolicy): Remark[] {
  if (verdict === 'evidence') return [];
  const rule = changes.find(({ paths }) => picomatch([...paths], PATTERNS)(path));
  const allowed = STEPS.indexOf(rule?.allow ?? 'unexplained');
  if (STEPS.indexOf(verdict) <= allowed) return [];
  const message = `${path} is ${verdict}${reason === undefined ? '' : `: it ${reason}`}. Here only what is ${STEPS[allowed]!} may change.`;
  return [
    {
      level: 'error',
      rule: `changes/${verdict}`,
      message,
      path,
      fix: 'Bring the change as a change spec: `atomic dte plan`, `atomic dte apply`.',
    },
  ];
}

/** Tests are code of the pull request. */
function notRunOf({ id, tests }: ProofSpec['spec']): string[] {
  const hasTests = (tests.targets ?? []).length > 0 || tests.mutationThreshold !== undefined;
  return hasTests
    ? [
        `The tests and mutants of ${id}: they execute code of the pull request. Run atomic dte verify --ci in a job without secrets.`,
      ]
    : [];
}
