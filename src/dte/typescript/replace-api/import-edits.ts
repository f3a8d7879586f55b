/** Imports are removed, moved to another module, and added. */
import type { TextEdit } from '../../edit.ts';
import { ts } from '../ts.ts';
import type { ImportNode, ImportOrigin } from './import-origin.ts';
import { firstImportPlace, importStyle, lineBehind } from './import-style.ts';
import type { ImportStyle } from './import-style.ts';
import { rangesWithout } from './list-ranges.ts';

/** A name to be imported. */
export interface Wanted {
  readonly module: string;
  /** What the module calls it; `default`, or `*` for the module itself. */
  readonly imported: string;
  readonly local: string;
}

type Range = Pick<TextEdit, 'start' | 'end'>;

/** What removes an import, and the whole statement where nothing is left of it. */
interface Removal extends Range {
  readonly whole?: ts.Statement;
}

/** Answers the name by which a file has what a module exports by a name already, or `undefined`. */
export function localOf(file: ts.SourceFile, { module, imported }: Omit<Wanted, 'local'>): string | undefined {
  for (const { importClause, moduleSpecifier } of file.statements.filter(ts.isImportDeclaration)) {
    if (!isOf(moduleSpecifier, module) || importClause === undefined || importClause.phaseModifier !== undefined)
      continue;
    const { namedBindings } = importClause;
    if (namedBindings === undefined || ts.isNamespaceImport(namedBindings)) continue;
    const found = namedBindings.elements.find(
      (element) => !element.isTypeOnly && (element.propertyName ?? element.name).text === imported,
    );
    if (found !== undefined) return found.name.text;
  }
  return undefined;
}

const isOf = (specifier: ts.Expression, module: string): boolean =>
  ts.isStringLiteralLike(specifier) && specifier.text === module;

/** Answers the edits that take imports out of a file and put others in, at the place of one that goes where there is one. */
export function importEdits(
  path: string,
  file: ts.SourceFile,
  removed: readonly ImportNode[],
  wanted: readonly Wanted[],
): TextEdit[] {
  const style = importStyle(file);
  const removals = removalsOf(removed);
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  for (const want of wanted) {
    const addition = intoExisting(file, want, removals, style);
    if (addition === undefined) lines.push(statementText(want, style));
    else edits.push({ path, ...addition });
  }
  const vacant = lines.length > 0 ? removals.find(({ whole }) => whole !== undefined)?.whole : undefined;
  for (const removal of removals) {
    const { whole } = removal;
    if (whole === undefined) edits.push({ path, start: removal.start, end: removal.end, text: '' });
    else if (whole === vacant)
      edits.push({ path, start: whole.getStart(file), end: whole.end, text: lines.join(style.eol) });
    else edits.push({ path, ...lineOf(file, whole), text: '' });
  }
  if (lines.length > 0 && vacant === undefined) edits.push({ path, ...newLines(file, lines, style) });
  return edits;
}

/** Answers the edit that imports what is imported from another module, where the statement imports nothing else. */
export function respecified(path: string, { node, specifier }: ImportOrigin, module: string): TextEdit | undefined {
  const list = listOf(node);
  if ((list !== undefined && list.length > 1) || removalOf(node).whole === undefined) return undefined;
  const text = module.replaceAll('\\', '\\\\').replaceAll(specifier.getText()[0]!, (quote) => `\\${quote}`);
  return { path, start: specifier.getStart() + 1, end: specifier.end - 1, text };
}

/** Several names of one list go together, and with the last one the statement goes. */
function removalsOf(removed: readonly ImportNode[]): Removal[] {
  const lists = new Map<ts.Node, Set<ImportNode>>();
  for (const node of removed) lists.set(node.parent, (lists.get(node.parent) ?? new Set()).add(node));
  return [...lists.values()].flatMap((gone) => {
    const [first] = gone;
    const list = listOf(first!);
    return list === undefined || gone.size === list.length ? [removalOf(first!)] : rangesWithout(list, gone);
  });
}

function listOf(node: ImportNode): ts.NodeArray<ts.Node> | undefined {
  if (ts.isImportSpecifier(node) || ts.isBindingElement(node)) return node.parent.elements;
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)
    ? node.parent.declarations
    : undefined;
}

