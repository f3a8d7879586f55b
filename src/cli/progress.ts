/** A bar on standard error for work that takes longer than a second, on a terminal only. */
import type { Terminal } from './terminal.ts';

const SILENT_MS = 1000;
const REDRAW_MS = 100;
const BAR_CHARS = 30;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows how far a command has come. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #what: string;
  readonly #started: number;
  #drawn = 0;

  constructor(terminal: Terminal, what: string) {
    this.#terminal = terminal;
    this.#what = what;
    this.#started = terminal.clock().getTime();
  }

  /** Takes note of how much is done, in any unit. Draws ten times a second at most. */
  update(done: number, total: number): void {
    if (this.#terminal.stderr.isTTY !== true) return;
    const now = this.#terminal.clock().getTime();
    if (now - this.#started < SILENT_MS || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#terminal.stderr.write(`${CLEAR_LINE}${this.#line(Math.min(1, done / total))}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawn > 0) this.#terminal.stderr.write(CLEAR_LINE);
  }

  #line(share: number): string {
    const full = Math.floor(share * BAR_CHARS);
    const bar = '#'.repeat(full) + '-'.repeat(BAR_CHARS - full);
    return `${this.#what} [${bar}] ${Math.floor(share * 100)} %`;
  }
}
