/** From a sentence to a change spec, without a model: what is not in the language is never guessed at. */
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { quote } from '../../base/schema.ts';
import type { ChangeSpec, Invariant, Patch } from '../generated/types.ts';
import { isTextOf } from '../invariants/looked-at.ts';
import { pathFilter } from '../path-filter.ts';
import { openProjects } from '../projects.ts';
import type { Projects } from '../projects.ts';
import type { SourceTree } from '../source-tree.ts';
import { checkChangeSpec } from '../spec.ts';
import { TreeChanges } from '../tree-changes.ts';
import { planReplaceCall, planReplaceImport } from './call-clause.ts';
import { INTENT_FORMS, MAX_INTENT_LENGTH, readIntent } from './clause.ts';
import type { Clause } from './clause.ts';
import { dryRun } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';
import { planDeleteUnused } from './delete-clause.ts';
import { planAddImport, planMove, planReplaceString } from './edit-clauses.ts';
import { namesNote } from './names-in-intent.ts';
import { planRename } from './rename-clause.ts';
import { stakesOf } from './stakes.ts';

/** What a plan is made from. */
export interface PlanRequest {
  /** What is to be done, in a sentence. */
  readonly intent: string;
  /** The files that may change. */
  readonly scope: readonly string[];
  /** @default the language of most sources in scope */
  readonly language?: ChangeSpec['language'];
  readonly tree: SourceTree;
  /** Name of the spec: CS- and a number. */
  readonly id: string;
  /** Id of the git tree, 40 or 64 hex characters. @default none */
  readonly base?: string;
  /** Trees that were read before. @default none */
  readonly projects?: Projects;
}

/** A spec, valid in any case. With findings it has no patches. */
export interface PlannedSpec {
  readonly spec: ChangeSpec;
  /** Why a clause that was understood cannot be done. */
  readonly findings: readonly Finding[];
  /** What a reader should know, such as the names in a sentence that could not be read. */
  readonly notes: readonly string[];
}

/** Clauses of one sentence. */
const MAX_CLAUSES = 50;

/**
 * Answers the spec of a sentence.
 *
 * @throws {LoglineError} SPEC_INVALID - the id is none, or the sentence is empty. PATTERN_INVALID, PATH_UNSAFE - of the scope.
 *   LIMIT_EXCEEDED - the sentence is too long.
 * @see docs/change-spec.md, "Plan"
 */
export async function planSpec(request: PlanRequest): Promise<PlannedSpec> {
  const { intent, tree, projects = openProjects() } = request;
  const empty = emptySpec(request);
  const { clauses, unread } = readIntent(intent);
  if (intent.length > MAX_INTENT_LENGTH || clauses.length > MAX_CLAUSES) {
    const limits = `${MAX_INTENT_LENGTH} characters and ${MAX_CLAUSES} clauses`;
    throw new LoglineError('LIMIT_EXCEEDED', `The sentence is longer than the limits of ${limits}.`);
  }
  if (clauses.length === 0) return unreadable(empty, tree, projects);
  if (unread.length > 0) return { spec: empty, findings: unread.map(unreadFinding), notes: [] };
  const changes = new TreeChanges(tree);
  const planned = await planClauses(clauses, empty, changes, projects);
  if ('findings' in planned) return { spec: empty, findings: planned.findings, notes: [] };
  const { patches, invariants, assumptions } = planned;
  const stakes = await stakesOf(empty, changes, projects);
  const spec = checkChangeSpec({
    ...empty,
    assumptions: [...assumptions, ...stakes.assumptions],
    patches,
    invariants: uniquelyNamed([...invariants, ...stakes.invariants]),
    tests: { strategy: 'augment', ...(stakes.targets.length === 0 ? {} : { targets: stakes.targets }) },
    risk: stakes.risk,
  });
  return { spec, findings: [], notes: stakes.notes };
}

function emptySpec({ intent, scope, tree, id, base, ...request }: PlanRequest): ChangeSpec {
  const language = request.language ?? languageOf(tree, pathFilter(scope));
  return checkChangeSpec({
    id,
    intent: intent.slice(0, MAX_INTENT_LENGTH),
    scope,
    language,
    patches: [],
    invariants: [],
    tests: { strategy: 'augment' },
    risk: 'low',
    ...(base === undefined ? {} : { base }),
  });
}

