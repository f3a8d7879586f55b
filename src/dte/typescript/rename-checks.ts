/** What is refused before any place is looked for. */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { faultOfName } from './new-name.ts';
import type { NameKind } from './new-name.ts';
import type { NameNode } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { ts } from './ts.ts';

/** Answers why a target cannot have a name, whatever else is in the tree. */
export function checkNewName(target: RenameTarget, newName: string): Finding[] {
  const fault = newName === target.name ? 'is its name already' : faultOfName(newName, kindOfName(target));
  if (fault === undefined) return [];
  const message = `${target.name} cannot be called ${JSON.stringify(newName)}: that ${fault}.`;
  return [atDeclaration('NAME_INVALID', message, target.declarations[0]!)];
}

/** Answers a finding at the declaration of a name. */
export function atDeclaration(code: Finding['code'], message: string, node: NameNode): Finding {
  const { text } = node.getSourceFile();
  return findingAt(code, message, { path: declarationPath(node), text, start: node.getStart(), end: node.end });
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
