/** Specs applied in their order to a base tree, in memory. */
import type { Finding } from '../../base/report.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { planEdits } from '../plan-edits.ts';
import type { PlanEditsOptions } from '../plan-edits.ts';
import type { Plan } from '../plan.ts';
import type { SourceTree, TreeFile } from '../source-tree.ts';
import { specDigest } from '../spec.ts';

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

/**
 * Answers what specs do to a tree. One that cannot be planned does nothing, and says why.
 *
 * @throws {LoglineError} CANCELLED
 */
export async function replaySpecs(
  base: SourceTree,
  specs: readonly ProofSpec[],
  options: PlanEditsOptions,
): Promise<Replay> {
  const done: SpecReplay[] = [];
  const changes = new Map<string, TreeFile | undefined>();
  const specsOf = new Map<string, readonly string[]>();
  let tree = base;
  for (const { spec } of specs) {
    const plan = await planEdits(spec, tree, options);
    tree = plan.after;
    takeChanges(plan, changes);
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
  const before = new Map(specsOf);
  for (const { path, newPath } of files) {
    const names = [...new Set([...(before.get(path) ?? []), id])];
    specsOf.set(path, names);
    specsOf.set(newPath, names);
  }
}
