/** The trees that a spec is verified on. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { appliedState, openWorkTree, recoverTree, treeBefore } from '../dte/index.ts';
import type { ChangeSpec, Receipt, SourceTree } from '../dte/index.ts';

/** The trees on both sides of a change. */
export interface ChangeTrees {
  readonly before: SourceTree;
  /** The files as they are, where the spec was applied to them. */
  readonly applied?: SourceTree;
}

/**
 * Answers whether a spec was applied to a folder, what a killed process left behind brought to an end.
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

/** Answers the path of a spec's file relative to the root, `undefined` for one that is elsewhere. */
export function specPathIn(root: string, file: string): string | undefined {
  const path = relative(resolve(root), resolve(file)).split(sep).join('/');
  return file === '-' || path.startsWith('../') || isAbsolute(path) ? undefined : path;
}
