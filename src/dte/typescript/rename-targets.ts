/** Which symbols the nodes of a selection mean: one target for each set of declarations that has to be renamed together. */
import { compareText } from '../order.ts';
import { aliased, baseMembers, expectedMembers, isLabel, labelled, memberNamed } from './meaning.ts';
import { isNameNode } from './names.ts';
import type { NameNode } from './names.ts';
import { isLanguageMember } from './new-name.ts';
import type { SelectedNode } from './select.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** Something that can be renamed. */
export interface RenameTarget {
  readonly name: string;
  /** Such as `function` or `property`. */
  readonly kind: string;
  readonly isMember: boolean;
  /** Names of the declarations that are in the tree, in the order of paths and places. */
  readonly declarations: readonly NameNode[];
  /** The declarations themselves. */
  readonly owns: ReadonlySet<ts.Node>;
  /** Whether something outside of the tree declares it as well, or may do so. */
  readonly external: 'no' | 'declared' | 'unknown';
  /** Name of the class, interface, function or namespace around it. */
  readonly container?: string;
}

/** Answers the targets of a selection, in the order of their first declarations. Nodes without a name are nothing. */
export function targetsOf(checker: ts.TypeChecker, nodes: readonly SelectedNode[]): RenameTarget[] {
  const groups: Group[] = [];
  for (const { node } of nodes) {
    for (const name of namesOf(node)) merge(groups, groupOf(checker, name));
  }
  return groups.map(targetOf).sort(byPlace);
}

/** Answers the path of the file that a node of the tree is in. */
export const declarationPath = (node: ts.Node): string => pathOf(node.getSourceFile().fileName)!;

/** Declarations that are renamed together. */
interface Group {
  readonly name: string;
  readonly declarations: Set<ts.Node>;
  external: RenameTarget['external'];
}

/** What stands where names do and is none. */
const WORDS = new Set(['default', 'super', 'this']);

/** The names that a node is or has. */
export function namesOf(node: ts.Node): NameNode[] {
  if (isNameNode(node)) return WORDS.has(node.text) ? [] : [node];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(namesOf);
  const { name } = node as { name?: ts.Node };
  return name !== undefined && isNameNode(name) ? [name] : [];
}

function merge(groups: Group[], group: Group | undefined): void {
  if (group === undefined) return;
  const isShared = (other: Group): boolean =>
    other.name === group.name && [...other.declarations].some((declaration) => group.declarations.has(declaration));
  for (let i = groups.length - 1; i >= 0; i--) {
    const other = groups[i]!;
    if (!isShared(other)) continue;
    for (const declaration of other.declarations) group.declarations.add(declaration);
    if (other.external !== 'no') group.external = other.external;
    groups.splice(i, 1);
  }
  groups.push(group);
}

function groupOf(checker: ts.TypeChecker, node: NameNode): Group | undefined {
  if (isLabel(node)) return { name: node.text, declarations: new Set([labelled(node)]), external: 'no' };
  const symbols = symbolsOf(checker, node);
  if (symbols.length === 0) return undefined;
  const group: Group = { name: node.text, declarations: new Set(), external: 'no' };
  for (const symbol of symbols) addFamily(checker, group, symbol);
  return group;
}

/** What a name that was picked means: in `{ x }` the variable, in `import { x }` what is imported. */
function symbolsOf(checker: ts.TypeChecker, node: NameNode): ts.Symbol[] {
  const { parent } = node;
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : ts.isBindingElement(parent) && parent.propertyName === node
        ? checker.getTypeAtLocation(parent.parent).getProperty(node.text)
        : ts.isExportSpecifier(parent) &&
            (parent.propertyName ?? parent.name) === node &&
            parent.parent.parent.moduleSpecifier === undefined
          ? checker.getExportSpecifierLocalTargetSymbol(parent)
          : checker.getSymbolAtLocation(node);
  return symbol === undefined ? [] : roots(checker, sameName(checker, symbol, node.text));
}

/** Follows an alias as long as it has the name of what it stands for: `import { x as y }` declares a name of its own. */
function sameName(checker: ts.TypeChecker, symbol: ts.Symbol, name: string): ts.Symbol {
  let at = symbol;
  for (;;) {
    if ((at.flags & ts.SymbolFlags.Alias) === 0) return at;
    const next = checker.getImmediateAliasedSymbol(at);
    if (next === undefined) return at;
    const target = aliased(checker, next);
    if (nameOf(next) !== name && nameOf(target) !== name) return at;
    if (nameOf(next) !== name && next.escapedName !== ts.InternalSymbolName.Default) return at;
    at = next;
  }
}

/** The name that the declarations of a symbol give it: of `export default function f` that is `f`. */
function nameOf(symbol: ts.Symbol): string {
  const declared = symbol.declarations
    ?.map((declaration) => ts.getNameOfDeclaration(declaration))
    .find((name) => name !== undefined);
  return declared !== undefined && isNameNode(declared) ? declared.text : symbol.name;
}

