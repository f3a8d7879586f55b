/** Where a name matters although nothing tells the compiler so: what it does by itself, what runs by name, what meets by structure. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

const JSX = 'declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string } } }\n';
const options = (text: string): Readonly<Record<string, string>> => ({
  'tsconfig.json': `{"compilerOptions":{"strict":true,"target":"esnext","module":"esnext","moduleResolution":"bundler",${text}}}`,
});
const one = (
  what: string,
  text: string,
  to: string,
  want: string | Readonly<Record<string, string>>,
  path = 'a.ts',
): RenameCase =>
  rename(
    what,
    { [path]: text },
    to,
    typeof want === 'string' && !/^[A-Z_]+$/.test(want) ? { [path]: want } : (want as RenameCase['want']),
  );

/** JSX stands for a call of what a convention, an option or a comment names. */
export const FACTORY_CASES: readonly RenameCase[] = [
  one(
    'the import of React',
    `${JSX}import ¦React from 'react';\nexport const r = <div/>;\n`,
    'R',
    'NEEDS_PERSON',
    'a.tsx',
  ),
  rename(
    'the same where tools import what they need',
    {
      ...options('"jsx":"react-jsx"'),
      'a.tsx': `${JSX}import ¦React from 'react';\nexport const r = [<div/>, React];\n`,
    },
    'R',
    { 'a.tsx': `${JSX}import R from 'react';\nexport const r = [<div/>, R];\n` },
  ),
  one(
    'the same where a comment says that they do not',
    `/** @jsxRuntime classic */\n${JSX}import ¦React from 'react';\nexport const r = <div/>;\n`,
    'R',
    'NEEDS_PERSON',
    'a.tsx',
  ),
  rename(
    'a factory that a comment names, from where it is declared',
    {
      'h.ts': 'export const ¦h = (...a: unknown[]) => a;\n',
      'a.tsx': `/** @jsx h */\n${JSX}import { h } from './h';\nexport const r = <div/>;\n`,
    },
    'create',
    'NEEDS_PERSON',
  ),
  rename(
    'a factory that an option names',
    {
      ...options('"jsx":"react","jsxFactory":"dom.h"'),
      'a.tsx': `${JSX}import * as ¦dom from 'dom';\nexport const r = <div/>;\n`,
    },
    'create',
    'NEEDS_PERSON',
  ),
  rename(
    'a factory of fragments',
    {
      ...options('"jsx":"react","jsxFactory":"h","jsxFragmentFactory":"Frag"'),
      'a.tsx': `${JSX}import { h } from 'p';\nconst ¦Frag = 1;\nexport const r = <></>;\n`,
    },
    'Fragment',
    'NEEDS_PERSON',
  ),
  rename(
    'a factory that is a global',
    {
      ...options('"jsx":"react","jsxFactory":"h"'),
      'h.ts': 'declare const ¦h: any;\n',
      'a.tsx': `${JSX}export const r = <div/>;\n`,
    },
    'create',
    'NEEDS_PERSON',
  ),
  one(
    'a name that would take the place of the factory',
    `${JSX}import React from 'react';\nexport const r = (¦x: number) => [<div/>, x];\n`,
    'React',
    'NAME_COLLISION',
    'a.tsx',
  ),
  one(
    'a name that is the factory in another scope alone',
    `${JSX}import React from 'react';\nexport const r = <div/>;\nexport function f(¦h: number) { return h; }\n`,
    'x',
    `${JSX}import React from 'react';\nexport const r = <div/>;\nexport function f(x: number) { return x; }\n`,
    'a.tsx',
  ),
  one(
    'an element of the page',
    'declare namespace JSX { interface Element {} interface IntrinsicElements { ¦div: {} } }\nexport const r = <div/>;\n',
    'span',
    'TARGET_EXTERNAL',
    'a.tsx',
  ),
  one(
    'what the compiler looks for to know what JSX means',
    'declare namespace JSX { interface ¦IntrinsicElements { div: {} } }\nexport const r = <div/>;\n',
    'Elements',
    'TARGET_EXTERNAL',
    'a.tsx',
  ),
];

