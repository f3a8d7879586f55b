/** What git makes of its files: attributes and ignored paths, as they count in the work tree. */
import { toUtf8 } from '../../base/bytes.ts';
import { askGit } from './setup-git.ts';

/** Answers the attributes of a path, from the top of the work tree, that matter to a ledger. @throws {LoglineError} COMMAND_FAILED */
export async function attributesAt(top: string, path: string): Promise<{ text: string; merge: string }> {
  const { stdout } = await askGit(top, ['check-attr', '-z', 'text', 'merge', '--', path]);
  const fields = new TextDecoder().decode(stdout).split('\0');
  return { text: fields[2]!, merge: fields[5]! };
}

/** Answers those of the paths that git ignores. @throws {LoglineError} COMMAND_FAILED */
export async function ignoredAmong(top: string, paths: readonly string[]): Promise<string[]> {
  const stdin = toUtf8(paths.map((path) => `${path}\0`).join(''));
  const { stdout } = await askGit(top, ['check-ignore', '-z', '--no-index', '--stdin'], {
    stdin,
    acceptStatus: [0, 1],
  });
  return new TextDecoder().decode(stdout).split('\0').filter(Boolean);
}

/** Answers the paths that git has in its index and that fit the pattern. @throws {LoglineError} COMMAND_FAILED */
export async function trackedFiles(top: string, pattern: string): Promise<string[]> {
  const { stdout } = await askGit(top, ['ls-files', '-z', '--', `:(top,glob)${pattern}`]);
  return new TextDecoder().decode(stdout).split('\0').filter(Boolean);
}
