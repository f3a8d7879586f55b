/** Members whose types are put together of others, and those that nobody can be sure of. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

export const TYPE_CASES: readonly RenameCase[] = [
  rename(
    'generics',
    {
      'a.ts':
        'interface Box<T> { ¦item: T }\nexport const f = <T extends Box<number>>(b: T) => b.item;\nexport const g = (b: Box<Box<string>>) => b.item.item.length;\n',
    },
    'value',
    {
      'a.ts':
        'interface Box<T> { value: T }\nexport const f = <T extends Box<number>>(b: T) => b.value;\nexport const g = (b: Box<Box<string>>) => b.value.value.length;\n',
    },
  ),
  rename('a type parameter', { 'a.ts': 'export const f = <¦T,>(a: T, b: (t: T) => T): T => b(a);\n' }, 'Item', {
    'a.ts': 'export const f = <Item,>(a: Item, b: (t: Item) => Item): Item => b(a);\n',
  }),
  rename(
    'a type parameter that would hide a type',
    { 'a.ts': 'interface Item { a: 1 }\nexport const f = <¦T,>(a: T, b: Item) => [a, b];\n' },
    'Item',
    'NAME_COLLISION',
  ),
  rename(
    'infer and conditional types',
    { 'a.ts': 'export type Inner<T> = T extends Promise<infer ¦U> ? Inner<U> : T;\n' },
    'Out',
    { 'a.ts': 'export type Inner<T> = T extends Promise<infer Out> ? Inner<Out> : T;\n' },
  ),
  rename(
    'the type of a value',
    {
      'a.ts': 'const ¦one = 1;\nexport type One = typeof one;\nexport const f = (n: One) => typeof n === typeof one;\n',
    },
    'uno',
    {
      'a.ts': 'const uno = 1;\nexport type One = typeof uno;\nexport const f = (n: One) => typeof n === typeof uno;\n',
    },
  ),
  rename(
    'satisfies and as',
    {
      'a.ts':
        'interface T { ¦x: number }\nexport const o = { x: 1 } satisfies T;\nexport const p = { x: 1 } as T;\nexport const r = o.x + p.x;\n',
    },
    'y',
    {
      'a.ts':
        'interface T { y: number }\nexport const o = { y: 1 } satisfies T;\nexport const p = { y: 1 } as T;\nexport const r = o.y + p.y;\n',
    },
  ),
  rename(
    'literals take the names of the types that are expected',
    {
      'a.ts':
        'interface T { ¦x: number }\nconst use = (t: T | undefined, ...more: T[]) => [t, more];\nuse({ x: 1 }, { x: 2 });\nexport const list: T[] = [{ x: 1 }];\nexport const f = (): T => ({ x: 3 });\n',
    },
    'y',
    {
      'a.ts':
        'interface T { y: number }\nconst use = (t: T | undefined, ...more: T[]) => [t, more];\nuse({ y: 1 }, { y: 2 });\nexport const list: T[] = [{ y: 1 }];\nexport const f = (): T => ({ y: 3 });\n',
    },
  ),
  rename(
    'an object that fits by its structure alone',
    { 'a.ts': 'interface T { ¦x: number }\nconst use = (t: T) => t.x;\n', 'b.ts': 'export const o = { x: 1 };\n' },
    'y',
    { 'a.ts': 'interface T { y: number }\nconst use = (t: T) => t.y;\n' },
  ),
  rename(
    'an object that is used so',
    {
      'a.ts': 'export interface T { ¦x: number }\nexport const use = (t: T) => t.x;\n',
      'b.ts': 'export const o = { x: 1 };\n',
      'c.ts': "import { use } from './a';\nimport { o } from './b';\nexport const r = use(o);\n",
    },
    'y',
    'TYPE_ERROR',
  ),
  rename(
    'a mapped type passes names on',
    {
      'a.ts':
        'interface T { ¦x: number }\nexport const f = (t: Partial<Readonly<T>>) => t.x;\nexport const g = (t: { [K in keyof T]: string }) => t.x;\n',
    },
    'y',
    {
      'a.ts':
        'interface T { y: number }\nexport const f = (t: Partial<Readonly<T>>) => t.y;\nexport const g = (t: { [K in keyof T]: string }) => t.y;\n',
    },
  ),
  rename(
    'names as strings in types',
    { 'a.ts': "interface T { ¦x: number; z: 1 }\nexport type P = Pick<T, 'x'>;\n" },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'names left out by strings in types',
    { 'a.ts': "interface T { ¦x: number; z: 1 }\nexport type P = Omit<T, 'z' | 'x'>;\n" },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'a string where a key is expected',
    {
      'a.ts':
        'interface T { ¦x: number }\nexport function g<K extends keyof T>(k: K) { return k; }\nexport const r = g("x");\n',
    },
    'y',
    'BINDING_CHANGED',
  ),
  rename(
    'a string that is looked for in an object',
    { 'a.ts': 'interface T { ¦x?: number }\nexport const has = (t: T) => "x" in t;\n' },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'a string that a function gets beside the object',
    { 'a.ts': 'interface T { ¦x?: number }\nexport const has = (t: T) => Object.hasOwn(t, "x");\n' },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'a string that is kept before it picks',
    { 'a.ts': 'interface T { ¦x: number }\nconst key = "x";\nexport const get = (t: T) => t[key];\n' },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'strings that have nothing to do with it',
    {
      'a.ts':
        'interface T { ¦type: number }\nexport const get = (t: T) => t.type;\nexport const word = "type" as string;\nexport const f = (s: string) => s === "type";\n',
    },
    'sort',
    {
      'a.ts':
        'interface T { sort: number }\nexport const get = (t: T) => t.sort;\nexport const word = "type" as string;\nexport const f = (s: string) => s === "type";\n',
    },
  ),
  rename(
    'template types made of names',
    {
      'a.ts':
        'interface T { ¦x: number }\ntype Events = { [K in keyof T as `on${Capitalize<string & K>}`]: () => void };\nexport const e: Events = { onX() {} };\n',
    },
    'y',
    'TYPE_ERROR',
  ),
  rename(
    'an index signature is no declaration',
    { 'a.ts': 'interface T { [key: string]: number; ¦x: number }\nexport const f = (t: T) => t.x + t.z;\n' },
    'y',
    { 'a.ts': 'interface T { [key: string]: number; y: number }\nexport const f = (t: T) => t.y + t.z;\n' },
  ),
  rename(
    'declaration merging of an interface and a constant',
    { 'a.ts': 'export interface ¦X { a: number }\nexport const X = { a: 1 } as X;\nexport const r: X = X;\n' },
    'Y',
    { 'a.ts': 'export interface Y { a: number }\nexport const Y = { a: 1 } as Y;\nexport const r: Y = Y;\n' },
  ),
  rename(
    'declaration merging of a class and a namespace',
    { 'a.ts': 'export class ¦X {}\nexport namespace X { export const k = 1; }\nexport const r = X.k;\n' },
    'Y',
    { 'a.ts': 'export class Y {}\nexport namespace Y { export const k = 1; }\nexport const r = Y.k;\n' },
  ),
  rename(
    'parts of an interface, and their members',
    { 'a.ts': 'interface X { ¦a: number }\ninterface X { b: string }\nexport const f = (x: X) => x.a + x.b;\n' },
    'c',
    { 'a.ts': 'interface X { c: number }\ninterface X { b: string }\nexport const f = (x: X) => x.c + x.b;\n' },
  ),
  rename(
    'interfaces that would be one',
    { 'a.ts': 'export interface ¦X { a: number }\nexport interface Y { b: string }\n' },
    'Y',
    'NAME_COLLISION',
  ),
  rename(
    'decorators',
    { 'a.ts': 'function ¦log(v: unknown, c: unknown) { void v; void c; }\nexport class A { @log run() {} }\n' },
    'trace',
    { 'a.ts': 'function trace(v: unknown, c: unknown) { void v; void c; }\nexport class A { @trace run() {} }\n' },
  ),
  rename(
    'a member of a base type that is outside',
    { 'a.ts': "import { Component } from 'ui';\nexport class A extends Component { ¦render() { return 1; } }\n" },
    'draw',
    'TARGET_EXTERNAL',
  ),
  rename(
    'private members of it are ours',
    {
      'a.ts':
        "import { Component } from 'ui';\nexport class A extends Component { private ¦draw() { return 1; } render() { return this.draw(); } }\n",
    },
    'paint',
    {
      'a.ts':
        "import { Component } from 'ui';\nexport class A extends Component { private paint() { return 1; } render() { return this.paint(); } }\n",
    },
  ),
  rename(
    'a member that the library declares',
    {
      'a.ts':
        'export class A implements Iterable<number> { *¦[Symbol.iterator]() { yield 1; } }\nexport class B extends Error { override message = "b"; }\n'
          .replace('¦', '')
          .replace('override message', 'override ¦message'),
    },
    'text',
    'TARGET_EXTERNAL',
  ),
  rename(
    'a member of a value of no known type',
    { 'a.ts': 'interface T { ¦x: number }\nexport const f = (t: T, u: any) => t.x + u.x;\n' },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'a member of what another package hands back',
    { 'a.ts': "import { wrap } from 'outside';\ninterface T { ¦x: number }\nexport const f = (t: T) => wrap(t).x;\n" },
    'y',
    'NEEDS_PERSON',
  ),
  rename(
    'a function of another package of the same name',
    {
      'a.ts':
        "import lib from 'outside';\nexport class T { ¦get() { return lib.get(); } }\nexport const f = (t: T) => t.get();\n",
    },
    'fetch',
    {
      'a.ts':
        "import lib from 'outside';\nexport class T { fetch() { return lib.get(); } }\nexport const f = (t: T) => t.fetch();\n",
    },
  ),
  rename(
    'this types and fluent calls',
    {
      'a.ts':
        'export class Q { ¦where(): this { return this; } limit(): this { return this; } }\nexport const q = new Q().where().limit().where();\n',
    },
    'filter',
    {
      'a.ts':
        'export class Q { filter(): this { return this; } limit(): this { return this; } }\nexport const q = new Q().filter().limit().filter();\n',
    },
  ),
];
