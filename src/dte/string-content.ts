/** editString without a language: the content of a literal, whose letters may be spelled by escapes, and what stands there instead. */
import type { Replaced } from './regex-edits.ts';

/** A letter or an escape of a literal's content: what it stands for, and where it stands. */
export interface ContentPiece {
  /** What it stands for; nothing for what only continues a line. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Spells a text for a place in a literal, between what stands before and after it there. */
export type Spell = (text: string, before: string, after: string) => string;

/** Answers what a literal's content stands for. Pure. */
export const contentValue = (pieces: readonly ContentPiece[]): string => pieces.map(({ value }) => value).join('');

/**
 * Answers what replaces each occurrence of `from` in a literal's content, or the whole content where it is left out. What stands
 * around it stays as it is spelled. An occurrence that begins or ends within one escape is none. Pure.
 *
 * @param source - the whole text that the places of the pieces are in
 */
export function replaceContent(
  pieces: readonly ContentPiece[],
  source: string,
  from: string | undefined,
  to: string,
  spell: Spell,
): Replaced[] {
  return occurrences(pieces, from).map(({ first, behind }) => {
    const start = pieces[first]?.start ?? 0;
    const end = pieces[behind - 1]?.end ?? start;
    const before = pieces[first - 1];
    const after = pieces[behind];
    const text = spell(to, sourceOf(source, before), sourceOf(source, after));
    return { start, end, text };
  });
}

const sourceOf = (source: string, piece: ContentPiece | undefined): string =>
  piece === undefined ? '' : source.slice(piece.start, piece.end);

/** Pieces from the first on to the one behind the last. */
interface Occurrence {
  readonly first: number;
  readonly behind: number;
}

function occurrences(pieces: readonly ContentPiece[], from: string | undefined): Occurrence[] {
  if (from === undefined) return [{ first: 0, behind: pieces.length }];
  const value = contentValue(pieces);
  const pieceAt = pieceBounds(pieces);
  const found: Occurrence[] = [];
  for (let at = value.indexOf(from); at >= 0;) {
    const first = pieceAt.get(at);
    const behind = pieceAt.get(at + from.length);
    if (first !== undefined && behind !== undefined) found.push({ first, behind });
    at = value.indexOf(from, at + from.length);
  }
  return found;
}

/** By the offset in the value at which a piece begins: its index. */
function pieceBounds(pieces: readonly ContentPiece[]): ReadonlyMap<number, number> {
  const bounds = new Map<number, number>();
  let at = 0;
  for (const [index, { value }] of pieces.entries()) {
    if (value !== '' || !bounds.has(at)) bounds.set(at, index);
    at += value.length;
  }
  bounds.set(at, pieces.length);
  return bounds;
}