/** What runs finds names that no text has, or by texts that are no names. */
export const RUNTIME_CASES: readonly RenameCase[] = [
  one(
    'a dictionary',
    "const o = { ¦x: 1 };\nconst r: Record<string, number> = o;\nexport const g = r['x'];\n",
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a dictionary that a function takes',
    'const o = { ¦x: 1 };\nconst f = (r: { [k: string]: number }) => r.x;\nf(o);\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a dictionary of something else',
    'interface A { ¦x: Date }\nexport const f = (r: Record<string, number>, a: A) => [r.x, a.x];\n',
    'z',
    'interface A { z: Date }\nexport const f = (r: Record<string, number>, a: A) => [r.x, a.z];\n',
  ),
  one(
    'a string before `in`, and anything behind it',
    "interface A { ¦x: 1 }\nexport const f = (v: object, a: A) => 'x' in v || a.x;\n",
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a string that reflection gets',
    "class A { static ¦y = 2 }\nexport const f = (v: unknown) => Reflect.get(v as object, 'y') ?? A.y;\n",
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a property that is defined by a string',
    "const o = { ¦x: 1 };\nObject.defineProperty(o, 'x', { value: 2 });\n",
    'z',
    'NEEDS_PERSON',
    'a.js',
  ),
  one(
    'a string that picks something of no known type',
    "enum E { ¦Red }\nexport const u = (E as any)['Red'];\n",
    'Crimson',
    'NEEDS_PERSON',
  ),
  one(
    'Object.assign',
    'interface A { ¦x: number }\nexport const f = (a: A) => Object.assign(a, { x: 2 });\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a member that takes the place of one that is spread',
    'interface A { ¦x: number }\nexport const f = (a: A) => { const b = { ...a, x: 2 }; return b.x; };\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a computed template',
    'interface T { ¦onA: string }\nconst k = `on${"A"}` as const;\nexport const f = (t: T) => t[k];\n',
    'onB',
    'NEEDS_PERSON',
  ),
  one(
    'the names of an enum by their values',
    "enum E { ¦Red }\nexport const is = E[E.Red] === 'Red';\n",
    'Crimson',
    'NEEDS_PERSON',
  ),
  one(
    'the names of an enum, all of them',
    "enum E { ¦Red = 'r' }\nexport const all = Object.keys(E);\n",
    'Crimson',
    'NEEDS_PERSON',
  ),
  one(
    'the values of an enum of strings',
    "enum E { ¦Red = 'r' }\nexport const all = [Object.values(E), E['Red']];\n",
    'Crimson',
    "enum E { Crimson = 'r' }\nexport const all = [Object.values(E), E['Crimson']];\n",
  ),
  one(
    'an enum as what a loop goes over',
    'enum E { ¦Red }\nexport const f = () => { for (const k in E) return k; return 0; };\n',
    'Crimson',
    'NEEDS_PERSON',
  ),
  one('text that runs', "var ¦x = 2;\nnew Function('return x')();\n", 'y', 'NEEDS_PERSON', 'a.js'),
  one('text that runs later', "function ¦go() {}\nsetTimeout('go()', 1);\n", 'run', 'NEEDS_PERSON', 'a.js'),
  one(
    'text that runs and cannot see a module',
    "const ¦x = 2;\nexport const f = new Function('return x');\n",
    'y',
    "const y = 2;\nexport const f = new Function('return x');\n",
    'a.js',
  ),
  rename(
    'a module that is found by a name which is put together',
    {
      'a.ts': 'export const ¦x = 1;\n',
      'b.ts': 'export const f = (p: string) => import(`./${p}`).then((m) => m.x);\n',
    },
    'w',
    'NEEDS_PERSON',
  ),
  rename(
    'the same with require',
    { 'a.js': 'exports.¦x = 1;\n', 'b.js': "const m = require('./' + 'a');\nmodule.exports = m.x;\n" },
    'w',
    'NEEDS_PERSON',
  ),
  rename(
    'a declaration file of a script',
    {
      'lib.js': 'exports.load = () => 1;\n',
      'lib.d.ts': 'export declare function ¦load(): number;\n',
      'b.ts': "import { load } from './lib';\nload();\n",
    },
    'fetchAll',
    'NEEDS_PERSON',
  ),
];

