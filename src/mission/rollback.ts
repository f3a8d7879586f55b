/**
 * Rollback: every file that a batch touched is as it was before, to the byte, with its permissions; what it made is gone, what it deleted is
 * back. Where a file changed since, nothing is touched. It is announced and noted like any other change, and brought to its end after a crash.
 */
import { LoglineError } from '../base/errors.ts';
import { openGitTree } from '../dte/index.ts';
import { announced } from './change.ts';
import { laterBatches } from './judge.ts';
import type { BatchChange, ImageChange } from './generated/types.ts';
import { branchHead, writeBlob } from './repository.ts';
import type { TreeEntry } from './repository.ts';
import { atWork, contextOf, finish } from './run.ts';
import type { RunMissionOptions, Workplace } from './run.ts';
import type { MissionRecord } from './record.ts';
import { demandMission } from './record.ts';
import { refusal, refusedError } from './rules.ts';
import type { Batch, Mission } from './state.ts';
import { bytesAt, demandNone, modified, sha256, strangers } from './images.ts';
import { mergeLines, withTreeDraft } from './workspace.ts';

/** How a batch is rolled back. */
export interface RollbackOptions extends RunMissionOptions {
  /** Whether changes that others made since are kept, by a three-way merge of the lines. @default false */
  readonly merge?: boolean;
  /** Whether later batches that touched the same files go first. @default false */
  readonly cascade?: boolean;
}

/** What a rollback did. */
export interface Rollback {
  /** The batches that were taken back, in that order. None where it was done before. */
  readonly batches: readonly string[];
  /** The files that were brought back, sorted. */
  readonly paths: readonly string[];
  /** Those of them in which later changes were kept. */
  readonly merged: readonly string[];
}

/**
 * Takes a batch back. Twice is as good as once. A batch that was not run yet is withdrawn. One that was broken off is brought to its end
 * first.
 *
 * @throws {LoglineError} MODIFIED_SINCE - files changed since, with `details.paths`; nothing is touched. TRANSITION_REFUSED - later batches
 *   touched the same files, with `details.later`; nothing is touched. MISSION_UNKNOWN, MISSION_LEASED, TREE_LOCKED.
 */
export async function rollbackBatch(
  folder: string,
  record: MissionRecord,
  { mission, batch }: { readonly mission: string; readonly batch: string },
  options: RollbackOptions = {},
): Promise<Rollback> {
  const now = await record.mission(mission);
  const { state } = demandBatch(now, batch);
  if (state === 'rolled-back') {
    if (now.lease !== undefined) await letGo(folder, record, mission, options);
    return NOTHING;
  }
  if (state === 'pending') return withdraw(record, mission, batch);
  return atWork(folder, record, mission, options, async (place, renew) => {
    const later = laterBatches(await record.mission(mission), batch);
    if (later.length > 0 && options.cascade !== true) throw needed(batch, later);
    const done: BatchChange[] = [];
    for (const { id } of [...later, { id: batch }]) {
      await renew();
      done.push(await takeBack(place, id, options.merge ?? false));
    }
    return summaryOf(done);
  });
}

/** One that was broken off behind its last step has left its lock and its lease. Whoever is at work keeps theirs. */
async function letGo(folder: string, record: MissionRecord, mission: string, options: RollbackOptions): Promise<void> {
  try {
    await atWork(folder, record, mission, { ...options, lockTimeoutMs: 0 }, () => Promise.resolve());
  } catch (error) {
    const isAtWork = error instanceof LoglineError && ['MISSION_LEASED', 'TREE_LOCKED'].includes(error.code);
    if (!isAtWork) throw error;
  }
}

const NOTHING: Rollback = { batches: [], paths: [], merged: [] };

function summaryOf(done: readonly BatchChange[]): Rollback {
  return {
    batches: done.map(({ batch }) => batch),
    paths: [...new Set(done.flatMap(({ files }) => files.map(({ path }) => path)))].sort(),
    merged: [...new Set(done.flatMap(({ merged = [] }) => merged))].sort(),
  };
}

