/** What a name means where it stands: the declarations that it resolves to. */
import { compareText } from '../order.ts';
import type { PlaceBefore } from '../place-before.ts';
import { isNameNode, startOfWord } from './names.ts';
import type { NameNode } from './names.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/**
 * How a name stands in a program. One place may have several: in `{ x }` it names a variable and a property.
 * - `name`: resolved from where it stands, or a member of what stands before it.
 * - `member`: a property of the type that is expected there or taken apart, or the name of something in another module.
 * - `base`: the members of base types that a member stands for.
 * - `text`: a string, and whether the type expected there allows it.
 */
export type Role = 'name' | 'member' | 'base' | 'text';

/** What a name is in one role: places of declarations, sorted. The same declarations give the same text. */
export type Meaning = readonly [role: Role, meaning: string];

/** One occurrence of a name in one role. */
export interface Occurrence {
  readonly path: string;
  /** Offset in the text before the change. */
  readonly start: number;
  readonly length: number;
  readonly role: Role;
  readonly name: string;
  /** What it resolves to, by places in the texts before the change. */
  readonly meaning: string;
}

type Symbols = readonly (ts.Symbol | undefined)[];

/** Tells what names mean to one checker. */
export class Meanings {
  readonly #checker: ts.TypeChecker;
  readonly #placeBefore: PlaceBefore;

  constructor(checker: ts.TypeChecker, placeBefore: PlaceBefore) {
    this.#checker = checker;
    this.#placeBefore = placeBefore;
  }

