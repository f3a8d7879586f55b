/** Names that something outside of the tree gives, or takes: globals that are reached as members, and what is declared and nowhere made. */
import type { Finding } from '../../base/report.ts';
import { bareExpression } from './bare-expression.ts';
import { atNode } from './finding-at-node.ts';
import { nameAt } from './names.ts';
import type { NameNode } from './names.ts';
import { reachOf } from './reach.ts';
import type { RenameTarget } from './rename-targets.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the places that have a renamed global as a member of the global object, without its type saying so. */
export function globalsAsMembers({ project, targets, before }: Renaming): Finding[] {
  const globals = targets.filter(({ isMember }) => !isMember);
  const names = new Set(
    globals.filter((one) => reachOf(project.checker, one.declarations) === 'everywhere').map(({ name }) => name),
  );
  return before.flatMap(({ path, start, name, meaning }) => {
    const node = meaning === '' && names.has(name) ? nameAt(project.sourceFile(path)!, start) : undefined;
    return node !== undefined && isOfGlobalObject(node)
      ? [atNode('NEEDS_PERSON', `This may be the global ${name}, which is renamed.`, node)]
      : [];
  });
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global', 'top', 'parent', 'frames']);

function isOfGlobalObject({ parent }: NameNode): boolean {
  if (!ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent)) return false;
  const owner = bareExpression(parent.expression);
  return ts.isIdentifier(owner) && GLOBAL_OBJECTS.has(owner.text);
}

/** Answers what is declared in the tree and made elsewhere: whoever makes it would still use the old name. */
export function onlyDeclared(renaming: Renaming): Finding[] {
  const targets = renaming.targets.filter(({ declarations }) => declarations.every(describes));
  return targets
    .filter((target) => !isMade(renaming, target))
    .map(({ name, declarations }) =>
      atNode(
        'NEEDS_PERSON',
        `${name} is only declared here: what it stands for is not in the tree, and would keep its name.`,
        declarations[0]!,
      ),
    );
}

/** Whether a declaration tells of a value, or of a member of one, without making it. */
function describes(name: NameNode): boolean {
  const { parent } = name;
  const isType = ts.isInterfaceDeclaration(parent) || ts.isTypeAliasDeclaration(parent) || isInside(parent);
  if (isType || ts.isTypeParameterDeclaration(parent) || isErased(parent)) return false;
  if (!isAmbient(parent)) return false;
  return !ts.isTypeElement(parent) || (ts.isInterfaceDeclaration(parent.parent) && isGlobalType(parent.parent));
}

/** Parameters are named for readers alone. */
const isInside = (node: ts.Node): boolean => ts.isParameter(node) || ts.isBindingElement(node);

/** What takes no value from anywhere: namespaces of types, and enums whose values the compiler writes down. */
const isErased = (node: ts.Node): boolean =>
  ts.isModuleDeclaration(node) ||
  ((ts.isEnumDeclaration(node) || ts.isEnumMember(node)) &&
    (ts.getCombinedModifierFlags(ts.isEnumMember(node) ? node.parent : node) & ts.ModifierFlags.Const) !== 0);

function isAmbient(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.canHaveModifiers(at) && ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
      return true;
  }
  return node.getSourceFile().isDeclarationFile;
}

/** Interfaces for everybody: their values come from the surroundings, such as the variables of a process. */
function isGlobalType(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    const isWide = ts.isModuleDeclaration(at) && (at.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
    if (isWide || (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name))) return true;
  }
  return !ts.isExternalModule(node.getSourceFile());
}

/** Whether something that gets the new name as well gives a value: an assignment, a member of an object, an element's attribute. */
function isMade(renaming: Renaming, { name }: RenameTarget): boolean {
  const { project, before } = renaming;
  const edited = editedPlaces(renaming);
  return before.some(({ path, start, name: own }) => {
    if (own !== name || !edited.has(`${path}:${start}`)) return false;
    const node = nameAt(project.sourceFile(path)!, start);
    return node !== undefined && makes(node);
  });
}

function makes(node: NameNode): boolean {
  const { parent } = node;
  if (ts.isObjectLiteralElementLike(parent) || ts.isJsxAttribute(parent)) return parent.name === node;
  if (ts.isClassElement(parent) || ts.isFunctionDeclaration(parent) || ts.isVariableDeclaration(parent))
    return parent.name === node && !isAmbient(parent);
  const access =
    ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) ? parent : (node as ts.Node);
  return ts.isBinaryExpression(access.parent) && access.parent.left === access && isAssignment(access.parent);
}

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
