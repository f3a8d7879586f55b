/**
 * Where a renamed member may be meant without anybody being able to tell: members of values of no known type, and strings that pick
 * members by their names.
 */
import type { Finding } from '../../base/report.ts';
import { aliased } from './meaning.ts';
import type { Occurrence } from './meaning.ts';
import { atNode } from './finding-at-node.ts';
import { mayBeOurs, specifierOf } from './module-names.ts';
import { nameAt, namesIn } from './names.ts';
import type { NameNode } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { editedPlaces, isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the places that a person has to look at before a name is changed. */
export const uncertainUses = (renaming: Renaming): Finding[] => [
  ...evaluations(renaming),
  ...lostImports(renaming),
  ...uncertainMembers(renaming),
];

/** Text that is run sees all names around it. */
function evaluations({ project, targets }: Renaming): Finding[] {
  const declarations = targets.filter(({ isMember }) => !isMember).flatMap((target) => target.declarations);
  const paths = [...new Set(declarations.map(declarationPath))];
  return paths.flatMap((path) => {
    const file = project.sourceFile(path)!;
    const runs = namesIn(file, ['eval']).filter(
      ({ parent }) => ts.isCallExpression(parent) && ts.isIdentifier(parent.expression),
    );
    const withs = /\bwith\s*\(/.test(file.text) ? withStatements(file) : [];
    return [...runs, ...withs].map((node) =>
      atNode('NEEDS_PERSON', 'Text that is run, and what stands in `with`, may mean a name that is renamed.', node),
    );
  });
}

function withStatements(file: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isWithStatement(node)) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Imports of the name from where nothing can be found, although it may be in the tree. */
function lostImports(renaming: Renaming): Finding[] {
  const { project, targets, before } = renaming;
  const names = new Set(targets.filter((target) => isExported(project.checker, target)).map(({ name }) => name));
  return before.flatMap(({ path, start, role, name }) => {
    if (role !== 'member' || !names.has(name)) return [];
    const node = nameAt(project.sourceFile(path)!, start);
    if (node === undefined || !(ts.isImportSpecifier(node.parent) || ts.isExportSpecifier(node.parent))) return [];
    const symbol = project.checker.getSymbolAtLocation(node);
    if (symbol === undefined || !isLost(renaming, symbol)) return [];
    return [
      atNode(
        'NEEDS_PERSON',
        `Where ${name} is imported from here cannot be found, and may be where it is renamed.`,
        node,
      ),
    ];
  });
}

function isExported(checker: ts.TypeChecker, { declarations, owns, isMember }: RenameTarget): boolean {
  if (isMember) return false;
  return declarations.some((node) => {
    const module = checker.getSymbolAtLocation(node.getSourceFile());
    if (module === undefined) return false;
    return checker
      .getExportsOfModule(module)
      .some((symbol) => aliased(checker, symbol).declarations?.some((declaration) => owns.has(declaration)));
  });
}

/** Whether an import leads to nothing, and may mean something of the tree. */
function isLost({ project }: Renaming, symbol: ts.Symbol): boolean {
  if (
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ||
    project.checker.getAliasedSymbol(symbol).declarations !== undefined
  )
    return false;
  const specifier = specifierOf(symbol);
  return specifier !== undefined && mayBeOurs(project, specifier);
}

function uncertainMembers(renaming: Renaming): Finding[] {
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
const isSeenByName = ({ isMember, declarations }: RenameTarget): boolean =>
  isMember && !declarations.some(ts.isPrivateIdentifier);

function unknownOwner(renaming: Renaming, { path, start, name, role, meaning }: Occurrence): Finding[] {
  const { project } = renaming;
  const node = nameAt(project.sourceFile(path)!, start);
  if (node === undefined || meaning !== '' || !(role === 'name' || role === 'member')) return [];
  const owner = ownerOf(node);
  if (owner === undefined || isOutside(renaming, owner)) return [];
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
function isOutside(renaming: Renaming, owner: ts.Node): boolean {
  const at =
    ts.isObjectBindingPattern(owner) && ts.isVariableDeclaration(owner.parent) ? owner.parent.initializer : owner;
  if (at === undefined || !ts.isIdentifier(at)) return false;
  const { checker } = renaming.project;
  const symbol = checker.getSymbolAtLocation(at);
  if (symbol === undefined) return true;
  const isUnresolved =
    (symbol.flags & ts.SymbolFlags.Alias) !== 0 && checker.getAliasedSymbol(symbol).declarations === undefined;
  return isUnresolved && !isLost(renaming, symbol);
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
