/** A TypeScript project to rename in: modules that import each other, the same at every run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The symbol that is renamed: every third module uses it. */
export const RENAMED = { name: 'Context', path: 'src/context.ts', newName: 'Scope' } as const;

/** Writes a project of so many modules into a folder, and answers how many bytes they have. */
export function writeProject(folder: string, modules: number): number {
  const files = new Map<string, string>([
    ['tsconfig.json', `${JSON.stringify({ compilerOptions: OPTIONS })}\n`],
    [RENAMED.path, context],
  ]);
  for (let n = 0; n < modules - 1; n++) files.set(`src/part${n % 12}/unit${n}.ts`, unit(n));
  for (const [path, text] of files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return [...files.values()].reduce((sum, text) => sum + text.length, 0);
}

const OPTIONS = { target: 'esnext', module: 'esnext', moduleResolution: 'bundler', strict: true, types: [] };

const context = `/** What units share. */
export interface Context<T = unknown> {
  readonly id: string;
  readonly value: T;
  next(change: (value: T) => T): Context<T>;
}

/** Answers a first context. */
export function contextOf<T>(id: string, value: T): Context<T> {
  return { id, value, next: (change) => contextOf(id, change(value)) };
}
`;

/** The path of a unit, as another one imports it. */
const unitPath = (n: number): string => `../part${n % 12}/unit${n}`;

function unit(n: number): string {
  const others = [n - 1, n - 7, n - 31].filter((other) => other >= 0);
  const imports = others.map((other) => `import { Unit${other}, run${other} } from '${unitPath(other)}';\n`).join('');
  const isUser = n % 3 === 0;
  const body = Array.from({ length: 8 }, (_, part) => method(n, part, others)).join('\n');
  return `${isUser ? "import { contextOf } from '../context';\nimport type { Context } from '../context';\n" : ''}${imports}
/** Settings of unit ${n}. */
export interface Settings${n} {
  readonly name${n}: string;
  readonly limit${n}: number;
  readonly tags${n}?: readonly string[];
}

/** Unit ${n}. */
export class Unit${n} {
  readonly #settings: Settings${n};
  readonly #seen = new Map<string, number>();

  constructor(settings: Settings${n}) {
    this.#settings = settings;
  }

${body}
}

/** Runs unit ${n}. */
export function run${n}(unit: Unit${n}, text: string): number {
  return Array.from(text, (char, at) => unit.part${n}x0(char, at)).reduce((sum, size) => sum + size, 0);
}
${isUser ? `\nexport const start${n} = (value: Settings${n}): Context<Settings${n}> => contextOf('unit${n}', value);\nexport const go${n} = (context: Context<Settings${n}>): Context<Settings${n}> => context.next((value) => ({ ...value, limit${n}: value.limit${n} + 1 }));\n` : ''}`;
}

function method(n: number, part: number, others: readonly number[]): string {
  const other = others[part % Math.max(1, others.length)];
  const call =
    other === undefined
      ? 'size'
      : `size + run${other}(new Unit${other}({ name${other}: text, limit${other}: size }), text.slice(1))`;
  return `  /** Part ${part} of what unit ${n} does: counts what it sees, up to the limit. */
  part${n}x${part}(text: string, size: number): number {
    const { limit${n}, tags${n} = [] } = this.#settings;
    const known = this.#seen.get(text) ?? 0;
    this.#seen.set(text, known + 1);
    if (size > limit${n} || tags${n}.includes(text)) return known;
    return ${call};
  }
`;
}
