/**
 * Where a renamed member may be meant without anybody being able to tell: members of values of no known type, and strings that pick
 * members by their names.
 */
import type { Finding } from '../../base/report.ts';
import type { Occurrence } from './meaning.ts';
import { atNode } from './finding-at-node.ts';
import { nameAt } from './names.ts';
import type { NameNode } from './names.ts';
import { editedPlaces, isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the places that a person has to look at before members are renamed. */
export function uncertainUses(renaming: Renaming): Finding[] {
  const names = new Set(renaming.targets.filter(isSeenByName).map(({ name }) => name));
  if (names.size === 0) return [];
  const edited = editedPlaces(renaming);
  const left = renaming.before.filter(({ name, path, start }) => names.has(name) && !edited.has(`${path}:${start}`));
  const strings = left.filter(({ role }) => role === 'text');
  return [
    ...left.flatMap((occurrence) => unknownOwner(renaming, occurrence)),
    ...strings.flatMap((occurrence) => pickedByString(renaming, occurrence)),
    ...(strings.length === 0 ? [] : pickedByValue(renaming, names)),
  ];
}

/** What is not private can be reached from values whose type nobody knows. */
const isSeenByName = ({ isMember, declarations }: Renaming['targets'][number]): boolean =>
  isMember && !declarations.some(ts.isPrivateIdentifier);

function unknownOwner({ project }: Renaming, { path, start, name, role, meaning }: Occurrence): Finding[] {
  const node = nameAt(project.sourceFile(path)!, start);
  if (node === undefined || meaning !== '' || !(role === 'name' || role === 'member')) return [];
  const owner = ownerOf(node);
  if (owner === undefined || isOutside(project.checker, owner)) return [];
  const isUnknown = (project.checker.getTypeAtLocation(owner).flags & ts.TypeFlags.Any) !== 0;
  return isUnknown
    ? [atNode('NEEDS_PERSON', `Whether ${name} is meant here cannot be told: what has it is of no known type.`, node)]
    : [];
}

/** The node whose type has the member that a name picks. */
function ownerOf(node: NameNode): ts.Node | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) return parent.expression;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) return parent.parent;
  if (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent)) return parent.parent.objectType;
  return undefined;
}

/** Whether something comes right from outside of the tree, which cannot know of what is declared in it. */
function isOutside(checker: ts.TypeChecker, owner: ts.Node): boolean {
  const at =
    ts.isObjectBindingPattern(owner) && ts.isVariableDeclaration(owner.parent) ? owner.parent.initializer : owner;
  if (at === undefined || !ts.isIdentifier(at)) return false;
  const symbol = checker.getSymbolAtLocation(at);
  if (symbol === undefined) return true;
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0 && checker.getAliasedSymbol(symbol).declarations === undefined;
}

function pickedByString(renaming: Renaming, { path, start, name }: Occurrence): Finding[] {
  const { project } = renaming;
  const node = nameAt(project.sourceFile(path)!, start);
  if (node === undefined) return [];
  const hasMember = besides(node).some((other) =>
    isRenamed(renaming, project.checker.getTypeAtLocation(other).getProperty(name)),
  );
  return hasMember ? [atNode('NEEDS_PERSON', `This string may pick ${name}, which is renamed.`, node)] : [];
}

/** What a string is used together with. */
function besides(node: NameNode): readonly ts.Node[] {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InKeyword ? [parent.right] : [];
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const receiver = ts.isPropertyAccessExpression(parent.expression) ? [parent.expression.expression] : [];
    return [...receiver, ...(parent.arguments ?? []).filter((argument) => argument !== node)];
  }
  for (let at: ts.Node = parent; ts.isTypeNode(at); at = at.parent) {
    if (ts.isTypeReferenceNode(at)) return at.typeArguments?.filter((type) => !encloses(type, node)) ?? [];
  }
  return [];
}

const encloses = (outer: ts.Node, inner: ts.Node): boolean => outer.pos <= inner.pos && inner.end <= outer.end;

/** Elements that are picked by a value which can only be the old name, as in `const key = "x"; o[key]`. */
function pickedByValue(renaming: Renaming, names: ReadonlySet<string>): Finding[] {
  const { project } = renaming;
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) {
      const name = literalsOf(project.checker.getTypeAtLocation(node.argumentExpression)).find((text) =>
        names.has(text),
      );
      const owner = name === undefined ? undefined : project.checker.getTypeAtLocation(node.expression);
      if (isRenamed(renaming, name === undefined ? undefined : owner?.getProperty(name))) {
        findings.push(
          atNode('NEEDS_PERSON', `The value of this picks ${name!}, which is renamed.`, node.argumentExpression),
        );
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of project.program.getSourceFiles()) if (project.pathOf(file) !== undefined) visit(file);
  return findings;
}

function literalsOf(type: ts.Type): string[] {
  if (type.isUnion()) return type.types.length > 20 ? [] : type.types.flatMap(literalsOf);
  return type.isStringLiteral() ? [type.value] : [];
}