/** Types that fit before and do not afterwards, or the other way around, and say nothing. */
export const SILENT_CASES: readonly RenameCase[] = [
  one(
    'an optional member of another type',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A): B => a;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'the other way around',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nconst g = (a: A) => a.x;\nexport const f = (b: B) => g(b);\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'in an array',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A[]): B[] => a;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'in a map',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: Map<string, A>): Map<string, B> => a;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'in a list of lists',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: readonly A[][]): readonly B[][] => a;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'as one of several types',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A): B | string => a;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'as an argument',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nconst g = (b: B) => b.x;\nexport const f = (a: A) => g(a);\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'by an assertion',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A) => (a as B).x;\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'two such types that never meet',
    'interface A { ¦x?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A, b: B) => [a.x, b.x];\n',
    'z',
    'interface A { z?: number; q: 1 }\ninterface B { x?: number; q: 1 }\nexport const f = (a: A, b: B) => [a.z, b.x];\n',
  ),
  rename(
    'JSON',
    {
      ...options('"resolveJsonModule":true'),
      'd.json': '{"x":1}',
      'a.ts': "import d from './d.json';\ninterface A { ¦x: number }\nexport const a: A = d;\n",
    },
    'z',
    'TYPE_ERROR',
  ),
  rename(
    'JSON and an optional member',
    {
      ...options('"resolveJsonModule":true'),
      'd.json': '{"x":1,"q":1}',
      'a.ts': "import d from './d.json';\ninterface A { ¦x?: number; q: number }\nexport const a: A = d;\n",
    },
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a type that asks for a key',
    "interface T { ¦x: number }\ntype H<A> = 'x' extends keyof A ? 1 : 2;\nexport const h = (t: T, n: H<T>) => [t.x, n];\n",
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a type that asks for a member',
    'interface T { ¦x: number }\ntype V<A> = A extends { x: infer U } ? U : unknown;\nexport const v = (t: V<T>) => t;\n',
    'z',
    'NEEDS_PERSON',
  ),
  rename(
    'the keys of a module',
    { 'a.ts': 'export const ¦x = 1;\n', 'b.ts': "export const k: keyof typeof import('./a') = 'x';\n" },
    'w',
    'TYPE_ERROR',
  ),
];

/** `var` goes past blocks, and some words mean something in some places. */
export const SCOPE_HAZARDS: readonly RenameCase[] = [
  one(
    'a catch clause with a var of the new name',
    'try {} catch (¦e) { var e2 = e; }\n',
    'e2',
    'NAME_COLLISION',
    'a.js',
  ),
  one(
    'a var within a block that declares the new name',
    '{ let y = 1; { var ¦x = y; } }\n',
    'y',
    'NAME_COLLISION',
    'a.js',
  ),
  one(
    'a let of a block around a var of the new name',
    '{ let ¦x = 1; { var y = 2; } }\n',
    'y',
    'NAME_COLLISION',
    'a.js',
  ),
  one(
    'a var in a function of its own',
    '{ let ¦x = 1; (() => { var y = 2; })(); }\n',
    'y',
    '{ let y = 1; (() => { var y = 2; })(); }\n',
    'a.js',
  ),
  one('a word that a loop cannot begin with', 'let ¦x: number;\nfor (x of [1]) {}\n', 'async', 'NAME_INVALID'),
  one(
    'a default that sees the outer name',
    'const x = 1;\nexport function f(a = x) { const ¦y = 2; return a + y; }\n',
    'x',
    'const x = 1;\nexport function f(a = x) { const x = 2; return a + x; }\n',
  ),
  one(
    'arguments',
    'function f(¦a, b) { arguments[0] = 2; return a + b; }\nexport { f };\n',
    'c',
    'function f(c, b) { arguments[0] = 2; return c + b; }\nexport { f };\n',
    'a.js',
  ),
  one(
    'a label and one of its name elsewhere',
    '¦a: for (;;) { (() => { a: for (;;) { break a; } })(); continue a; }\n',
    'b',
    'b: for (;;) { (() => { a: for (;;) { break a; } })(); continue b; }\n',
  ),
  rename(
    'a parameter that may go unused, and then may not',
    { ...options('"noUnusedParameters":true'), 'a.ts': 'export const f = (¦_x: number) => 1;\n' },
    'x',
    'TYPE_ERROR',
  ),
  rename(
    'the same where it is used',
    { ...options('"noUnusedParameters":true'), 'a.ts': 'export const f = (¦_x: number) => _x;\n' },
    'x',
    { 'a.ts': 'export const f = (x: number) => x;\n' },
  ),
  rename(
    'a parameter that may go unused from now on',
    { ...options('"noUnusedParameters":true'), 'a.ts': 'export const f = (¦x: number) => x;\n' },
    '_x',
    { 'a.ts': 'export const f = (_x: number) => _x;\n' },
  ),
];