/** What removes an import and all that is in a list with it. */
function removalOf(node: ImportNode): Removal {
  if (ts.isBindingElement(node)) return removalOfVariable(node.parent.parent as ts.VariableDeclaration);
  if (ts.isVariableDeclaration(node)) return removalOfVariable(node);
  if (ts.isImportEqualsDeclaration(node)) return wholeOf(node);
  if (ts.isImportClause(node)) {
    if (node.namedBindings === undefined) return wholeOf(node.parent as ts.ImportDeclaration);
    return { start: node.name!.getStart(), end: node.namedBindings.getStart() };
  }
  const bindings = ts.isNamespaceImport(node) ? node : node.parent;
  const clause = bindings.parent;
  if (clause.name === undefined) return wholeOf(clause.parent as ts.ImportDeclaration);
  return { start: clause.name.end, end: bindings.end };
}

function removalOfVariable(node: ts.VariableDeclaration): Removal {
  const { declarations } = node.parent as ts.VariableDeclarationList;
  return declarations.length > 1 ? rangesWithout(declarations, new Set([node]))[0]! : wholeOf(node.parent.parent);
}

const wholeOf = (statement: ts.Statement): Removal => ({
  start: statement.getStart(),
  end: statement.end,
  whole: statement,
});

/** The line of a statement, if it has it for itself. */
function lineOf(file: ts.SourceFile, statement: ts.Statement): Range {
  const next = lineBehind(file.text, statement.end);
  const isAlone = file.text.slice(statement.end, next).trim() === '';
  return { start: statement.getStart(file), end: isAlone ? next : statement.end };
}

function intoExisting(
  file: ts.SourceFile,
  { module, imported, local }: Wanted,
  removals: readonly Removal[],
  { space }: ImportStyle,
): (Range & { text: string }) | undefined {
  if (imported === '*' || imported === 'default') return undefined;
  const name = specifierText(imported, local);
  for (const statement of file.statements.filter(ts.isImportDeclaration)) {
    const { importClause: clause, moduleSpecifier } = statement;
    if (!isOf(moduleSpecifier, module) || clause === undefined || clause.phaseModifier !== undefined) continue;
    if (removals.some(({ whole }) => whole === statement)) continue;
    const { namedBindings } = clause;
    if (namedBindings === undefined)
      return { start: clause.name!.end, end: clause.name!.end, text: `, {${space}${name}${space}}` };
    if (ts.isNamespaceImport(namedBindings)) continue;
    const last = namedBindings.elements.at(-1);
    if (last === undefined)
      return { start: namedBindings.getStart(file), end: namedBindings.end, text: `{${space}${name}${space}}` };
    return { start: last.end, end: last.end, text: `,${gapBefore(file, namedBindings.elements)}${name}` };
  }
  return undefined;
}

/** What stands before an item of a list: a line of its own, or a space. */
function gapBefore({ text }: ts.SourceFile, elements: ts.NodeArray<ts.Node>): string {
  const last = elements.at(-1)!;
  const before = elements.at(-2)?.end ?? elements.pos;
  return /\r?\n[ \t]*$/.exec(text.slice(before, last.getStart()))?.[0] ?? ' ';
}

const specifierText = (imported: string, local: string): string =>
  imported === local ? local : `${imported} as ${local}`;

function statementText(
  { module, imported, local }: Wanted,
  { quote, semicolon, space, isCommonJs }: ImportStyle,
): string {
  const specifier = `${quote}${module.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
  const braced = `{${space}${isCommonJs && imported !== local ? `${imported}: ${local}` : specifierText(imported, local)}${space}}`;
  const names = imported === 'default' ? local : imported === '*' ? (isCommonJs ? local : `* as ${local}`) : braced;
  return isCommonJs
    ? `const ${names} = require(${specifier})${semicolon}`
    : `import ${names} from ${specifier}${semicolon}`;
}

function newLines(file: ts.SourceFile, lines: readonly string[], { eol }: ImportStyle): Range & { text: string } {
  const last = file.statements.filter(isImporting).at(-1);
  if (last !== undefined) return { start: last.end, end: last.end, text: lines.map((line) => eol + line).join('') };
  const place = firstImportPlace(file);
  const isBehindText = place > 0 && !file.text.slice(0, place).endsWith('\n');
  return { start: place, end: place, text: `${isBehindText ? eol : ''}${lines.map((line) => line + eol).join('')}` };
}

const isImporting = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) ||
  ts.isImportEqualsDeclaration(statement) ||
  (ts.isVariableStatement(statement) && /^[^=]*=\s*require\s*\(/.test(statement.getText()));
