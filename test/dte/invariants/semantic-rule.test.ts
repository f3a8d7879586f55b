import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, contextOf, places } from './contexts.ts';
import type { Files } from './contexts.ts';

const AUTH = `export const auth = { login(user: string) { return user; }, out() {} };\n`;

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly files: Files;
  /** Codes and places; nothing where the rule holds. */
  readonly finds: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'no calls: none',
    rule: 'No calls to auth.login remain',
    files: {
      'auth.ts': AUTH,
      'a.ts': `import { auth } from './auth.ts';\nauth.out();\n// auth.login()\nconst s = 'auth.login()';\n`,
    },
    finds: [],
  },
  {
    name: 'no calls: plain, optional, by element, in parentheses, as a tag',
    rule: 'no calls to auth.login() remain',
    files: {
      'auth.ts': AUTH,
      'a.ts':
        "import { auth } from './auth.ts';\nauth.login('a');\nauth?.login('b');\nauth['login']('c');\n(auth.login)('d');\nauth!.login`e`;\n",
    },
    finds: ['2', '3', '4', '5', '6'].map((line) => `INVARIANT_FAILED a.ts:${line}`),
  },
  {
    name: 'no calls: through import aliases and re-exports',
    rule: 'No calls to auth.login remain',
    files: {
      'auth.ts': AUTH,
      'index.ts': `export { auth as session } from './auth.ts';\n`,
      'a.ts': `import { auth } from './auth.ts';\nauth.login('a');\n`,
      'b.ts': `import { session as s } from './index.ts';\ns.login('a');\n`,
    },
    finds: ['INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED b.ts:2'],
  },
  {
    name: 'no calls: taken out by destructuring or a constant',
    rule: 'No calls to auth.login remain',
    files: {
      'auth.ts': AUTH,
      'a.ts': `import { auth } from './auth.ts';\nauth.login('x');\nconst { login } = auth;\nlogin('a');\nconst f = auth.login;\nf('b');\nconst { login: enter } = auth;\nenter('c');\n`,
    },
    finds: ['2', '4', '6', '8'].map((line) => `INVARIANT_FAILED a.ts:${line}`),
  },
  {
    name: 'no calls: what nothing declares counts by its spelling',
    rule: 'No calls to api.get remain',
    files: { 'a.ts': `import { api } from 'somewhere';\napi.get();\napi.put();\n` },
    finds: ['INVARIANT_FAILED a.ts:2'],
  },
  {
    name: 'no calls: a function, also under another name',
    rule: 'No calls to load remain',
    files: {
      'm.ts': `export function load() {}\nexport default load;\n`,
      'a.ts': `import { load as read } from './m.ts';\nimport any from './m.ts';\nimport * as m from './m.ts';\nread();\nany();\nm.load();\nnew Date();\n`,
      'b.ts': `import { load } from './m.ts';\nload();\n`,
    },
    finds: ['INVARIANT_FAILED a.ts:4', 'INVARIANT_FAILED a.ts:5', 'INVARIANT_FAILED a.ts:6', 'INVARIANT_FAILED b.ts:2'],
  },
  {
    name: 'no calls: a method of a class, whatever holds the object',
    rule: 'No calls to Auth.login remain',
    files: {
      'a.ts': `class Auth { login() {} }\nclass Other { login() {} }\nconst x = new Auth();\nx.login();\nnew Other().login();\n`,
    },
    finds: ['INVARIANT_FAILED a.ts:4'],
  },
  {
    name: 'no calls: only in some files',
    rule: 'No calls to f remain in src/**',
    files: { 'src/a.ts': `export function f() {}\n`, 'lib/b.ts': `import { f } from '../src/a.ts';\nf();\n` },
    finds: [],
  },
  {
    name: 'no calls: the function of one file',
    rule: 'No calls to a.ts#f remain',
    files: { 'a.ts': `export function f() {}\nf();\n`, 'b.ts': `export function f() {}\nf();\n` },
    finds: ['INVARIANT_FAILED a.ts:2'],
  },
  {
    name: 'arguments: as many',
    rule: 'Every call to add has 2 arguments',
    files: { 'a.ts': `function add(a: number, b: number) {}\nadd(1, 2);\nadd(3, 4);\n` },
    finds: [],
  },
  {
    name: 'arguments: too few, too many, and a spread that nobody can count',
    rule: 'every call to add has 2 arguments',
    files: { 'a.ts': `function add(...n: number[]) {}\nadd(1);\nadd(1, 2, 3);\nadd(...[1, 2]);\n` },
    finds: ['INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED a.ts:3', 'NOT_CHECKED a.ts:4'],
  },
  {
    name: 'arguments: none at all, and a tag, whose nobody can count',
    rule: 'Every call to F has 0 arguments',
    files: { 'a.ts': 'declare const F: any;\nnew F;\nnew F(1);\nF`x`;\n' },
    finds: ['INVARIANT_FAILED a.ts:3', 'NOT_CHECKED a.ts:4'],
  },
  {
    name: 'no calls: of a method by this, and of what is taken out of an array',
    rule: 'No calls to this.login remain; No calls to f remain',
    files: {
      'a.ts':
        'export class A { login() {} m() {\nthis.login();\n} }\ndeclare const fs: (() => void)[];\nconst [f] = fs;\nf();\n',
    },
    finds: ['INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED a.ts:6'],
  },
  {
    name: 'no calls: a member of a type without a name of its own, and of an object that has none',
    rule: 'No calls to auth.login remain',
    files: {
      'a.ts': 'declare const x: { auth: { login(): void } };\nx.auth.login();\n({ login() {} }).login();\n',
    },
    finds: ['INVARIANT_FAILED a.ts:2'],
  },
  {
    name: 'no calls: a file that cannot be read may hold one',
    rule: 'No calls to f remain',
    files: { 'a.ts': Uint8Array.of(0xff), 'b.ts': 'g();\n' },
    finds: ['NOT_CHECKED a.ts:'],
  },
  {
    name: 'imports: where nothing is',
    rule: "No imports of 'x' remain in none/**",
    files: { 'a.ts': '' },
    finds: ['NOT_CHECKED'],
  },
  {
    name: 'imports: of the folder itself',
    rule: "No imports of '.' remain",
    files: { 'a.ts': "import '.';\n" },
    finds: ['INVARIANT_FAILED a.ts:1'],
  },
  {
    name: 'exports: not from there',
    rule: 'f is exported from a.ts',
    files: { 'a.ts': 'export const g = 1;\n' },
    finds: ['INVARIANT_FAILED'],
  },
  {
    name: 'exports: from where nothing is',
    rule: 'f is exported from none.ts',
    files: { 'a.ts': 'export const f = 1;\n' },
    finds: ['NOT_CHECKED'],
  },
  {
    name: 'exports: one that can be read is enough',
    rule: 'f is exported',
    files: { 'a.ts': Uint8Array.of(0xff), 'b.ts': 'export const f = 1;\n' },
    finds: [],
  },
  {
    name: 'exports: of every kind',
    rule: 'a is exported from a.ts; b is exported; c is exported; d is exported; e is not exported; g is exported',
    files: {
      'a.ts': "export const { a, x: [b = 1, , ...c], ...d } = f() as any;\nexport * from './e';\nfunction f() {}\n",
      'b.ts': 'const e = 1;\nexport default class {}\nexport = e;\n',
      'c.js': 'module.exports = { g: 1, [h]: 2, ...i };\nmodule.other = 1;\nmodule.exports = f();\n',
    },
    finds: [],
  },
  {
    name: 'imports: none',
    rule: "No imports of 'left-pad' remain",
    files: { 'a.ts': `import x from 'left-pad-2';\n// import y from 'left-pad';\n` },
    finds: [],
  },
  {
    name: 'imports: of every kind',
    rule: "No imports of 'left-pad' remain",
    files: {
      'a.ts': `import 'left-pad';\nexport * from 'left-pad';\nimport x = require('left-pad');\nconst y = await import('left-pad/sub');\ntype T = import('left-pad').T;\n`,
      'b.js': `const z = require('left-pad');\n`,
    },
    finds: ['a.ts:1', 'a.ts:2', 'a.ts:3', 'a.ts:4', 'a.ts:5', 'b.js:1'].map((place) => `INVARIANT_FAILED ${place}`),
  },
  {
    name: 'imports: of a file, however it is written',
    rule: "No imports of 'src/old.ts' remain",
    files: {
      'src/a.ts': `import './old.ts';\nimport './old.js';\nimport './old';\nimport './older';\n`,
      'b.ts': `import './src/old';\n`,
    },
    finds: ['INVARIANT_FAILED b.ts:1', ...['1', '2', '3'].map((line) => `INVARIANT_FAILED src/a.ts:${line}`)],
  },
  { name: 'exported', rule: 'f is exported', files: { 'a.ts': 'function f() {}\nexport { f };\n' }, finds: [] },
  {
    name: 'exported: it is not',
    rule: 'f is exported',
    files: { 'a.ts': 'function f() {}\n' },
    finds: ['INVARIANT_FAILED'],
  },
  {
    name: 'not exported',
    rule: 'f is not exported',
    files: { 'a.ts': 'function f() {}\nexport { f as g };\n' },
    finds: [],
  },
  {
    name: 'not exported: it is, in every way of writing it',
    rule: 'f is no longer exported',
    files: {
      'a.ts': 'export function f() {}\n',
      'b.ts': 'const x = 1;\nexport { x as f };\n',
      'c.ts': "export * as f from './a.ts';\n",
      'd.ts': 'export const { f, g: [h] } = {} as any;\n',
      'e.js': 'exports.f = 1;\n',
      'f.js': 'const f = 1;\nmodule.exports = { f };\n',
    },
    finds: ['a.ts:1', 'b.ts:2', 'c.ts:1', 'd.ts:1', 'e.js:1', 'f.js:2'].map((place) => `INVARIANT_FAILED ${place}`),
  },
  {
    name: 'exported from a file, by a star',
    rule: 'f is exported from index.ts',
    files: { 'index.ts': `export * from './a.ts';\n`, 'a.ts': 'export const f = 1;\n' },
    finds: [],
  },
  {
    name: 'not exported from a file, by a star',
    rule: "f is not exported from 'index.ts'",
    files: { 'index.ts': `export * from './a.ts';\n`, 'a.ts': 'export const f = 1;\n' },
    finds: ['INVARIANT_FAILED index.ts:'],
  },
  { name: 'no matches', rule: "No matches of `Identifier[name='x']`", files: { 'a.ts': 'const y = 1;\n' }, finds: [] },
  {
    name: 'no matches: there are',
    rule: "no matches of `Identifier[name='x']`",
    files: { 'a.ts': 'const x = 1;\n' },
    finds: ['INVARIANT_FAILED a.ts:1'],
  },
  { name: 'at most', rule: "at most 2 matches of `Identifier[name='x']`", files: { 'a.ts': 'x; x;\n' }, finds: [] },
  {
    name: 'at most: too many',
    rule: "at most 1 matches of `Identifier[name='x']`",
    files: { 'a.ts': 'x;\nx;\n' },
    finds: ['INVARIANT_FAILED a.ts:1', 'INVARIANT_FAILED a.ts:2'],
  },
  { name: 'at least', rule: "at least 1 match of `Identifier[name='x']`", files: { 'a.ts': 'x;\n' }, finds: [] },
  {
    name: 'at least: too few',
    rule: "at least 2 matches of `Identifier[name='x']`",
    files: { 'a.ts': 'x;\n' },
    finds: ['INVARIANT_FAILED'],
  },
  {
    name: 'exactly',
    rule: "exactly 1 match of `Identifier[name='x']` in b/*.ts",
    files: { 'a.ts': 'x;\n', 'b/b.ts': 'x;\n' },
    finds: [],
  },
  {
    name: 'exactly: other',
    rule: "exactly 3 matches of `Identifier[name='x']`",
    files: { 'a.ts': 'x;\n' },
    finds: ['INVARIANT_FAILED'],
  },
  {
    name: 'every has',
    rule: 'every `FunctionDeclaration` has `ReturnStatement`',
    files: { 'a.ts': 'function f() { return 1; }\nconst g = () => {};\n', 'b.ts': 'function h() { if (1) return; }\n' },
    finds: [],
  },
  {
    name: 'every has: some have not',
    rule: 'Every `FunctionDeclaration` has `ReturnStatement` in *.ts',
    files: { 'a.ts': 'function f() { return 1; }\nfunction g() {}\n', 'b.ts': 'function h() {}\n' },
    finds: ['INVARIANT_FAILED a.ts:2', 'INVARIANT_FAILED b.ts:1'],
  },
  {
    name: 'every has: nothing to look at',
    rule: 'every `FunctionDeclaration` has `ReturnStatement`',
    files: { 'a.md': '' },
    finds: ['NOT_CHECKED'],
  },
  {
    name: 'all calls compile',
    rule: 'all calls compile',
    files: { 'a.ts': 'declare function f(x: number): void;\nf(1);\n' },
    finds: [],
  },
  {
    name: 'several sentences, of which one fails',
    rule: "f is exported; g is exported and no matches of `Identifier[name='zzz']`.",
    files: { 'a.ts': 'export function f() {}\n' },
    finds: ['INVARIANT_FAILED'],
  },
  { name: 'a file without a source', rule: 'f is not exported', files: { 'a.md': 'f' }, finds: ['NOT_CHECKED'] },
  { name: 'calls without a source', rule: 'No calls to f remain', files: { 'a.md': 'f' }, finds: ['NOT_CHECKED'] },
  {
    name: 'selectors without a source',
    rule: 'No matches of `Identifier`',
    files: { 'a.md': 'f' },
    finds: ['NOT_CHECKED'],
  },
];

describe('semantic rules', () => {
  for (const { name, rule, files, finds } of CASES) {
    test(name, async () => {
      const result = await check('semanticRule', rule, contextOf(files));
      assert.deepEqual(places(result), finds);
      assert.equal(result.ok, finds.length === 0);
    });
  }
});
