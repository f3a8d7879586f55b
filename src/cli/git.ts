/** Versions of files in git, read as blobs and never from the work tree. Nothing that the repository names is run, and nothing is fetched. */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { concatBytes, fromUtf8, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { errnoOf, readFailure } from '../base/file-failure.ts';
import { runGit, streamGit } from '../base/git.ts';
import type { ByteRange, LedgerSource } from '../ledger/index.ts';

/**
 * Answers a file as it is at a revision, or `undefined` where the revision does not have it.
 *
 * @param rev - a revision, in which the path of `file` is looked up; or `REV:PATH`, as git writes it.
 * @throws {LoglineError} USAGE - no revision begins with a dash. INPUT_MISSING - git does not know the revision, or there is no
 *   repository; or the revision does not have the path of `REV:PATH`. INPUT_UNREADABLE - it is a folder there. COMMAND_FAILED - git could not be run.
 */
export async function openAtRevision(rev: string, file: string): Promise<LedgerSource | undefined> {
  const found = await objectAt(rev, file);
  return found && openBlob(found);
}

/**
 * Answers the files below a folder as they are at a revision, by their paths relative to it, with forward slashes.
 *
 * @throws {LoglineError} as {@link openAtRevision}
 */
export async function listAtRevision(rev: string, folder: string): Promise<ReadonlyMap<string, LedgerSource>> {
  const found = await objectAt(rev, folder);
  return found ? filesOf(found, rev) : new Map<string, LedgerSource>();
}

/** Answers whether a path is that of a folder at a revision; it need not be in the work tree any more. @throws {LoglineError} as {@link openAtRevision} */
export async function isFolderAtRevision(rev: string, path: string): Promise<boolean> {
  const found = await objectAt(rev, path);
  return found !== undefined && (await typeAndSize(found)).type === 'tree';
}

/** A file or a folder of a revision. */
interface GitObject {
  /** From where git is asked. */
  readonly cwd: string;
  /** For people. */
  readonly spec: string;
  readonly id: string;
}

async function objectAt(rev: string, path: string): Promise<GitObject | undefined> {
  const { commit, ownPath } = splitSpec(rev);
  const place = placeOf(path);
  const named = ownPath === undefined ? await underItsName(commit, path, place) : undefined;
  if (named) return named;
  const { cwd } = place;
  await demandTree(cwd, commit);
  const spec = ownPath === undefined ? `${commit}:./${place.below}` : rev;
  const { status, text: id } = await parseRevision(cwd, spec);
  if (status === 0) return { cwd, spec, id };
  if (ownPath === undefined) return undefined;
  // Who names a path means one that is there: with nothing to compare with, a comparison would prove nothing.
  throw new LoglineError('INPUT_MISSING', `${rev} is not there: the revision has no such path.`, { details: { rev } });
}

async function filesOf({ cwd, id: tree }: GitObject, rev: string): Promise<ReadonlyMap<string, LedgerSource>> {
  const { stdout } = await runGit(cwd, ['ls-tree', '-r', '-l', '-z', '--full-tree', tree]);
  const files = new Map<string, LedgerSource>();
  for (const entry of fromUtf8(stdout)!.split('\0')) {
    const [, id = '', size, path = ''] = /^\d+ blob (\w+) +(\d+|BAD)\t(.*)$/s.exec(entry) ?? [];
    const name = `${rev}:${path}`;
    // A file that was passed over would be one that the revision does not have.
    if (size === 'BAD') throw lacks(name, id);
    const open = (): AsyncIterable<Uint8Array> => streamGit(cwd, ['cat-file', 'blob', id]);
    if (size !== undefined) files.set(path, blobSource(name, Number(size), open));
  }
  return files;
}

/** Answers the commit part of `REV` or `REV:PATH`. Pure. */
export function commitOf(rev: string): string {
  return splitSpec(rev).commit;
}

/**
 * Answers the bytes of a small file as it is at a commit, or `undefined` where the commit does not have it.
 *
 * @param path - relative to `folder`, with forward slashes. Neither has to be in the work tree but `folder`.
 * @throws {LoglineError} as {@link openAtRevision}
 */
export async function readAtCommit(folder: string, commit: string, path: string): Promise<Uint8Array | undefined> {
  await demandTree(folder, commit);
  const spec = `${commit}:./${path}`;
  const id = await parseRevision(folder, spec);
  if (id.status !== 0) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of (await openBlob({ cwd: folder, spec, id: id.text })).read()) pieces.push(piece);
  return concatBytes(...pieces);
}

const MAX_LINKS = 8;

/**
 * Answers what a commit has under the very name of a file, where links lead the name elsewhere. A change could put a link in the place of
 * a ledger, or turn one, to a file that no earlier version has or that is in another repository: there would be nothing to compare with.
 */
async function underItsName(
  commit: string,
  file: string,
  { cwd, below, isGone }: Place,
): Promise<GitObject | undefined> {
  const place = resolve(file);
  if (place === join(cwd, below) && !isGone) return undefined;
  demandNoDash(commit);
  for (const folder of ['.', cwd]) {
    const { status, stdout } = await runGit(folder, ['rev-parse', '--show-toplevel'], { acceptStatus: [0, 128] });
    const top = fromUtf8(stdout)!.trim();
    const path = relative(top, place).replaceAll('\\', '/');
    const found = status === 0 && !/^(?:\.\.)?(?:\/|$)/.test(path) ? await entryAt(top, commit, path) : undefined;
    if (found !== undefined) return { cwd: top, spec: `${commit}:${found.path}`, id: found.id };
  }
  return undefined;
}

