/** Where a name is given or taken by what no type tells of: the global object, keys known only as a program runs, types within types. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** Each is another program if the name changes, and the compiler says nothing. */
export const UNSEEN_CASES: readonly RenameCase[] = [
  rename(
    'string built',
    { 'main.ts': "const o = { ¦ab: 1 };\nconst k = ('a' + 'b') as keyof typeof o;\nconsole.log(o[k]);\n" },
    'zz',
    'NEEDS_PERSON',
  ),
  rename(
    'keyof cast var',
    { 'main.ts': 'const o = { ¦ab: 1 };\nconst k = JSON.parse(\'"ab"\') as keyof typeof o;\nconsole.log(o[k]);\n' },
    'zz',
    'NEEDS_PERSON',
  ),
  rename(
    'triple slash',
    {
      'g.d.ts': 'declare function ¦gfun(): number;\n',
      'main.ts': '/// <reference path="./g.d.ts" />\n(globalThis as any).gfun = () => 4;\nconsole.log(gfun());\n',
    },
    'hfun',
    'NEEDS_PERSON',
  ),
  rename(
    'globalThis member',
    {
      'main.ts':
        "export {};\ndeclare global { var ¦foo: number; }\nglobalThis.foo = 1;\nconsole.log(foo, globalThis['foo']);\n",
    },
    'bar',
    {
      'main.ts':
        "export {};\ndeclare global { var bar: number; }\nglobalThis.bar = 1;\nconsole.log(bar, globalThis['bar']);\n",
    },
  ),
  rename(
    'globalThis by window any',
    {
      'main.ts': 'export {};\ndeclare global { var ¦foo: number; }\n(globalThis as any).foo = 1;\nconsole.log(foo);\n',
    },
    'bar',
    'NEEDS_PERSON',
  ),
  rename(
    'callback return',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst f = (mk: () => P) => mk().a;\nconst mk = () => { const v = { a: 1, b: 2 }; return v; };\nconsole.log(f(mk));\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'callback param',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst f = (use: (p: P) => void) => use({ a: 1, b: 2 });\nconst use = (q: { a?: number; b: number }) => console.log(q.a);\nf(use);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'generic identity',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst id = <T,>(t: T) => t;\nconst p: P = id({ a: 1, b: 2 });\nconst v = { a: 2, b: 3 };\nconst q: P = id(v);\nconsole.log(p.a, q.a);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'class field',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst v = { a: 2, b: 3 };\nclass K { p: P = v; }\nconsole.log(new K().p.a);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'nested field',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\ninterface W { p: P }\nconst v = { p: { a: 2, b: 3 } };\nconst w: W = v;\nconsole.log(w.p.a);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'index signature record of',
    {
      'main.ts':
        "interface P { ¦a?: number; b: number }\nconst v: Record<string, { a: number; b: number }> = { k: { a: 2, b: 3 } };\nconst w: Record<string, P> = v;\nconsole.log(w['k']!.a);\n",
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'as const assertion via unknown',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst v = { a: 2, b: 3 };\nconst q = v as unknown as P;\nconsole.log(q.a);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'cast any',
    {
      'main.ts':
        'interface P { ¦a?: number; b: number }\nconst v: any = { a: 2, b: 3 };\nconst q: P = v;\nconsole.log(q.a);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'decorator factory keyed',
    {
      'main.ts':
        "const dep = (k: string) => (t: any, p: string) => { console.log(typeof t[k]); };\nclass A { helper() {} @dep('helper') run() {} ¦other() {} }\nnew A().run();\n",
    },
    'x2',
    {
      'main.ts':
        "const dep = (k: string) => (t: any, p: string) => { console.log(typeof t[k]); };\nclass A { helper() {} @dep('helper') run() {} x2() {} }\nnew A().run();\n",
    },
  ),
  rename(
    'decorator factory keyed 2',
    {
      'main.ts':
        "const dep = (k: string) => (t: any, p: string) => { console.log(typeof t[k]); };\nclass A { ¦helper() {} @dep('helper') run() {} }\nnew A().run();\n",
    },
    'x2',
    'NEEDS_PERSON',
  ),
  rename('sloppy with', { 'main.js': 'const o = { ¦x: 1 };\nwith (o) { console.log(x); }\n' }, 'y', 'NEEDS_PERSON'),
  rename(
    'new Function',
    { 'main.js': "var ¦x = 1;\nglobalThis.x = x;\nconsole.log(new Function('return x')());\n" },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'fn in block hoist',
    { 'main.js': 'function f() { { function ¦g() { return 1; } } return g(); }\nconsole.log(f());\n' },
    'h',
    'NEEDS_PERSON',
  ),
  rename(
    'a member of a function type that another takes',
    {
      'a.ts':
        'interface P { ¦a?: number; b: number }\ntype Use = new (p: P) => object;\nclass K { constructor(q: { a?: number; b: number }) { void q.a; } }\nexport const use: Use = K;\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'types that hold themselves',
    {
      'a.ts':
        'interface P { ¦a?: number; next?: P }\ninterface Q { a?: number; next?: Q }\nconst q: Q = {};\nexport const p: P = q;\nexport const f = (l: Q[]): (() => P)[] => l.map((one) => () => one);\n',
    },
    'c',
    'NEEDS_PERSON',
  ),
  rename(
    'types that hold themselves, and the name is of one alone',
    {
      'a.ts':
        'interface P { ¦a?: number; next?: P }\ninterface Q { z?: number; a?: string; next?: Q }\nconst q: Q = {};\nexport const p: P = {};\nexport const g = [q.a, p.a];\n',
    },
    'c',
    {
      'a.ts':
        'interface P { c?: number; next?: P }\ninterface Q { z?: number; a?: string; next?: Q }\nconst q: Q = {};\nexport const p: P = {};\nexport const g = [q.a, p.c];\n',
    },
  ),
  rename(
    'keys of the object itself',
    {
      'a.ts':
        'const o = { ¦one: 1, two: 2 };\nexport const all = (Object.keys(o) as (keyof typeof o)[]).map((k) => o[k]);\nfor (const k in o) void o[k as keyof typeof o];\n',
    },
    'uno',
    {
      'a.ts':
        'const o = { uno: 1, two: 2 };\nexport const all = (Object.keys(o) as (keyof typeof o)[]).map((k) => o[k]);\nfor (const k in o) void o[k as keyof typeof o];\n',
    },
  ),
  rename(
    'a variable of the process',
    {
      'env.d.ts':
        'declare namespace NodeJS { interface ProcessEnv { ¦TOKEN?: string } }\ndeclare const process: { env: NodeJS.ProcessEnv };\n',
      'a.ts': 'export const t = process.env.TOKEN;\n',
    },
    'SECRET',
    'NEEDS_PERSON',
  ),
  rename(
    'a member of the window that the tree gives',
    { 'env.d.ts': 'declare const app: App;\ninterface App { ¦size: number }\n', 'a.ts': 'app.size = 1;\nexport {};\n' },
    'width',
    {
      'env.d.ts': 'declare const app: App;\ninterface App { width: number }\n',
      'a.ts': 'app.width = 1;\nexport {};\n',
    },
  ),
  rename(
    'a type that is only declared',
    { 'env.d.ts': 'interface ¦App { size: number }\n', 'a.ts': 'export const f = (a: App) => a.size;\n' },
    'Page',
    { 'env.d.ts': 'interface Page { size: number }\n', 'a.ts': 'export const f = (a: Page) => a.size;\n' },
  ),
  rename(
    'a parameter of what is only declared',
    { 'a.d.ts': 'export declare function load(¦from: string): typeof from;\n' },
    'path',
    { 'a.d.ts': 'export declare function load(path: string): typeof path;\n' },
  ),
  rename(
    'a member of a class that is only declared',
    { 'a.ts': 'declare class Box { ¦width: number }\nexport const f = (b: Box) => b.width;\n' },
    'size',
    'NEEDS_PERSON',
  ),
  rename(
    'a constant enum that is only declared',
    { 'a.ts': 'declare const enum E { ¦Red = 1 }\nexport const r = E.Red;\n' },
    'Crimson',
    { 'a.ts': 'declare const enum E { Crimson = 1 }\nexport const r = E.Crimson;\n' },
  ),
];
