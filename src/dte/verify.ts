/**
 * One report on one change: its patches, its invariants, its tests and mutants.
 *
 * `ok` is true only when everything that the spec asks for was checked and holds.
 */
import type { Finding, Report } from '../base/report.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { ChangeSpec } from './generated/types.ts';
import { checkInvariants } from './invariants/check.ts';
import type { InvariantContext, InvariantResult } from './invariants/context.ts';
import type { MutationReport } from './mutation/report.ts';
import { planEdits } from './plan-edits.ts';
import type { PatchPlan, Plan } from './plan.ts';
import { openProjects } from './projects.ts';
import type { Projects } from './projects.ts';
import { equalBytes } from '../base/bytes.ts';
import type { TestReport } from './tests/report.ts';
import type { SourceTree } from './source-tree.ts';

/** How to verify. */
export interface VerifyChangeOptions {
  /** The tree as it is, where the spec was applied: it must be what the plan yields. @default none, the spec is verified as it would be applied */
  readonly applied?: SourceTree;
  /** Runs the tests that the spec names, and the mutants of its changed lines. @default none: where the spec names some, they are NOT_CHECKED */
  readonly runTests?: (spec: ChangeSpec, plan: Plan) => Promise<TestResult>;
  /** Declarations of installed packages, for type checks. @default none */
  readonly installed?: InvariantContext['installed'];
  /** Runs a type checker that is a program. @default none: such an invariant is NOT_CHECKED */
  readonly runChecker?: InvariantContext['runChecker'];
  /** Trees that were read before. @default none */
  readonly projects?: Projects;
  /** Told what is done next. @default nobody */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the work between two steps. @default none */
  readonly signal?: AbortSignal;
}

/** What tests and mutants said. JSON-able, deterministic. */
export interface TestResult extends Report {
  /** Absent where the spec names no tests. */
  readonly tests: TestReport | null;
  /** Absent where the spec has no threshold, or the tests do not pass. */
  readonly mutation: MutationReport | null;
}

/** A report on a change. */
export interface ChangeReport extends Report {
  readonly spec: { readonly id: string; readonly digest: string };
  readonly engine: string;
  /** `applied`: the files are as the spec yields. `planned`: they are as before it. */
  readonly state: 'applied' | 'planned';
  readonly patches: readonly PatchPlan[];
  /** The files that change: paths before and after, and how many edits each has. */
  readonly files: readonly ChangedFileSummary[];
  readonly invariants: readonly InvariantResult[];
  /** Absent where the spec names no tests. */
  readonly tests: TestResult | null;
}

/** One changed file of a report. */
export interface ChangedFileSummary {
  readonly path: string;
  readonly newPath: string;
  readonly edits: number;
}

/**
 * Checks a change on the tree that it starts from. Nothing is written.
 *
 * @param before - the tree without the change.
 * @throws {LoglineError} CANCELLED - `signal` was aborted. Faults of content are findings.
 * @see docs/dte.md
 */
export async function verifyChange(
  spec: ChangeSpec,
  before: SourceTree,
  options: VerifyChangeOptions = {},
): Promise<ChangeReport> {
  const projects = options.projects ?? openProjects();
  const plan = await planEdits(spec, before, { ...options, projects });
  const isPlanned = plan.findings.length === 0;
  const invariants = isPlanned
    ? await checkInvariants(spec.invariants, contextOf(spec, before, plan, projects, options))
    : [];
  const tests = isPlanned ? await testResult(spec, plan, options) : null;
  const findings = [
    ...plan.findings,
    ...(isPlanned && options.applied !== undefined ? appliedFindings(plan, options.applied) : []),
    ...invariants.flatMap(({ name, findings: own }) => own.map((finding) => ofInvariant(name, finding))),
    ...(tests?.findings ?? []),
  ];
  return {
    ok: findings.length === 0 && invariants.every(({ ok }) => ok) && (tests?.ok ?? true),
    findings,
    counts: countsOf(plan, invariants),
    spec: { id: spec.id, digest: plan.specDigest },
    engine: ENGINE_VERSION,
    state: options.applied === undefined ? 'planned' : 'applied',
    patches: plan.patches,
    files: plan.files.map(({ path, newPath, edits }) => ({ path, newPath, edits: edits.length })),
    invariants,
    tests,
  };
}

function contextOf(
  spec: ChangeSpec,
  before: SourceTree,
  plan: Plan,
  projects: Projects,
  { installed, runChecker }: VerifyChangeOptions,
): InvariantContext {
  return {
    spec,
    before,
    after: plan.after,
    changes: plan.files,
    projects,
    ...(installed !== undefined && { installed }),
    ...(runChecker !== undefined && { runChecker }),
  };
}

async function testResult(spec: ChangeSpec, plan: Plan, { runTests }: VerifyChangeOptions): Promise<TestResult | null> {
  const { targets = [], mutationThreshold } = spec.tests;
  const asksForNothing = targets.length === 0 && mutationThreshold === undefined;
  if (asksForNothing || plan.files.length === 0) return null;
  if (runTests !== undefined) return runTests(spec, plan);
  const message = 'The tests that the spec names were not run.';
  return {
    ok: false,
    findings: [{ code: 'NOT_CHECKED', message, pointer: '/tests' }],
    counts: {},
    tests: null,
    mutation: null,
  };
}

/** What stands in the files is what this engine makes of the spec, and not only what somebody once wrote there. */
function appliedFindings(plan: Plan, applied: SourceTree): Finding[] {
  return plan.files
    .filter(({ newPath, after }) => !applied.modes.has(newPath) || !equalBytes(applied.read(newPath), after))
    .map(({ newPath }) => ({
      code: 'MODIFIED_SINCE',
      message: `${newPath} is not what the spec yields.`,
      path: newPath,
    }));
}

const ofInvariant = (name: string, finding: Finding): Finding => ({
  ...finding,
  message: `${name}: ${finding.message}`,
});

function countsOf({ patches, files }: Plan, invariants: readonly InvariantResult[]): Report['counts'] {
  return {
    patches: patches.length,
    files: files.length,
    edits: files.reduce((count, { edits }) => count + edits.length, 0),
    invariants: invariants.length,
    invariantsHeld: invariants.filter(({ ok }) => ok).length,
  };
}
