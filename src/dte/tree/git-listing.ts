/** What a revision of a repository holds: names, modes and ids of all its files. */
import { LoglineError } from '../../base/errors.ts';
import { findObjects, runGit } from '../../base/git.ts';
import { realFolder } from '../../base/tree-fs.ts';
import { MAX_TREE_FILES } from '../limits.ts';
import { byteString, bytePath } from './byte-path.ts';

/** A file, link or submodule of a revision. */
export interface GitEntry {
  /** As `ls-tree` writes it, such as `100644`. */
  readonly mode: string;
  /** Lower-case hex: 40 characters, or 64 where the repository uses SHA-256. */
  readonly id: string;
}

/** All of a revision, whatever folder of it is asked about. Paths are byte strings (byte-path.ts) from the top of the repository. */
export interface GitListing {
  /** Folder in which git is run. */
  readonly folder: string;
  /** Path of that folder in the repository: empty, or with a slash at its end. */
  readonly prefix: string;
  /** Id of the commit; `undefined` where the revision is a tree. */
  readonly commit: string | undefined;
  /** Id of the whole tree. */
  readonly tree: string;
  readonly entries: ReadonlyMap<string, GitEntry>;
  /** Ids of the folders below the top. */
  readonly folders: ReadonlyMap<string, string>;
}

const MAX_LISTING_BYTES = 256 * 1024 * 1024;

/**
 * Lists a revision. Neither a work tree nor an index is looked at.
 *
 * @param folder - the top of the repository, a folder in it, or a bare repository.
 * @throws {LoglineError} INPUT_MISSING - git does not have the revision, as in a shallow clone. LIMIT_EXCEEDED - more than 200 000
 *   files. USAGE - the revision begins with a dash. COMMAND_FAILED - there is no repository, or git cannot be run.
 */
export async function listRevision(folder: string, rev: string): Promise<GitListing> {
  const cwd = realFolder(folder);
  const [[tree, commit], prefix] = await Promise.all([
    findObjects(cwd, [`${rev}^{tree}`, `${rev}^{commit}`]),
    prefixOf(cwd),
  ]);
  if (tree === undefined) throw await notThere(cwd, rev);
  const argv = ['ls-tree', '-r', '-t', '-z', '--full-tree', '--end-of-options', tree];
  const { stdout } = await runGit(cwd, argv, { maxOutputBytes: MAX_LISTING_BYTES });
  return { folder: cwd, prefix: bytePath(prefix), commit, tree, ...parseRows(byteString(stdout)) };
}

async function prefixOf(folder: string): Promise<string> {
  const { stdout } = await runGit(folder, ['rev-parse', '--show-prefix']);
  return new TextDecoder().decode(stdout).replace(/\n$/, '');
}

async function notThere(folder: string, rev: string): Promise<LoglineError> {
  const { stdout } = await runGit(folder, ['rev-parse', '--is-shallow-repository']);
  const isShallow = new TextDecoder().decode(stdout).trim() === 'true';
  const message = isShallow
    ? `Git does not have "${rev}" here: the clone is shallow. Get it by \`${fetchOf(rev)}\`.`
    : `Git does not have "${rev}" here. If it is a commit of another repository, fetch it first.`;
  return new LoglineError('INPUT_MISSING', message, { details: { rev, isShallow } });
}

/** A commit can be had by itself; a name is looked for in the whole history. */
const fetchOf = (rev: string): string =>
  /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(rev) ? `git fetch --depth=1 origin ${rev}` : 'git fetch --unshallow origin';

/** Rows of `ls-tree -r -t -z`: `<mode> <kind> <id><tab><path>`. */
function parseRows(listing: string): Pick<GitListing, 'entries' | 'folders'> {
  const entries = new Map<string, GitEntry>();
  const folders = new Map<string, string>();
  for (const row of listing.split('\0').slice(0, -1)) {
    const tab = row.indexOf('\t');
    const [mode, kind, id] = row.slice(0, tab).split(' ') as [string, string, string];
    const path = row.slice(tab + 1);
    if (kind === 'tree') folders.set(path, id);
    else entries.set(path, { mode, id });
  }
  if (entries.size > MAX_TREE_FILES)
    throw new LoglineError('LIMIT_EXCEEDED', `The revision has more than ${MAX_TREE_FILES} files.`);
  return { entries, folders };
}
