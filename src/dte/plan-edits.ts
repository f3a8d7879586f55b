/**
 * The core of the engine: from a spec and a tree to edits. Pure: nothing is read but the tree and nothing is written.
 *
 * Every patch is planned on the result of those before it. One finding anywhere, and there are no edits at all.
 */
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { changesOf } from './file-changes.ts';
import type { ChangeSpec, Patch } from './generated/types.ts';
import { MAX_EDITED_FILES, MAX_EDITS } from './limits.ts';
import type { LanguageProject, PatchOutcome, PatchTask } from './patch.ts';
import { pathFilter } from './path-filter.ts';
import type { PatchPlan, Plan } from './plan.ts';
import { openProjects } from './projects.ts';
import type { Projects } from './projects.ts';
import type { SourceTree } from './source-tree.ts';
import { specDigest } from './spec.ts';
import { TreeChanges } from './tree-changes.ts';

/** How to plan. */
export interface PlanEditsOptions {
  /** Trees that were read before, so that reading the same one again costs next to nothing. @default none */
  readonly projects?: Projects;
  /** Told before each patch: its index, and how many there are. @default nobody */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the work between two patches. @default none */
  readonly signal?: AbortSignal;
}

/**
 * Answers what a spec does to a tree. With findings it does nothing: `files` is empty then.
 *
 * @throws {LoglineError} CANCELLED - `signal` was aborted.
 * @see docs/change-spec.md
 */
export async function planEdits(spec: ChangeSpec, tree: SourceTree, options: PlanEditsOptions = {}): Promise<Plan> {
  const changes = new TreeChanges(tree);
  const patches: PatchPlan[] = [];
  const findings = await planPatches(spec, changes, patches, options);
  const isPlanned = findings.length === 0;
  return {
    specDigest: specDigest(spec),
    patches,
    files: isPlanned ? changesOf(changes) : [],
    findings,
    after: isPlanned ? changes.tree : tree,
  };
}

async function planPatches(
  spec: ChangeSpec,
  changes: TreeChanges,
  done: PatchPlan[],
  { projects = openProjects(), onProgress, signal }: PlanEditsOptions,
): Promise<readonly Finding[]> {
  if (spec.patches.length === 0) return [];
  const project = await projects.open(spec.language, changes.tree);
  const scope = pathFilter(spec.scope);
  for (const [index, patch] of spec.patches.entries()) {
    onProgress?.(index, spec.patches.length);
    if (signal?.aborted === true) throw new LoglineError('CANCELLED', 'Planning was cancelled.');
    const outcome = planPatch(project, { patch, language: spec.language, scope });
    const findings = [
      ...outcome.findings,
      ...(outcome.findings.length > 0 ? [] : take(changes, index, outcome, scope)),
    ];
    done.push(summaryOf(patch, outcome));
    if (findings.length > 0) return findings.map((finding) => ofPatch(finding, index));
    if (index + 1 < spec.patches.length) project.update(changes.tree);
  }
  return [];
}

/** A fault of a selector or a pattern ends a plan like any other: it is the spec's. */
function planPatch(project: LanguageProject, task: PatchTask): PatchOutcome {
  try {
    return project.plan(task);
  } catch (error) {
    return { matches: [], edits: [], moves: [], findings: [findingOf(error)] };
  }
}

function take(
  changes: TreeChanges,
  index: number,
  { edits, moves }: PatchOutcome,
  scope: (path: string) => boolean,
): readonly Finding[] {
  const outside = [...new Set([...edits.map(({ path }) => path), ...moves.flatMap(({ from, to }) => [from, to])])]
    .filter((path) => !scope(path))
    .sort();
  if (outside.length > 0) {
    const message = `The change reaches ${outside.length} files that the scope leaves out: ${outside.slice(0, 10).join(', ')}.`;
    return [{ code: 'OUT_OF_SCOPE', message, details: { paths: outside } }];
  }
  try {
    changes.add(index, edits, moves);
    return limitFindings(changes);
  } catch (error) {
    return [findingOf(error)];
  }
}

function limitFindings({ editCount, fileCount }: TreeChanges): readonly Finding[] {
  const isTooMuch = fileCount > MAX_EDITED_FILES || editCount > MAX_EDITS;
  if (!isTooMuch) return [];
  const limits = `${MAX_EDITED_FILES} files and ${MAX_EDITS} edits`;
  const message = `The spec changes ${fileCount} files by ${editCount} edits, more than the limits of ${limits}.`;
  return [{ code: 'LIMIT_EXCEEDED', message }];
}

/** A failure that content can cause, as a finding. Anything else is a fault of the engine and stays a failure. */
function findingOf(error: unknown): Finding {
  if (!(error instanceof LoglineError) || error.code === 'INTERNAL') throw error;
  const { code, message, details } = error;
  const { path } = details;
  return { code, message, details, ...(typeof path === 'string' ? { path } : {}) };
}

const ofPatch = (finding: Finding, index: number): Finding => ({
  pointer: `/patches/${index}`,
  ...finding,
});

const summaryOf = ({ astOp }: Patch, { matches, edits, moves }: PatchOutcome): PatchPlan => ({
  astOp,
  matches,
  editCount: edits.length,
  moveCount: moves.length,
});
