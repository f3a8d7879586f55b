/** The places of names in a file: its identifiers and strings that are one of some names, whether or not they mean the same. */
import { ts } from './ts.ts';

/** A node that can be a name: also a string, as in `o["x"]`. */
export type NameNode = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

/** Whether a node can be a name. */
export const isNameNode = (node: ts.Node): node is NameNode =>
  ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node);

/** Escapes can spell a name in letters that are not there. */
const ESCAPE = /\\[ux]/;

/** Whether one of the names may occur in a text. Cheap: most texts are not looked at any closer. Pure. */
export const mayName = (text: string, names: readonly string[]): boolean =>
  names.some((name) => text.includes(name)) || ESCAPE.test(text);

/** Answers the identifiers and strings of a file that are one of the names, in the order of their places, those in JSDoc included. */
export function namesIn(file: ts.SourceFile, names: readonly string[]): NameNode[] {
  const isIn = hitsIn(file.text, names);
  const found: NameNode[] = [];
  const visit = (node: ts.Node): void => {
    if (!isIn(node)) return;
    if (isNameNode(node) && names.includes(node.text)) found.push(node);
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.getStart(file) - b.getStart(file));
}

/** Answers whether a node holds one of the names, by the places at which they are found in the text. */
function hitsIn(text: string, names: readonly string[]): (node: ts.Node) => boolean {
  if (ESCAPE.test(text)) return () => true;
  const hits = names.flatMap((name) => placesOf(text, name)).sort((a, b) => a - b);
  return ({ pos, end }) => {
    let low = 0;
    for (let high = hits.length; low < high;) {
      const middle = (low + high) >> 1;
      if (hits[middle]! < pos) low = middle + 1;
      else high = middle;
    }
    return low < hits.length && hits[low]! < end;
  };
}

/** Answers the offsets at which a word stands in a text. Pure. */
export function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (!isWordPart(text.codePointAt(at + word.length)) && !isWordPart(before(text, at))) places.push(at);
  }
  return places;
}

const isWordPart = (codePoint: number | undefined): boolean =>
  codePoint !== undefined && ts.isIdentifierPart(codePoint, ts.ScriptTarget.ESNext);

/** The code point that ends before an offset. */
function before(text: string, offset: number): number | undefined {
  const unit = text.charCodeAt(offset - 1);
  return unit >= 0xdc00 && unit <= 0xdfff ? text.codePointAt(offset - 2) : unit >= 0 ? unit : undefined;
}

/** Answers where the word of a name begins: of a string that is behind its quote. */
export const startOfWord = (node: NameNode, file = node.getSourceFile()): number =>
  node.getStart(file) + (ts.isStringLiteralLike(node) ? 1 : 0);

/** Answers the name whose word begins at a place, or `undefined`. */
export function nameAt(file: ts.SourceFile, start: number): NameNode | undefined {
  let found: NameNode | undefined;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (isNameNode(node) && startOfWord(node, file) === start) found = node;
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  visit(statementAt(file, start) ?? file);
  return found;
}

/** The statement of a file that holds a place: long files are asked about each of their names. */
function statementAt({ statements }: ts.SourceFile, start: number): ts.Statement | undefined {
  let low = 0;
  for (let high = statements.length; low < high;) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.end <= start) low = middle + 1;
    else high = middle;
  }
  return statements[low];
}

/** Answers the nodes of a file that are where a node of another parse of it is, from the outside in. */
export function nodesAt(file: ts.SourceFile, { pos, end }: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos > pos || node.end < end) return;
    if (node.pos === pos && node.end === end) found.push(node);
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
