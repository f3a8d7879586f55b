/**
 * Lines of ours in a file of others, between two marks: what stands between them is replaced by a newer version and taken out again, what
 * stands around them is never touched.
 */

/** How a comment is written. */
export type CommentStyle = 'hash' | 'html';

const NAME = 'logline-core';

const MARKS: Readonly<Record<CommentStyle, { readonly begin: string; readonly end: string }>> = {
  hash: { begin: `# >>> ${NAME} >>>`, end: `# <<< ${NAME} <<<` },
  html: { begin: `<!-- >>> ${NAME} >>> -->`, end: `<!-- <<< ${NAME} <<< -->` },
};

/** Where the block goes if it is not there yet. */
export type BlockPlace = 'first' | 'last';

/** Answers the text with the block in it: in the place of an older one, else at its start (behind a `#!` line) or its end. Pure. */
export function withBlock(text: string, lines: readonly string[], style: CommentStyle, place: BlockPlace): string {
  const { begin, end } = MARKS[style];
  const block = [begin, ...lines, end].map((line) => `${line}\n`).join('');
  const range = rangeOf(text, style);
  if (range) return text.slice(0, range.start) + block + text.slice(range.end);
  if (place === 'first') {
    const first = text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
    const head = text.slice(0, first);
    return (head === '' || head.endsWith('\n') ? head : `${head}\n`) + block + text.slice(first);
  }
  if (text === '') return block;
  return `${text}${text.endsWith('\n') ? '' : '\n'}${text.endsWith('\n\n') ? '' : '\n'}${block}`;
}

/** Answers the text without the block, and without the empty line before it that came with it. Pure. */
export function withoutBlock(text: string, style: CommentStyle): string {
  const range = rangeOf(text, style);
  if (!range) return text;
  const before = text.slice(0, range.start);
  const rest = text.slice(range.end);
  return (rest === '' ? before.replace(/\n\n$/, '\n') : before) + rest;
}

/** Answers whether there is a block. Pure. */
export const hasBlock = (text: string, style: CommentStyle): boolean => rangeOf(text, style) !== undefined;

function rangeOf(text: string, style: CommentStyle): { start: number; end: number } | undefined {
  const { begin, end } = MARKS[style];
  const start = lineAt(text, begin, 0);
  const last = start < 0 ? -1 : lineAt(text, end, start);
  if (last < 0) return undefined;
  const after = text.indexOf('\n', last);
  return { start, end: after < 0 ? text.length : after + 1 };
}

/** Where a line begins with the mark, or -1. */
function lineAt(text: string, mark: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1))
    if (at === 0 || text[at - 1] === '\n') return at;
  return -1;
}
