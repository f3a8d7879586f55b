/** The receipts of a tree, and what they say about it. */
import { lookAt, namesIn, readPlainFile } from '../../base/tree-fs.ts';
import { LoglineError } from '../../base/errors.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { MAX_CHANGED_BYTES } from '../limits.ts';
import { specDigest } from '../spec.ts';
import { hasOwnFolder, ownFolderOf } from './own-files.ts';
import { sha256 } from './path-change.ts';
import { isReceiptName, parseReceipt, receiptName } from './receipt.ts';
import type { Receipt, ReceiptFile } from './receipt.ts';

const MAX_RECEIPT_BYTES = 256 * 1024 * 1024;

/** Whether a spec was applied to a tree. */
export interface AppliedState {
  /**
   * `applied`: every file is as the spec, and others that were applied later, left it. `not-applied`: there is no receipt, or every
   * file is as it was before. `modified`: neither.
   */
  readonly state: 'applied' | 'not-applied' | 'modified';
  readonly receipt?: Receipt;
  /** The files that are neither as before nor as after. */
  readonly modified: readonly string[];
}

/** Answers the receipts of a tree, the oldest first. @throws {LoglineError} INPUT_UNREADABLE - one of them is none. PATH_UNSAFE */
export function readReceipts(root: string): Receipt[] {
  if (!hasOwnFolder(root)) return [];
  const folder = ownFolderOf(root);
  const receipts = namesIn(folder)
    .filter(isReceiptName)
    .map((name) => {
      const path = `${folder}/${name}`;
      const receipt = parseReceipt(readPlainFile(path, MAX_RECEIPT_BYTES));
      if (receipt !== undefined && receiptName(receipt.spec) === name) return receipt;
      const message = `${path} is no receipt. Remove it if it is of no use: what it would tell is how to undo a change.`;
      throw new LoglineError('INPUT_UNREADABLE', message, { details: { path } });
    });
  return receipts.sort((a, b) => a.sequence - b.sequence);
}

/** Answers the receipt of a spec, and those of later ones; `undefined` where there is none. Pure. */
export function findReceipt(
  receipts: readonly Receipt[],
  spec: ChangeSpec,
): { receipt: Receipt; later: readonly Receipt[] } | undefined {
  const digest = specDigest(spec);
  const receipt = receipts.find((one) => one.spec.id === spec.id && one.spec.digest === digest);
  return receipt && { receipt, later: receipts.filter(({ sequence }) => sequence > receipt.sequence) };
}

/**
 * Answers whether a spec was applied here: by its receipt, and by the digests of the files that it changed.
 *
 * @throws {LoglineError} INPUT_UNREADABLE - a receipt or a file cannot be read. PATH_UNSAFE
 */
export function appliedState(root: string, spec: ChangeSpec): AppliedState {
  const found = findReceipt(readReceipts(root), spec);
  if (found === undefined) return { state: 'not-applied', modified: [] };
  const { receipt, later } = found;
  const isAfter = receipt.files.map((file) => holds(root, followed(file, later)));
  if (isAfter.every(Boolean)) return { state: 'applied', receipt, modified: [] };
  const isBefore = receipt.files.map(({ path, before }) => holds(root, { path, digest: before }));
  if (isBefore.every(Boolean)) return { state: 'not-applied', receipt, modified: [] };
  const modified = receipt.files.filter((_, i) => isAfter[i] !== true && isBefore[i] !== true);
  const paths = (modified.length > 0 ? modified : receipt.files).map(({ newPath }) => newPath);
  return { state: 'modified', receipt, modified: paths };
}

/** Where a file went, and what it became, by what was applied later. */
function followed({ newPath, after }: ReceiptFile, later: readonly Receipt[]): { path: string; digest: string } {
  let [path, digest] = [newPath, after];
  for (const { files } of later) {
    const next = files.find((file) => file.path === path && file.before === digest);
    if (next !== undefined) [path, digest] = [next.newPath, next.after];
  }
  return { path, digest };
}

function holds(root: string, { path, digest }: { path: string; digest: string }): boolean {
  if (lookAt(`${root}/${path}`)?.kind !== 'file') return false;
  return sha256(readPlainFile(`${root}/${path}`, MAX_CHANGED_BYTES)) === digest;
}
