/** Rows as aligned columns. Widths come from the first rows, so that a list without end can be shown as it comes. */
import { screenText } from './screen-text.ts';
import type { Paint } from './screen-text.ts';

const ROWS_MEASURED = 100;
const GAP = '  ';

/** Lays out one table. */
export class TableText {
  readonly #columns: readonly string[];
  readonly #paint: Paint;
  readonly #waiting: (readonly string[])[] = [];
  #widths: number[] | undefined;

  constructor(columns: readonly string[], paint: Paint) {
    this.#columns = columns;
    this.#paint = paint;
  }

  /** Takes a row and answers the text that can be shown now. */
  add(cells: readonly string[]): string {
    this.#waiting.push(cells.map(screenText));
    return this.#widths === undefined && this.#waiting.length < ROWS_MEASURED ? '' : this.rest();
  }

  /** Answers the text of all rows that have not been shown. */
  rest(): string {
    const rows = this.#waiting.splice(0);
    if (rows.length === 0) return '';
    const head =
      this.#widths === undefined ? `${this.#paint('bold', this.#line(this.#measure(rows), this.#columns))}\n` : '';
    return head + rows.map((row) => `${this.#line(this.#widths!, row)}\n`).join('');
  }

  #measure(rows: readonly (readonly string[])[]): number[] {
    this.#widths = this.#columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]!.length)));
    return this.#widths;
  }

  #line(widths: readonly number[], cells: readonly string[]): string {
    return cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join(GAP)
      .trimEnd();
  }
}

/** Answers names and values as lines, the values under each other. Pure. */
export function factLines(facts: Readonly<Record<string, string | number>>): string[] {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts).map(([name, value]) => `${name.padEnd(width)}${GAP}${screenText(String(value))}`);
}
