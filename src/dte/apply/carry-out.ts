/** Changes carried out: all of them or none, whatever fails on the way. */
import { LoglineError } from '../../base/errors.ts';
import { writeFailure } from '../../base/file-failure.ts';
import { makeFolder, syncFolder } from '../../base/fs.ts';
import { lookAt, moveFile, removeEmptyFolder, removeFile } from '../../base/tree-fs.ts';
import { closeJournal, dropJournal, journalOf, journalPath, openJournal, settleJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { foldersAbove } from './path-change.ts';
import { undoChange } from './recovery.ts';
import { demandUnchanged } from './targets.ts';
import type { Target } from './targets.ts';

/** What goes with a change. */
export interface CarryOutOptions {
  /** The receipt that comes with it, or the name of the one that goes. */
  readonly receipt: { readonly name: string; readonly bytes?: Uint8Array };
  /** Ends it before the first file is changed; after that it is brought to its end. @default none */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Changes files. On disk when it returns. Where anything fails, the tree is as it was before; where even that fails, as on a disk
 * that is gone, the journal stays, and the next run undoes the change.
 *
 * @throws {LoglineError} MODIFIED_SINCE - a file was changed meanwhile. OUTPUT_UNWRITABLE - no space, no permission. CANCELLED
 */
export async function carryOut(root: string, targets: readonly Target[], options: CarryOutOptions): Promise<void> {
  const { receipt, signal } = options;
  const journal = journalOf(root, targets, { name: receipt.name, comes: receipt.bytes !== undefined });
  const touched = new Set<string>();
  try {
    await openJournal(root, targets, journal, { receipt: receipt.bytes, onFile: () => nextTurn(signal) });
    const kept = stampsKept(root, targets);
    changeFiles(root, keptTargets(root, targets), journal, touched);
    if (stampsKept(root, targets).some((stamp, i) => stamp !== kept[i])) throw changedMeanwhile();
    closeJournal(root);
  } catch (cause) {
    throw takeBack(root, journal, touched, cause);
  }
  settle(root, journal);
}

/** Lets a signal that has come meanwhile be heard. @throws {LoglineError} CANCELLED */
async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted === true)
    throw new LoglineError('CANCELLED', 'Cancelled: nothing was changed.', { cause: signal.reason });
}

/** A second name changes when a file was changed last; that must be all that has changed. */
function keptTargets(root: string, targets: readonly Target[]): Target[] {
  return targets.map((target) => {
    const { change, entry } = target;
    if (entry === undefined) return target;
    const now = lookAt(`${root}/${change.path}`);
    const isSame = now !== undefined && withoutChangeTime(now.stamp) === withoutChangeTime(entry.stamp);
    return { change, entry: isSame ? now : entry };
  });
}

/**
 * Who has a file open can still write to it when its name means another one already. What stood there is kept as the same file, so
 * that shows, and the file goes back with what was written.
 */
function stampsKept(root: string, targets: readonly Target[]): (string | undefined)[] {
  return targets.map((_, i) => {
    const entry = lookAt(journalPath(root, `old-${i}`));
    return entry && withoutChangeTime(entry.stamp);
  });
}

const changedMeanwhile = (): LoglineError =>
  new LoglineError('MODIFIED_SINCE', 'A file was written to while the change was made. All files are as they were.');

const withoutChangeTime = (stamp: string): string => stamp.slice(0, stamp.lastIndexOf('.'));

/** Names go before names come: on a file system without case, one could be the other. */
function changeFiles(root: string, targets: readonly Target[], { made, left }: Journal, touched: Set<string>): void {
  for (const folder of made) makeFolder(`${root}/${folder}`);
  for (const target of targets) {
    if (target.change.after !== undefined) continue;
    demandUnchanged(root, target);
    touched.add(target.change.path);
    removeFile(`${root}/${target.change.path}`);
  }
  for (const [i, target] of targets.entries()) {
    if (target.change.after === undefined) continue;
    demandUnchanged(root, target);
    touched.add(target.change.path);
    moveFile(journalPath(root, `new-${i}`), `${root}/${target.change.path}`);
  }
  for (const { path } of [...left].reverse()) removeEmptyFolder(`${root}/${path}`);
  const paths = targets.map(({ change }) => change.path);
  for (const folder of new Set(['.', ...paths.flatMap(foldersAbove)]))
    if (lookAt(`${root}/${folder}`) !== undefined) syncFolder(`${root}/${folder}`);
}

/** What was not touched is not put back either: it may be somebody else's by now. */
function takeBack(root: string, journal: Journal, touched: ReadonlySet<string>, cause: unknown): LoglineError {
  const failure = writeFailure(root, cause);
  try {
    undoChange(root, journal, ({ path }) => touched.has(path));
    dropJournal(root);
    return failure;
  } catch (again) {
    const reason = again instanceof Error ? again.message : String(again);
    const message = `${failure.message} It could not be taken back (${reason}): the next run goes on with that.`;
    return new LoglineError(failure.code, message, { details: failure.details, cause });
  }
}

/** The change is made; a receipt that does not get to its place now does so at the next run. */
function settle(root: string, journal: Journal): void {
  try {
    settleJournal(root, journal);
  } catch (cause) {
    throw writeFailure(journalPath(root, ''), cause);
  }
}
