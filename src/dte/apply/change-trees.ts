/** The trees on both sides of a change that is applied to a folder, or is to be. */
import { LoglineError } from '../../base/errors.ts';
import type { ChangeSpec } from '../generated/types.ts';
import type { SourceTree } from '../source-tree.ts';
import { openWorkTree } from '../tree/work-tree.ts';
import { treeBefore } from './before.ts';
import type { Receipt } from './receipt.ts';
import { appliedState } from './receipts.ts';
import { recoverTree } from './recovery.ts';

/** The trees on both sides of a change. */
export interface ChangeTrees {
  /** The files as they were before it, or are, where it was not applied. */
  readonly before: SourceTree;
  /** The files as they are, where the spec was applied to them. */
  readonly applied?: SourceTree;
}

/**
 * Answers the receipt of a spec that was applied to a folder; nothing where it was not. What a killed process left behind is brought to
 * its end first.
 *
 * @throws {LoglineError} MODIFIED_SINCE - it was, and its files changed since. As `recoverTree` and `appliedState`.
 */
export async function findReceipt(root: string, spec: ChangeSpec): Promise<Receipt | undefined> {
  await recoverTree(root);
  const { state, receipt, modified } = appliedState(root, spec);
  if (state === 'modified') {
    const message = `${spec.id} was applied here, and ${modified.slice(0, 5).join(', ')} changed since.`;
    throw new LoglineError('MODIFIED_SINCE', message, { details: { paths: modified } });
  }
  return state === 'applied' ? receipt : undefined;
}

/** Answers the files of a folder as they were before a spec, and as they are. @throws {LoglineError} as {@link findReceipt} */
export async function findTrees(root: string, spec: ChangeSpec): Promise<ChangeTrees> {
  const receipt = await findReceipt(root, spec);
  const tree = await openWorkTree(root);
  return receipt === undefined ? { before: tree } : { before: treeBefore(tree, receipt), applied: tree };
}
