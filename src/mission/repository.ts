/**
 * The git repository of a work tree: contents, trees and commits are put into it, and the branch is moved on. What is put in is named by
 * its content, so doing it twice is doing it once. No filter, hook or merge driver of the repository runs.
 */
import { fromUtf8, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { runGit } from '../base/git.ts';

/** Where the branch stands. */
export interface BranchHead {
  /** Name of the branch, such as `refs/heads/main`; `HEAD` where none is checked out. */
  readonly ref: string;
  /** Id of its commit. */
  readonly commit: string;
}

/** A file in a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly blob: string;
}

/** What differs between two trees at one path. */
export interface TreeDifference {
  readonly path: string;
  readonly before: TreeEntry | undefined;
  readonly after: TreeEntry | undefined;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).trim();

/** Answers where the branch stands. @throws {LoglineError} INPUT_MISSING - there is no commit yet. COMMAND_FAILED - no repository. */
export async function branchHead(root: string): Promise<BranchHead> {
  const argv = ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD', '--'];
  const { status, stdout } = await runGit(root, argv, { acceptStatus: [0, 128] });
  const [commit, ref] = textOf(stdout).split('\n');
  if (status === 0) return { ref: ref!, commit: commit! };
  await runGit(root, ['rev-parse', '--git-dir']); // fails where there is no repository
  throw new LoglineError('INPUT_MISSING', `${root} has no commit yet: make a first one.`);
}

/** Answers whether a commit is behind another, or the same. */
export async function isBehind(root: string, commit: string, other: string): Promise<boolean> {
  const { status } = await runGit(root, ['merge-base', '--is-ancestor', commit, other], { acceptStatus: [0, 1] });
  return status === 0;
}

/** Puts bytes into the repository and answers their id. */
export async function writeBlob(root: string, bytes: Uint8Array): Promise<string> {
  return textOf((await runGit(root, ['hash-object', '-w', '--stdin'], { stdin: bytes })).stdout);
}

/** A tree that is being made, in an index of its own. */
export class TreeDraft {
  readonly #root: string;
  readonly #env: Readonly<Record<string, string>>;
  #idLength = 40;

  /** @param index - path of a file that nobody else uses. */
  constructor(root: string, index: string) {
    this.#root = root;
    this.#env = { GIT_INDEX_FILE: index };
  }

  /** Begins with the tree of a commit. */
  async begin(commit: string): Promise<void> {
    this.#idLength = commit.length;
    await this.#git(['read-tree', commit]);
  }

  /** Puts files in, or takes them out where there is no entry. */
  async change(entries: ReadonlyMap<string, TreeEntry | undefined>): Promise<void> {
    await this.#git(['update-index', '-z', '--index-info'], indexRows(entries, this.#idLength));
  }

  /** Applies a patch, all of it or nothing. @throws {LoglineError} EDIT_CONFLICT - it does not apply. */
  async applyPatch(name: string, patch: Uint8Array): Promise<void> {
    const argv = ['-c', 'apply.ignoreWhitespace=no', 'apply', '--cached', '--whitespace=nowarn', '-'];
    const { status, stderr } = await runGit(this.#root, argv, {
      stdin: patch,
      moreEnv: this.#env,
      acceptStatus: [0, 1, 128],
    });
    if (status === 0) return;
    const why = stderr.trim().replaceAll(/\r?\n/g, '; ').slice(0, 500);
    throw new LoglineError('EDIT_CONFLICT', `The patch ${name} does not apply: ${why}`, { details: { patch: name } });
  }

  /** Puts the tree into the repository and answers its id. */
  async write(): Promise<string> {
    return textOf((await this.#git(['write-tree'])).stdout);
  }

  #git(args: readonly string[], stdin: Uint8Array = new Uint8Array()): ReturnType<typeof runGit> {
    return runGit(this.#root, args, { stdin, moreEnv: this.#env });
  }
}

function indexRows(entries: ReadonlyMap<string, TreeEntry | undefined>, idLength: number): Uint8Array {
  const none = `0 ${'0'.repeat(idLength)}`;
  return toUtf8(
    [...entries].map(([path, entry]) => `${entry ? `${entry.mode} ${entry.blob}` : none}\t${path}\0`).join(''),
  );
}

/** Answers what differs between two trees or commits, sorted by path. @throws {LoglineError} FILE_UNSUPPORTED - a name is not UTF-8 */
export async function differences(root: string, before: string, after: string): Promise<TreeDifference[]> {
  const argv = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', before, after];
  const { stdout } = await runGit(root, argv, { maxOutputBytes: 64 * 1024 * 1024 });
  const text = fromUtf8(stdout);
  if (text === undefined) throw new LoglineError('FILE_UNSUPPORTED', 'The name of a file is not UTF-8.');
  const parts = text.split('\0').slice(0, -1);
  return Array.from({ length: parts.length / 2 }, (_, i) => differenceOf(parts[2 * i]!, parts[2 * i + 1]!));
}

/** `:100644 100755 <id> <id> M`, and the path. */
function differenceOf(row: string, path: string): TreeDifference {
  const [oldMode, newMode, oldBlob, newBlob] = row.slice(1).split(' ') as [string, string, string, string];
  const entry = (mode: string, blob: string): TreeEntry | undefined => (/^0+$/.test(mode) ? undefined : { mode, blob });
  return { path, before: entry(oldMode, oldBlob), after: entry(newMode, newBlob) };
}

/** A commit that is to be made. The same one has the same id. */
export interface CommitDraft {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
  readonly author: string;
  /** RFC 3339. */
  readonly at: string;
}

/** Puts a commit into the repository and answers its id. No branch moves. */
export async function writeCommit(root: string, { tree, parent, message, author, at }: CommitDraft): Promise<string> {
  const name = author.replaceAll(/[<>\n\0]/g, ' ').trim() || 'atomic';
  const { stdout } = await runGit(root, ['config', '--get', 'user.email'], { acceptStatus: [0, 1] });
  const email = textOf(stdout) || 'atomic@localhost';
  const date = `${String(Math.floor(Date.parse(at) / 1000))} +0000`;
  const moreEnv = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, name],
      [`GIT_${who}_EMAIL`, email],
      [`GIT_${who}_DATE`, date],
    ]),
  ) as Record<string, string>;
  const argv = ['commit-tree', '-p', parent, tree];
  return textOf((await runGit(root, argv, { stdin: toUtf8(message), moreEnv })).stdout);
}

