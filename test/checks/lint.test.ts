/** Each lint rule of our own refuses what it is there to refuse: planted files, judged by the project's own settings. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ESLint } from 'eslint';
import { linkPackages, plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

const long = `${'// a line\n'.repeat(301)}export const x = 1;\n`;
const many = Array.from({ length: 16 }, (_, i) => `  if (n === ${i}) return ${i + 1};`).join('\n');

/** A breach: the file, what stands in it, and the part of `rule: message` that must be said about it. */
const breaches: readonly (readonly [file: string, text: string, said: string])[] = [
  ['src/atomic/a.ts', "console.log('x');", 'no-console'],
  ['src/atomic/b.ts', "export const home = process.env['HOME'];", "no-restricted-globals: Unexpected use of 'process'"],
  ['src/atomic/c.ts', 'export const now = new Date();', 'no-restricted-syntax: Take the time from a Clock'],
  ['src/atomic/d.ts', 'export const now = Date.now();', 'no-restricted-syntax: Take the time from a Clock'],
  ['src/atomic/e.ts', 'export const now = performance.now();', 'no-restricted-syntax: Take the time from a Clock'],
  ['src/atomic/f.ts', 'export const n = Math.random();', 'no-restricted-syntax: Take ids and keys as arguments'],
  ['src/base/g.ts', 'export const id = crypto.randomUUID();', 'no-restricted-syntax: Take ids and keys as arguments'],
  [
    'src/base/h.ts',
    'export function f(): never {\n  throw new Error("x");\n}',
    'no-restricted-syntax: Throw a LoglineError',
  ],
  ['src/cli/i.ts', 'export const e = new TypeError("x");', 'no-restricted-syntax: Throw a LoglineError'],
  ['src/base/j.ts', 'export default 1;', 'no-restricted-syntax: Export by name'],
  ['test/k.ts', 'const one = 1;\nexport { one as default };', 'no-restricted-syntax: Export by name'],
  ['src/base/l.ts', '// TODO: later\nexport const x = 1;', 'no-warning-comments'],
  ['src/base/m.ts', long, 'max-lines'],
  ['src/base/n.ts', `export function f(n: number): number {\n${many}\n  return 0;\n}`, 'complexity'],
  ['src/base/o.ts', `export function f(): void {\n${'  f();\n'.repeat(60)}}`, 'max-lines-per-function'],
  ['src/base/p.ts', 'export const f = (x: any): void => { x(); };', '@typescript-eslint/no-explicit-any'],
  ['src/base/r.ts', '// eslint-disable-next-line no-console\nexport const x = 1;', 'Unused eslint-disable directive'],
  [
    'src/playground/t.ts',
    "export const f = (a: { innerHTML: string }): void => { a.innerHTML = 'x'; };",
    'Make elements with element()',
  ],
  [
    'src/playground/u.ts',
    "export const f = (a: { write(t: string): void }): void => { a.write('x'); };",
    'Make elements with element()',
  ],
  ['src/playground/v.ts', 'export const b = Buffer.alloc(1);', "no-restricted-globals: Unexpected use of 'Buffer'"],
  ['src/ledger/s.ts', 'export const same = (a: unknown): boolean => a == 1;', 'eqeqeq'],
];

/** What stands in places that may do it. */
const allowed: Record<string, string> = {
  'src/base/clock.ts': 'export const now = (): number => Date.now();\n',
  'src/playground/time.ts': 'export const now = (): Date => new Date();\n',
  'src/cli/print.ts': 'console.log(process.argv, new Date(), Math.random());\n',
  'src/base/errors.ts': long,
  'src/atomic/time.ts': 'export const ms = (text: string): number => new Date(text).getTime() + Date.parse(text);\n',
  'src/atomic/generated/v.ts': "export default console.log('generated');\n",
};

test('each rule names the file that breaks it', { timeout: 120_000 }, async (t) => {
  const found = await lint(t, Object.fromEntries(breaches.map(([file, text]) => [file, `${text}\n`])));
  for (const [file, , said] of breaches) {
    const messages = found.get(file) ?? [];
    assert.ok(
      messages.some((message) => message.includes(said)),
      `${file} has to give "${said}", gives ${JSON.stringify(messages)}`,
    );
  }
});

test('the places that may, may', { timeout: 120_000 }, async (t) => {
  assert.deepEqual(await lint(t, allowed), new Map());
});

/** What takes types to see; each in `rule: place`. */
const typed: Record<string, readonly [text: string, rule: string]> = {
  'src/base/a.ts': ['export function f(): void {\n  Promise.resolve();\n}\n', 'no-floating-promises'],
  'src/base/b.ts': [
    'export const f = (n: number): number => {\n  if (n !== undefined) return 1;\n  return n;\n};\n',
    'no-unnecessary-condition',
  ],
  'test/c.ts': ["export const x: unknown = JSON.parse('1').y;\n", 'no-unsafe-member-access'],
  'test/services/d.ts': [
    'export const f = (n: 1 | 2): number => {\n  switch (n) {\n    case 1:\n      return 1;\n  }\n  return 2;\n};\n',
    'switch-exhaustiveness-check',
  ],
};

test('so does each rule that needs types', { timeout: 120_000 }, (t) => {
  const allowed =
    "import { test } from 'node:test';\ntest('one', () => {});\nexport const x: unknown = JSON.parse('1').y;\n";
  const texts = Object.entries(typed).map(([file, [text]]) => [file, text] as const);
  const folder = plant(t, {
    'package.json': '{"type":"module"}',
    'test/services/e.ts': allowed,
    ...Object.fromEntries(texts),
  });
  linkPackages(folder);
  for (const name of ['tsconfig.json', '.oxlintrc.json']) copyFileSync(join(projectRoot, name), join(folder, name));
  const program = join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  const { status, stdout } = spawnSync(process.execPath, [program, '--format', 'unix', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  const said = stdout
    .trim()
    .split('\n')
    .filter((line) => /^\S+:\d+:\d+: /.test(line));
  assert.deepEqual(
    said
      .map((line) => [/[^/]*\/*((?:src|test)\/[^:]*)/.exec(line)?.[1], /typescript\(([a-z-]+)\)/.exec(line)?.[1]])
      .sort(),
    Object.entries(typed).map(([file, [, rule]]) => [file, rule]),
  );
});

/** Lints planted files; answers `rule: message` by file. */
async function lint(t: TestContext, files: Readonly<Record<string, string>>): Promise<Map<string, string[]>> {
  const folder = plant(t, { 'package.json': '{"type":"module"}', ...files });
  linkPackages(folder);
  for (const name of ['tsconfig.json', 'eslint.config.js']) copyFileSync(join(projectRoot, name), join(folder, name));
  const results = await new ESLint({ cwd: folder }).lintFiles(['src', 'test'].filter((name) => hasAny(files, name)));
  return new Map(
    results
      .filter(({ messages }) => messages.length > 0)
      .map(({ filePath, messages }) => [
        filePath.slice(folder.length + 1),
        messages.map(({ ruleId, message }) => `${ruleId ?? ''}: ${message}`),
      ]),
  );
}

function hasAny(files: Readonly<Record<string, string>>, folder: string): boolean {
  return Object.keys(files).some((file) => file.startsWith(`${folder}/`));
}
