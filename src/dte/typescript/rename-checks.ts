/** What is refused before any place is looked for. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { faultOfName } from './new-name.ts';
import type { NameKind } from './new-name.ts';
import { nameAt } from './names.ts';
import type { RenameTarget } from './rename-targets.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers why a target cannot have a name, whatever else is in the tree. */
export function checkNewName(target: RenameTarget, newName: string): Finding[] {
  const fault = newName === target.name ? 'is its name already' : faultOfName(newName, kindOfName(target));
  if (fault === undefined) return [];
  const message = `${target.name} cannot be called ${JSON.stringify(newName)}: that ${fault}.`;
  return [atNode('NAME_INVALID', message, target.declarations[0]!)];
}

/** Answers the JSX elements that would no longer be components: a small first letter stands for an element of the page. */
export function checkElements({ project, edits, newName }: Renaming): Finding[] {
  if (!/^\p{Ll}/u.test(newName)) return [];
  return edits.flatMap(({ path, start }) => {
    const node = nameAt(project.sourceFile(path)!, start);
    const isElement =
      node !== undefined &&
      (ts.isJsxOpeningLikeElement(node.parent) || ts.isJsxClosingElement(node.parent)) &&
      node.parent.tagName === node;
    if (!isElement || /^\p{Ll}/u.test(node.text)) return [];
    return [atNode('NAME_INVALID', `<${newName}> would be an element of the page, and not the component.`, node)];
  });
}

function kindOfName({ declarations, isMember }: RenameTarget): NameKind {
  if (declarations.some(ts.isPrivateIdentifier)) return 'private';
  if (isMember) return 'member';
  const isType = declarations.some(
    ({ parent }) =>
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isTypeParameterDeclaration(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent),
  );
  return isType ? 'type' : 'other';
}
