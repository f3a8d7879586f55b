/** Imports of one Java file: what is taken out of them and put into them. */
import type { TextEdit } from '../../edit.ts';
import { dominantEol } from '../../source-text.ts';
import { lineEnd, lineStart, sharesLine } from '../../tree-sitter/places.ts';
import { firstOfType } from '../../tree-sitter/syntax.ts';
import type { FileDecls, ImportDecl } from '../declarations.ts';

/** An import that a file is to have. */
export interface WantedImport {
  /** `a.b.C`, or of a static one `a.b.C.m`. */
  readonly name: string;
  readonly isStatic: boolean;
  /** The import whose place it takes, if that goes. */
  readonly beside: ImportDecl | undefined;
}

const textOf = ({ name, isStatic }: WantedImport): string => `import ${isStatic ? 'static ' : ''}${name};`;

/** Answers the edits that take imports out and put new ones in. */
export function importEdits(
  { file: { path, text, root }, imports }: FileDecls,
  gone: ReadonlySet<ImportDecl>,
  wanted: readonly WantedImport[],
): TextEdit[] {
  const taken = new Map<ImportDecl, WantedImport>();
  for (const one of wanted) if (one.beside !== undefined && gone.has(one.beside)) taken.set(one.beside, one);
  const edits = [...gone].map((one): TextEdit => {
    const now = taken.get(one);
    const { start, end } = one.node;
    if (now !== undefined) return { path, start, end, text: textOf(now) };
    if (sharesLine(one.node, text)) return { path, start, end, text: '' };
    return { path, start: lineStart(text, start), end: lineEnd(text, end), text: '' };
  });
  const replaced = new Set(taken.values());
  const lines = wanted.filter((one) => !replaced.has(one)).map(textOf);
  if (lines.length === 0) return edits;
  const eol = dominantEol(text);
  const last = imports.findLast((one) => !gone.has(one) || taken.has(one)) ?? imports.at(-1);
  if (last !== undefined)
    return [
      ...edits,
      { path, start: last.node.end, end: last.node.end, text: lines.map((line) => eol + line).join('') },
    ];
  const head = firstOfType(root, 'package_declaration');
  if (head !== undefined)
    return [{ path, start: head.end, end: head.end, text: eol + lines.map((line) => eol + line).join('') }];
  const start = lineStart(text, root.children.find(({ isNamed }) => isNamed)?.start ?? 0);
  return [{ path, start, end: start, text: `${lines.join(eol)}${eol}${eol}` }];
}
