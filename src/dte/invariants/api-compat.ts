/** Invariants on the public interface: what users of a package may rely on is still there. */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import type { Invariant } from '../generated/types.ts';
import { decodeSource } from '../source-text.ts';
import { levelOf } from '../typescript/compatibility/api-change.ts';
import type { ApiChange } from '../typescript/compatibility/api-change.ts';
import { compareApi } from '../typescript/compatibility/compare-api.ts';
import { namedEntryPoints, packageEntryPoints } from '../typescript/compatibility/entry-points.ts';
import type { EntryPoints } from '../typescript/compatibility/entry-points.ts';
import { namedDeclarations, parseSource } from '../typescript/declarations.ts';
import { parseApiRule } from './api-rule-form.ts';
import { comparableTrees } from './api-trees.ts';
import { oneFinding, verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';

/** Compares the exports of the entry points. @throws {LoglineError} as {@link parseApiRule}; PATH_UNSAFE - an entry point. */
export async function checkApiCompat({ spec, details = {} }: Invariant, context: InvariantContext): Promise<Verdict> {
  const allowed = parseApiRule(spec);
  const { language } = context.spec;
  if (language === 'python' || language === 'java') {
    return oneFinding(
      'NOT_CHECKED',
      `Interfaces of ${language} packages cannot be compared: that needs types that sources do not have.`,
    );
  }
  const { base, head, missing } = entryPoints(details.entry, context);
  if (missing.length > 0) return oneFinding('INPUT_MISSING', `The tree has no ${missing.join(', ')}.`);
  if (base.size === 0) {
    return oneFinding(
      'NOT_CHECKED',
      'No package.json names an entry point whose source is in the tree: name them in details.entry.',
    );
  }
  const program = await comparableTrees(base, head, context);
  const changes = program === undefined ? [] : compareApi(program, base, head);
  return judged(changes, allowed, details.allow ?? [], base, context);
}

interface BothEntryPoints {
  readonly base: EntryPoints;
  readonly head: EntryPoints;
  /** Of those that a spec names, those that the base does not have. */
  readonly missing: readonly string[];
}

/** An entry point that moved is still one. */
function entryPoints(
  named: readonly string[] | undefined,
  { before, after, changes = [] }: InvariantContext,
): BothEntryPoints {
  if (named === undefined) return { base: packageEntryPoints(before), head: packageEntryPoints(after), missing: [] };
  const base = namedEntryPoints(before, named);
  const moved = new Map(changes.map(({ path, newPath }) => [path, newPath]));
  const head = [...base.keys()]
    .map((path) => [path, moved.get(path) ?? path] as const)
    .filter(([, path]) => after.modes.has(path));
  return { base, head: new Map(head), missing: named.filter((path) => !base.has(path.replace(/^\.\//, ''))) };
}

function judged(
  changes: readonly ApiChange[],
  allowed: 'none' | 'minor',
  names: readonly string[],
  entries: EntryPoints,
  context: InvariantContext,
): Verdict {
  const isAllowed = ({ name }: ApiChange): boolean =>
    names.some((other) => name === other || name.startsWith(`${other}.`));
  const isFault = (change: ApiChange): boolean =>
    (change.level === 'major' || allowed === 'none') && !isAllowed(change);
  const faults = changes.filter(isFault);
  const rest = changes
    .filter((change) => !isFault(change))
    .map(({ name, level, what }) => `${name} ${what} (${level})`);
  const counts = {
    entries: entries.size,
    changes: changes.length,
    breaking: changes.filter(({ level }) => level === 'major').length,
  };
  const notes = [`The interface changes by ${levelOf(changes)}.`, ...rest.slice(0, 20)];
  return verdictOf(
    faults.map((change) => findingOf(change, context)),
    counts,
    notes,
  );
}

/** With the place where the name is declared, in the base where it was there already. */
function findingOf({ name, what, level, path }: ApiChange, { before, after }: InvariantContext): Finding {
  const message = `${name} ${what}.`;
  const details = { name: name.split('.')[0]!, change: name, level };
  const tree = path === undefined ? undefined : [before, after].find(({ modes }) => modes.has(path));
  if (path === undefined || tree === undefined) return { code: 'API_BREAKING', message, details };
  const { text } = decodeSource(path, tree.read(path));
  const file = parseSource(path, text);
  const declared = namedDeclarations(file).filter(({ level: where }) => where !== 'local');
  const names = name.split('.').reverse();
  const node = names
    .map((wanted) => declared.find((other) => other.name === wanted))
    .find((other) => other !== undefined)?.nameNode;
  if (node === undefined) return { code: 'API_BREAKING', message, path, details };
  return findingAt('API_BREAKING', message, { path, text, start: node.getStart(file), end: node.end }, details);
}