  /** Answers all roles of a name. None for strings that name nothing, such as module specifiers. */
  of(node: NameNode): readonly Meaning[] {
    const { parent } = node;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return this.#ofShorthand(node, parent);
    if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) return this.#ofBinding(node, parent);
    if (ts.isImportSpecifier(parent)) return this.#ofImport(node, parent);
    if (ts.isExportSpecifier(parent)) return this.#ofExport(node, parent);
    if (isLabel(node)) return [['name', `label ${this.#place(labelled(node))}`]];
    const member = memberNamed(node);
    if (member !== undefined) return this.#ofMember(node, member);
    if (ts.isStringLiteralLike(node)) return this.#ofText(node);
    return [['name', this.#key([this.#at(node)])]];
  }

  #ofShorthand(node: NameNode, parent: ts.ShorthandPropertyAssignment): Meaning[] {
    return [
      ['name', this.#key([this.#checker.getShorthandAssignmentValueSymbol(parent)])],
      ['member', this.#key(this.#expectedOrOwn(node, parent.parent))],
    ];
  }

  #ofBinding(node: NameNode, { parent, propertyName, name, dotDotDotToken }: ts.BindingElement): Meaning[] {
    const local: Meaning = ['name', this.#key([this.#at(node)])];
    if (dotDotDotToken !== undefined || (propertyName !== undefined && name === node)) return [local];
    const member: Meaning = ['member', this.#key([this.#checker.getTypeAtLocation(parent).getProperty(node.text)])];
    if (propertyName === node) return [member];
    return name === node ? [local, member] : [local];
  }

  #ofImport(node: NameNode, { propertyName }: ts.ImportSpecifier): Meaning[] {
    const meaning = this.#key([this.#at(node)]);
    if (propertyName === node) return [['member', meaning]];
    const local: Meaning = ['name', meaning];
    return propertyName === undefined ? [local, ['member', meaning]] : [local];
  }

  #ofExport(node: NameNode, parent: ts.ExportSpecifier): Meaning[] {
    const meaning = this.#key([this.#checker.getExportSpecifierLocalTargetSymbol(parent)]);
    if (parent.propertyName === node) return [['name', meaning]];
    const exported: Meaning = ['member', meaning];
    return parent.propertyName === undefined ? [['name', meaning], exported] : [exported];
  }

  #ofMember(node: NameNode, member: ts.NamedDeclaration): Meaning[] {
    const { parent } = member;
    if (ts.isObjectLiteralExpression(parent)) return [['member', this.#key(this.#expectedOrOwn(node, parent))]];
    if (ts.isJsxAttributes(parent)) return [['member', this.#key(this.#expectedOrOwn(node, parent))]];
    const own: Meaning = ['name', this.#key([this.#at(node)])];
    return isHeir(parent) ? [own, ['base', this.#key(baseMembers(this.#checker, member, node.text).members)]] : [own];
  }

  /** A string names something where a member is picked by it. Elsewhere it may still have to be a name that a type knows. */
  #ofText(node: ts.StringLiteralLike): Meaning[] {
    if (isSpecifier(node)) return [];
    const symbol = this.#at(node);
    if (symbol !== undefined) return [['name', this.#key([symbol])]];
    if (!ts.isExpression(node) || ts.isLiteralTypeNode(node.parent)) return [['text', '']];
    const expected = this.#checker.getContextualType(node);
    if (expected === undefined) return [['text', '']];
    const bound = this.#checker.getBaseConstraintOfType(expected) ?? expected;
    const fits = this.#checker.isTypeAssignableTo(this.#checker.getTypeAtLocation(node), bound);
    return [['text', fits ? 'fits' : 'misfit']];
  }

  #at(node: ts.Node): ts.Symbol | undefined {
    return this.#checker.getSymbolAtLocation(node);
  }

  #expectedOrOwn(node: NameNode, literal: ts.ObjectLiteralExpression | ts.JsxAttributes): Symbols {
    const expected = expectedMembers(this.#checker, literal, node.text);
    const assigned =
      ts.isIdentifier(node) && isAssigned(literal) && this.#checker.getPropertySymbolOfDestructuringAssignment(node);
    return [...expected, this.#at(node), ...(assigned ? [assigned] : [])];
  }

  #key(symbols: Symbols): string {
    const places = new Set(symbols.flatMap((symbol) => (symbol === undefined ? [] : this.#places(symbol))));
    return [...places].sort(compareText).join(' ');
  }

  #places(symbol: ts.Symbol): string[] {
    const { declarations, name } = aliased(this.#checker, symbol);
    return declarations?.map((declaration) => this.#place(declaration)) ?? [`:${name}`];
  }

  #place(declaration: ts.Node): string {
    const at = ts.getNameOfDeclaration(declaration as ts.Declaration) ?? declaration;
    const file = at.getSourceFile();
    const path = pathOf(file.fileName);
    return path === undefined
      ? `${file.fileName}:${at.pos}`
      : `${path}:${this.#placeBefore(path, isNameNode(at) ? startOfWord(at, file) : at.getStart(file))}`;
  }
}

/** Answers what an alias stands for; the alias itself where that is outside of the tree. */
export function aliased(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  let at = symbol;
  while ((at.flags & ts.SymbolFlags.Alias) !== 0 && !isProperty(at)) {
    const next = checker.getImmediateAliasedSymbol(at);
    if (next?.declarations === undefined) return at;
    at = next;
  }
  return at;
}

/** In JavaScript `module.exports = { x }` stands for the variable, until that has another name: then it is a property. */
const isProperty = ({ declarations }: ts.Symbol): boolean =>
  declarations?.some(ts.isShorthandPropertyAssignment) ?? false;

/** Answers the members of a name that the type expected of an object literal has. */
export function expectedMembers(
  checker: ts.TypeChecker,
  literal: ts.ObjectLiteralExpression | ts.JsxAttributes,
  name: string,
): ts.Symbol[] {
  const expected = checker.getContextualType(literal);
  if (expected === undefined) return [];
  const types = expected.isUnion() ? expected.types : [expected];
  return types.flatMap((type) => type.getProperty(name) ?? []);
}

/** Members of base types, and whether some base type could not be resolved. */
export interface BaseMembers {
  readonly members: readonly ts.Symbol[];
  readonly isUnknown: boolean;
}

/** Answers the members of the base types of the class or interface around a member that have this name. */
export function baseMembers(checker: ts.TypeChecker, member: ts.NamedDeclaration, name: string): BaseMembers {
  const heir = ts.isParameter(member) ? member.parent.parent : member.parent;
  if (!isHeir(heir)) return { members: [], isUnknown: false };
  const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  const bases = (heir.heritageClauses ?? []).flatMap(({ types, token }) =>
    isStatic && token === ts.SyntaxKind.ImplementsKeyword ? [] : types,
  );
  const types = bases.map((base) => checker.getTypeAtLocation(isStatic ? base.expression : base));
  return {
    members: types.flatMap((type) => type.getProperty(name) ?? []),
    isUnknown: types.some((type) => (type.flags & ts.TypeFlags.Any) !== 0),
  };
}

type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

const isHeir = (node: ts.Node): node is Heir => ts.isClassLike(node) || ts.isInterfaceDeclaration(node);

/** Answers the member that a node is the name of, be it written as an identifier, a string or a computed name. */
export function memberNamed(node: ts.Node): ts.NamedDeclaration | undefined {
  const named = ts.isComputedPropertyName(node.parent) ? node.parent : node;
  const { parent } = named;
  const isMember =
    ts.isClassElement(parent) ||
    ts.isTypeElement(parent) ||
    ts.isObjectLiteralElementLike(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isParameterPropertyDeclaration(parent, parent.parent);
  return isMember && (parent as ts.NamedDeclaration).name === named ? parent : undefined;
}

export const isLabel = (node: ts.Node): node is ts.Identifier =>
  ts.isLabeledStatement(node.parent) || (ts.isBreakOrContinueStatement(node.parent) && node.parent.label === node);

/** Answers the statement that a label is of, or the file where there is none. */
export function labelled(node: ts.Identifier): ts.LabeledStatement | ts.SourceFile {
  let at: ts.Node = node.parent;
  while (!(ts.isLabeledStatement(at) && at.label.text === node.text) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

const isAssigned = (literal: ts.Node): boolean => {
  let at = literal;
  while (
    ts.isPropertyAssignment(at.parent) ||
    ts.isObjectLiteralExpression(at.parent) ||
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  if (ts.isForOfStatement(parent)) return parent.initializer === at;
  return ts.isBinaryExpression(parent) && parent.left === at && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
};

/** Whether a string names a module, or the like. */
const isSpecifier = ({ parent }: ts.StringLiteralLike): boolean =>
  ts.isImportDeclaration(parent) ||
  ts.isExportDeclaration(parent) ||
  ts.isModuleDeclaration(parent) ||
  ts.isExternalModuleReference(parent) ||
  ts.isImportAttribute(parent) ||
  (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) ||
  (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)) ||
  ts.isExpressionStatement(parent);
