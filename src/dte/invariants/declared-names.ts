/** The names that sources declare, by their syntax alone. */
import type { ChangeSpec } from '../generated/types.ts';
import type { Projects } from '../projects.ts';
import type { SourceText } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import type { DeclaredName } from './declared-name.ts';
import { declaredInSyntax } from './declared-syntax.ts';

/** A tree in which declarations are looked for. */
export interface DeclarationSearch {
  readonly language: ChangeSpec['language'];
  readonly tree: SourceTree;
  readonly projects: Projects;
}

/** Answers what some sources of a tree declare or export. */
export async function declarationsIn(
  { language, tree, projects }: DeclarationSearch,
  texts: readonly SourceText[],
): Promise<DeclaredName[]> {
  if (texts.length === 0) return [];
  if (language === 'typescript' || language === 'javascript') return declaredInScripts(texts);
  return declaredInSyntax(language, await projects.open(language, tree), texts);
}

/** The compiler is loaded here: whatever else a process plans or serves does without. */
async function declaredInScripts(texts: readonly SourceText[]): Promise<DeclaredName[]> {
  const { exportedNames, isScriptPath, namedDeclarations, parseSource } = await import('../typescript/declarations.ts');
  return texts
    .filter(({ path }) => isScriptPath(path))
    .flatMap((source) => {
      const file = parseSource(source.path, source.text);
      const declared = namedDeclarations(file).map(({ name, containers, level, nameNode }) => ({
        ...{ name, containers, level, source },
        ...{ start: nameNode.getStart(file), end: nameNode.end },
      }));
      const exported = [...exportedNames(file)].map(([name, node]) => ({
        ...{ name, containers: [], level: 'module' as const, source },
        ...{ start: node.getStart(file), end: node.end },
      }));
      return [...declared, ...exported];
    });
}
