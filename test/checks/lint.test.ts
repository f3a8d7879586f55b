/** Each lint rule refuses what it is there to refuse: planted files, judged by the project's own settings. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ANYWHERE, IN_JAVASCRIPT, IN_TYPESCRIPT, REFUSED_BY_THE_PARSER } from './lint-breaches.ts';
import { linkPackages, plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

/** What is read of the settings, of the list of rules, and of a fault. */
interface Settings {
  readonly rules: object;
  readonly overrides: readonly { readonly rules: object }[];
}
interface Rule {
  readonly scope: string;
  readonly value: string;
  readonly type_aware: boolean;
}
interface Diagnostic {
  readonly filename: string;
  readonly code?: string;
  readonly message: string;
}

const long = `${'// a line\n'.repeat(301)}export const x = 1;\n`;
const many = Array.from({ length: 16 }, (_, i) => `  if (n === ${i}) return ${i + 1};`).join('\n');

/** A breach: the file, what stands in it, and the part of `rule: message` that must be said about it. */
const breaches: readonly (readonly [file: string, text: string, said: string])[] = [
  ['src/atomic/a.ts', "console.log('x');", 'eslint(no-console)'],
  [
    'src/atomic/b.ts',
    "export const home = process.env['HOME'];",
    "eslint(no-restricted-globals): Unexpected use of 'process'",
  ],
  ['src/atomic/c.ts', 'export const now = new Date();', 'own(no-clock): Take the time from a Clock'],
  ['src/atomic/d.ts', 'export const now = Date.now();', 'own(no-clock): Take the time from a Clock'],
  ['src/atomic/e.ts', 'export const now = performance.now();', 'own(no-clock): Take the time from a Clock'],
  ['src/atomic/f.ts', 'export const n = Math.random();', 'own(no-chance): Take ids and keys as arguments'],
  ['src/base/g.ts', 'export const id = crypto.randomUUID();', 'own(no-chance): Take ids and keys as arguments'],
  [
    'src/base/h.ts',
    'export function f(): never {\n  throw new Error("x");\n}',
    'own(errors-with-codes): Throw a LoglineError',
  ],
  ['src/cli/i.ts', 'export const e = new TypeError("x");', 'own(errors-with-codes): Throw a LoglineError'],
  ['src/base/j.ts', 'export default 1;', 'own(named-exports): Export by name'],
  ['test/k.ts', 'const one = 1;\nexport { one as default };', 'own(named-exports): Export by name'],
  ['src/base/l.ts', '// TODO: later\nexport const x = 1;', 'eslint(no-warning-comments)'],
  ['src/base/m.ts', long, 'eslint(max-lines)'],
  ['src/base/n.ts', `export function f(n: number): number {\n${many}\n  return 0;\n}`, 'eslint(complexity)'],
  ['src/base/o.ts', `export function f(): void {\n${'  f();\n'.repeat(60)}}`, 'eslint(max-lines-per-function)'],
  [
    'src/base/p.ts',
    'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7): number => a + b + c + d + e + f + g;',
    'eslint(max-params)',
  ],
  ['src/base/r.ts', '// eslint-disable-next-line no-console\nexport const x = 1;', 'Unused eslint-disable directive'],
  [
    'src/playground/t.ts',
    "export const f = (a: { innerHTML: string }): void => { a.innerHTML = 'x'; };",
    'own(no-markup): Make elements with element()',
  ],
  [
    'src/playground/u.ts',
    "export const f = (a: { write(t: string): void }): void => { a.write('x'); };",
    'own(no-markup): Make elements with element()',
  ],
  [
    'src/playground/v.ts',
    'export const b = Buffer.alloc(1);',
    "eslint(no-restricted-globals): Unexpected use of 'Buffer'",
  ],
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

test('each rule names the file that breaks it', { timeout: 120_000 }, (t) => {
  const found = lint(t, Object.fromEntries(breaches.map(([file, text]) => [file, `${text}\n`])));
  for (const [file, , said] of breaches) demandSaid(found, file, said);
});

test('the places that may, may', { timeout: 120_000 }, (t) => {
  assert.deepEqual(lint(t, allowed), new Map());
});

test('each rule of a preset does so too', { timeout: 120_000 }, (t) => {
  const planted = [
    ...plantedRules(ANYWHERE, 'ts'),
    ...plantedRules(IN_TYPESCRIPT, 'ts'),
    ...plantedRules(IN_JAVASCRIPT, 'mjs'),
  ];
  const found = lint(t, Object.fromEntries(planted.map(({ file, text }) => [file, text])));
  for (const { file, rule } of planted) demandSaid(found, file, `${rule}: `);
  const refused = Object.entries(REFUSED_BY_THE_PARSER).map(([what, text]) => [`scripts/${what}.mjs`, text] as const);
  const unread = lint(t, Object.fromEntries(refused));
  for (const [file] of refused) demandSaid(unread, file, ': ');
});

test('no rule is turned on that was not seen to work', () => {
  const text = readFileSync(join(projectRoot, '.oxlintrc.json'), 'utf8');
  const settings = JSON.parse(text.replaceAll(/^ *\/\/.*$/gm, '')) as Settings;
  const on = [settings, ...settings.overrides].flatMap(({ rules }) => Object.keys(rules));
  const known = JSON.parse(oxlint(projectRoot, '--rules').stdout) as readonly Rule[];
  const needTypes = new Set(known.filter((rule) => rule.type_aware).map(({ scope, value }) => `${scope}/${value}`));
  const proven = [
    ...breaches.map(([, , said]) => said),
    ...Object.keys({ ...ANYWHERE, ...IN_TYPESCRIPT, ...IN_JAVASCRIPT }),
  ];
  const names = new Set([...proven.map(nameOf), 'no-delete-var', 'no-nonoctal-decimal-escape', 'no-with']);
  const bare = on.filter((rule) => !needTypes.has(rule) && !names.has(rule.replace(/^.*\//, '')));
  assert.deepEqual(bare, []);
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
    "import { test } from 'node:test';\ntest('one', (t) => t.diagnostic('x'));\nexport const x: unknown = JSON.parse('1').y;\n";
  const texts = Object.entries(typed).map(([file, [text]]) => [file, text] as const);
  const found = lint(t, { 'test/services/e.ts': allowed, ...Object.fromEntries(texts) });
  assert.deepEqual([...found.keys()].sort(), Object.keys(typed).sort());
  for (const [file, [, rule]] of Object.entries(typed))
    assert.deepEqual(
      found.get(file)!.map((said) => said.replace(/:.*/s, '')),
      [`typescript(${rule})`],
    );
});

/** `var` of `eslint(var): message`. */
const nameOf = (said: string): string | undefined => /^[a-z]+\(([a-z-]+)\)/.exec(said)?.[1];

function plantedRules(
  texts: Readonly<Record<string, string>>,
  ending: string,
): { file: string; text: string; rule: string }[] {
  return Object.entries(texts).map(([rule, text]) => ({
    file: `scripts/${nameOf(rule)!}.${ending}`,
    text: `${text}\n`,
    rule,
  }));
}

function demandSaid(found: ReadonlyMap<string, readonly string[]>, file: string, said: string): void {
  const messages = found.get(file) ?? [];
  assert.ok(
    messages.some((message) => message.includes(said)),
    `${file} has to give "${said}", gives ${JSON.stringify(messages)}`,
  );
}

/** Lints planted files; answers `rule: message` by file. */
function lint(t: TestContext, files: Readonly<Record<string, string>>): Map<string, string[]> {
  const folder = plant(t, { 'package.json': '{"type":"module"}', ...files });
  linkPackages(folder);
  for (const name of ['tsconfig.json', '.oxlintrc.json', 'scripts/lint-rules.mjs'])
    cpSync(join(projectRoot, name), join(folder, name));
  const { status, stdout, stderr } = oxlint(folder, '.');
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  assert.equal(status, diagnostics.length === 0 ? 0 : 1, stderr);
  const found = new Map<string, string[]>();
  for (const { filename, code = '', message } of diagnostics) {
    const file = filename.replaceAll('\\', '/').replace(`${folder}/`, '');
    found.set(file, [...(found.get(file) ?? []), `${code}: ${message}`]);
  }
  return found;
}

function oxlint(cwd: string, argument: string): SpawnSyncReturns<string> {
  const program = join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  return spawnSync(process.execPath, [program, '--format', 'json', argument], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
}