/** Names that are the same in places far apart. */
export const FAR_CASES: readonly RenameCase[] = [
  rename(
    'a global that modules declare, and its other name',
    {
      'a.ts':
        'export {};\ndeclare global { var ¦app: number }\nglobalThis.app = 1;\nexport const f = () => globalThis.app + app;\n',
      'b.ts': 'export const g = app;\n',
    },
    'main',
    {
      'a.ts':
        'export {};\ndeclare global { var main: number }\nglobalThis.main = 1;\nexport const f = () => globalThis.main + main;\n',
      'b.ts': 'export const g = main;\n',
    },
  ),
  rename(
    'a var of a script as a member of the window',
    { 'a.js': 'var ¦app = 1;\n', 'b.js': 'console.log(window.app, app);\n' },
    'main',
    { 'a.js': 'var main = 1;\n', 'b.js': 'console.log(window.main, main);\n' },
  ),
  rename(
    'a name that a reference brings',
    {
      'g.d.ts': 'declare let ¦GLOB: number;\n',
      'a.ts': '/// <reference path="./g.d.ts" />\nGLOB = 2;\nexport const v = GLOB;\n',
    },
    'GLOBAL',
    {
      'g.d.ts': 'declare let GLOBAL: number;\n',
      'a.ts': '/// <reference path="./g.d.ts" />\nGLOBAL = 2;\nexport const v = GLOBAL;\n',
    },
  ),
  rename(
    'a namespace of a library without modules',
    { 'u.d.ts': 'export as namespace ¦U;\nexport const x: number;\n', 'a.js': 'var y = U.x;\n' },
    'V',
    'NEEDS_PERSON',
  ),
  rename(
    'all of a module as one export, and what is in it by a string',
    {
      'a.ts': 'export const ¦x = 1;\n',
      'b.ts': "export * as n from './a';\n",
      'c.ts': "import { n } from './b';\nexport const { x } = n;\nexport const z = [n['x'], n.x];\n",
    },
    'w',
    {
      'a.ts': 'export const w = 1;\n',
      'c.ts': "import { n } from './b';\nexport const { w: x } = n;\nexport const z = [n['w'], n.w];\n",
    },
  ),
  rename(
    'a function and a namespace of one name, with a part in another file',
    {
      'a.ts': 'export function ¦f() {}\nexport namespace f { export const x = 1; }\n',
      'b.ts': "import { f } from './a';\nf();\nf.x;\ndeclare module './a' { namespace f { const y: number } }\n",
    },
    'g',
    {
      'a.ts': 'export function g() {}\nexport namespace g { export const x = 1; }\n',
      'b.ts': "import { g } from './a';\ng();\ng.x;\ndeclare module './a' { namespace g { const y: number } }\n",
    },
  ),
  rename(
    'a name that is exported as a string and as the default',
    {
      'a.ts': "const ¦x = 1;\nexport { x as 'a-b', x as default, x };\n",
      'b.ts': "import d, { 'a-b' as q, x as y } from './a';\nexport const z = [d, q, y];\n",
    },
    'w',
    {
      'a.ts': "const w = 1;\nexport { w as 'a-b', w as default, w };\n",
      'b.ts': "import d, { 'a-b' as q, w as y } from './a';\nexport const z = [d, q, y];\n",
    },
  ),
  rename(
    'a type whose metadata decorators see',
    {
      ...options('"experimentalDecorators":true,"emitDecoratorMetadata":true'),
      'a.ts': 'declare const dec: any;\nexport class ¦A {}\nexport class B { @dec a!: A; constructor(@dec x: A) {} }\n',
    },
    'C',
    {
      'a.ts': 'declare const dec: any;\nexport class C {}\nexport class B { @dec a!: C; constructor(@dec x: C) {} }\n',
    },
  ),
];
