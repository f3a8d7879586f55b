/** The trees that a spec is verified on. */
import { LoglineError } from '../base/errors.ts';
import { appliedState, openWorkTree, recoverTree, treeBefore } from '../dte/index.ts';
import type { ChangeSpec, SourceTree } from '../dte/index.ts';

/** The trees on both sides of a change. */
export interface ChangeTrees {
  readonly before: SourceTree;
  /** The files as they are, where the spec was applied to them. */
  readonly applied?: SourceTree;
}

/**
 * Answers the files of a folder as they were before a spec, and as they are.
 *
 * @throws {LoglineError} MODIFIED_SINCE - the spec was applied here, and its files changed since. As `openWorkTree` and `recoverTree`.
 */
export async function findTrees(root: string, spec: ChangeSpec): Promise<ChangeTrees> {
  await recoverTree(root);
  const tree = await openWorkTree(root);
  const { state, receipt, modified } = appliedState(root, spec);
  if (state === 'modified') {
    const message = `${spec.id} was applied here, and ${modified.slice(0, 5).join(', ')} changed since.`;
    throw new LoglineError('MODIFIED_SINCE', message, { details: { paths: modified } });
  }
  return state === 'applied' ? { before: treeBefore(tree, receipt!), applied: tree } : { before: tree };
}
