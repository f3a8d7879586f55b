/** tree-sitter as a function from text to a tree. Grammars and runtime are part of the package: nothing is fetched or read. */
import { Language, Parser } from 'web-tree-sitter';
import type { TreeCursor } from 'web-tree-sitter';
import { LoglineError } from '../../base/errors.ts';
import type { SyntaxFile, SyntaxNode } from './syntax.ts';

/** The languages that there are grammars of. */
export type Grammar = 'python' | 'java';

/**
 * Parses a text. The same text always gives the same tree.
 *
 * @throws {LoglineError} LIMIT_EXCEEDED - it nests deeper than any program that people write, or has more comments in a row.
 */
export type SourceParser = (path: string, text: string) => SyntaxFile;

/** Deepest nesting that is followed: long sums and concatenations nest one level a term. */
const MAX_DEPTH = 1500;

/** What the parser is handed at a time, in UTF-16 code units: as much as it takes. */
const PIECE_UNITS = 5120;
/**
 * How often it may ask for a piece, which real sources make it do about twice for each. At each line of a comment the grammar of Python looks
 * for the end of all comments in a row, so thousands of them would take hours; this many take some seconds, as the longest file does.
 */
const MAX_PIECES = 10_000;

const parsers = new Map<Grammar, Promise<SourceParser>>();
let runtime: Promise<void> | undefined;

/** Answers the parser of a language. It is loaded once in a process, in about 0.2 s. */
export function loadParser(grammar: Grammar): Promise<SourceParser> {
  const known = parsers.get(grammar);
  if (known !== undefined) return known;
  const fresh = load(grammar);
  parsers.set(grammar, fresh);
  return fresh;
}

async function load(grammar: Grammar): Promise<SourceParser> {
  runtime ??= startRuntime();
  await runtime;
  const language = await Language.load(bytesOf(await grammarText(grammar)));
  const parser = new Parser().setLanguage(language);
  return (path, text) => parse(parser, path, text);
}

async function startRuntime(): Promise<void> {
  const { runtimeWasm } = await import('./generated/runtime-wasm.ts');
  await Parser.init({ wasmBinary: bytesOf(runtimeWasm) });
}

async function grammarText(grammar: Grammar): Promise<string> {
  if (grammar === 'python') return (await import('./generated/python-wasm.ts')).pythonWasm;
  return (await import('./generated/java-wasm.ts')).javaWasm;
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

function parse(parser: Parser, path: string, text: string): SyntaxFile {
  let pieces = 0;
  const tree = parser.parse((at) => (++pieces > MAX_PIECES ? '' : text.slice(at, at + PIECE_UNITS)))!;
  const cursor = tree.walk();
  try {
    if (pieces > MAX_PIECES) throw tooLong(path);
    const faults: SyntaxNode[] = [];
    return { path, text, root: copyOf(cursor, path, faults), faults };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

type Draft = Omit<SyntaxNode, 'children' | 'parent'> & { parent: Draft | undefined; children: Draft[] };

/** Copies a tree out of the parser's memory: asking it node by node costs more than all the rest of the work. */
function copyOf(cursor: TreeCursor, path: string, faults: SyntaxNode[]): SyntaxNode {
  const root = draftOf(cursor, undefined, faults);
  let above = root;
  let depth = 0;
  let isDown = cursor.gotoFirstChild();
  for (;;) {
    if (isDown) {
      depth++;
      if (depth > MAX_DEPTH) throw tooDeep(path);
    } else {
      while (!cursor.gotoNextSibling()) {
        if (depth <= 1) return root;
        cursor.gotoParent();
        above = above.parent!;
        depth--;
      }
    }
    const node = draftOf(cursor, above, faults);
    above.children.push(node);
    isDown = cursor.gotoFirstChild();
    if (isDown) above = node;
  }
}

function draftOf(cursor: TreeCursor, parent: Draft | undefined, faults: SyntaxNode[]): Draft {
  const node: Draft = {
    type: cursor.nodeType,
    start: cursor.startIndex,
    end: cursor.endIndex,
    isNamed: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? undefined,
    parent,
    children: [],
    index: parent?.children.length ?? 0,
    isMissing: cursor.nodeIsMissing,
  };
  if (node.isMissing || node.type === 'ERROR') faults.push(node);
  return node;
}

function tooLong(path: string): LoglineError {
  const message = `${path} takes too long to be parsed. Where it has thousands of lines of comments in a row, divide them.`;
  return new LoglineError('LIMIT_EXCEEDED', message, { details: { path } });
}

function tooDeep(path: string): LoglineError {
  return new LoglineError('LIMIT_EXCEEDED', `${path} nests deeper than ${MAX_DEPTH} levels.`, { details: { path } });
}
