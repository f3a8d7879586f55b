/**
 * The diff proof: specs applied to the base tree equal the head tree, byte for byte, modes, links and names included.
 *
 * What is compared is one id: that of the tree which the specs yield, computed here, with that of the head. Nothing is checked out,
 * nothing of either side is executed, and nothing is written into the repository.
 */
import type { Finding, Report } from '../../base/report.ts';
import type { Projects } from '../projects.ts';
import { textPath } from '../tree/byte-path.ts';
import { evidenceOf } from './evidence.ts';
import { expectedOf, idOfExpected, idOfHead } from './expected.ts';
import { contentFindings, ofSpec, otherTree, shown, specFindings, unexplained } from './proof-findings.ts';
import { replaySpecs } from './replay.ts';
import type { ProofSpec, Replay, ReplayOptions, SpecReplay } from './replay.ts';
import { residues } from './residue.ts';
import type { Residue } from './residue.ts';
import { revisionSide } from './side.ts';
import type { ProofSide } from './side.ts';
import { judge } from './verdicts.ts';
import type { Verdict } from './verdicts.ts';

/** How to prove. */
export interface ProofOptions {
  /** The specs, in the order in which they were applied. */
  readonly specs: readonly ProofSpec[];
  /** Version of the engine, for the report. */
  readonly engine: string;
  /**
   * Patterns of files that come with specs, such as receipts, relative to the folder. They may be added and changed, as plain files. So may
   * the specs' own files, unless they take the place of something else, or a name that programs look for. Take the patterns from the
   * base, never from what is being proven: names there are anybody's. @default none
   */
  readonly evidencePaths?: readonly string[];
  /** Trees that were read before. @default none */
  readonly projects?: Projects;
  /** Ends the work between two patches. @default none */
  readonly signal?: AbortSignal;
  /** Told what each spec does to the tree that those before it left, as soon as it is known. @default nobody */
  readonly onPlan?: NonNullable<ReplayOptions['onPlan']>;
}

/** A side as the report names it. */
export interface ProvenSide {
  readonly rev: string;
  /** Id of the commit; `null` where it is a tree only. */
  readonly commit: string | null;
  readonly tree: string;
}

/** One file that differs, or should. Paths are from the top of the repository. */
export interface ProofFile {
  readonly path: string;
  readonly verdict: Verdict['verdict'];
  /** The specs that change it. */
  readonly specs: readonly string[];
  /** Why it is not explained. */
  readonly reason?: string;
  /** What no spec vouches for: a unified diff from the content that they yield to that of the head. */
  readonly hunks?: string;
}

/** What was proven, so that anybody can repeat it. */
export interface DiffProof extends Report {
  readonly base: ProvenSide;
  readonly head: ProvenSide;
  /** Id of the tree that the specs yield, together with the files that come with them. */
  readonly expectedTree: string;
  readonly specs: readonly SpecReplay[];
  /** Findings on the change as a whole, that what is said of each file cannot be relied on: a tree that git does not write, for one. */
  readonly doubts: readonly Finding[];
  readonly engine: string;
  readonly files: readonly ProofFile[];
}

/**
 * Proves that specs turn a base into a head, or says what they do not explain.
 *
 * @param folder - the top of a repository, a folder in it (to which the paths of the specs are relative), or a bare repository.
 * @param revs - two revisions; of a pull request, the merge base and its head.
 * @throws {LoglineError} INPUT_MISSING - git lacks a revision or an object, as in a shallow clone. INPUT_UNREADABLE, LIMIT_EXCEEDED,
 *   USAGE, COMMAND_FAILED - as `openGitTree`. LIMIT_EXCEEDED - also as `demandProvable`. PATH_UNSAFE, PATTERN_INVALID - an evidence path. CANCELLED
 */
export async function proveDiff(
  folder: string,
  revs: { readonly base: string; readonly head: string },
  options: ProofOptions,
): Promise<DiffProof> {
  const [base, head] = await Promise.all([revisionSide(folder, revs.base), revisionSide(folder, revs.head)]);
  return proveSides(base, head, options);
}

