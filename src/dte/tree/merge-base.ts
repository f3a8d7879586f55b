/** Where a branch left another one. */
import { fromUtf8 } from '../../base/bytes.ts';
import { runGit } from '../../base/git.ts';
import { realFolder } from '../../base/tree-fs.ts';

/**
 * Answers the id of the newest commit that two revisions have in common: what a pull request is to be compared with, since the branch
 * that it goes to has moved on. Where there is none, or one of them is no commit, answers `base` itself.
 *
 * @throws {LoglineError} COMMAND_FAILED - git cannot be run.
 */
export async function mergeBase(folder: string, base: string, head: string): Promise<string> {
  const argv = ['merge-base', '--end-of-options', base, head];
  const { status, stdout } = await runGit(realFolder(folder), argv, { acceptStatus: [0, 1, 128] });
  return status === 0 ? fromUtf8(stdout)!.trim() : base;
}
