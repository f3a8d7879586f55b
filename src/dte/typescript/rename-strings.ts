/** Strings, and values that can only be strings, by which a renamed member is picked. */
import type { Finding } from '../../base/report.ts';
import { bareExpression } from './bare-expression.ts';
import { atNode } from './finding-at-node.ts';
import type { Occurrence } from './meaning.ts';
import { nameAt } from './names.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the strings that stay, and may pick what is renamed. @param left - occurrences of the old names that get no edit */
export const pickedByStrings = (renaming: Renaming, left: readonly Occurrence[]): Finding[] =>
  left.flatMap(({ path, start, name }) => {
    const node = nameAt(renaming.project.sourceFile(path)!, start);
    return node !== undefined && ts.isStringLiteralLike(node) && isPicking(renaming, node, name)
      ? [atNode('NEEDS_PERSON', `This string may pick ${name}, which is renamed.`, node)]
      : [];
  });

function isPicking(renaming: Renaming, node: ts.StringLiteralLike, name: string): boolean {
  const { checker } = renaming.project;
  if (isAskedOfKeys(node)) return true;
  const isOpen = isReflected(node);
  return besides(node).some((other) => {
    const type = checker.getTypeAtLocation(other);
    return isRenamed(renaming, type.getProperty(name)) || (isOpen && isOpenType(checker, type));
  });
}

/** What a string is used together with. */
function besides(node: ts.StringLiteralLike): readonly ts.Node[] {
  const { parent } = node;
  const decorated = decoratedClass(node);
  if (decorated !== undefined) return [decorated];
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

/** The class that a decorator with this string stands in, or before: it gets the class to look into. */
function decoratedClass(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  let at = node.parent;
  while (ts.isObjectLiteralElementLike(at) || ts.isObjectLiteralExpression(at) || ts.isArrayLiteralExpression(at))
    at = at.parent;
  if (!ts.isCallExpression(at) || !ts.isDecorator(at.parent)) return undefined;
  const { parent } = at.parent;
  const of = ts.isParameter(parent) ? parent.parent.parent : ts.isClassLike(parent) ? parent : parent.parent;
  return ts.isClassLike(of) ? of : undefined;
}

const encloses = (outer: ts.Node, inner: ts.Node): boolean => outer.pos <= inner.pos && inner.end <= outer.end;

/** Whether a string surely names a member of what it is used together with: then that need not be of a type which says so. */
function isReflected({ parent }: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    /(?:^|\.)(?:Reflect\.\w+|hasOwn|hasOwnProperty(?:\.call)?|definePropert\w+|getOwnPropertyDescriptor)$/.test(
      parent.expression.getText(),
    )
  );
}

const isOpenType = (checker: ts.TypeChecker, type: ts.Type): boolean =>
  (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.TypeParameter)) !==
    0 ||
  ((type.flags & ts.TypeFlags.Object) !== 0 &&
    type.getProperties().length === 0 &&
    checker.getIndexInfosOfType(type).length === 0);

/** Whether a type asks if keys have this name: the answer would be another one, and no error. */
function isAskedOfKeys(node: ts.StringLiteralLike): boolean {
  for (let at: ts.Node = node.parent; ts.isTypeNode(at); at = at.parent) {
    if (ts.isConditionalTypeNode(at)) return /\bkeyof\b/.test(`${at.checkType.getText()} ${at.extendsType.getText()}`);
  }
  return false;
}

/**
 * Answers where a string that is known only when the program runs is said to be a key of what has a renamed member. What comes from the keys
 * of an object itself has the new name by itself.
 */
export function assertedKeys({ project, targets }: Renaming): Finding[] {
  const names = new Set(targets.filter(({ isMember }) => isMember).map(({ name }) => name));
  if (!project.paths.some((path) => /\bkeyof\b/.test(project.source(path)?.text ?? ''))) return [];
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAssertionExpression(node) && !ts.isConstTypeReference(node.type)) {
      const name = literalsOf(project.checker.getTypeFromTypeNode(node.type)).find((text) => names.has(text));
      if (name !== undefined && isAnyString(project.checker, node.expression))
        findings.push(
          atNode('NEEDS_PERSON', `This may be ${name}, which is renamed: it is known only as it runs.`, node),
        );
    }
    ts.forEachChild(node, visit);
  };
  for (const file of project.program.getSourceFiles()) if (project.pathOf(file) !== undefined) visit(file);
  return findings;
}

/** Whether an expression can be any string, and is no key that a loop goes over. */
function isAnyString(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const inner = bareExpression(node);
  const { flags } = checker.getTypeAtLocation(inner);
  if ((flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0) return false;
  const declaration = ts.isIdentifier(inner) ? checker.getSymbolAtLocation(inner)?.valueDeclaration : undefined;
  const loop = declaration?.parent.parent;
  return loop === undefined || !(ts.isForInStatement(loop) || ts.isForOfStatement(loop));
}

/** A template whose value the compiler computes, so that it can be a name that stands nowhere. */
const COMPUTED = /`[^`]*\$\{[^`]*`\s*as\s+const\b|<\s*const\s/;

/** Answers the elements that are picked by a value which can only be an old name, as in `const key = "x"; o[key]`. */
export function pickedByValues(renaming: Renaming, names: ReadonlySet<string>, left: readonly Occurrence[]): Finding[] {
  const { project } = renaming;
  const isPossible =
    left.some(({ role }) => role === 'text') ||
    project.paths.some((path) => COMPUTED.test(project.source(path)?.text ?? ''));
  if (!isPossible) return [];
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) {
      const name = literalsOf(project.checker.getTypeAtLocation(node.argumentExpression)).find((text) =>
        names.has(text),
      );
      const owner = name === undefined ? undefined : project.checker.getTypeAtLocation(node.expression);
      if (isRenamed(renaming, name === undefined ? undefined : owner?.getProperty(name))) {
        const message = `The value of this picks ${name!}, which is renamed.`;
        findings.push(atNode('NEEDS_PERSON', message, node.argumentExpression));
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
