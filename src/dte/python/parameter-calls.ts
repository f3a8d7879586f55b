/** Calls that may name a parameter. */
import type { Finding } from '../../base/report.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { childOf, hasChild } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import type { PythonProject } from './project.ts';
import type { Scope } from './scope.ts';
import { callOf, methodClass } from './values.ts';

/**
 * Answers the places at which a parameter may be named without proof.
 *
 * @param scope - the function's. @param unknown - keywords of the same name in calls of what is not known.
 */
export function parameterFindings(project: PythonProject, scope: Scope, unknown: readonly PythonUse[]): Finding[] {
  const function_ = childOf(scope.node, 'name');
  if (function_ === undefined) return listed(project, unknown);
  const called = project.tree.textOf(scope.path, function_);
  const uses = usesOf(project, scope, isConstructor(called) ? (classNameOf(project, scope) ?? called) : called);
  const splats = uses.flatMap(({ path, node }) => {
    const call = callAt(node);
    const splat = childOf(call, 'arguments')?.children.find((argument) => argument.type === 'dictionary_splat');
    return splat === undefined ? [] : [{ path, node: splat }];
  });
  const message = 'Whether this mapping names the parameter cannot be told.';
  const findings = splats.map((place) => nodeFinding(project.syntax, 'NEEDS_PERSON', message, place));
  const isOpen = isReachedOtherwise(scope, uses) || isConstructor(called);
  return [...findings, ...(isOpen ? listed(project, unknown) : [])];
}

const isConstructor = (name: string): boolean => name === '__init__' || name === '__new__';

function listed(project: PythonProject, unknown: readonly PythonUse[]): Finding[] {
  const message = 'What is called here cannot be proven, so this may name the parameter.';
  return unknown.map((use) => nodeFinding(project.syntax, 'NEEDS_PERSON', message, use));
}

/** Uses of the function, or of the class that it makes objects of. */
function usesOf(project: PythonProject, scope: Scope, name: string): PythonUse[] {
  const own = new NameUses(project.tree, [name]);
  const all = own.all();
  const around = methodClass(scope);
  const definition = childOf(
    around !== undefined && isConstructor(textOfName(project, scope)) ? around.node : scope.node,
    'name',
  );
  const key = all.find((use) => use.path === scope.path && use.node === definition)?.keys[0];
  return all.filter((use) => key !== undefined && use.keys.includes(key));
}

const textOfName = (project: PythonProject, scope: Scope): string =>
  project.tree.textOf(scope.path, childOf(scope.node, 'name')!);

function classNameOf(project: PythonProject, scope: Scope): string | undefined {
  const around = methodClass(scope);
  return around === undefined ? undefined : textOfName(project, around);
}

/** Whether the function can be called by another name: it is a method, is decorated, or is passed on as a value. */
function isReachedOtherwise(scope: Scope, uses: readonly PythonUse[]): boolean {
  if (methodClass(scope) !== undefined || scope.node.parent?.type === 'decorated_definition') return true;
  return uses.some(({ node, occurrence: { role } }) => {
    const isDefinition = node.parent === scope.node;
    const isImport = role === 'imported' || hasChild(node.parent!, 'import');
    return !isDefinition && !isImport && callAt(node) === undefined;
  });
}

const callAt = (node: SyntaxNode): SyntaxNode | undefined =>
  callOf(node.field === 'attribute' && node.parent !== undefined ? node.parent : node);
