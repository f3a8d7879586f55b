/** The names that sources declare, by their syntax alone. */
import { LoglineError } from '../../base/errors.ts';
import type { SourceText } from '../source-text.ts';
import { exportedNames, isScriptPath, namedDeclarations, parseSource } from '../typescript/declarations.ts';
import type { InvariantContext } from './context.ts';

/** One declaration of a name. */
export interface DeclaredName {
  readonly name: string;
  /** Names of what it stands in, outermost first. */
  readonly containers: readonly string[];
  /** `member` of a class, interface, enum or object; `local` to a body; `module`: neither. */
  readonly level: 'module' | 'member' | 'local';
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Answers what sources declare or export. */
export async function declarationsIn(
  { spec: { language } }: InvariantContext,
  texts: readonly SourceText[],
): Promise<DeclaredName[]> {
  if (language === 'typescript' || language === 'javascript') return declaredInScripts(texts);
  throw new LoglineError('NOT_CHECKED', `Names in ${language} are not looked for.`);
}

function declaredInScripts(texts: readonly SourceText[]): DeclaredName[] {
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
