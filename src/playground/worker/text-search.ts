/** Which lines hold a text, upper and lower case alike: many lines are read and searched at a time. */
import type { Advance, OpenFile } from './ledger-tasks.ts';
import { pace } from './paced.ts';
import type { LineIndex } from './line-index.ts';

const PIECE_BYTES = 4 * 1024 * 1024;

/** A run of lines that stand close to each other. */
interface Piece {
  readonly stream: number;
  readonly start: number;
  readonly end: number;
  /** Places in the index. */
  readonly places: readonly number[];
}

/** Answers the places of the lines that hold it, of `among` or of all. */
export async function searchText(
  files: readonly OpenFile[],
  index: LineIndex,
  among: Uint32Array | undefined,
  text: string,
  tell: (advance: Advance) => void,
): Promise<Uint32Array> {
  const wanted = text.toLowerCase();
  const decoder = new TextDecoder();
  const found: number[] = [];
  const total = among?.length ?? index.length;
  let seen = 0;
  const isTime = pace();
  for (const { stream, start, end, places } of piecesOf(index, among)) {
    const bytes = new Uint8Array(await files[stream]!.blob.slice(start, end).arrayBuffer());
    for (const place of places) {
      const from = index.columns.offset[place]! - start;
      const line = decoder.decode(bytes.subarray(from, from + index.columns.sizeBytes[place]!));
      if (line.toLowerCase().includes(wanted)) found.push(place);
    }
    seen += places.length;
    if (isTime()) tell({ bytes: seen, totalBytes: total, lines: seen });
  }
  return Uint32Array.from(found);
}

function* piecesOf({ columns, length }: LineIndex, among: Uint32Array | undefined): Generator<Piece> {
  let piece: { stream: number; start: number; end: number; places: number[] } | undefined;
  for (let i = 0; i < (among?.length ?? length); i++) {
    const place = among?.[i] ?? i;
    const [stream, start] = [columns.stream[place]!, columns.offset[place]!];
    const end = start + columns.sizeBytes[place]!;
    if (piece?.stream === stream && start >= piece.start && end - piece.start <= PIECE_BYTES) {
      piece.end = end;
      piece.places.push(place);
    } else {
      if (piece !== undefined) yield piece;
      piece = { stream, start, end, places: [place] };
    }
  }
  if (piece !== undefined) yield piece;
}