/** The language of most sources in scope; TypeScript where there are none. */
function languageOf({ modes }: SourceTree, inScope: (path: string) => boolean): ChangeSpec['language'] {
  const paths = [...modes.keys()].filter(inScope);
  const count = (language: ChangeSpec['language']): number => paths.filter((path) => isTextOf(language, path)).length;
  const languages = ['typescript', 'python', 'java'] as const;
  const most = languages.reduce((best, next) => (count(next) > count(best) ? next : best));
  const hasTypes = paths.some((path) => /\.[cm]?tsx?$/.test(path));
  return most === 'typescript' && count(most) > 0 && !hasTypes ? 'javascript' : most;
}

async function unreadable(empty: ChangeSpec, tree: SourceTree, projects: Projects): Promise<PlannedSpec> {
  const names = await namesNote(empty, tree, projects);
  const forms = `The sentence is in no form that can be planned, so the spec has no patches. The forms are: ${INTENT_FORMS.join('; ')}.`;
  return { spec: empty, findings: [], notes: [forms, ...names] };
}

const unreadFinding = (text: string): Finding => ({
  code: 'INTENT_UNREADABLE',
  message: `${quote(text)} is in no form that can be planned. The forms are: ${INTENT_FORMS.join('; ')}.`,
});

interface PlannedPatches {
  readonly patches: readonly Patch[];
  readonly invariants: readonly Invariant[];
  readonly assumptions: readonly string[];
}

/** Each clause is planned on what those before it yield. */
async function planClauses(
  clauses: readonly Clause[],
  { language, scope }: ChangeSpec,
  changes: TreeChanges,
  projects: Projects,
): Promise<PlannedPatches | Pick<PlannedClause, 'findings'>> {
  const all: PlannedClause[] = [];
  for (const clause of clauses) {
    const project = await projects.open(language, changes.tree);
    const context = { language, scope, inScope: pathFilter(scope), tree: changes.tree, projects, project };
    const planned = await planClause(clause, context);
    if (planned.findings.length > 0) return planned;
    const done = all.reduce((count, { patches }) => count + patches.length, 0);
    const findings = take(planned, context, changes, done);
    if (findings.length > 0) return { findings };
    all.push(planned);
  }
  return {
    patches: all.flatMap(({ patches }) => patches),
    invariants: all.flatMap(({ invariants }) => invariants),
    assumptions: all.flatMap(({ assumptions }) => assumptions),
  };
}

async function planClause(clause: Clause, context: PlanningContext): Promise<PlannedClause> {
  try {
    return await clauseAsPatches(clause, context);
  } catch (error) {
    return { patches: [], invariants: [], assumptions: [], findings: [findingOf(error)] };
  }
}

function clauseAsPatches(clause: Clause, context: PlanningContext): PlannedClause | Promise<PlannedClause> {
  switch (clause.kind) {
    case 'rename':
      return planRename(clause, context);
    case 'replaceCall':
      return planReplaceCall(clause, context);
    case 'replaceImport':
      return planReplaceImport(clause, context);
    case 'move':
      return planMove(clause, context);
    case 'deleteUnused':
      return planDeleteUnused(clause, context);
    case 'addImport':
      return planAddImport(clause, context);
    case 'replaceString':
      return planReplaceString(clause, context);
  }
}

function take(
  { patches }: PlannedClause,
  context: PlanningContext,
  changes: TreeChanges,
  done: number,
): readonly Finding[] {
  for (const [index, patch] of patches.entries()) {
    const { edits, moves, findings } = dryRun(context, patch);
    const outside = [...edits.map(({ path }) => path), ...moves.flatMap(({ from, to }) => [from, to])].find(
      (path) => !context.inScope(path),
    );
    if (findings.length > 0) return findings;
    if (outside !== undefined) {
      return [
        { code: 'OUT_OF_SCOPE', message: `The change reaches ${outside}, which the scope leaves out.`, path: outside },
      ];
    }
    try {
      changes.add(done + index, edits, moves);
    } catch (error) {
      return [findingOf(error)];
    }
  }
  return [];
}

/** A failure that a sentence or a tree can cause, as a finding. Anything else is a fault of the engine and stays a failure. */
function findingOf(error: unknown): Finding {
  if (!(error instanceof LoglineError) || error.code === 'INTERNAL') throw error;
  return { code: error.code, message: error.message, details: error.details };
}

/** Two clauses may ask for the same; two names for different things get numbers. */
function uniquelyNamed(invariants: readonly Invariant[]): Invariant[] {
  const bySpec = new Map(
    invariants.map((invariant) => [JSON.stringify([invariant.type, invariant.spec, invariant.details]), invariant]),
  );
  const seen = new Map<string, number>();
  return [...bySpec.values()].map((invariant) => {
    const count = (seen.get(invariant.name) ?? 0) + 1;
    seen.set(invariant.name, count);
    return count === 1 ? invariant : { ...invariant, name: `${invariant.name} ${count}` };
  });
}
