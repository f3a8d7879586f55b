/** The repository as it is asked about: commits, and the files of each. Its work tree is never looked at, so nothing can stand in it. */
import { LoglineError } from 'logline-core';
import type { LedgerSource } from 'logline-core';

/** A commit. */
export interface Commit {
  /** Full id. */
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
}

/** A file, link or submodule of a commit. */
export interface TreeEntry {
  /** As git writes it, such as `100644`. */
  readonly mode: string;
  readonly id: string;
  readonly sizeBytes: number;
}

/** The files of a commit, or of what a merge would make. */
export interface Snapshot {
  /** How messages call it. */
  readonly name: string;
  /** By path from the top of the repository. */
  readonly files: ReadonlyMap<string, TreeEntry>;
}

/** Where commits and contents come from. */
export interface History {
  /** Which way it takes, for people. */
  readonly way: string;
  /** @throws {LoglineError} INPUT_MISSING - it cannot be had. */
  commit(id: string): Promise<Commit>;
  /** @throws {LoglineError} INPUT_MISSING, LIMIT_EXCEEDED */
  snapshot(id: string): Promise<Snapshot>;
  /** Answers the commit where two branches parted. @throws {LoglineError} INPUT_MISSING - it cannot be told. */
  mergeBase(a: string, b: string): Promise<string>;
  /** Answers the content of an entry, to be read in pieces. */
  open(path: string, entry: TreeEntry): LedgerSource;
}

/** Answers whether an entry is a file with content, executable or not. Pure. */
export const isPlain = ({ mode }: TreeEntry): boolean => mode.startsWith('100');

/** Answers the whole content of a small file. @throws {LoglineError} INPUT_UNREADABLE - it is larger. */
export async function readSmall(
  history: History,
  path: string,
  entry: TreeEntry,
  maxBytes: number,
): Promise<Uint8Array> {
  if (entry.sizeBytes > maxBytes)
    throw new LoglineError('INPUT_UNREADABLE', `${path} has more than ${String(maxBytes)} bytes.`);
  const pieces: Uint8Array[] = [];
  for await (const piece of history.open(path, entry).read()) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}
