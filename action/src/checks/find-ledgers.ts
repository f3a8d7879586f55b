/** Which ledgers there are: files and folders of streams, in any of several versions, so that one that is gone is found as well. */
import picomatch from 'picomatch';
import type { Snapshot } from '../history.ts';

/** A ledger by its place. */
export interface LedgerPlace {
  readonly kind: 'file' | 'folder';
  /** From the top of the repository; of a folder with a slash at its end. */
  readonly path: string;
}

/**
 * Answers the places that fit a pattern in any version, sorted. Pure.
 *
 * @param patterns - of files; those with a slash at the end, of folders. From the top of the repository.
 */
export function findLedgers(patterns: readonly string[], versions: readonly Snapshot[]): LedgerPlace[] {
  const paths = new Set(versions.flatMap(({ files }) => [...files.keys()]).filter(isLedgerName));
  const places = new Map<string, LedgerPlace>();
  for (const pattern of patterns) {
    const isFolder = pattern.endsWith('/');
    const fits = picomatch(pattern.replace(/\/$/, ''), PATTERNS);
    for (const path of paths) {
      if (!isFolder && fits(path)) places.set(path, { kind: 'file', path });
      for (const folder of isFolder ? foldersOf(path) : [])
        if (fits(folder)) places.set(`${folder}/`, { kind: 'folder', path: `${folder}/` });
    }
  }
  return [...places.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Answers the streams of a folder by their path in it. Pure. */
export function streamsOf(folder: string, { files }: Snapshot): string[] {
  const inside = [...files.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return inside.filter(isStreamPath).sort();
}

/** A name may have line feeds in it. */
const PATTERNS = { dot: true, nonegate: true, noextglob: true, nobrace: true, flags: 's' } as const;

const isLedgerName = (path: string): boolean => /\.(?:jsonl|ndjson)$/.test(path);

/** As everywhere: no part of the path begins with a dot. */
const isStreamPath = (path: string): boolean => /^(?:[^./][^/]*\/)*[^./][^/]*\.(?:jsonl|ndjson)$/.test(path);

function foldersOf(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, i) => steps.slice(0, i + 1).join('/'));
}
