/**
 * Where a renamed member may be meant without anybody being able to tell: members of values of no known type, and strings that pick
 * members by their names.
 */
import type { Finding } from '../../base/report.ts';
import { aliased, memberNamed } from './meaning.ts';
import type { Occurrence } from './meaning.ts';
import { atNode } from './finding-at-node.ts';
import { mayBeOurs, specifierOf } from './module-names.ts';
import { nameAt, namesIn } from './names.ts';
import type { NameNode } from './names.ts';
import { enumLookups } from './rename-enums.ts';
import { computedModules, evaluatedTexts } from './rename-evaluated.ts';
import { globalsAsMembers, onlyDeclared } from './rename-globals.ts';
import { overwrites } from './rename-overwrites.ts';
import { sloppyUses } from './rename-sloppy.ts';
import { assertedKeys, pickedByStrings, pickedByValues } from './rename-strings.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the places that a person has to look at before a name is changed. */
export const uncertainUses = (renaming: Renaming): Finding[] => [
  ...evaluations(renaming),
  ...evaluatedTexts(renaming),
  ...computedModules(renaming),
  ...enumLookups(renaming),
  ...globalsAsMembers(renaming),
  ...onlyDeclared(renaming),
  ...sloppyUses(renaming),
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
  const exportsOf = exportedDeclarations(project.checker);
  const names = new Set(targets.filter((target) => isExported(target, exportsOf)).map(({ name }) => name));
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

type ExportsOf = (file: ts.SourceFile) => ReadonlySet<ts.Node>;

function isExported({ declarations, owns, isMember }: RenameTarget, exportsOf: ExportsOf): boolean {
  if (isMember) return false;
  return declarations.some((node) => {
    const exported = exportsOf(node.getSourceFile());
    return [...owns].some((own) => exported.has(own));
  });
}

/** Answers a reader of what a file exports, which looks at each file once. */
function exportedDeclarations(checker: ts.TypeChecker): ExportsOf {
  const known = new Map<ts.SourceFile, ReadonlySet<ts.Node>>();
  const read: ExportsOf = (file) => {
    const module = checker.getSymbolAtLocation(file);
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
    return new Set(symbols.flatMap((symbol) => aliased(checker, symbol).declarations ?? []));
  };
  return (file) => {
    const exported = known.get(file) ?? read(file);
    known.set(file, exported);
    return exported;
  };
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
  return [
    ...left.flatMap((occurrence) => unknownOwner(renaming, occurrence)),
    ...pickedByStrings(renaming, left),
    ...pickedByValues(renaming, names, left),
    ...assertedKeys(renaming),
    ...overwrites(renaming, left),
  ];
}

/** What is not private can be reached from values whose type nobody knows. */
const isSeenByName = ({ isMember, declarations }: RenameTarget): boolean =>
  isMember && !declarations.some(ts.isPrivateIdentifier);

function unknownOwner(renaming: Renaming, { path, start, name, role, meaning }: Occurrence): Finding[] {
  const { project } = renaming;
  const node = nameAt(project.sourceFile(path)!, start);
  if (node === undefined || role === 'base') return [];
  const owner = ownerOf(node);
  if (owner === undefined || isOutside(renaming, owner)) return [];
  const type = project.checker.getTypeAtLocation(owner);
  if (mayBeDictionary(renaming, type, name)) {
    return [
      atNode('NEEDS_PERSON', `What has ${name} here takes any names, and may be what has the renamed one.`, node),
    ];
  }
  if (meaning !== '' || !mayHaveMore(project.checker, type)) return [];
  return [
    atNode('NEEDS_PERSON', `Whether ${name} is meant here cannot be told: what has it is of no known type.`, node),
  ];
}

/** Whether something may have members that its type does not tell of: nobody knows its type, or has not told all of it. */
const mayHaveMore = (checker: ts.TypeChecker, type: ts.Type): boolean =>
  (type.flags & ts.TypeFlags.Any) !== 0 ||
  ((type.flags & ts.TypeFlags.Object) !== 0 && checker.getIndexInfosOfType(type).length === 0);

/** Whether a type has members of all names, and something with a renamed one may be it. */
function mayBeDictionary({ project: { checker }, targets }: Renaming, type: ts.Type, name: string): boolean {
  if (type.getProperty(name) !== undefined || checker.getIndexInfoOfType(type, ts.IndexKind.String) === undefined)
    return false;
  return targets
    .flatMap(({ declarations }) => declarations)
    .map((node) => memberNamed(node)?.parent)
    .some((owner) => owner !== undefined && checker.isTypeAssignableTo(checker.getTypeAtLocation(owner), type));
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
