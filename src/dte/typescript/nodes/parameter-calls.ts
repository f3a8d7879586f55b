/** Calls of a function whose parameter goes: none may pass it. */
import type { Finding } from '../../../base/report.ts';
import { filesNaming } from '../binding-proof.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { specifierOf } from './deletion.ts';
import type { Doomed } from './deletion.ts';
import { namedAt, namedMeanings } from './named-meanings.ts';
import { declaredNames } from './remaining-uses.ts';

/** Answers a finding for each call that passes a parameter which goes, and for each use of its function of which nobody knows the calls. */
export function checkCalls(project: TypeScriptProject, doomed: readonly Doomed[]): Finding[] {
  const gone = new Set(doomed.map(({ node }) => node));
  return doomed.flatMap(({ path, node }) => {
    if (!ts.isParameter(node) || node.name.getText() === 'this') return [];
    const name = nameOf(node.parent);
    if (name === undefined) return checkUnnamed(node, gone);
    const index = node.parent.parameters.indexOf(node);
    return usesOf(project, path, name).flatMap((use) => checkUse(use, index, ts.isConstructorDeclaration(node.parent)));
  });
}

/** The name by which a function is called. */
function nameOf(node: ts.SignatureDeclaration): ts.Node | undefined {
  if (ts.isConstructorDeclaration(node)) return node.parent.name;
  if (node.name !== undefined) return node.name;
  const { parent } = node;
  const isNamed =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return isNamed && parent.initializer === (node as ts.Node) ? parent.name : undefined;
}

/** Who calls it does not know the names of its parameters: the last ones may go. */
function checkUnnamed(node: ts.ParameterDeclaration, gone: ReadonlySet<ts.Node>): Finding[] {
  const { parameters } = node.parent;
  const isLast = parameters.slice(parameters.indexOf(node)).every((each) => gone.has(each));
  if (isLast && ts.isFunctionLike(node.parent) && 'body' in node.parent) return [];
  return [atNode('NEEDS_PERSON', 'Nobody knows what calls this function, and what it passes.', node)];
}

/** The places that name a function, but for its declaration, under whatever name they import it. */
function usesOf(project: TypeScriptProject, path: string, name: ts.Node): ts.Node[] {
  const own = `${path}:${name.getStart()}`;
  const names = new Set([name.getText()]);
  for (;;) {
    const paths = filesNaming(project, [...names]);
    const all = [...namedMeanings(project, paths, [...names], (_, offset) => offset).values()];
    const uses = all.filter(({ meaning }) => meaning.split(' ').includes(own));
    const nodes = uses.map((use) => namedAt(project, use.path, use.start));
    const others = nodes
      .flatMap((node) => declaredNames(specifierOf(node) ?? ts.factory.createEmptyStatement()))
      .filter((other) => !names.has(other));
    if (others.length === 0) return [...new Set(nodes)];
    for (const other of others) names.add(other);
  }
}

function checkUse(node: ts.Node, index: number, isClass: boolean): Finding[] {
  if (specifierOf(node) !== undefined || isDeclarationName(node) || ts.isTypeNode(node.parent)) return [];
  const callee = calleeOf(node);
  const { parent } = callee;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee) {
    const hides = (argument: ts.Expression, i: number): boolean =>
      i === index || (i < index && ts.isSpreadElement(argument));
    const passed = (parent.arguments ?? []).find(hides);
    return passed === undefined ? [] : [atNode('STILL_REFERENCED', 'This call passes the parameter.', passed)];
  }
  const isHarmless = isClass && (ts.isPropertyAccessExpression(parent) || ts.isBinaryExpression(parent));
  return isHarmless
    ? []
    : [atNode('NEEDS_PERSON', 'The function is handed on here, and nobody knows what it is called with.', node)];
}

/** What is called where a name is called: `a.b` for `b`. */
function calleeOf(node: ts.Node): ts.Node {
  const { parent } = node;
  let callee = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  while (ts.isParenthesizedExpression(callee.parent) || ts.isNonNullExpression(callee.parent)) callee = callee.parent;
  return callee;
}

const isDeclarationName = (node: ts.Node): boolean =>
  (node.parent as { name?: ts.Node }).name === node &&
  !ts.isPropertyAccessExpression(node.parent) &&
  !ts.isShorthandPropertyAssignment(node.parent);
