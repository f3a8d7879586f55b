/** Names that JSX uses unseen: a pragma, an option or a convention says so, and no name in the code. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { factoriesOf, jsxIn } from './jsx-factories.ts';
import { reachOf } from './reach.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { isNameNode, startOfWord } from './names.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** Answers what the compiler itself looks for by its name: the namespace of JSX, and all that stands in it. */
export const namesOfJsx = ({ targets }: Renaming): Finding[] =>
  targets.flatMap(({ name, declarations }) =>
    declarations.filter(isOfJsx).map((node) => {
      const message = `${name} is what the compiler looks for by this name, to know what JSX means.`;
      return atNode('TARGET_EXTERNAL', message, node);
    }),
  );

function isOfJsx(name: ts.Node): boolean {
  for (let at = name.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) && at !== name.parent) return false;
    if (ts.isModuleDeclaration(at) && at.name.text === 'JSX') return true;
  }
  return false;
}

/** Answers the JSX that would be made by something else, or by nothing. */
export function factoryFaults(renaming: Renaming): Finding[] {
  const { project, names, targets } = renaming;
  if (targets.every(({ isMember }) => isMember)) return [];
  return project.paths.flatMap((path) => {
    const factories = factoriesOf(project, path).filter((name) => names.includes(name));
    const elements = factories.length === 0 ? [] : jsxIn(project.sourceFile(path) ?? project.parsed(path)!);
    const element = elements.find((one) => factories.some((name) => isConcerned(renaming, path, one, name)));
    return element === undefined ? [] : [fault(renaming, factories[0]!, element)];
  });
}

function isConcerned(renaming: Renaming, path: string, element: ts.Node, name: string): boolean {
  const { project, targets, newName, edits } = renaming;
  if (
    reachOf(
      project.checker,
      targets.flatMap(({ declarations }) => declarations),
    ) === 'everywhere'
  )
    return true;
  if (name === newName) return edits.some((edit) => edit.path === path);
  const symbol = project.checker.resolveName(name, element, ts.SymbolFlags.Value | ts.SymbolFlags.Alias, false);
  const edited = editedPlaces(renaming);
  return (symbol?.declarations ?? []).some((declaration) => {
    const at = ts.getNameOfDeclaration(declaration);
    return (
      at !== undefined && isNameNode(at) && edited.has(`${pathOf(at.getSourceFile().fileName)!}:${startOfWord(at)}`)
    );
  });
}

function fault({ newName }: Renaming, name: string, element: ts.Node): Finding {
  const message =
    name === newName
      ? `JSX here is made by ${name}, which would be something else.`
      : `JSX here is made by ${name}, which a pragma, an option or a convention names: those have to change first.`;
  return atNode(name === newName ? 'NAME_COLLISION' : 'NEEDS_PERSON', message, element);
}
