/**
 * Which files may come with specs beside what they change: those that the caller lists, and the specs' own.
 *
 * A spec's own file is named by whoever brings the spec, and its name must not do what no patch says: a spec that takes the place of
 * package.json takes its settings away, and one that is new as src/package.json makes other modules of the files beside it.
 */
import { parseJson } from '../../atomic/index.ts';
import { MAX_SPEC_BYTES } from '../limits.ts';
import { findCollisions } from '../path-collisions.ts';
import { pathFilter } from '../path-filter.ts';
import { bytePath, textPath } from '../tree/byte-path.ts';
import type { ProofSpec } from './replay.ts';
import type { ProofSide } from './side.ts';

/** What is evidence. Paths are from the top of the repository, one character for each byte. */
export interface Evidence {
  /** Whether a file may come and change without a spec that says so. */
  readonly fits: (path: string) => boolean;
  /** Why files of specs are none: what they are, for a sentence that begins with the path. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Names that programs look for by themselves: settings, of which the nearest one or any that is there counts. */
const SETTINGS =
  /(?:^|\/)(?:\.[^/]*|(?:package|package-lock|npm-shrinkwrap|composer|deno|jsr)\.json|[jt]sconfig[^/]*\.json|[^/]*(?:\.config|rc)\.json)(?:\/|$)/i;

/**
 * Answers what is evidence of a change.
 *
 * @param evidencePaths - patterns that the caller vouches for, relative to the folder of the specs.
 * @throws {LoglineError} PATH_UNSAFE, PATTERN_INVALID - one of them. As `ProofSide.contents`.
 */
export async function evidenceOf(
  { base, head }: { readonly base: ProofSide; readonly head: ProofSide },
  specs: readonly ProofSpec[],
  evidencePaths: readonly string[],
): Promise<Evidence> {
  const { prefix } = base;
  const isListed = pathFilter(evidencePaths);
  const own = new Set(specs.flatMap(({ path }) => (path === undefined ? [] : [prefix + bytePath(path)])));
  const listed = (path: string): boolean => {
    const text = path.startsWith(prefix) ? textPath(path.slice(prefix.length)) : undefined;
    return text !== undefined && isListed(text);
  };
  const asked = [...own].filter((path) => head.entries.has(path) && !listed(path));
  const refused = await refusedNames({ base, head }, asked);
  return { fits: (path) => (own.has(path) && !refused.has(path)) || listed(path), refused };
}

async function refusedNames(
  { base, head }: { readonly base: ProofSide; readonly head: ProofSide },
  paths: readonly string[],
): Promise<Map<string, string>> {
  const before = await base.contents(
    paths.flatMap((path) => base.entries.get(path)?.id ?? []),
    MAX_SPEC_BYTES,
  );
  const others = [...head.entries.keys()].filter((path) => !paths.includes(path)).map(readable);
  const collisions = new Map(findCollisions(others, paths.map(readable)).map(({ path, message }) => [path, message]));
  const reasonOf = (path: string): string | undefined => {
    const old = base.entries.get(path);
    if (old !== undefined) return isSpec(before.get(old.id)) ? undefined : 'was no spec before, and is one now';
    if (SETTINGS.test(path)) return 'holds a spec under a name that programs take settings from';
    if (collisions.has(readable(path)))
      return `holds a spec under a name that is not its own: ${collisions.get(readable(path))!}`;
    const folder = path.replace(/\.json$/, '/index.');
    if (folder !== path && others.some((other) => other.startsWith(folder)))
      return 'holds a spec under a name by which a folder is loaded';
    return undefined;
  };
  return new Map(
    paths.flatMap((path) => {
      const reason = reasonOf(path);
      return reason === undefined ? [] : [[path, reason] as const];
    }),
  );
}

/** Names that are not UTF-8 are compared by their bytes. */
const readable = (path: string): string => textPath(path) ?? path;

function isSpec(bytes: Uint8Array | undefined): boolean {
  try {
    return bytes !== undefined && isMeantAsSpec(parseJson(bytes, { maxLineBytes: MAX_SPEC_BYTES }));
  } catch {
    return false;
  }
}

/** Whether a value is a change spec, well formed or not: it has an id `CS-…` and patches. Pure. */
export function isMeantAsSpec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'patches')) return false;
  const { id } = value as { readonly id?: unknown };
  return typeof id === 'string' && id.startsWith('CS-');
}
