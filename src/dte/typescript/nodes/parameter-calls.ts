/** Calls of a function whose parameter goes: none may pass it. */
import type { Finding } from '../../../base/report.ts';
import { filesNaming } from '../binding-proof.ts';
import { atNode } from '../finding-at-node.ts';
import { namesIn } from '../names.ts';
import type { TypeScriptProject } from '../project.ts';
import { pathOf } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { specifierOf } from './deletion.ts';
import type { Doomed } from './deletion.ts';
import { namedAt, namedMeanings } from './named-meanings.ts';
import { declaredNames } from './remaining-uses.ts';
import type { Snippet } from './snippet.ts';

/** Answers a finding for each call that passes a parameter which goes, and for each use of its function of which nobody knows the calls. */
export function checkCalls(project: TypeScriptProject, doomed: readonly Doomed[]): Finding[] {
  const gone = new Set(doomed.map(({ node }) => node));
  return doomed.flatMap(({ path, node }) => {
    if (!ts.isParameter(node) || node.name.getText() === 'this') return [];
    const counted = countedArguments(node.parent);
    if (counted.length > 0) return counted;
    const name = nameOf(node.parent);
    if (name === undefined) return checkUnnamed(node, gone);
    const index = node.parent.parameters.indexOf(node);
    return checkUses(project, path, name, {
      index,
      isClass: ts.isConstructorDeclaration(node.parent),
      isNeeded: false,
    });
  });
}

/** Answers a finding for each call that would pass its arguments to other parameters than before, or one too few. */
export function checkInsertedParameter(
  project: TypeScriptProject,
  path: string,
  owner: ts.SignatureDeclaration,
  index: number,
  { nodes }: Snippet,
): Finding[] {
  const name = nameOf(owner);
  const isLast = index >= owner.parameters.length;
  if (name === undefined) {
    return isLast ? [] : [atNode('NEEDS_PERSON', 'Nobody knows what calls this function, and what it passes.', owner)];
  }
  const isNeeded = nodes.some(
    (node) =>
      ts.isParameter(node) &&
      node.questionToken === undefined &&
      node.initializer === undefined &&
      node.dotDotDotToken === undefined,
  );
  const isClass = ts.isConstructorDeclaration(owner);
  return [...countedArguments(owner), ...checkUses(project, path, name, { index, isClass, isNeeded })];
}

/** `arguments` counts all that is passed. */
function countedArguments(owner: ts.SignatureDeclaration): Finding[] {
  const found = ts.isArrowFunction(owner)
    ? []
    : namesIn(owner.getSourceFile(), ['arguments']).filter((node) => functionAround(node) === owner);
  return found.map((node) => atNode('NEEDS_PERSON', 'What is passed is counted here.', node));
}

function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isSourceFile(at) && (!ts.isFunctionLike(at) || ts.isArrowFunction(at))) at = at.parent;
  return at;
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

/** Answers the places that name a function or a type, also those that declare it, under whatever name they import it. */
export function usesOf(project: TypeScriptProject, path: string, name: ts.Node): ts.Node[] {
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

/** A parameter that comes or goes. */
interface Changed {
  readonly index: number;
  readonly isClass: boolean;
  /** Whether each call has to pass it. */
  readonly isNeeded: boolean;
}

/** Checks all uses of a function; of a class also those of its heirs, which are made by its constructor. */
function checkUses(project: TypeScriptProject, path: string, name: ts.Node, changed: Changed): Finding[] {
  return usesOf(project, path, name).flatMap((use) => {
    const heir = changed.isClass ? heirOf(use) : undefined;
    if (heir === undefined) return checkUse(use, changed);
    const made = heir.members.find(ts.isConstructorDeclaration);
    if (made !== undefined) return superCalls(made).flatMap((call) => checkArguments(call, changed));
    return heir.name === undefined
      ? [atNode('NEEDS_PERSON', 'Nobody knows what makes objects of this class.', use)]
      : checkUses(project, pathOf(heir.getSourceFile().fileName)!, heir.name, changed);
  });
}

function heirOf({ parent }: ts.Node): ts.ClassLikeDeclaration | undefined {
  const clause = ts.isExpressionWithTypeArguments(parent) ? parent.parent : undefined;
  const isBase = clause !== undefined && ts.isHeritageClause(clause) && clause.token === ts.SyntaxKind.ExtendsKeyword;
  return isBase && ts.isClassLike(clause.parent) ? clause.parent : undefined;
}

function superCalls(root: ts.Node): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function checkUse(node: ts.Node, changed: Changed): Finding[] {
  if (specifierOf(node) !== undefined || isDeclarationName(node) || ts.isTypeNode(node.parent)) return [];
  const callee = calleeOf(node);
  const { parent } = callee;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee)
    return checkArguments(parent, changed);
  const isHarmless = changed.isClass && (ts.isPropertyAccessExpression(parent) || ts.isBinaryExpression(parent));
  return isHarmless
    ? []
    : [atNode('NEEDS_PERSON', 'The function is handed on here, and nobody knows what it is called with.', node)];
}

function checkArguments(call: ts.CallExpression | ts.NewExpression, { index, isNeeded }: Changed): Finding[] {
  const hides = (argument: ts.Expression, i: number): boolean =>
    i === index || (i < index && ts.isSpreadElement(argument));
  const passed = (call.arguments ?? []).find(hides);
  if (passed !== undefined) return [atNode('STILL_REFERENCED', 'This call passes something in this place.', passed)];
  return isNeeded ? [atNode('STILL_REFERENCED', 'This call does not pass the parameter.', call)] : [];
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
