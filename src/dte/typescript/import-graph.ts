/** Which files of a program reach which. */
import type { TypeScriptProject } from './project.ts';
import { pathOf } from './tree-files.ts';
import { importsOf, ts } from './ts.ts';

/** A file that declares something for others than its importers. */
const FOR_OTHERS = /\bdeclare\s+(?:global|module)\b/;

/**
 * Answers the files that import one of these, however far away, and these. What a module declares can only get into files that reach
 * it; what is declared for all gets everywhere.
 */
export function filesReaching(project: TypeScriptProject, paths: ReadonlySet<string>): ReadonlySet<string> {
  const { program } = project;
  const files = new Map(
    program.getSourceFiles().flatMap((file) => {
      const path = pathOf(file.fileName);
      return path === undefined ? [] : [[path, file] as const];
    }),
  );
  const isForAll = [...paths].some((path) => {
    const file = files.get(path);
    if (path.endsWith('.json')) return false;
    return file === undefined || !ts.isExternalModule(file) || FOR_OTHERS.test(file.text);
  });
  if (isForAll) return new Set(files.keys());
  const importers = importersOf(program, files);
  const reached = new Set(paths);
  for (const path of reached) for (const importer of importers.get(path) ?? []) reached.add(importer);
  return reached;
}

function importersOf(program: ts.Program, files: ReadonlyMap<string, ts.SourceFile>): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, file] of files) {
    for (const imported of importsOf(program, file)) {
      const name = pathOf(imported);
      if (name === undefined) continue;
      const of = importers.get(name);
      if (of === undefined) importers.set(name, [path]);
      else of.push(path);
    }
  }
  return importers;
}
