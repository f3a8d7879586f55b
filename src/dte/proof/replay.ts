/** Specs applied in their order to a base tree, in memory. */
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { MAX_PROOF_SPECS, MAX_PROOF_STEPS } from '../limits.ts';
import { planEdits } from '../plan-edits.ts';
import type { PlanEditsOptions } from '../plan-edits.ts';
import type { Plan } from '../plan.ts';
import { openProjects } from '../projects.ts';
import type { SourceTree, TreeFile } from '../source-tree.ts';
import { specDigest } from '../spec.ts';
import { demandRoom } from '../tree-changes.ts';

/** A spec of a proof. */
export interface ProofSpec {
  readonly spec: ChangeSpec;
  /** Its file in the head, relative to the folder, by its name and no pattern: it may come with the change. @default none */
  readonly path?: string;
}

/** What a spec did. */
export interface SpecReplay {
  readonly id: string;
  /** 64 lower-case hex. */
  readonly digest: string;
  readonly editCount: number;
  /** Why it did nothing. */
  readonly findings: readonly Finding[];
}

/** What specs did, one after the other. */
export interface Replay {
  readonly specs: readonly SpecReplay[];
  /** What becomes of each path that changes; `undefined` for one that goes. */
  readonly changes: ReadonlyMap<string, TreeFile | undefined>;
  /** The specs that had a part in it, by path. */
  readonly specsOf: ReadonlyMap<string, readonly string[]>;
}

/** How to replay. */
export interface ReplayOptions extends PlanEditsOptions {
  /** Told what each spec does to the tree that those before it left, as soon as it is known. @default nobody */
  readonly onPlan?: (spec: ChangeSpec, before: SourceTree, plan: Plan) => Promise<void>;
}

/**
 * Demands that there are no more specs, patches and invariants than can be proven together.
 *
 * @throws {LoglineError} LIMIT_EXCEEDED - with the `path` of the first spec that is too much.
 */
export function demandProvable(specs: readonly ProofSpec[]): void {
  let steps = 0;
  for (const [index, { spec, path }] of specs.entries()) {
    steps += spec.patches.length + spec.invariants.length;
    if (index < MAX_PROOF_SPECS && steps <= MAX_PROOF_STEPS) continue;
    const limits = `${MAX_PROOF_SPECS} specs with ${MAX_PROOF_STEPS} patches and invariants in them`;
    const message = `${path ?? spec.id}: with this spec the change has more than ${limits}, which is the limit. Nothing was proven: split the change into smaller ones.`;
    throw new LoglineError('LIMIT_EXCEEDED', message, {
      details: { id: spec.id, ...(path !== undefined && { path }) },
    });
  }
}

/**
 * Answers what specs do to a tree. One that cannot be planned does nothing, and says why.
 *
 * @throws {LoglineError} CANCELLED. LIMIT_EXCEEDED - as {@link demandProvable}, or they write too much. What `onPlan` throws.
 */
export async function replaySpecs(
  base: SourceTree,
  specs: readonly ProofSpec[],
  options: ReplayOptions,
): Promise<Replay> {
  demandProvable(specs);
  const done: SpecReplay[] = [];
  const changes = new Map<string, TreeFile | undefined>();
  const specsOf = new Map<string, readonly string[]>();
  const projects = options.projects ?? openProjects();
  let tree = base;
  for (const { spec } of specs) {
    const plan = await planEdits(spec, tree, { ...options, projects });
    await options.onPlan?.(spec, tree, plan);
    tree = plan.after;
    takeChanges(plan, changes);
    demandRoom([...changes.values()].map((file) => file?.bytes.length ?? 0));
    takeNames(plan, spec.id, specsOf);
    const editCount = plan.files.reduce((sum, { edits }) => sum + edits.length, 0);
    done.push({ id: spec.id, digest: specDigest(spec), editCount, findings: plan.findings });
  }
  return { specs: done, changes, specsOf };
}

function takeChanges({ files }: Plan, changes: Map<string, TreeFile | undefined>): void {
  for (const { path } of files) changes.set(path, undefined);
  for (const { newPath, mode, after } of files) changes.set(newPath, { mode, bytes: after });
}

function takeNames({ files }: Plan, id: string, specsOf: Map<string, readonly string[]>): void {
  const before = new Map(files.map(({ path }) => [path, specsOf.get(path) ?? []]));
  for (const { path, newPath } of files) {
    const names = [...new Set([...before.get(path)!, id])];
    specsOf.set(path, names);
    specsOf.set(newPath, names);
  }
}
