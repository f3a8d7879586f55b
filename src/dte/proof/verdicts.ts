/** What a change made of each file, held against what specs make of it: by modes and ids, as git has them. */
import { compareText } from '../order.ts';
import type { GitEntry } from '../tree/git-listing.ts';

/** Entries by path from the top of the repository, one character for each byte. */
export type Entries = ReadonlyMap<string, GitEntry>;

/** One file that differs between base and head, or that should. */
export interface Verdict {
  readonly path: string;
  /**
   * `explained`: it is what the specs yield. `part-explained`: the specs change it, and so did something else. `unexplained`: no spec
   * yields what became of it. `evidence`: it belongs to the specs themselves and not to what they change.
   */
  readonly verdict: 'explained' | 'part-explained' | 'unexplained' | 'evidence';
  readonly base: GitEntry | undefined;
  readonly expected: GitEntry | undefined;
  readonly head: GitEntry | undefined;
}

/** Answers the verdicts on all files that are not the same everywhere, sorted by path. Pure. */
export function judge(
  base: Entries,
  expected: Entries,
  head: Entries,
  isEvidence: (path: string) => boolean,
): Verdict[] {
  const paths = [...new Set([...base.keys(), ...expected.keys(), ...head.keys()])].sort(compareText);
  return paths.flatMap((path): Verdict[] => {
    const sides = { base: base.get(path), expected: expected.get(path), head: head.get(path) };
    if (isSame(sides.base, sides.head) && isSame(sides.base, sides.expected)) return [];
    return [{ path, verdict: verdictOn(sides, isEvidence(path)), ...sides }];
  });
}

function verdictOn(
  { base, expected, head }: Omit<Verdict, 'path' | 'verdict'>,
  isEvidence: boolean,
): Verdict['verdict'] {
  if (isSame(expected, head)) return 'explained';
  // A file of the specs comes or changes, as a plain file; that it goes, or is a program or a link, has to be explained like all else.
  if (isEvidence && isSame(base, expected) && head?.mode === '100644' && isPlain(base)) return 'evidence';
  const isBoth = !isSame(base, expected) && !isSame(base, head);
  return isBoth && expected !== undefined && head !== undefined ? 'part-explained' : 'unexplained';
}

const isPlain = (entry: GitEntry | undefined): boolean => entry === undefined || entry.mode === '100644';

/** Answers whether both are the same entry, or both nothing. Pure. */
export const isSame = (a: GitEntry | undefined, b: GitEntry | undefined): boolean =>
  a?.mode === b?.mode && a?.id === b?.id;
