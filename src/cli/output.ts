/** The result of a command, on standard output and nowhere else: a table for people, JSON or lines of JSON for programs. */
import { errnoOf, writeFailure } from '../base/file-failure.ts';
import type { Origin } from './flag.ts';
import { createPaint } from './screen-text.ts';
import type { Paint } from './screen-text.ts';
import { TableText } from './table.ts';
import type { Terminal, TextSink } from './terminal.ts';

/** How results are written. */
export type OutputForm = 'table' | 'json' | 'ndjson';

/** Answers the form that `--output` names. A command whose --output is a file writes what it says about it as a table. Pure. */
export function outputFormOf(value: unknown): OutputForm {
  return value === 'json' || value === 'ndjson' ? value : 'table';
}

/** One item of a list, in both of its forms. */
export interface Item {
  /** One line of JSON. */
  readonly json: string;
  /** A row of the table. */
  readonly cells: readonly string[];
}

/** Thrown where the reader of standard output has gone: `| head -1` has seen enough. */
export class ReaderGone extends Error {}

/** Small writes are put together up to this size. */
const BUFFER_CHARS = 64 * 1024;

/** Writes results. Nothing is certain to be out before {@link Output.flush}. */
export class Output {
  readonly form: OutputForm;
  /** Who chose the form. */
  readonly formOrigin: Origin;
  readonly paint: Paint;
  readonly #sink: TextSink;
  readonly #buffer: string[] = [];
  #bufferedChars = 0;
  #failure: Error | undefined;
  #needsReader = true;
  #beforeScreen: (() => void) | undefined;

  constructor(terminal: Pick<Terminal, 'stdout' | 'env'>, form: OutputForm, formOrigin: Origin) {
    this.form = form;
    this.formOrigin = formOrigin;
    this.#sink = terminal.stdout;
    this.paint = createPaint(showsColour(this.#sink, terminal.env));
    this.#sink.on('error', (cause: Error) => this.#note(cause));
  }

  /** For commands whose exit status is an answer: they go on to it when the reader has gone, and write into the void. */
  outliveReader(): void {
    this.#needsReader = false;
  }

  /** Has `act` done before anything is written to a screen, which others may be drawing on. */
  beforeScreen(act: () => void): void {
    this.#beforeScreen = act;
  }

  /** Writes text as it is. @throws {ReaderGone} - nobody reads on. {LoglineError} OUTPUT_UNWRITABLE - no space left, for one. */
  async write(text: string): Promise<void> {
    this.#buffer.push(text);
    this.#bufferedChars += text.length;
    if (this.#bufferedChars > BUFFER_CHARS) await this.flush();
  }

  /** Writes one result: `value` as a line of JSON, or `lines` in a table. */
  async one(value: object, lines: readonly string[]): Promise<void> {
    await this.write(this.form === 'table' ? lines.map((line) => `${line}\n`).join('') : `${JSON.stringify(value)}\n`);
  }

  /** Starts a list. A table has `columns` as its heads. */
  list(columns: readonly string[]): List {
    return new List(this, columns);
  }

  /** Hands everything written so far to the system. @throws as {@link Output.write} */
  async flush(): Promise<void> {
    const text = this.#buffer.splice(0).join('');
    this.#bufferedChars = 0;
    if (text !== '' && this.#failure === undefined) {
      if (this.#sink.isTTY === true) this.#beforeScreen?.();
      await new Promise<void>((resolve) => {
        this.#sink.write(text, (cause) => {
          if (cause) this.#note(cause);
          resolve();
        });
      });
    }
    if (this.#failure instanceof ReaderGone && !this.#needsReader) return;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #note(cause: Error): void {
    this.#failure ??= errnoOf(cause) === 'EPIPE' ? new ReaderGone() : writeFailure('Standard output', cause);
  }
}

/** A list of items that may come over time. */
export class List {
  readonly #output: Output;
  readonly #table: TableText;
  #size = 0;

  constructor(output: Output, columns: readonly string[]) {
    this.#output = output;
    this.#table = new TableText(columns, output.paint);
  }

  async add({ json, cells }: Item): Promise<void> {
    this.#size++;
    const { form } = this.#output;
    if (form === 'table') await this.#output.write(this.#table.add(cells));
    else if (form === 'ndjson') await this.#output.write(`${json}\n`);
    else await this.#output.write(`${this.#size === 1 ? '[' : ','}${json}`);
  }

  /** Shows what has been added so far. For lists that go on. */
  async show(): Promise<void> {
    await this.#output.write(this.#table.rest());
    await this.#output.flush();
  }

  /** Ends the list. */
  async end(): Promise<void> {
    if (this.#output.form === 'json') await this.#output.write(this.#size === 0 ? '[]\n' : ']\n');
    else await this.#output.write(this.#table.rest());
  }
}

/**
 * Answers whether signed atomics are printed over several lines: only where the command line itself asks for a table, since what
 * `sign … >> ledger.jsonl` writes must not depend on a config file. Pure.
 */
export function showsPretty({ form, formOrigin }: Output): boolean {
  return form === 'table' && formOrigin === 'flag';
}

function showsColour(sink: TextSink, env: Terminal['env']): boolean {
  return sink.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