/** Does the same for sides that may be anywhere. @throws {LoglineError} as {@link proveDiff} */
export async function proveSides(base: ProofSide, head: ProofSide, options: ProofOptions): Promise<DiffProof> {
  const replay = await replaySpecs(await base.source(), options.specs, options);
  const expected = expectedOf(base, replay);
  const evidence = await evidenceOf({ base, head }, options.specs, options.evidencePaths ?? []);
  const verdicts = judge(base.entries, expected.entries, head.entries, evidence.fits);
  const kept = verdicts.filter(({ verdict }) => verdict === 'evidence');
  for (const { path, head: entry } of kept) expected.entries.set(path, entry!);
  const expectedTree = idOfExpected(base, expected.entries, [...expected.made.keys(), ...kept.map(({ path }) => path)]);
  const open = verdicts.filter(({ verdict }) => verdict === 'part-explained' || verdict === 'unexplained');
  const differences = (await residues(open, { base, head }, expected.contents)).map((residue, i) => {
    const what = evidence.refused.get(open[i]!.path);
    return what === undefined ? residue : { ...residue, what };
  });
  const written = idOfHead(base, head);
  const doubts = [
    ...(await contentFindings(head, verdicts, expected.contents)),
    ...(await specFindings(base.prefix, head, options.specs)),
    ...(written === head.tree ? [] : [otherTree(written, head.tree)]),
  ];
  const findings = [
    ...replay.specs.flatMap(({ id, findings: own }) => own.map((finding) => ofSpec(id, finding))),
    ...open.map((verdict, i) => unexplained(verdict, differences[i]!)),
    ...doubts,
  ];
  const openOf = new Map(open.map(({ path }, i) => [path, differences[i]!]));
  return {
    ok: findings.length === 0 && expectedTree === head.tree,
    findings,
    counts: countsOf(verdicts, replay),
    base: named(base),
    head: named(head),
    expectedTree,
    specs: replay.specs,
    doubts,
    engine: options.engine,
    files: verdicts.map((verdict) => fileOf(base.prefix, verdict, replay, openOf.get(verdict.path))),
  };
}

function fileOf(prefix: string, { path, verdict }: Verdict, replay: Replay, residue: Residue | undefined): ProofFile {
  const specs = replay.specsOf.get(ownPath(prefix, path)) ?? [];
  const { what, hunks } = residue ?? {};
  return {
    path: shown(path),
    verdict,
    specs,
    ...(what !== undefined && { reason: what }),
    ...(hunks !== undefined && { hunks }),
  };
}

/** What becomes of each file, and by which specs: a proof without its yes or no, which there is none of where there are doubts. */
export type DiffExplanation = Pick<DiffProof, 'base' | 'head' | 'specs' | 'files' | 'doubts' | 'counts'>;

/**
 * Answers which files of a change which specs explain. A spec that cannot be planned explains nothing and says why in `specs`; the
 * others explain what they can.
 *
 * @throws {LoglineError} as {@link proveDiff}
 */
export async function explainDiff(
  folder: string,
  revs: { readonly base: string; readonly head: string },
  options: ProofOptions,
): Promise<DiffExplanation> {
  const { base, head, specs, files, doubts, counts } = await proveDiff(folder, revs, options);
  return { base, head, specs, files, doubts, counts };
}

function countsOf(verdicts: readonly Verdict[], { specs }: Replay): Record<string, number> {
  const count = (wanted: Verdict['verdict']): number => verdicts.filter(({ verdict }) => verdict === wanted).length;
  return {
    files: verdicts.length,
    explained: count('explained'),
    partExplained: count('part-explained'),
    unexplained: count('unexplained'),
    evidence: count('evidence'),
    edits: specs.reduce((sum, { editCount }) => sum + editCount, 0),
  };
}

const named = ({ rev, commit, tree }: ProofSide): ProvenSide => ({ rev, commit: commit ?? null, tree });

const ownPath = (prefix: string, path: string): string =>
  path.startsWith(prefix) ? (textPath(path.slice(prefix.length)) ?? '') : '';
