/** Two trees, as one program in which their public interfaces can be compared. */
import type { FileChange } from '../plan.ts';
import type { SourceTree } from '../source-tree.ts';
import type { EntryPoints } from '../typescript/compatibility/entry-points.ts';
import { pairPrograms } from '../typescript/compatibility/paired-program.ts';
import type { ApiSide, Counterparts, PairedProgram } from '../typescript/compatibility/paired-program.ts';
import { affectedBy, declarationTexts, isSameFile, reachableFrom } from '../typescript/compatibility/reachable.ts';
import { typeScriptOf } from '../typescript/language.ts';
import { Resolver } from '../typescript/move/resolver.ts';
import type { InvariantContext } from './context.ts';

/** Answers the program, or `undefined` where no change reaches what the entry points export. */
export async function comparableTrees(
  base: EntryPoints,
  head: EntryPoints,
  context: InvariantContext,
): Promise<PairedProgram | undefined> {
  const { before, after, changes = [] } = context;
  const known = counterparts(changes, before);
  const moved = new Map(changes.map(({ path, newPath }) => [path, newPath]));
  const isNew = (path: string): boolean => {
    const old = known.pathInBase(path);
    return old === undefined || old !== path || !isSameFile(before, old, after, path);
  };
  const isOld = (path: string): boolean => {
    const now = moved.get(path) ?? path;
    return now !== path || !after.modes.has(now) || !isSameFile(before, path, after, now);
  };
  const isSameSurface = base.size === head.size && [...base].every(([name, path]) => head.get(name) === path);
  const theirs = await side(before, base, isOld, context);
  const own = await side(after, head, isNew, context);
  if (isSameSurface && theirs.texts.size === 0 && own.texts.size === 0) return undefined;
  const project = typeScriptOf(await context.projects.open(context.spec.language, before));
  return pairPrograms(project, theirs, own, known);
}

async function side(
  tree: SourceTree,
  entries: EntryPoints,
  isChanged: (path: string) => boolean,
  { projects, spec }: InvariantContext,
): Promise<ApiSide> {
  const project = typeScriptOf(await projects.open(spec.language, tree));
  const resolver = new Resolver(tree);
  const imports = reachableFrom(project, resolver, entries.values());
  const affected = affectedBy(imports, isChanged);
  return { resolver, texts: declarationTexts(project, affected) };
}

/** What the change says about where files and names come from. */
function counterparts(changes: readonly FileChange[], before: SourceTree): Counterparts {
  const origins = new Map(changes.map(({ path, newPath }) => [newPath, path]));
  const left = new Set(changes.filter(({ path, newPath }) => path !== newPath).map(({ path }) => path));
  const names = new Map<string, string>();
  for (const { newPath, edits } of changes)
    for (const edit of edits) names.set(JSON.stringify([newPath, edit.new]), edit.old);
  return {
    pathInBase: (path) => origins.get(path) ?? (before.modes.has(path) && !left.has(path) ? path : undefined),
    nameInBase: (path, name) => names.get(JSON.stringify([path, name])) ?? name,
  };
}
