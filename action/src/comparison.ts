/** The commits of a subject as files: what is judged, and the two bases that it has to extend. */
import { LoglineError } from 'logline-core';
import type { History, Snapshot, TreeEntry } from './history.ts';
import type { Remark } from './remark.ts';
import type { Subject } from './subject.ts';

/** Two versions, of which the second has to extend the first. */
export interface Pair {
  readonly base: Snapshot;
  readonly head: Snapshot;
}

/** What checks look at. */
export interface Comparison {
  /** What is judged: on a pull request, what merging it makes. */
  readonly head: Snapshot;
  /** What judges, and what is compared with: the tip of the branch. None where nothing was there before. */
  readonly base: Snapshot | undefined;
  /** From where the branches parted to the head of the pull request. */
  readonly branch: Pair | undefined;
  /** Commits from where the branches parted to the head: what a spec is applied to, and compared with. */
  readonly commits: { readonly base: string; readonly head: string } | undefined;
  /** What could not be had. */
  readonly remarks: readonly Remark[];
}

/** Answers the files that a subject is about. @throws {LoglineError} INPUT_MISSING, LIMIT_EXCEEDED */
export async function compare(subject: Exclude<Subject, { kind: 'nothing' }>, history: History): Promise<Comparison> {
  if (subject.kind === 'whole') return only(await history.snapshot(subject.head));
  if (subject.kind === 'push') {
    const [base, head] = [await history.snapshot(subject.base), await history.snapshot(subject.head)];
    return { ...only(head), base };
  }
  return compareChange(subject, history);
}

const only = (head: Snapshot): Comparison => ({
  head,
  base: undefined,
  branch: undefined,
  commits: undefined,
  remarks: [],
});

async function compareChange(subject: Extract<Subject, { kind: 'change' }>, history: History): Promise<Comparison> {
  const merge = await mergeOf(subject, history);
  const tip = merge?.base ?? subject.base;
  const [base, head] = [await history.snapshot(tip), await history.snapshot(subject.head)];
  const parted = await partedAt(tip, subject.head, history);
  if ('remark' in parted) {
    const judged = merge ? await history.snapshot(merge.id) : head;
    return { head: judged, base, branch: undefined, commits: undefined, remarks: [parted.remark] };
  }
  const old = parted.id === tip ? base : await history.snapshot(parted.id);
  const judged = merge ? await history.snapshot(merge.id) : mergeFiles(old, base, head);
  const commits = { base: parted.id, head: subject.head };
  return { head: judged, base, branch: { base: old, head }, commits, remarks: [] };
}

/** The merge that the server made, if it is one of this head. Its first parent is the branch as it was then, newer than the payload. */
async function mergeOf(
  { merge, head }: Extract<Subject, { kind: 'change' }>,
  history: History,
): Promise<{ readonly id: string; readonly base: string } | undefined> {
  if (merge === undefined || merge === head) return undefined;
  try {
    const { parents } = await history.commit(merge);
    return parents.length === 2 && parents[1] === head ? { id: merge, base: parents[0]! } : undefined;
  } catch (error) {
    if (error instanceof LoglineError) return undefined;
    throw error;
  }
}

async function partedAt(
  base: string,
  head: string,
  history: History,
): Promise<{ readonly id: string } | { readonly remark: Remark }> {
  try {
    return { id: await history.mergeBase(base, head) };
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return {
      remark: {
        level: 'undecided',
        rule: 'ledger/no-merge-base',
        message: `Where the branches parted is not known, so the branch could not be compared with it. ${error.message}`,
        fix: 'Check out with fetch-depth: 0, or give the Action a token that may read contents.',
      },
    };
  }
}

/** What git makes of each file that one side alone has changed. Where both have, the branch's own stands: it has to extend the other. */
function mergeFiles(old: Snapshot, base: Snapshot, head: Snapshot): Snapshot {
  const files = new Map<string, TreeEntry>();
  for (const path of new Set([...base.files.keys(), ...head.files.keys()])) {
    const [before, theirs, ours] = [old, base, head].map((side) => side.files.get(path));
    const entry = isSame(before, ours) ? theirs : ours;
    if (entry !== undefined) files.set(path, entry);
  }
  return { name: `${head.name} on ${base.name}`, files };
}

/** Answers whether two entries are the same file. Pure. */
export const isSame = (a: TreeEntry | undefined, b: TreeEntry | undefined): boolean =>
  a?.id === b?.id && a?.mode === b?.mode;