/** Links of the commit are followed in the commit. */
async function entryAt(top: string, commit: string, path: string): Promise<{ path: string; id: string } | undefined> {
  for (let links = 0; links <= MAX_LINKS; links++) {
    const argv = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', path];
    const { stdout } = await runGit(top, argv, { acceptStatus: [0, 128] });
    const [, mode, id] = /^(\d+) \w+ (\w+)\t/.exec(fromUtf8(stdout)!) ?? [];
    if (id === undefined) return undefined;
    if (mode !== LINK) return { path, id };
    const target = fromUtf8((await runGit(top, ['cat-file', 'blob', id])).stdout)!;
    path = posix.join(posix.dirname(path), target);
  }
  return undefined;
}

const LINK = '120000';

/** Where a path leads to. */
interface Place {
  /** A folder that is there. */
  readonly cwd: string;
  /** From it on, with forward slashes; empty for the folder itself. */
  readonly below: string;
  /** Whether the path leads nowhere now. An earlier version may have it. */
  readonly isGone: boolean;
}

/** Git looks at the real place of a file: a symbolic link is a blob of its own. */
function placeOf(path: string): Place {
  const real = realPath(path);
  if (real === undefined) return nearestPlace(resolve(path));
  const isFolder = statSync(real).isDirectory();
  return isFolder
    ? { cwd: real, below: '', isGone: false }
    : { cwd: dirname(real), below: basename(real), isGone: false };
}

/** What is gone may be so together with its folders. */
function nearestPlace(path: string): Place {
  let folder = dirname(path);
  while (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) folder = dirname(folder);
  return { cwd: realpathSync(folder), below: relative(folder, path).replaceAll('\\', '/'), isGone: true };
}

/** Answers the real path, or `undefined` where nothing is there. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return undefined;
    throw readFailure(path, cause);
  }
}

/** Parts `REV:PATH` at the first colon that is in no braces, as `HEAD@{10:00}` has them. */
function splitSpec(rev: string): { commit: string; ownPath: string | undefined } {
  const commit = /^(?:[^:{]|\{[^}]*\}|\{)*/.exec(rev)![0];
  return { commit, ownPath: commit.length < rev.length ? rev.slice(commit.length + 1) : undefined };
}

function demandNoDash(commit: string): void {
  if (commit.startsWith('-')) throw new LoglineError('USAGE', `No revision begins with a dash: "${commit}".`);
}

async function demandTree(cwd: string, commit: string): Promise<void> {
  demandNoDash(commit);
  const { status, error } = await parseRevision(cwd, `${commit}^{tree}`);
  if (status === 0) return;
  const reason = error === '' ? 'git does not know it here; in a shallow clone, fetch it first' : error;
  throw new LoglineError('INPUT_MISSING', `"${commit}" is neither a file nor a revision: ${reason}.`, {
    details: { commit },
  });
}

async function parseRevision(cwd: string, spec: string): Promise<{ status: number; text: string; error: string }> {
  const argv = ['rev-parse', '--verify', '--quiet', '--end-of-options', spec];
  const { status, stdout, stderr } = await runGit(cwd, argv, { acceptStatus: [0, 1, 128] });
  return { status, text: fromUtf8(stdout)!.trim(), error: stderr.trim() };
}

async function openBlob(object: GitObject): Promise<LedgerSource> {
  const { cwd, spec, id } = object;
  const { type, size } = await typeAndSize(object);
  if (type === 'blob') return blobSource(spec, size, () => streamGit(cwd, ['cat-file', 'blob', id]));
  throw new LoglineError('INPUT_UNREADABLE', `${spec} is no file: git has a ${type} there.`, { details: { spec } });
}

async function typeAndSize({ cwd, spec, id }: GitObject): Promise<{ type: string; size: number }> {
  const argv = ['cat-file', '--batch-check=%(objecttype) %(objectsize)'];
  const { status, stdout } = await runGit(cwd, argv, { stdin: toUtf8(`${id}\n`), acceptStatus: [0, 128] });
  const [type, size] = fromUtf8(stdout)!.trim().split(' ');
  // Older versions of git end, newer ones say so.
  if (status !== 0 || size === 'missing') throw lacks(spec, id);
  return { type: type!, size: Number(size) };
}

/** Git would fetch it now, by whatever way the settings of the clone name. */
function lacks(spec: string, id: string): LoglineError {
  const message =
    `The clone does not have the content of ${spec} (${id}): a partial clone does not have all of them. ` +
    'Get them by `git fetch --refetch --no-filter`, or work on a full clone.';
  return new LoglineError('INPUT_MISSING', message, { details: { spec, id } });
}

/** Answers a blob as something that can be read in order. @param open - answers its bytes from the first on. */
export function blobSource(name: string, sizeBytes: number, open: () => AsyncIterable<Uint8Array>): LedgerSource {
  return { name, sizeBytes: () => Promise.resolve(sizeBytes), read: (range) => partOf(open(), range) };
}

async function* partOf(
  pieces: AsyncIterable<Uint8Array>,
  { start = 0, end = Infinity }: ByteRange = {},
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of pieces) {
    const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (piece.length > 0) yield piece;
    if (at >= end) return;
  }
}
