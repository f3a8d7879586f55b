/** The text of a source file, with the way back to its bytes. */
import { fromUtf8, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { lastAtOrBefore } from './sorted-search.ts';

const BOM = '\ufeff';

/** A decoded file. Offsets into `text` are UTF-16 units, as the compilers count. */
export interface SourceText {
  readonly path: string;
  /** Without the byte order mark. */
  readonly text: string;
  readonly hasBom: boolean;
}

/** Line and column for people, both from 1; columns count UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Decodes a file.
 *
 * @throws {LoglineError} FILE_UNSUPPORTED - it is no UTF-8, or larger than 2 MiB.
 */
export function decodeSource(path: string, bytes: Uint8Array): SourceText {
  if (bytes.length > MAX_FILE_BYTES) {
    const message = `${path} has ${bytes.length} bytes, more than the limit of ${MAX_FILE_BYTES}.`;
    throw new LoglineError('FILE_UNSUPPORTED', message, { details: { path } });
  }
  const text = fromUtf8(bytes);
  if (text === undefined) throw new LoglineError('FILE_UNSUPPORTED', `${path} is not UTF-8.`, { details: { path } });
  return text.startsWith(BOM) ? { path, text: text.slice(1), hasBom: true } : { path, text, hasBom: false };
}

/** Answers the bytes of a text: the inverse of {@link decodeSource}. Pure. */
export function encodeSource({ text, hasBom }: Pick<SourceText, 'text' | 'hasBom'>): Uint8Array {
  return toUtf8(hasBom ? BOM + text : text);
}

const SHORT = 1000;

/** Answers a reader that keeps its answer on the last long text: of a file the same is asked once for each place that changes in it. */
export function ofLastText<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | undefined;
  return (text) => {
    if (text.length < SHORT) return read(text);
    if (last?.text !== text) last = { text, answer: read(text) };
    return last.answer;
  };
}

/** Answers what most lines of a text end with; LF where it is a tie or there are none. Pure. */
export const dominantEol = ofLastText((text): '\n' | '\r\n' => {
  const all = text.match(/\r?\n/g) ?? [];
  const windows = all.filter((eol) => eol.length === 2).length;
  return windows > all.length / 2 ? '\r\n' : '\n';
});

/** Answers the offsets at which the lines of a text begin. Lines end with LF, CR LF or CR. Pure. */
export const lineStartsOf = ofLastText((text): readonly number[] => {
  const ends = [...text.matchAll(/\r\n|[\r\n]/g)];
  return [0, ...ends.map((end) => end.index + end[0].length)];
});

/** Answers the place of an offset. Pure. */
export function placeOf(text: string, offset: number): Place {
  const starts = lineStartsOf(text);
  const line = lastAtOrBefore(starts.length, (index) => starts[index]!, offset) + 1;
  return { line, column: offset - starts[line - 1]! + 1 };
}
