/** What type checkers write, read as errors. An answer that is not understood to its end is none. */
import type { CheckerOutput } from './checker-run.ts';

/** One error as a checker places it: lines and columns from 1. */
export interface PlacedError {
  readonly code: string;
  readonly message: string;
  /** As the checker writes it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Reads an output; `undefined` where it is not the checker's whole answer. Pure. */
export type OutputReader = (output: CheckerOutput) => readonly PlacedError[] | undefined;

/** Reads what `pyright --outputjson` writes. */
export const readPyright: OutputReader = ({ stdout }) => {
  const answer = jsonOf(stdout);
  const list = isRecord(answer) ? answer['generalDiagnostics'] : undefined;
  if (!Array.isArray(list)) return undefined;
  const errors = list
    .filter((item) => isRecord(item) && item['severity'] === 'error')
    .map((item) => pyrightError(item as Members));
  return errors.every((error) => error !== undefined) ? errors : undefined;
};

function pyrightError({ file, message, rule, range }: Members): PlacedError | undefined {
  const start = isRecord(range) ? range['start'] : undefined;
  if (typeof file !== 'string' || typeof message !== 'string' || !isRecord(start)) return undefined;
  const [line, column] = [Number(start['line']) + 1, Number(start['character']) + 1];
  return { code: typeof rule === 'string' ? rule : 'error', message, file, line, column };
}

/** Reads what mypy writes with `--show-column-numbers`. Its last line says how many errors there are. */
export const readMypy: OutputReader = ({ stdout }) => {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const total = /^(?:Success: no issues|Found (\d+) errors?)/.exec(lines.at(-1) ?? '');
  if (total === null) return undefined;
  const errors = lines.flatMap((line) => {
    const match = /^(.+?):(\d+):(?:(\d+):)? error: (.*?)(?:\s+\[([\w-]+)\])?$/.exec(line);
    if (match === null) return [];
    const [, file, row, column = '1', message, code = 'error'] = match;
    return [{ code, message: message!, file: file!, line: Number(row), column: Number(column) }];
  });
  return errors.length === Number(total[1] ?? 0) ? errors : undefined;
};

/** Reads what javac writes: a line with the place, the line of the source, a caret below the column, and at the end the count. */
export const readJavac: OutputReader = ({ stderr, status }) => {
  const lines = stderr.split(/\r?\n/);
  const errors: PlacedError[] = [];
  lines.forEach((line, i) => {
    const match = /^(.+\.java):(\d+): error: (.*)$/.exec(line);
    if (match === null) return;
    const caret = lines.slice(i + 1, i + 12).find((other) => /^\s*\^\s*$/.test(other));
    errors.push({
      code: 'error',
      message: match[3]!,
      file: match[1]!,
      line: Number(match[2]),
      column: (caret?.indexOf('^') ?? 0) + 1,
    });
  });
  const total = lines.map((line) => /^(\d+) errors?$/.exec(line)?.[1]).findLast((count) => count !== undefined);
  const isWhole = total === undefined ? status === 0 && errors.length === 0 : Number(total) === errors.length;
  return isWhole ? errors : undefined;
};

type Members = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
