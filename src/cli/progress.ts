/** A bar on standard error for work that takes longer than a second, on a terminal only. */
import type { ByteRange, LedgerSource } from '../ledger/index.ts';
import type { Call } from './command.ts';
import type { Terminal } from './terminal.ts';

const SILENT_MS = 1000;
const REDRAW_MS = 100;
const BAR_CHARS = 30;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Does `work` with a bar that is named `what`, and takes the bar away whatever happens.
 *
 * @param call - whose output hides the bar where both are on one screen.
 */
export async function withProgress<T>(
  { terminal, output }: Pick<Call, 'terminal' | 'output'>,
  what: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = new Progress(terminal, what);
  output.beforeScreen(() => progress.hide());
  try {
    return await work(progress);
  } finally {
    progress.hide();
  }
}

/** Shows how far a command has come. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #what: string;
  readonly #started: number;
  #drawn = 0;
  #isShown = false;
  #read = 0;

  constructor(terminal: Terminal, what: string) {
    this.#terminal = terminal;
    this.#what = what;
    this.#started = terminal.clock().getTime();
  }

  /** Answers the source; whatever is read of it counts, out of `totalBytes`. */
  watch<S extends LedgerSource>(source: S, totalBytes: number): S {
    const count = (sizeBytes: number): void => this.update((this.#read += sizeBytes), totalBytes);
    return {
      ...source,
      async *read(range?: ByteRange) {
        for await (const chunk of source.read(range)) {
          count(chunk.length);
          yield chunk;
        }
      },
    };
  }

  /** Takes note of how much is done, in any unit. Draws ten times a second at most. */
  update(done: number, total: number): void {
    if (this.#terminal.stderr.isTTY !== true) return;
    const now = this.#terminal.clock().getTime();
    if (now - this.#started < SILENT_MS || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#isShown = true;
    this.#terminal.stderr.write(`${CLEAR_LINE}${this.#line(Math.min(1, done / total))}`);
  }

  /** Takes the bar away, until the next update. */
  hide(): void {
    if (this.#isShown) this.#terminal.stderr.write(CLEAR_LINE);
    this.#isShown = false;
  }

  #line(share: number): string {
    const full = Math.floor(share * BAR_CHARS);
    const bar = '#'.repeat(full) + '-'.repeat(BAR_CHARS - full);
    return `${this.#what} [${bar}] ${Math.floor(share * 100)} %`;
  }
}
