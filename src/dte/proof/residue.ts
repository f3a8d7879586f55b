/** What no spec vouches for, as text: the difference between what was expected and what is there. */
import { fromUtf8 } from '../../base/bytes.ts';
import { headPath } from '../diff/git-path.ts';
import { formatHunks, linesOf } from '../diff/hunks.ts';
import { diffLines } from '../diff/line-diff.ts';
import { MAX_FILE_BYTES } from '../limits.ts';
import type { GitEntry } from '../tree/git-listing.ts';
import type { ProofSide } from './side.ts';
import type { Verdict } from './verdicts.ts';

/** The difference of one file. */
export interface Residue {
  /** One sentence without its full stop: what became of the file, and not what should. */
  readonly what: string;
  /** Unified diff from the expected content to that of the head; absent where there is none to show. */
  readonly hunks?: string;
  /** First line of the head that differs, from 1. */
  readonly line?: number;
}

const MAX_HUNK_LENGTH = 100_000;
const KINDS: Readonly<Record<string, string>> = {
  '100644': 'a file',
  '100755': 'an executable file',
  '120000': 'a symbolic link',
  '160000': 'a submodule',
};

/** Answers the differences of files that are not explained. @param made - contents that specs made, by id */
export async function residues(
  verdicts: readonly Verdict[],
  { base, head }: { readonly base: ProofSide; readonly head: ProofSide },
  made: ReadonlyMap<string, Uint8Array>,
): Promise<Residue[]> {
  const wanted = (entries: readonly (GitEntry | undefined)[]): string[] =>
    entries.filter((entry) => entry !== undefined && entry.mode !== '160000').map((entry) => entry!.id);
  const expectedIds = wanted(verdicts.map(({ expected }) => expected)).filter((id) => !made.has(id));
  const headIds = wanted(verdicts.map((verdict) => verdict.head));
  const contents = new Map([
    ...made,
    ...(await base.contents(expectedIds, MAX_FILE_BYTES)),
    ...(await head.contents(headIds, MAX_FILE_BYTES)),
  ]);
  return verdicts.map((verdict) => residueOf(verdict, contents));
}

function residueOf(verdict: Verdict, contents: ReadonlyMap<string, Uint8Array>): Residue {
  const { path, expected, head } = verdict;
  const what = whatOf(verdict);
  const texts = [expected, head].map((entry) => (entry === undefined ? '' : textOf(entry, contents)));
  const [old, now] = texts;
  if (old === undefined || now === undefined) return { what: `${what}; the contents are no text that can be shown` };
  const lines = { old: linesOf(old), new: linesOf(now) };
  const ranges = diffLines(lines);
  const [first] = ranges;
  if (first === undefined) return { what };
  const names = `--- ${expected === undefined ? '/dev/null' : headPath(`a/${path}`)}\n+++ ${head === undefined ? '/dev/null' : headPath(`b/${path}`)}\n`;
  const hunks = names + formatHunks(lines, ranges);
  const isLong = hunks.length > MAX_HUNK_LENGTH;
  return { what, hunks: isLong ? `${hunks.slice(0, MAX_HUNK_LENGTH)}\n(cut)\n` : hunks, line: first.newStart + 1 };
}

function textOf({ mode, id }: GitEntry, contents: ReadonlyMap<string, Uint8Array>): string | undefined {
  if (mode === '160000') return `submodule at ${id}\n`;
  const bytes = contents.get(id);
  return bytes && fromUtf8(bytes);
}

function whatOf({ base, expected, head }: Verdict): string {
  if (head === undefined) return 'is gone, and no spec removes it';
  if (expected === undefined)
    return base === undefined ? 'was added, and no spec makes it' : 'should be gone by the specs, and is there';
  if (expected.mode !== head.mode) return `should be ${kindOf(expected)} and is ${kindOf(head)}`;
  if (base?.id === head.id) return 'was not changed, and the specs change it';
  return base?.id === expected.id ? 'was changed by no spec' : 'is not what the specs make of it';
}

const kindOf = ({ mode }: GitEntry): string => KINDS[mode] ?? `of mode ${mode}`;