/**
 * Moves a branch on by one commit. Where it has it already, nothing happens.
 *
 * @throws {LoglineError} MODIFIED_SINCE - it stands elsewhere, or another branch is checked out.
 */
export async function moveBranch(
  root: string,
  { ref, parent, commit }: { readonly ref: string; readonly parent: string; readonly commit: string },
): Promise<void> {
  const head = await branchHead(root);
  if (head.ref === ref && head.commit === parent && parent !== commit) {
    await runGit(root, ['update-ref', '--no-deref', '-m', 'mission', ref, commit, parent]);
    return;
  }
  if (head.ref === ref && (await isBehind(root, commit, head.commit))) return;
  const message = `${ref} was at ${parent}, and now ${head.ref} is at ${head.commit}.`;
  throw new LoglineError('MODIFIED_SINCE', message, { details: { ref, parent, head } });
}

/** Answers the entries of paths in the user's index; those that it does not have are missing. */
export async function indexEntries(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, TreeEntry>> {
  if (paths.length === 0) return new Map();
  const { stdout } = await runGit(root, ['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', ...paths]);
  const rows = new TextDecoder().decode(stdout).split('\0').slice(0, -1);
  return new Map(
    rows.map((row) => {
      const tab = row.indexOf('\t');
      const [mode, blob] = row.slice(0, tab).split(' ') as [string, string];
      return [row.slice(tab + 1), { mode, blob }];
    }),
  );
}

/**
 * Puts entries into the user's index.
 *
 * @param idLength - of the repository's ids, in characters: 40, or 64 where it uses SHA-256.
 */
export async function setIndex(
  root: string,
  entries: ReadonlyMap<string, TreeEntry | undefined>,
  idLength: number,
): Promise<void> {
  await runGit(root, ['update-index', '-z', '--index-info'], { stdin: indexRows(entries, idLength) });
}
