/** New source text, parsed as what its place asks for. */
import { ts } from '../ts.ts';
import { listsOf } from './node-list.ts';
import type { ListKind } from './node-list.ts';

/** A text as the nodes that it is. */
export interface Snippet {
  /** Without blanks and separators around it. */
  readonly text: string;
  readonly nodes: readonly ts.Node[];
  /** Where the text begins in the file that the nodes are of. */
  readonly offset: number;
}

/** What has to stand around a text so that it is elements of such a list, and which list of the program that is. */
const FRAMES: Readonly<Record<ListKind, readonly [before: string, after: string]>> = {
  statements: ['', ''],
  classMembers: ['class X extends Y {', '\n}'],
  typeMembers: ['interface X {', '\n}'],
  enumMembers: ['enum X {', '\n}'],
  properties: ['x = {', '\n}'],
  elements: ['x = [', '\n]'],
  arguments: ['x(', '\n)'],
  parameters: ['class X { constructor(', '\n) {} }'],
  typeParameters: ['type X<', '\n> = 0'],
  typeArguments: ['type X = Y<', '\n>'],
  importSpecifiers: ['import {', '\n} from "x"'],
  exportSpecifiers: ['export {', '\n}'],
  objectBindings: ['const {', '\n} = x'],
  arrayBindings: ['const [', '\n] = x'],
  declarators: ['let ', '\n'],
  clauses: ['switch (x) {', '\n}'],
  union: ['type X = A | ', '\n'],
  intersection: ['type X = A & ', '\n'],
  tuple: ['type X = [', '\n]'],
  heritage: ['interface X extends ', '\n{}'],
  decorators: ['', '\nclass X {}'],
  attributes: ['<a ', '\n/>'],
  children: ['<a>', '</a>'],
};

/** Answers a text as elements of a list, or `undefined` where it is none. A text that ends its frame and begins another is none either. Pure. */
export function parseSnippet(given: string, kind: ListKind, fileName: string): Snippet | undefined {
  const text = given.trim().replace(SEPARATORS[kind] ?? /^(?!)/, '');
  const [before, after] = FRAMES[kind];
  const name = kind === 'attributes' || kind === 'children' ? fileName.replace(/\.[cm]?([jt])sx?$/, '.$1sx') : fileName;
  const file = ts.createSourceFile(name, before + text + after, ts.ScriptTarget.ESNext, true);
  if ((file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length > 0) return undefined;
  if (kind !== 'statements' && file.statements.length !== 1) return undefined;
  const nodes = elementsIn(file, kind, before.length === 0);
  const end = before.length + text.length;
  const isWhole = nodes.length > 0 && nodes.every((node) => node.getStart(file) >= before.length && node.end <= end);
  return isWhole ? { text, nodes, offset: before.length } : undefined;
}

/** What may stand at the end of a text though the place decides about it. */
const SEPARATORS: Readonly<Partial<Record<ListKind, RegExp>>> = {
  ...Object.fromEntries(
    [
      'enumMembers',
      'properties',
      'elements',
      'arguments',
      'parameters',
      'typeParameters',
      'typeArguments',
      'importSpecifiers',
      'exportSpecifiers',
      'objectBindings',
      'arrayBindings',
      'tuple',
      'heritage',
    ].map((kind) => [kind, /\s*,$/]),
  ),
  typeMembers: /\s*[,;]$/,
  declarators: /\s*[,;]$/,
  union: /^\|\s*/,
  intersection: /^&\s*/,
};

/** The first list of the kind, from the outside; of a type with an operand in front of the text all but that. */
function elementsIn(file: ts.SourceFile, kind: ListKind, isWhole: boolean): readonly ts.Node[] {
  let found: readonly ts.Node[] | undefined;
  const visit = (node: ts.Node): void => {
    found ??= listsOf(node).find((list) => list.kind === kind)?.nodes;
    if (found === undefined) ts.forEachChild(node, visit);
  };
  if (isWhole && kind === 'decorators') found = listsOf(file.statements[0]!).find((list) => list.kind === kind)?.nodes;
  else visit(file);
  return (kind === 'union' || kind === 'intersection' ? found?.slice(1) : found) ?? [];
}

const TOKENS = new WeakMap<ts.Node, string>();

/** Answers the tokens of a node, without blanks, comments and a separator at its end. Equal nodes have equal tokens. Pure. */
export function tokensOf(node: ts.Node): string {
  let tokens = TOKENS.get(node);
  if (tokens === undefined) TOKENS.set(node, (tokens = readTokens(node)));
  return tokens;
}

function readTokens(node: ts.Node): string {
  const file = node.getSourceFile();
  const tokens: string[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isJSDoc(each)) return;
    const children = each.getChildren(file);
    if (children.length > 0) for (const child of children) visit(child);
    else if (each.end > each.pos) tokens.push(each.getText(file).trim().replaceAll('\r\n', '\n'));
  };
  visit(node);
  while (tokens.length > 0 && /^[,;]?$/.test(tokens.at(-1)!)) tokens.pop();
  return tokens.join('\0');
}
