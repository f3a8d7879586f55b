/** What a call calls: the reference that it is written as, and what that is bound to, however it is spelled. */
import { plainExpression } from '../callee-names.ts';
import { aliased } from '../meaning.ts';
import { namesAround } from '../symbol-match.ts';
import { ts } from '../ts.ts';
import { firstOrigin, importOf, valueSymbol } from './import-origin.ts';
import type { ImportOrigin } from './import-origin.ts';

/** What a reference is bound to. */
export interface Binding {
  /** The same for the same thing. */
  readonly key: string;
  /** Its name, behind those of what it belongs to. */
  readonly names: readonly string[];
  /** Whether nothing declares it, so that all that is known of it is how it is written. */
  readonly isSpelled?: boolean;
  /** How the file has got it, where it is imported. */
  readonly origin?: ImportOrigin;
}

/** A reference such as `a.b` or `f`. */
export type Reference = ts.Identifier | ts.PropertyAccessExpression;

/** Answers what a reference is bound to, or `undefined` where that cannot be told. */
export function bindingOf(checker: ts.TypeChecker, reference: ts.Expression): Binding | undefined {
  const root = rootOf(reference);
  const origin = root === undefined ? undefined : importOf(checker, root);
  const nameNode = ts.isPropertyAccessExpression(reference) ? reference.name : reference;
  const symbol = valueSymbol(checker, nameNode);
  const target = symbol === undefined ? undefined : aliased(checker, symbol);
  const declared = declarationsOf(target);
  if (declared.length > 0) {
    return { key: declared.map(placeOf).sort().join(' '), names: namesAround(declared[0]!), ...(origin && { origin }) };
  }
  return spelledBinding(checker, reference, root, origin);
}

/** Where nothing in the tree declares it: by what it is imported from, or by the variable that it is reached through. */
function spelledBinding(
  checker: ts.TypeChecker,
  reference: ts.Expression,
  root: ts.Identifier | undefined,
  origin: ImportOrigin | undefined,
): Binding | undefined {
  const steps = stepsOf(reference);
  if (root === undefined || steps === undefined) return undefined;
  if (origin !== undefined) {
    const first = firstOrigin(checker, root) ?? origin;
    const names = [...first.names, ...steps.slice(1)];
    return { key: `${first.module}#${names.join('.')}`, names, origin };
  }
  const [declaration] = valueSymbol(checker, root)?.declarations ?? [];
  const variable = declaration === undefined ? 'global' : placeOf(declaration);
  return { key: `${variable} ${steps.join('.')}`, names: steps, isSpelled: true };
}

/** Declarations that are no imports: those of what nobody knows have nothing else. */
function declarationsOf(symbol: ts.Symbol | undefined): readonly ts.Declaration[] {
  const declarations = symbol?.declarations ?? [];
  const isKnown = declarations.every((declaration) => !isImport(declaration) && !isRequired(declaration));
  return isKnown ? declarations : [];
}

const isImport = (node: ts.Node): boolean =>
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isNamespaceImport(node) ||
  ts.isExportSpecifier(node) ||
  ts.isImportEqualsDeclaration(node);

/** A variable that is what `require` answers, or a part of it. */
function isRequired(node: ts.Node): boolean {
  let at = node;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at)) at = at.parent;
  if (!ts.isVariableDeclaration(at) || at.initializer === undefined) return false;
  const steps = rootCall(at.initializer);
  return steps !== undefined;
}

function rootCall(expression: ts.Expression): ts.CallExpression | undefined {
  let at = plainExpression(expression);
  while (ts.isPropertyAccessExpression(at)) at = plainExpression(at.expression);
  return ts.isCallExpression(at) && ts.isIdentifier(at.expression) && at.expression.text === 'require' ? at : undefined;
}

const placeOf = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.pos}`;

/** Answers the name that a reference begins with; none for what begins with a call or the like. */
export function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  let at = plainExpression(expression);
  while (ts.isPropertyAccessExpression(at)) at = plainExpression(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}

/** Answers the names of `a.b.c`, or `undefined` for what is more than names. */
function stepsOf(expression: ts.Expression): string[] | undefined {
  const plain = plainExpression(expression);
  if (ts.isIdentifier(plain)) return [plain.text];
  if (!ts.isPropertyAccessExpression(plain)) return undefined;
  const before = stepsOf(plain.expression);
  return before === undefined ? undefined : [...before, plain.name.text];
}
