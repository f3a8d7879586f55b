/** Imports of one Python file: what is taken out of them and put into them. */
import type { TextEdit } from '../../edit.ts';
import { dominantEol } from '../../source-text.ts';
import { rangesWithout } from '../../tree-sitter/list-ranges.ts';
import { indentAt, lineEnd, lineStart, sharesLine } from '../../tree-sitter/places.ts';
import { childOf, childrenOf, namedChildren } from '../../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../../tree-sitter/syntax.ts';

/** An import that a file is to have. */
export interface WantedImport {
  /** `from MODULE import …`, or `import MODULE`. */
  readonly module: string;
  /** What is imported from it; none for the module itself. */
  readonly name: string | undefined;
  /** The name that the file has for it. */
  readonly local: string;
  /** The import whose place it takes, or behind which it goes. */
  readonly beside: SyntaxNode | undefined;
  /** Whether it belongs to a function, so that it has to stand beside another one. */
  readonly isInner: boolean;
}

/** Answers the statement that imports something. Pure. */
export function importText({ module, name, local }: WantedImport): string {
  if (name !== undefined) return `from ${module} import ${name}${local === name ? '' : ` as ${local}`}`;
  return `import ${module}${local === module.split('.', 1)[0] ? '' : ` as ${local}`}`;
}

/** Answers the edits that take items out of imports and put new ones in. @param gone - items of import statements */
export function importEdits(
  file: SyntaxFile,
  gone: ReadonlySet<SyntaxNode>,
  wanted: readonly WantedImport[],
): TextEdit[] {
  const statements = [...new Set([...gone].map((item) => item.parent!))];
  const whole = new Set(
    statements.filter((statement) => childrenOf(statement, 'name').every((item) => gone.has(item))),
  );
  const taken = new Set<WantedImport>();
  const removals = statements.flatMap((statement) => {
    if (!whole.has(statement)) return partEdits(file, statement, gone);
    const own = wanted.filter(
      (one) => one.beside === statement && (one.isInner || listOf(file, one, whole) === undefined),
    );
    for (const one of own) taken.add(one);
    return statementEdits(file, statement, own.map(importText));
  });
  const rest = wanted.filter((one) => !taken.has(one));
  return [...removals, ...insertions(file, rest, whole)];
}

function partEdits({ path }: SyntaxFile, statement: SyntaxNode, gone: ReadonlySet<SyntaxNode>): TextEdit[] {
  return rangesWithout(childrenOf(statement, 'name'), gone).map((range) => ({ path, ...range, text: '' }));
}

/** The new statements take the place of the old one; a body must not be left empty. */
function statementEdits({ path, text }: SyntaxFile, statement: SyntaxNode, lines: readonly string[]): TextEdit[] {
  const { start, end, parent } = statement;
  const eol = dominantEol(text);
  if (lines.length > 0) return [{ path, start, end, text: lines.join(eol + indentAt(text, start)) }];
  const isAlone = parent?.type === 'block' && namedChildren(parent).length === 1;
  if (isAlone || sharesLine(statement, text)) return [{ path, start, end, text: 'pass' }];
  return [{ path, start: lineStart(text, start), end: lineEnd(text, end), text: '' }];
}

function insertions(file: SyntaxFile, wanted: readonly WantedImport[], whole: ReadonlySet<SyntaxNode>): TextEdit[] {
  const edits: TextEdit[] = [];
  const top: string[] = [];
  const eol = dominantEol(file.text);
  for (const one of wanted) {
    const list = one.isInner ? undefined : listOf(file, one, whole);
    if (list !== undefined) edits.push(intoList(file.path, list, one));
    else if (one.isInner && one.beside !== undefined) {
      const { end, start } = one.beside;
      edits.push({ path: file.path, start: end, end, text: eol + indentAt(file.text, start) + importText(one) });
    } else top.push(importText(one));
  }
  return top.length === 0 ? edits : [...edits, atTop(file, [...new Set(top)].sort(), eol)];
}

/** The statement at the top of the file that imports from the same module already. */
function listOf(
  { root, text }: SyntaxFile,
  { module, name }: WantedImport,
  whole: ReadonlySet<SyntaxNode>,
): SyntaxNode | undefined {
  return root.children.find((statement) => {
    if (name === undefined || statement.type !== 'import_from_statement' || whole.has(statement)) return false;
    const from = childOf(statement, 'module_name')!;
    return text.slice(from.start, from.end) === module && childrenOf(statement, 'name').length > 0;
  });
}

function intoList(path: string, statement: SyntaxNode, { name, local }: WantedImport): TextEdit {
  const { end } = childrenOf(statement, 'name').at(-1)!;
  return { path, start: end, end, text: `, ${name!}${local === name ? '' : ` as ${local}`}` };
}

/** Behind the imports that the file begins with, or behind its documentation. */
function atTop({ path, root, text }: SyntaxFile, lines: readonly string[], eol: string): TextEdit {
  const statements = namedChildren(root);
  const count = statements.findIndex((statement) => !isHead(statement, statements[0]!));
  const head = statements.slice(0, count < 0 ? statements.length : count);
  const lastImport = head.findLast(({ type }) => type.startsWith('import_') || type.startsWith('future_'));
  const last = lastImport ?? head.at(-1);
  if (last !== undefined) {
    const gap = lastImport === undefined ? eol : '';
    return { path, start: last.end, end: last.end, text: lines.map((line) => eol + gap + line).join('') };
  }
  const start = statements[0] === undefined ? text.length : lineStart(text, statements[0].start);
  return { path, start, end: start, text: `${lines.join(eol)}${eol}${statements[0] === undefined ? '' : eol}` };
}

const isHead = (statement: SyntaxNode, first: SyntaxNode): boolean =>
  /^(?:import_|future_)/.test(statement.type) ||
  (statement === first && statement.type === 'expression_statement' && statement.children[0]?.type === 'string');
