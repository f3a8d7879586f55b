/** What is wrong with a proof, one finding for each thing. */
import { equalBytes } from '../../base/bytes.ts';
import type { Finding } from '../../base/report.ts';
import { MAX_CHANGED_BYTES, MAX_SPEC_BYTES } from '../limits.ts';
import { parseChangeSpec, specDigest } from '../spec.ts';
import { bytePath, textPath } from '../tree/byte-path.ts';
import type { ProofSpec } from './replay.ts';
import type { Residue } from './residue.ts';
import type { ProofSide } from './side.ts';
import type { Verdict } from './verdicts.ts';

/** The ids say so already; the bytes say it for those who do not trust the hash that git names its objects by. */
export async function contentFindings(
  head: ProofSide,
  verdicts: readonly Verdict[],
  made: ReadonlyMap<string, Uint8Array>,
): Promise<Finding[]> {
  const equal = verdicts.filter(({ verdict, expected }) => verdict === 'explained' && made.has(expected?.id ?? ''));
  const contents = await head.contents(
    equal.map((verdict) => verdict.head!.id),
    MAX_CHANGED_BYTES,
  );
  return equal
    .filter(({ head: entry }) => !equalBytes(contents.get(entry!.id) ?? new Uint8Array(), made.get(entry!.id)!))
    .map(({ path }) => ({
      code: 'DIFF_UNEXPLAINED',
      message: `${shown(path)} has the id that is expected and another content.`,
      path: shown(path),
    }));
}

/** A spec's own file may come with the change because it says what was proven. */
export async function specFindings(prefix: string, head: ProofSide, specs: readonly ProofSpec[]): Promise<Finding[]> {
  const own = specs.flatMap(({ spec, path }) => {
    const entry = path === undefined ? undefined : head.entries.get(prefix + bytePath(path));
    return entry === undefined ? [] : [{ spec, path: path!, id: entry.id }];
  });
  const contents = await head.contents(
    own.map(({ id }) => id),
    MAX_SPEC_BYTES,
  );
  return own
    .filter(({ spec, id }) => digestIn(contents.get(id)) !== specDigest(spec))
    .map(({ spec, path }) => ({
      code: 'DIFF_UNEXPLAINED',
      message: `${path} is not the spec ${spec.id} that was applied here.`,
      path,
    }));
}

function digestIn(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes && specDigest(parseChangeSpec(bytes));
  } catch {
    return undefined;
  }
}

/** A file that is not what specs make of it. */
export const unexplained = ({ path, verdict }: Verdict, { what, hunks, line }: Residue): Finding => ({
  code: 'DIFF_UNEXPLAINED',
  message: `${shown(path)} ${what}.`,
  path: shown(path),
  ...(line !== undefined && { line }),
  details: { verdict, ...(hunks !== undefined && { hunks }) },
});

/** A tree in which more may stand than its listing tells, such as a name twice. */
export const otherTree = (written: string, head: string): Finding => ({
  code: 'NOT_CHECKED',
  message: `The tree ${head} is written in a form that git does not write, which would be ${written}: there may be more in it than is told here.`,
});

/** A finding of one of several specs. */
export const ofSpec = (id: string, finding: Finding): Finding => ({
  ...finding,
  message: `${id}: ${finding.message}`,
  details: { ...finding.details, spec: id },
});

/** Answers a path for people: a name that is not UTF-8 is shown by its bytes. Pure. */
export const shown = (path: string): string =>
  textPath(path) ??
  path.replaceAll(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
