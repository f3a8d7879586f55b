/** References that functions read: module names of test tools, URLs and paths beside a file, and strings that look like them. */
import { ts } from '../ts.ts';
import type { Reference, ReferenceKind } from './reference.ts';

/** Functions whose first argument is the name of a module, by the last two steps of their name. */
const MODULE_FUNCTIONS: ReadonlyMap<string, ReferenceKind> = new Map([
  ['require', 'require'],
  ['require.resolve', 'require'],
  ['require.requireActual', 'require'],
  ['require.requireMock', 'require'],
  ['import.meta.resolve', 'import'],
  ['mock.module', 'import'],
  ['td.replace', 'require'],
  ['td.replaceEsm', 'import'],
  ['proxyquire', 'require'],
  ['rewire', 'require'],
  ['esmock', 'import'],
  ...['mock', 'doMock', 'unmock', 'doUnmock', 'importActual', 'importMock', 'hoisted'].map(
    (name) => [`vi.${name}`, 'import'] as const,
  ),
  ...[
    'mock',
    'doMock',
    'dontMock',
    'unmock',
    'unstable_mockModule',
    'setMock',
    'requireActual',
    'requireMock',
    'createMockFromModule',
    'genMockFromModule',
    'deepUnmock',
  ].map((name) => [`jest.${name}`, 'require'] as const),
]);

/** Functions that read a path from the folder that the process runs in, or read no path at all. */
const OTHER_FOLDER =
  /^(?:read|write|append|open|create|stat|lstat|access|exists|mk|rm|unlink|copy|cp|rename|watch|glob|exec|spawn|fork|chdir|join|resolve|relative|normalize|Worker|log|warn|error|info|debug|expect|to[A-Z]|equal|strictEqual|deepEqual|notEqual|deepStrictEqual|startsWith|endsWith|includes|indexOf|match|replace|split|test|it|describe|fetch|push|redirect|navigate|href)/;

/** Whether a text says that it is a path: `./a`, `../a`. Pure. */
export const isPathlike = (text: string): boolean => /^\.{1,2}\//.test(text) && !/[\n*{]/.test(text);

/** Answers the references that a call is known to make. Pure. */
export function callReferences(node: ts.Node): Reference[] {
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return firstArgument(node, 'import');
    const name = calleeName(node.expression);
    const kind = MODULE_FUNCTIONS.get(name);
    if (kind !== undefined) return firstArgument(node, kind);
    return /(?:^|\.)(?:join|resolve)$/.test(name) ? besideFile(node) : [];
  }
  if (!ts.isNewExpression(node) || calleeName(node.expression) !== 'URL') return [];
  const [first, second] = node.arguments ?? [];
  return first !== undefined &&
    ts.isStringLiteralLike(first) &&
    second?.getText() === 'import.meta.url' &&
    isRelative(first.text)
    ? [referenceAt(first, 'path')]
    : [];
}

/** A URL with a scheme or from the root of a host is not beside the file. */
const isRelative = (text: string): boolean => text !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/|\?|#)/i.test(text);

function firstArgument(node: ts.CallExpression, kind: ReferenceKind): Reference[] {
  let [first] = node.arguments;
  // vi.mock(import('./a')) names the module by the import
  while (first !== undefined && ts.isParenthesizedExpression(first)) first = first.expression;
  return first !== undefined && ts.isStringLiteralLike(first) ? [referenceAt(first, kind)] : [];
}

/** `path.join(__dirname, '..', 'a.json')`: the literals are one path, seen from the file. */
function besideFile(node: ts.CallExpression): Reference[] {
  const [first, ...rest] = node.arguments;
  if (first === undefined || !isOwnFolder(first) || rest.length === 0) return [];
  const literals = rest.filter(ts.isStringLiteralLike);
  if (literals.length < rest.length) return [];
  const [start, end] = [referenceAt(literals[0]!, 'path'), referenceAt(literals.at(-1)!, 'path')];
  return [{ ...start, end: end.end, text: literals.map(({ text }) => text).join('/') }];
}

const isOwnFolder = (node: ts.Expression): boolean => ['__dirname', 'import.meta.dirname'].includes(node.getText());

/** Answers the reference that a string literal is. Pure. */
export function referenceAt(literal: ts.StringLiteralLike, kind: ReferenceKind): Reference {
  const start = literal.getStart();
  const quote = literal.getSourceFile().text[start] as Reference['quote'];
  return { start: start + 1, end: literal.end - 1, text: literal.text, quote, kind };
}

/**
 * Answers the reference that a string is if it leads somewhere. Strings are compared, shown and routed as well, and a path for the
 * file system is seen from where the process runs: those are none. In settings such as `vite.config.ts` that is their own folder. Pure.
 */
export function looseReference(node: ts.StringLiteralLike, isSettings: boolean): Reference[] {
  const isPath = isSettings && /^[^./*{\n][^*{\n]*\/[^*{\n]*\.\w+$/.test(node.text);
  if (!isPath && !isPathlike(node.text)) return [];
  const isOther = isNoPath(node) || (!isSettings && OTHER_FOLDER.test(readerOf(node)));
  return isOther ? [] : [{ ...referenceAt(node, isPath ? 'path' : 'import'), isLoose: true }];
}

function isNoPath({ parent }: ts.StringLiteralLike): boolean {
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
  return (
    ts.isJsxAttribute(parent) ||
    ts.isCaseClause(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isElementAccessExpression(parent)
  );
}

/** The last step of the name of the function that a string is handed to, in an object or a list perhaps. */
function readerOf(node: ts.StringLiteralLike): string {
  let above: ts.Node = node.parent;
  while (ts.isArrayLiteralExpression(above) || ts.isObjectLiteralExpression(above) || ts.isPropertyAssignment(above))
    above = above.parent;
  return ts.isCallExpression(above) || ts.isNewExpression(above) ? calleeName(above.expression).split('.').at(-1)! : '';
}

/** Answers the last two steps of what is called, such as `vi.mock`; of `import.meta.x` three. Calls on calls have no name. Pure. */
function calleeName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return '';
  const { expression, name } = node;
  if (ts.isMetaProperty(expression)) return `import.meta.${name.text}`;
  if (ts.isIdentifier(expression)) return `${expression.text}.${name.text}`;
  return name.text;
}
