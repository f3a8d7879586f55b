/** The files of a folder as git sees them: tracked ones, and others that are not ignored. */
import { dirname } from 'node:path';
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { runGit } from '../../base/git.ts';
import { lookAt } from '../../base/tree-fs.ts';
import type { TreeListing } from './listing.ts';

const MAX_LISTING_BYTES = 256 * 1024 * 1024;

/**
 * Answers the names below a folder, or `undefined` where there is no repository around it or the repository ignores the folder.
 * Names that are not UTF-8 are left out: no spec can name them.
 *
 * @throws {LoglineError} COMMAND_FAILED - git refuses, or cannot be run. INPUT_UNREADABLE - a sparse checkout leaves files out.
 */
export async function listWithGit(root: string): Promise<TreeListing | undefined> {
  if (!hasRepository(root)) return undefined;
  const [tracked, others] = await Promise.all([
    listed(root, ['ls-files', '-z', '-t', '--stage']),
    listed(root, ['ls-files', '-z', '--others', '--exclude-standard']),
  ]);
  if (tracked.length + others.length === 0 && (await isIgnored(root))) return undefined;
  const paths = new Set<string>();
  const submodules = new Set<string>();
  for (const row of tracked) addTracked(root, row, { paths, submodules });
  for (const path of others) {
    const plain = path.replace(/\/$/, '');
    paths.add(plain);
    if (plain !== path) submodules.add(plain); // a repository that is not tracked
  }
  return { paths: [...paths], submodules };
}

function hasRepository(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (lookAt(`${folder}/.git`) !== undefined) return true;
    if (folder === dirname(folder)) return false;
  }
}

async function listed(root: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await runGit(root, args, { maxOutputBytes: MAX_LISTING_BYTES });
  const rows = fromUtf8(stdout)?.split('\0') ?? splitRows(stdout);
  return rows.filter((row) => row !== undefined && row !== '') as string[];
}

/** Row by row, for one name that is not UTF-8 must not hide the others. */
function splitRows(bytes: Uint8Array): (string | undefined)[] {
  const rows: (string | undefined)[] = [];
  for (let start = 0, end = bytes.indexOf(0); end !== -1; start = end + 1, end = bytes.indexOf(0, start))
    rows.push(fromUtf8(bytes.subarray(start, end)));
  return rows;
}

async function isIgnored(root: string): Promise<boolean> {
  const { status } = await runGit(root, ['check-ignore', '--quiet', '--', '.'], { acceptStatus: [0, 1, 128] });
  return status === 0;
}

/** One row of `ls-files -t --stage`: `H 100644 <id> 0<tab><path>`, with `S` for what a sparse checkout leaves out. */
function addTracked(root: string, row: string, listing: { paths: Set<string>; submodules: Set<string> }): void {
  const path = row.slice(row.indexOf('\t') + 1);
  if (row.startsWith('S') && lookAt(`${root}/${path}`) === undefined) throw leftOut(path);
  listing.paths.add(path);
  if (row.slice(2).startsWith('160000')) listing.submodules.add(path);
}

function leftOut(path: string): LoglineError {
  const message =
    `${path} is tracked, but a sparse checkout leaves it out: a change could miss what stands in it. ` +
    'Run `git sparse-checkout disable`, or work on a full checkout.';
  return new LoglineError('INPUT_UNREADABLE', message, { details: { path } });
}

/** Answers which of some names the repository around a folder ignores; none where there is no repository. @throws {LoglineError} COMMAND_FAILED */
export async function ignoredPaths(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0 || !hasRepository(root)) return new Set();
  const stdin = toUtf8(paths.map((path) => `./${path}\0`).join(''));
  const argv = ['check-ignore', '-z', '--stdin'];
  const { stdout } = await runGit(root, argv, { stdin, acceptStatus: [0, 1], maxOutputBytes: MAX_LISTING_BYTES });
  const rows = fromUtf8(stdout)!.split('\0').slice(0, -1);
  return new Set(rows.map((row) => row.slice('./'.length)));
}
