/** A small library in a folder, as many copies of it as are wanted, and what its mutants come to. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.ts';

const library = join(root, 'test/golden/dte/mutation');

/** How a library is written. */
export interface Bed {
  readonly copies: number;
  /** How long each test waits before it begins, in milliseconds. */
  readonly waitMs: number;
  /** What its tests are written for. */
  readonly runner: 'node:test' | 'mocha';
}

/** Writes a library into a folder that it makes anew. */
export function writeBed(folder: string, bed: Bed): void {
  rmSync(folder, { recursive: true, force: true });
  const paths = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const files = new Map([['package.json', readFileSync(join(library, 'package.json'), 'utf8')]]);
  for (let copy = 0; copy < bed.copies; copy++) {
    for (const path of paths) files.set(`copy${copy}/${path}`, textOf(path, bed));
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function textOf(path: string, { waitMs, runner }: Bed): string {
  const text = readFileSync(join(library, path), 'utf8');
  if (!path.endsWith('.spec.ts')) return text;
  const wait = `beforeEach(() => new Promise((go) => setTimeout(go, ${waitMs})));\n`;
  const whole = text.replace(/import \{ (.*) \} from 'node:test';\n/, (_, imported: string) => {
    const names = [...new Set(['beforeEach', ...imported.split(', ')])]; // one that is named twice is an error
    return `import { ${names.join(', ')} } from 'node:test';\n${waitMs > 0 ? wait : ''}`;
  });
  return runner === 'mocha' ? forMocha(whole) : whole;
}

/** Tests within tests are suites there, and a test that takes a parameter would have to call it in the end. */
function forMocha(text: string): string {
  return text
    .replace(/import \{ (.*) \} from 'node:test';/, 'const { $1 } = globalThis;')
    .replaceAll(/^test\((.*), async \(t\) => \{$/gm, 'describe($1, () => {')
    .replaceAll('await t.test(', 'it(');
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** A report in the format of mutation-testing-elements. */
export interface Elements {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly location: { readonly start: Place; readonly end: Place };
          readonly status: string;
        }[];
      }
    >
  >;
}

/**
 * Answers each mutant with what became of it, sorted. What is put in place of an empty text differs, and so do blanks and parentheses; where
 * tests cannot be loaded any more, StrykerJS calls that an error with one runner and killed with the other.
 */
export function verdictsOf({ files }: Elements): string[] {
  const comparable = (text: string): string =>
    text.replace(/Stryker was here!?|mutated/g, 'X').replace(/[\s"'`();]+/g, '');
  const all = Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants.map(({ mutatorName, replacement = '', location: { start, end }, status }) => {
      const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
      return `${path} ${mutatorName} ${place} ${comparable(replacement)} ${status === 'RuntimeError' ? 'Killed' : status}`;
    }),
  );
  return all.sort();
}
