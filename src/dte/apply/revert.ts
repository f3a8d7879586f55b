/** Undoes what a spec did to the files of a folder, to the byte. */
import { LoglineError } from '../../base/errors.ts';
import { lookAt, readPlainFile, realFolder } from '../../base/tree-fs.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { MAX_CHANGED_BYTES } from '../limits.ts';
import { carryOut } from './carry-out.ts';
import { exclusively, hasOwnFolder } from './own-files.ts';
import type { LockOptions } from './own-files.ts';
import { pathChanges, sha256 } from './path-change.ts';
import type { FileStep } from './path-change.ts';
import { demandNone } from './problems.ts';
import type { Problem } from './problems.ts';
import { receiptName, undoStep } from './receipt.ts';
import type { Receipt, ReceiptFile } from './receipt.ts';
import { findReceipt, readReceipts } from './receipts.ts';
import { recover } from './recovery.ts';
import type { Recovered } from './recovery.ts';
import { lookAtTargets } from './targets.ts';

/** How to revert. */
export interface RevertOptions extends LockOptions {
  /** Ends it before the first file is changed. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** What reverting did. */
export interface RevertResult {
  /** The files that were brought back: their paths now, sorted. None where an earlier run had done it but for the end. */
  readonly paths: readonly string[];
  /** What a killed process had left behind, and what became of it. */
  readonly recovered: Recovered;
}

/**
 * Brings every file that a spec changed back to what it was: all of them or none, also after a crash. The receipt goes with it.
 *
 * @throws {LoglineError} NOT_APPLIED - there is no receipt of the spec here. MODIFIED_SINCE - a file was changed since, or by a spec
 *   that was applied later and has to be reverted first. And as `applyPlan`.
 */
export async function revertSpec(folder: string, spec: ChangeSpec, options: RevertOptions = {}): Promise<RevertResult> {
  const root = realFolder(folder);
  if (!hasOwnFolder(root)) throw notApplied(spec);
  return exclusively(root, options, async () => {
    const recovered = recover(root);
    const found = findReceipt(readReceipts(root), spec);
    if (found === undefined && recovered === 'completed') return { paths: [], recovered };
    if (found === undefined) throw notApplied(spec);
    const { receipt, later } = found;
    demandLast(receipt, later);
    const steps = stepsBack(root, receipt);
    const targets = await lookAtTargets(root, pathChanges(steps));
    await carryOut(root, targets, { receipt: { name: receiptName(receipt.spec) }, signal: options.signal });
    return { paths: steps.map(({ newPath }) => newPath).sort(), recovered };
  });
}

const notApplied = ({ id }: ChangeSpec): LoglineError =>
  new LoglineError('NOT_APPLIED', `There is no record that ${id} was applied here.`, { details: { spec: id } });

/** What was applied last is undone first. */
function demandLast(receipt: Receipt, later: readonly Receipt[]): void {
  const paths = new Set(pathsOf(receipt));
  const first = [...later].reverse().filter((other) => pathsOf(other).some((path) => paths.has(path)));
  if (first.length === 0) return;
  const names = first.map(({ spec }) => spec.id).join(', then ');
  const message = `${receipt.spec.id} cannot be reverted yet: files of it were changed by specs that were applied later. Revert ${names} first.`;
  throw new LoglineError('MODIFIED_SINCE', message, { details: { later: first.map(({ spec }) => spec) } });
}

const pathsOf = ({ files }: Receipt): string[] => files.flatMap(({ path, newPath }) => [path, newPath]);

function stepsBack(root: string, { files }: Receipt): FileStep[] {
  const contents = files.map(({ newPath }) => contentOf(`${root}/${newPath}`));
  demandNone(files.flatMap((file, i) => problemsOf(file, contents[i])));
  return files.map((file, i) => undoStep(file, contents[i]!));
}

function contentOf(path: string): Uint8Array | undefined {
  return lookAt(path)?.kind === 'file' ? readPlainFile(path, MAX_CHANGED_BYTES) : undefined;
}

function problemsOf({ newPath: path, after }: ReceiptFile, now: Uint8Array | undefined): Problem[] {
  if (now === undefined) return [{ code: 'MODIFIED_SINCE', path, message: `${path} is gone, or no file any more` }];
  return sha256(now) === after ? [] : [{ code: 'MODIFIED_SINCE', path, message: `${path} was changed since` }];
}
