/** Calls of a function, by what is called and not by how it is written: aliases, re-exports and destructuring included. */
import { aliasesOf } from './aliases.ts';
import { lastName, plainExpression as plain } from './callee-names.ts';
import { allNodes } from './declarations.ts';
import { declarationKey } from './declaration-key.ts';
import type { PathBefore } from './declaration-key.ts';
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** A call of something that has, or is written with, the name asked for. */
export interface NamedCall {
  readonly path: string;
  readonly node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;
  readonly callee: ts.Expression;
  /** What is called, as {@link declarationKey} names it; `undefined` where nothing in the tree declares it. */
  readonly key: string | undefined;
  /** Whether it is written with the names asked for, such as `auth.login(…)`. */
  readonly isSpelled: boolean;
  /** Whether what is called belongs to something of the name asked for: an object, class, interface or namespace. */
  readonly isOfContainer: boolean;
}

/**
 * Answers the calls in some files of what is named by `steps`, such as `auth.login`: those that are written so, and those of a
 * function whose own name is the last step, however they are written.
 */
export function namedCalls(
  project: TypeScriptProject,
  paths: readonly string[],
  steps: readonly string[],
  pathBefore?: PathBefore,
): NamedCall[] {
  const files = paths.map((path) => ({ path, file: project.sourceFile(path) }));
  const names = aliasesOf(
    files.flatMap(({ file }) => file ?? []),
    steps.at(-1)!,
  );
  const found: NamedCall[] = [];
  for (const { path, file } of files) {
    if (file === undefined) continue;
    for (const node of allNodes(file)) {
      const callee = calleeOf(node);
      if (callee === undefined || !names.has(lastName(callee) ?? '')) continue;
      const call = judged(project, steps, callee, pathBefore);
      if (call !== undefined) found.push({ path, node: node as NamedCall['node'], ...call });
    }
  }
  return found;
}

function judged(
  project: TypeScriptProject,
  steps: readonly string[],
  callee: ts.Expression,
  pathBefore: PathBefore | undefined,
): Omit<NamedCall, 'path' | 'node'> | undefined {
  const isSpelled = spelling(callee) === steps.join('.');
  const symbol = targetOf(project.checker, callee);
  if (!isSpelled && symbol?.name !== steps.at(-1)) return undefined;
  const key = declarationKey(project, symbol, pathBefore);
  return { callee, key, isSpelled, isOfContainer: isSpelled || isOf(project.checker, callee, symbol, steps.at(-2)) };
}

function calleeOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return plain(node.expression);
  return ts.isTaggedTemplateExpression(node) ? plain(node.tag) : undefined;
}

/** `a.b` for `a.b`, `a?.b`, `a!.b` and `a['b']`. */
function spelling(callee: ts.Expression): string | undefined {
  const own = callee.kind === ts.SyntaxKind.ThisKeyword ? 'this' : lastName(callee);
  if (own === undefined || !(ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))) return own;
  const before = spelling(plain(callee.expression));
  return before === undefined ? undefined : `${before}.${own}`;
}

/** Steps from a name to what it stands for that are followed. */
const MAX_STEPS = 8;

/** What is called: through import aliases, `const login = auth.login` and `const { login } = auth`. */
function targetOf(checker: ts.TypeChecker, expression: ts.Expression, left = MAX_STEPS): ts.Symbol | undefined {
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name
    : ts.isElementAccessExpression(expression)
      ? expression.argumentExpression
      : expression;
  const symbol = resolved(checker, checker.getSymbolAtLocation(name));
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || left === 0) return symbol;
  if (ts.isBindingElement(declaration)) return propertyOf(checker, declaration) ?? symbol;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return symbol;
  const initializer = plain(declaration.initializer);
  const isReference = ts.isIdentifier(initializer) || ts.isPropertyAccessExpression(initializer);
  return isReference ? targetOf(checker, initializer, left - 1) : symbol;
}

function propertyOf(checker: ts.TypeChecker, { parent, propertyName, name }: ts.BindingElement): ts.Symbol | undefined {
  const property = propertyName ?? name;
  if (!ts.isObjectBindingPattern(parent) || !(ts.isIdentifier(property) || ts.isStringLiteralLike(property)))
    return undefined;
  return resolved(checker, checker.getTypeAtLocation(parent).getProperty(property.text));
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol | undefined {
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
  const target = checker.getAliasedSymbol(symbol);
  return target.declarations === undefined ? symbol : target;
}

/** Whether a function belongs to something of this name; a function without a container belongs to whatever it is reached through. */
function isOf(
  checker: ts.TypeChecker,
  callee: ts.Expression,
  symbol: ts.Symbol | undefined,
  container: string | undefined,
): boolean {
  if (container === undefined) return true;
  const declaration = symbol?.declarations?.[0];
  if (declaration !== undefined && !isMember(declaration)) return true;
  if (declaration !== undefined && containerName(declaration) === container) return true;
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return true;
  return targetOf(checker, plain(callee.expression))?.name === container;
}

const isMember = ({ parent }: ts.Node): boolean =>
  ts.isClassLike(parent) ||
  ts.isInterfaceDeclaration(parent) ||
  ts.isTypeLiteralNode(parent) ||
  ts.isObjectLiteralExpression(parent);

function containerName({ parent }: ts.Node): string | undefined {
  const owner = ts.isObjectLiteralExpression(parent) || ts.isTypeLiteralNode(parent) ? parent.parent : parent;
  const name = 'name' in owner ? (owner.name as ts.Node | undefined) : undefined;
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}
