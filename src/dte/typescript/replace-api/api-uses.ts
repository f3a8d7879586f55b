/** Where something is called, and where it is used otherwise. */
import { plainExpression } from '../callee-names.ts';
import { allNodes } from '../declarations.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { bindingOf } from './callee.ts';
import type { Binding, Reference } from './callee.ts';

/** Something that is called. */
export type CallNode = ts.CallExpression | ts.NewExpression;

/** A call of what a patch replaces. */
export interface ApiCall {
  readonly path: string;
  readonly node: CallNode;
  /** What is called, without parentheses around it. */
  readonly callee: Reference;
  readonly binding: Binding;
}

/** A use that is no call: of the function as a value, in a pattern, by another name. */
export interface ApiUse {
  readonly path: string;
  readonly node: ts.Node;
  readonly binding: Binding;
}

/** Answers all calls and other uses of what is bound to one of the keys, in some files. @param names - by which it may be reached */
export function usesOf(
  project: TypeScriptProject,
  paths: readonly string[],
  keys: ReadonlySet<string>,
  names: ReadonlySet<string>,
): { calls: ApiCall[]; others: ApiUse[] } {
  const calls: ApiCall[] = [];
  const others: ApiUse[] = [];
  for (const path of paths) {
    for (const name of namesIn(project.sourceFile(path), names)) {
      const use = useOf(project.checker, name);
      if (use === undefined || !keys.has(use.binding.key)) continue;
      const call = callOf(use.reference);
      if (call === undefined) others.push({ path, node: use.reference, binding: use.binding });
      else calls.push({ path, node: call, callee: use.reference as Reference, binding: use.binding });
    }
    others.push(...namedByStrings(project, path, keys, names));
  }
  return { calls, others };
}

/** `auth["login"]` is a use of it as well, and none that can be replaced with certainty. */
function namedByStrings(
  project: TypeScriptProject,
  path: string,
  keys: ReadonlySet<string>,
  names: ReadonlySet<string>,
): ApiUse[] {
  const file = project.sourceFile(path);
  if (file === undefined || ![...names].some((name) => file.text.includes(name))) return [];
  return [...allNodes(file)].flatMap((node) => {
    if (!ts.isElementAccessExpression(node) || !ts.isStringLiteralLike(node.argumentExpression)) return [];
    const { text } = node.argumentExpression;
    const declared = names.has(text)
      ? project.checker.getTypeAtLocation(node.expression).getProperty(text)?.declarations
      : undefined;
    const key = keyOf(declared);
    return keys.has(key) ? [{ path, node, binding: { key, names: [text] } }] : [];
  });
}

const keyOf = (declarations: readonly ts.Node[] = []): string =>
  declarations
    .map((node) => `${node.getSourceFile().fileName}:${node.pos}`)
    .sort()
    .join(' ');

function namesIn(file: ts.SourceFile | undefined, names: ReadonlySet<string>): ts.Identifier[] {
  if (file === undefined || ![...names].some((name) => file.text.includes(name))) return [];
  return [...allNodes(file)].filter((node): node is ts.Identifier => ts.isIdentifier(node) && names.has(node.text));
}

/** What a name is a use of: nothing where it only declares, imports or exports. */
function useOf(checker: ts.TypeChecker, name: ts.Identifier): { reference: ts.Node; binding: Binding } | undefined {
  const { parent } = name;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) return patternUse(checker, name, parent);
  if (ts.isShorthandPropertyAssignment(parent)) return found(bindingOf(checker, name), name);
  if (
    isDeclared(name) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent)
  ) {
    return undefined;
  }
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === name;
  const isQualified = ts.isQualifiedName(parent) && parent.right === name;
  if (isQualified) return found(bindingOf(checker, name), parent);
  const reference = isMember ? parent : name;
  return found(bindingOf(checker, reference), reference);
}

const found = (
  binding: Binding | undefined,
  reference: ts.Node,
): { reference: ts.Node; binding: Binding } | undefined => (binding === undefined ? undefined : { reference, binding });

/** `const { login } = auth` makes another name for `auth.login`. */
function patternUse(
  checker: ts.TypeChecker,
  name: ts.Identifier,
  element: ts.BindingElement,
): { reference: ts.Node; binding: Binding } | undefined {
  if ((element.propertyName ?? element.name) !== name) return undefined;
  const declaration = element.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  const of = plainExpression(declaration.initializer);
  const property = checker.getTypeAtLocation(element.parent).getProperty(name.text);
  const key = keyOf(property?.declarations);
  if (key !== '') return { reference: element, binding: { key, names: [name.text] } };
  const object = ts.isIdentifier(of) || ts.isPropertyAccessExpression(of) ? bindingOf(checker, of) : undefined;
  if (object === undefined) return undefined;
  const joint = object.origin !== undefined && object.names.length === 0 ? '' : '.';
  return {
    reference: element,
    binding: { key: `${object.key}${joint}${name.text}`, names: [...object.names, name.text] },
  };
}

function isDeclared(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    'name' in parent && parent.name === name && !ts.isPropertyAccessExpression(parent) && !ts.isMetaProperty(parent)
  );
}

/** The call whose callee a reference is. */
function callOf(reference: ts.Node): CallNode | undefined {
  let at = reference;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  const { parent } = at;
  return ts.isCallOrNewExpression(parent) && parent.expression === at ? parent : undefined;
}
