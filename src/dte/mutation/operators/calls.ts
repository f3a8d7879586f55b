/** Functions, blocks and calls. */
import { ts } from '../../typescript/ts.ts';
import type { Mutator } from '../mutant.ts';
import { bare, instead } from './nodes.ts';

/** `() => a` becomes `() => undefined`. */
export const arrowFunction: Mutator = (node, file) => {
  if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return [];
  const body = bare(node.body);
  const isNothing = ts.isIdentifier(body) && body.text === 'undefined';
  return isNothing ? [] : [instead(node, '() => undefined', file)];
};

/** The statements of a block go. */
export const blockStatement: Mutator = (node, file) => {
  if (!ts.isBlock(node) || node.statements.length === 0) return [];
  if (ts.isClassStaticBlockDeclaration(node.parent) || mustCallSuper(node)) return [];
  return [instead(node, '{}', file)];
};

/** A constructor that calls `super` has to, where members are set right behind that call. */
function mustCallSuper({ parent }: ts.Block): boolean {
  if (!ts.isConstructorDeclaration(parent) || !callsSuper(parent)) return false;
  const setsMembers = parent.parent.members.some(
    (one) => ts.isPropertyDeclaration(one) && one.initializer !== undefined,
  );
  return setsMembers || parent.parameters.some((one) => ts.isParameterPropertyDeclaration(one, parent));
}

function callsSuper(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) return true;
  return ts.forEachChild(node, callsSuper) ?? false;
}

/** Pairs that mean each other. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['endsWith', 'startsWith'],
  ['every', 'some'],
  ['toLocaleLowerCase', 'toLocaleUpperCase'],
  ['toLowerCase', 'toUpperCase'],
  ['trimEnd', 'trimStart'],
  ['min', 'max'],
  ['setDate', 'setTime'],
  ['setFullYear', 'setMonth'],
  ['setHours', 'setMinutes'],
  ['setSeconds', 'setMilliseconds'],
  ['setUTCFullYear', 'setUTCMonth'],
  ['setUTCHours', 'setUTCMinutes'],
  ['setUTCSeconds', 'setUTCMilliseconds'],
];

/** What a call of a method becomes: a call of another, or `undefined` for what it is called on. */
const METHODS: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...['charAt', 'filter', 'reverse', 'slice', 'sort', 'substr', 'substring', 'trim'].map(
    (name) => [name, undefined] as const,
  ),
  ...OPPOSITES,
  ...OPPOSITES.map(([a, b]) => [b, a] as const),
  ['setUTCDate', 'setTime'],
]);

/** `a.trim()` becomes `a`, `a.some(f)` becomes `a.every(f)`. */
export const methodExpression: Mutator = (node, file) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  if (!METHODS.has(name.text)) return [];
  const at = name.getStart(file);
  const other = METHODS.get(name.text);
  if (other === undefined) return [{ at, text: expression.getText(file) }];
  const { text } = file;
  return [{ at, text: text.slice(node.getStart(file), at) + other + text.slice(name.end, node.end) }];
};

/** `a?.b` becomes `a.b`. */
export const optionalChaining: Mutator = (node, file) => {
  const isLink = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);
  const token = isLink ? node.questionDotToken : undefined;
  if (token === undefined) return [];
  const at = token.getStart(file);
  const dot = ts.isPropertyAccessExpression(node) ? '.' : '';
  return [{ at, text: file.text.slice(node.getStart(file), at) + dot + file.text.slice(token.end, node.end) }];
};