async function withdraw(record: MissionRecord, mission: string, batch: string): Promise<Rollback> {
  await record.append((missions) => {
    const { state } = demandBatch(demandMission(missions, mission), batch);
    return state === 'rolled-back' ? undefined : { intent: 'batch_rolled_back', payload: { mission, batch } };
  });
  return { ...NOTHING, batches: [batch] };
}

function needed(batch: string, later: readonly Batch[]): LoglineError {
  const names = later.map(({ id }) => id);
  const message = `${names.join(', ')} changed files of ${batch} after it: roll back ${names.join(', then ')} first, or all of them along with it.`;
  return refusedError(refusal('later-batches', message, { later: names }));
}

async function takeBack(place: Workplace, id: string, merge: boolean): Promise<BatchChange> {
  const { record, mission } = place;
  const now = async (): Promise<Batch> => demandBatch(await record.mission(mission), id);
  if ((await now()).state === 'started') await finish(place, await now());
  const batch = await now();
  if (batch.state === 'applied') {
    const payload = await plannedUndo(place, batch, merge);
    place.options.onStep?.(`announce rollback of ${id}`);
    await record.append(() => ({ intent: 'rollback_started', payload }));
  }
  const undone = await now();
  await finish(place, undone);
  return undone.undo!;
}

function demandBatch(mission: Mission, id: string): Batch {
  const batch = mission.batches.find((one) => one.id === id);
  if (batch !== undefined) return batch;
  throw refusedError(refusal('known-mission', `There is no batch ${id} in ${mission.id}.`));
}

/** What is to stand at a path; `undefined` for nothing. */
type Wanted = TreeEntry | undefined;

async function plannedUndo(place: Workplace, batch: Batch, merge: boolean): Promise<BatchChange> {
  const { root } = place;
  const change = batch.change!;
  const changed = new Set(strangers(root, change.files, ['after']));
  if (!merge) demandNone([...changed], 'changed since');
  const { commit: parent } = await branchHead(root);
  const wanted = new Map<string, Wanted>();
  const merged: string[] = [];
  for (const file of change.files) {
    if (!changed.has(file.path)) wanted.set(file.path, file.before && entryOf(file.before));
    else {
      wanted.set(file.path, await mergedEntry(root, change, file));
      merged.push(file.path);
    }
  }
  const tree = await withTreeDraft(root, async (draft) => {
    await draft.begin(parent);
    await draft.change(wanted);
    return draft.write();
  });
  const before = new Map(change.files.map((file) => [file.path, file.before?.permissions]));
  return announced(root, await contextOf(place, batch), {
    parent,
    tree,
    text: [`Roll back ${batch.id} of ${change.mission}`],
    trailers: [`Rolls-Back: ${change.commit}`],
    permissionsOf: (path) => before.get(path),
    folders: change.folders,
    merged,
  });
}

const entryOf = ({ mode, blob }: TreeEntry): TreeEntry => ({ mode, blob });

/** The file as it is, without what the batch did to it. @throws {LoglineError} MODIFIED_SINCE - both changed the same lines. */
async function mergedEntry(root: string, change: BatchChange, { path, before, after }: ImageChange): Promise<Wanted> {
  const now = bytesAt(root, path);
  if (now === undefined && before === undefined) return undefined; // what the batch made is gone already
  const wants = (other: string): boolean => other === path;
  const versions =
    now !== undefined && before !== undefined && after !== undefined
      ? ([
          now,
          (await openGitTree(root, change.commit, { wants })).read(path),
          (await openGitTree(root, change.parent, { wants })).read(path),
        ] as const)
      : undefined;
  const bytes = versions && (await mergeLines(root, versions));
  if (bytes === undefined) throw modified([path], 'changed since in the same lines, or is gone: it cannot be merged');
  return { mode: before!.mode, blob: sha256(bytes) === before!.sha256 ? before!.blob : await writeBlob(root, bytes) };
}
