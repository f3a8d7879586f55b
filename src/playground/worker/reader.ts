/** Everything that is open, to be looked at: which lines there are, which of them a filter finds, and what stands in each. */
import { readLines } from '../../ledger/index.ts';
import type { LineBlock } from '../../ledger/index.ts';
import { blobSource } from './blob-source.ts';
import type { Advance, Filter, LedgerFacts, OpenFile } from './ledger-tasks.ts';
import { LineIndex } from './line-index.ts';
import type { NameColumn } from './line-index.ts';
import type { Lanes } from '../../drawing/index.ts';
import { timelineOf } from './lanes.ts';
import { pace } from './paced.ts';
import { factsOf } from './row.ts';
import type { Row } from './row.ts';
import { searchText } from './text-search.ts';

/** A line is looked at up to here; verification has a limit of its own. */
const MOST_LINE_BYTES = 16 * 1024 * 1024;

/** Looks into files. One filter at a time, as there is one list. */
export class Reader {
  readonly #files: readonly OpenFile[];
  readonly #index = new LineIndex();
  readonly #firsts: number[] = [];
  readonly #decoder = new TextDecoder();
  /** Places of the lines that the filter found; `undefined`: all. */
  #found: Uint32Array | undefined;

  private constructor(files: readonly OpenFile[]) {
    this.#files = files;
  }

  /** Reads all lines once. */
  static async open(files: readonly OpenFile[], tell: (advance: Advance) => void): Promise<Reader> {
    const reader = new Reader(files);
    const totalBytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
    let bytes = 0;
    const isTime = pace();
    for (const [stream, { path, blob }] of files.entries()) {
      reader.#firsts.push(reader.#index.length);
      const source = blobSource(path, blob, (read) => {
        bytes += read;
        if (isTime()) tell({ bytes, totalBytes, lines: reader.#index.length });
      });
      await reader.#read(stream, source);
    }
    return reader;
  }

  facts(): LedgerFacts {
    const { listed, length, unreadable } = this.#index;
    const most = (column: NameColumn): LedgerFacts['actors'] =>
      [...listed[column].values()].sort((a, b) => b.count - a.count);
    return {
      lines: length,
      sizeBytes: this.#files.reduce((sum, { blob }) => sum + blob.size, 0),
      unreadable,
      streams: this.#files.map(({ path }, i) => ({
        path,
        first: this.#firsts[i]!,
        lines: (this.#firsts[i + 1] ?? length) - this.#firsts[i]!,
      })),
      actors: most('actor'),
      intents: most('intent'),
      missions: most('mission'),
    };
  }

  /** Finds the lines of a filter, and answers how many there are. */
  async filter(filter: Filter, tell: (advance: Advance) => void): Promise<number> {
    const places = this.#placesOf(filter);
    this.#found = filter.text === '' ? places : await this.#withText(places, filter.text, tell);
    return this.#found?.length ?? this.#index.length;
  }

  /** The rows `[from, to)` of what the filter found. */
  async rows({ from, to }: { readonly from: number; readonly to: number }): Promise<Row[]> {
    const rows: Row[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, this.#found?.length ?? this.#index.length); i++)
      rows.push(await this.row(this.#found?.[i] ?? i));
    return rows;
  }

  /** @param mostChars - of each text. @default what a list shows */
  async row(index: number, mostChars?: number): Promise<Row> {
    const { stream, line } = this.#index.columns;
    const facts = factsOf(await this.text(index), mostChars);
    return { index, path: this.#files[stream[index]!]!.path, line: line[index]!, ...facts };
  }

  /** The text of a line. Bytes that are not UTF-8 become U+FFFD. */
  async text(index: number): Promise<string> {
    const { stream, offset, sizeBytes } = this.#index.columns;
    const start = offset[index]!;
    const piece = this.#files[stream[index]!]!.blob.slice(start, start + sizeBytes[index]!);
    return this.#decoder.decode(await piece.arrayBuffer());
  }

  /** Texts of the lines `[from, to)`. */
  async texts(from: number, to: number): Promise<string[]> {
    const texts: string[] = [];
    for (let i = from; i < to && this.has(i); i++) texts.push(await this.text(i));
    return texts;
  }

  has(index: number): boolean {
    return Number.isInteger(index) && index >= 0 && index < this.#index.length;
  }

  /** Whether two lines that exist are of one stream. */
  areOfOneStream(a: number, b: number): boolean {
    return this.has(a) && this.has(b) && this.#index.columns.stream[a] === this.#index.columns.stream[b];
  }

  timeline(by: 'mission' | 'actor'): Lanes {
    return timelineOf(this.#index, this.#found, by);
  }

  /** The place of the first line that states a hash. */
  async find(hash: string): Promise<number | undefined> {
    const places = await searchText(this.#files, this.#index, undefined, hash, () => undefined);
    for (const place of places) if ((await this.row(place)).hash === hash) return place;
    return undefined;
  }

  async #read(stream: number, source: Parameters<typeof readLines>[0]): Promise<void> {
    for await (const block of readLines(source, { maxLineBytes: MOST_LINE_BYTES })) {
      const texts = this.#textsOf(block);
      for (const [i, start] of block.starts.entries()) {
        const end = block.ends[i]!;
        const place = { stream, line: block.firstLine + i, offset: block.byteOffset + start, sizeBytes: end - start };
        this.#index.add(place, factsOf(texts[i]!));
      }
    }
  }

  /** A decoder takes longer to be called for each line than for all of a block at once. */
  #textsOf({ bytes, starts, ends }: LineBlock): readonly string[] {
    const texts = this.#decoder.decode(bytes.subarray(starts[0], ends.at(-1))).split('\n');
    if (texts.length === starts.length) return texts;
    return starts.map((start, i) => this.#decoder.decode(bytes.subarray(start, ends[i])));
  }

  #placesOf({ fromMs = -Infinity, untilMs = Infinity, only, ...names }: Filter): Uint32Array | undefined {
    const wanted = (['actor', 'intent', 'mission', 'trace'] as const)
      .map((column) => ({ values: this.#index.columns.names[column], number: this.#index.numberOf(names[column]) }))
      .filter(({ number }) => number !== 0);
    const hasTimes = fromMs !== -Infinity || untilMs !== Infinity;
    if (wanted.length === 0 && !hasTimes && only === undefined) return undefined;
    const { timeMs } = this.#index.columns;
    const places = only ?? Array.from({ length: this.#index.length }, (_, i) => i);
    const fits = (i: number): boolean =>
      wanted.every(({ values, number }) => values[i] === number) &&
      (!hasTimes || (timeMs[i]! >= fromMs && timeMs[i]! < untilMs));
    return Uint32Array.from(places.filter(fits));
  }

  #withText(places: Uint32Array | undefined, text: string, tell: (advance: Advance) => void): Promise<Uint32Array> {
    return searchText(this.#files, this.#index, places, text, tell);
  }
}
