/** The tests that a change concerns: test files that import what changes, by one step between them at most. */
import { posix } from 'node:path';
import type { ChangeSpec } from '../generated/types.ts';
import { isTextOf, textsOf } from '../invariants/looked-at.ts';
import type { Projects } from '../projects.ts';
import type { SourceTree } from '../source-tree.ts';
import type { ChangedFile, TreeChanges } from '../tree-changes.ts';

type Language = ChangeSpec['language'];

/** Answers the paths of the test files in the resulting tree, sorted. */
export async function testTargets(
  language: Language,
  { base, files }: TreeChanges,
  projects: Projects,
): Promise<string[]> {
  const changed = new Set(files.map(({ path }) => path));
  const importers = await importersOf(language, base, projects);
  const near = new Set([...changed, ...importers(changed)]);
  const concerned = new Set([...near, ...importers(near)]);
  const newPath = new Map(files.map((file: ChangedFile) => [file.path, file.newPath]));
  const tests = [...concerned].filter((path) => isTest(path) && isTextOf(language, path));
  return tests.map((path) => newPath.get(path) ?? path).sort();
}

/** Whether a path is one of a test, as the usual runners find them. Pure. */
export const isTest = (path: string): boolean =>
  /(?:^|\/)(?:tests?|__tests__|spec)\//.test(path) ||
  /[._-](?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)test_[^/]*\.py$|_test\.py$|Tests?\.java$/.test(path);

type Importers = (paths: ReadonlySet<string>) => string[];

async function importersOf(language: Language, tree: SourceTree, projects: Projects): Promise<Importers> {
  if (language === 'typescript' || language === 'javascript') return scriptImporters(language, tree, projects);
  const { texts } = textsOf(tree, (path) => isTextOf(language, path));
  const lines = texts.map(({ path, text }) => ({
    path,
    imports: (text.match(/^\s*(?:import|from)\s.*$/gm) ?? []).join('\n'),
  }));
  return (paths) => {
    const names = new Set([...paths].map((path) => posix.basename(path).replace(/\.\w+$/, '')));
    const isNamed = (imports: string): boolean =>
      (imports.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).some((word) => names.has(word));
    return lines.filter(({ imports }) => isNamed(imports)).map(({ path }) => path);
  };
}

async function scriptImporters(language: Language, tree: SourceTree, projects: Projects): Promise<Importers> {
  const { importedPaths } = await import('../typescript/imported-paths.ts');
  const { typeScriptOf } = await import('../typescript/language.ts');
  const imports = importedPaths(typeScriptOf(await projects.open(language, tree)), tree);
  return (paths) =>
    [...imports].filter(([, targets]) => targets.some((target) => paths.has(target))).map(([path]) => path);
}
