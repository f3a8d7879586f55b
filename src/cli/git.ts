/** Versions of files in git, read as blobs and never from the work tree. Git gets its arguments one by one: no shell reads them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { concatBytes, fromUtf8, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { readFailure } from '../base/file-failure.ts';
import { runProgram } from '../base/process.ts';
import type { ByteRange, LedgerSource } from '../ledger/index.ts';

/**
 * Answers a file as it is at a revision, or `undefined` where the revision does not have it.
 *
 * @param rev - a revision, in which the path of `file` is looked up; or `REV:PATH`, as git writes it.
 * @throws {LoglineError} USAGE - no revision begins with a dash. INPUT_MISSING - git does not know the revision, or there is no
 *   repository. INPUT_UNREADABLE - it is a folder there. COMMAND_FAILED - git could not be run.
 */
export async function openAtRevision(rev: string, file: string): Promise<LedgerSource | undefined> {
  const path = realPath(file);
  const cwd = dirname(path);
  const { commit, ownPath } = splitSpec(rev);
  await demandTree(cwd, commit);
  const spec = ownPath === undefined ? `${commit}:./${basename(path)}` : rev;
  const id = await parseRevision(cwd, spec);
  return id.status === 0 ? openBlob(cwd, spec, id.text) : undefined;
}

/**
 * Answers the files below a folder as they are at a revision, by their paths relative to it, with forward slashes.
 *
 * @throws {LoglineError} as {@link openAtRevision}
 */
export async function listAtRevision(rev: string, folder: string): Promise<ReadonlyMap<string, LedgerSource>> {
  const cwd = realPath(folder);
  const { commit, ownPath } = splitSpec(rev);
  await demandTree(cwd, commit);
  const tree = await parseRevision(cwd, ownPath === undefined ? `${commit}:./` : rev);
  if (tree.status !== 0) return new Map();
  const { stdout } = await runProgram(['git', 'ls-tree', '-r', '-l', '-z', '--full-tree', tree.text], { cwd });
  const files = new Map<string, LedgerSource>();
  for (const entry of fromUtf8(stdout)!.split('\0')) {
    const [, id, size, path] = /^\d+ blob (\w+) +(\d+)\t(.*)$/s.exec(entry) ?? [];
    if (id !== undefined) files.set(path!, blobSource(cwd, `${rev}:${path!}`, id, Number(size)));
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
  for await (const piece of (await openBlob(folder, spec, id.text)).read()) pieces.push(piece);
  return concatBytes(...pieces);
}

/** Git looks at the real place of a file: a symbolic link is a blob of its own. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** Parts `REV:PATH` at the first colon that is in no braces, as `HEAD@{10:00}` has them. */
function splitSpec(rev: string): { commit: string; ownPath: string | undefined } {
  const commit = /^(?:[^:{]|\{[^}]*\}|\{)*/.exec(rev)![0];
  return { commit, ownPath: commit.length < rev.length ? rev.slice(commit.length + 1) : undefined };
}

async function demandTree(cwd: string, commit: string): Promise<void> {
  if (commit.startsWith('-')) throw new LoglineError('USAGE', `No revision begins with a dash: "${commit}".`);
  const { status, error } = await parseRevision(cwd, `${commit}^{tree}`);
  if (status === 0) return;
  const reason = error === '' ? 'git does not know it here; in a shallow clone, fetch it first' : error;
  throw new LoglineError('INPUT_MISSING', `"${commit}" is neither a file nor a revision: ${reason}.`, {
    details: { commit },
  });
}

async function parseRevision(cwd: string, spec: string): Promise<{ status: number; text: string; error: string }> {
  const argv = ['git', 'rev-parse', '--verify', '--quiet', '--end-of-options', spec] as const;
  const { status, stdout, stderr } = await runProgram(argv, { cwd, acceptStatus: [0, 1, 128] });
  return { status, text: fromUtf8(stdout)!.trim(), error: stderr.trim() };
}

async function openBlob(cwd: string, spec: string, id: string): Promise<LedgerSource> {
  const argv = ['git', 'cat-file', '--batch-check=%(objecttype) %(objectsize)'] as const;
  const { stdout } = await runProgram(argv, { cwd, stdin: toUtf8(`${id}\n`) });
  const [type, size] = fromUtf8(stdout)!.trim().split(' ');
  if (type === 'blob') return blobSource(cwd, spec, id, Number(size));
  throw new LoglineError('INPUT_UNREADABLE', `${spec} is no file: git has a ${type!} there.`, { details: { spec } });
}

/** Answers a blob as something that can be read in order. */
export function blobSource(cwd: string, name: string, id: string, sizeBytes: number): LedgerSource {
  return { name, sizeBytes: () => Promise.resolve(sizeBytes), read: (range) => readBlob(cwd, name, id, range) };
}

async function* readBlob(
  cwd: string,
  name: string,
  id: string,
  { start = 0, end = Infinity }: ByteRange = {},
): AsyncGenerator<Uint8Array> {
  const child = spawn('git', ['cat-file', 'blob', id], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  try {
    let at = 0;
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
      at += chunk.length;
      if (piece.length > 0) yield piece;
      if (at >= end) return;
    }
    const [status] = await ended;
    if (status !== 0)
      throw new LoglineError('COMMAND_FAILED', `git could not read ${name}: it ended with status ${String(status)}.`);
  } finally {
    child.kill();
  }
}
