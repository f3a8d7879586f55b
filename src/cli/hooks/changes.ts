/** What a commit or a push changes, as git lists it. */
import { fromUtf8 } from '../../base/bytes.ts';
import { askGit, gitTextIfAny } from './hook-git.ts';

/** One path that differs. */
export interface Change {
  /** From the top of the work tree, with forward slashes. */
  readonly path: string;
  /** The blob before; `undefined` where there was none. */
  readonly oldId: string | undefined;
  /** The blob afterwards; `undefined` where the path is gone. */
  readonly newId: string | undefined;
}

/** Answers what the index has otherwise than a commit, or than nothing at all. @throws {LoglineError} COMMAND_FAILED */
export async function stagedChanges(top: string, commit: string | undefined): Promise<Change[]> {
  const tree = commit ?? (await emptyTree(top));
  return parseRaw(
    await rawOf(top, ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', tree, '--']),
  );
}

/** Answers what differs between two commits; against nothing at all where there is no base. @throws {LoglineError} COMMAND_FAILED */
export async function changesBetween(top: string, base: string | undefined, head: string): Promise<Change[]> {
  const tree = base ?? (await emptyTree(top));
  return parseRaw(
    await rawOf(top, ['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', tree, head, '--']),
  );
}

/** Answers the commit that is checked out, or `undefined` before the first one. @throws {LoglineError} COMMAND_FAILED */
export function headCommit(top: string): Promise<string | undefined> {
  return gitTextIfAny(top, ['rev-parse', '--verify', '--quiet', 'HEAD']);
}

/** Its id depends on the hash of the repository. */
async function emptyTree(top: string): Promise<string> {
  const { stdout } = await askGit(top, ['hash-object', '-t', 'tree', '--stdin']);
  return fromUtf8(stdout)!.trim();
}

async function rawOf(top: string, args: readonly string[]): Promise<string> {
  return new TextDecoder().decode((await askGit(top, args)).stdout);
}

/** Answers the changes in `:MODE MODE ID ID STATUS\0PATH\0…`. Submodules and links are none: what they hold is not in the blob. Pure. */
export function parseRaw(raw: string): Change[] {
  const fields = raw.split('\0');
  const changes: Change[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [oldMode, newMode, oldId, newId] = fields[i]!.slice(1).split(' ') as [string, string, string, string];
    const change = { path: fields[i + 1]!, oldId: blobOf(oldMode, oldId), newId: blobOf(newMode, newId) };
    if (change.oldId !== undefined || change.newId !== undefined) changes.push(change);
  }
  return changes;
}

const blobOf = (mode: string, id: string): string | undefined => (mode.startsWith('100') ? id : undefined);