function roots(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol[] {
  const found = checker.getRootSymbols(symbol);
  return found.length === 1 && found[0] === symbol ? [symbol] : found.flatMap((root) => roots(checker, root));
}

/** Adds the declarations of a symbol, and of the members that they stand for in base types and in types expected of literals. */
function addFamily(checker: ts.TypeChecker, group: Group, symbol: ts.Symbol): void {
  if (isUnresolved(checker, symbol)) group.external = 'declared';
  for (const declaration of symbol.declarations ?? []) {
    if (group.declarations.has(declaration)) continue;
    if (pathOf(declaration.getSourceFile().fileName) === undefined) {
      group.external = 'declared';
      continue;
    }
    group.declarations.add(declaration);
    const name = ts.getNameOfDeclaration(declaration);
    const member = name === undefined ? undefined : memberNamed(name);
    if (member !== undefined) {
      if (isLanguageMember(group.name)) group.external = 'declared';
      addBases(checker, group, member);
    }
  }
}

function addBases(checker: ts.TypeChecker, group: Group, member: ts.NamedDeclaration): void {
  const { parent } = member;
  if (ts.isObjectLiteralExpression(parent) || ts.isJsxAttributes(parent)) {
    for (const expected of expectedMembers(checker, parent, group.name)) {
      for (const root of roots(checker, expected)) addFamily(checker, group, root);
    }
    return;
  }
  if (isHidden(member)) return;
  const { members, isUnknown } = baseMembers(checker, member, group.name);
  if (isUnknown && group.external === 'no') group.external = 'unknown';
  for (const base of members) for (const root of roots(checker, base)) addFamily(checker, group, root);
}

/** Whether no base type can know of a member. */
export const isHidden = (member: ts.NamedDeclaration): boolean =>
  (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name));

/** Whether a symbol is imported from where nothing is known of it. */
function isUnresolved(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol.declarations === undefined;
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined || !(ts.isImportSpecifier(declaration) || ts.isExportSpecifier(declaration)))
    return false;
  return declaration.propertyName === undefined && checker.getAliasedSymbol(symbol).declarations === undefined;
}

function targetOf({ name, declarations, external }: Group): RenameTarget {
  const all = [...declarations];
  const named = all.flatMap((declaration) => {
    const node = ts.isLabeledStatement(declaration)
      ? declaration.label
      : ts.getNameOfDeclaration(declaration as ts.Declaration);
    const inner = node !== undefined && ts.isComputedPropertyName(node) ? node.expression : node;
    return inner !== undefined && isNameNode(inner) && inner.text === name ? [inner] : [];
  });
  const container = containerOf(all[0]);
  return {
    name,
    kind: kindOf(all[0]),
    isMember:
      named.some((node) => memberNamed(node) !== undefined || ts.isEnumMember(node.parent)) ||
      (named.length > 0 && named.every(isAssignedMember)),
    declarations: named.sort(byPosition),
    owns: declarations,
    external,
    ...(container === undefined ? {} : { container }),
  };
}

/** JavaScript declares members by assignments: `this.x = 1`, `A.prototype.x = …`, `exports.x = …`. */
const isAssignedMember = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);

const KINDS: readonly (readonly [(node: ts.Node) => boolean, string])[] = [
  [ts.isParameter, 'parameter'],
  [ts.isVariableDeclaration, 'variable'],
  [ts.isBindingElement, 'variable'],
  [ts.isFunctionLike, 'function'],
  [ts.isClassLike, 'class'],
  [ts.isInterfaceDeclaration, 'interface'],
  [ts.isTypeAliasDeclaration, 'type'],
  [ts.isTypeParameterDeclaration, 'type parameter'],
  [ts.isEnumDeclaration, 'enum'],
  [ts.isEnumMember, 'enum member'],
  [ts.isModuleDeclaration, 'namespace'],
  [ts.isLabeledStatement, 'label'],
  [ts.isImportSpecifier, 'import'],
  [ts.isImportClause, 'import'],
  [ts.isNamespaceImport, 'import'],
  [ts.isExportSpecifier, 'export'],
];

function kindOf(declaration: ts.Node | undefined): string {
  if (declaration === undefined) return 'name';
  if (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration)) return 'method';
  return KINDS.find(([is]) => is(declaration))?.[1] ?? 'property';
}

/** The name of what is around a declaration. */
function containerOf(declaration: ts.Node | undefined): string | undefined {
  for (let at = declaration?.parent; at !== undefined && !ts.isSourceFile(at); at = at.parent) {
    const isContainer =
      ts.isClassLike(at) ||
      ts.isInterfaceDeclaration(at) ||
      ts.isFunctionLike(at) ||
      ts.isModuleDeclaration(at) ||
      ts.isTypeAliasDeclaration(at) ||
      ts.isEnumDeclaration(at);
    const name = isContainer ? ts.getNameOfDeclaration(at as ts.Declaration) : undefined;
    if (name !== undefined && isNameNode(name)) return name.text;
  }
  return undefined;
}

const placeKey = (node: ts.Node): readonly [string, number] => [node.getSourceFile().fileName, node.getStart()];

function byPosition(a: ts.Node, b: ts.Node): number {
  const [pathA, startA] = placeKey(a);
  const [pathB, startB] = placeKey(b);
  return compareText(pathA, pathB) || startA - startB;
}

function byPlace(a: RenameTarget, b: RenameTarget): number {
  const [first, second] = [a.declarations[0], b.declarations[0]];
  if (first === undefined || second === undefined)
    return first === second ? compareText(a.name, b.name) : first === undefined ? 1 : -1;
  return byPosition(first, second);
}
