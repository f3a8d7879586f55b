/** Changes of an interface, with what they mean for its users. */

/** One change, as the text of a module before and after. */
export interface ApiCase {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly level: 'none' | 'minor' | 'major';
}

const BASE = `export interface Opt { a: number; b?: string }
export function f(x: number, o?: Opt): string { return String(x) + String(o); }
export const k: 'on' | 'off' = 'on';
export type U = 'a' | 'b';
export class C { #p = 1; m(x: string): number { return this.#p + x.length; } readonly q: number = 1; constructor(n: number) { void n; } }
export function g<T extends string>(t: T): T[] { return [t]; }
export enum E { A = 0, B = 1 }
export interface In { cb: (v: string) => void }
`;

/** A change of the module above: a text in it, and what stands there then. */
const edit = (name: string, level: ApiCase['level'], from: string, to: string): ApiCase => ({
  name,
  level,
  before: BASE,
  after: from === '' ? BASE + to : BASE.replace(from, to),
});

const pair = (name: string, level: ApiCase['level'], before: string, after: string): ApiCase => ({
  name,
  level,
  before,
  after,
});

const C1 =
  'export class C { #p = 1; private s = 1; get() { return this.#p + this.s; } same(other: C): C { return other; } }\n';

export const API_CASES: readonly ApiCase[] = [
  edit('nothing changes', 'none', '', '// a comment\n'),
  edit('an export is removed', 'major', 'export function f', 'function f'),
  edit('an export is added', 'minor', '', 'export const z = 1;\n'),
  edit('an optional parameter is added', 'minor', 'o?: Opt)', 'o?: Opt, z?: number)'),
  edit('a required parameter is added', 'major', 'o?: Opt)', 'o: Opt, z: number)'),
  edit('a parameter takes more', 'minor', 'f(x: number,', 'f(x: number | bigint,'),
  edit('a parameter takes less', 'major', 'f(x: number,', 'f(x: 1,'),
  edit('a function answers more', 'major', 'o?: Opt): string {', 'o?: Opt): string | null {'),
  edit(
    'a function answers less',
    'minor',
    'o?: Opt): string { return String(x) + String(o)',
    'o?: Opt): "x" { return "x"',
  ),
  edit('an interface gets a required member', 'major', 'b?: string }', 'b?: string; c: number }'),
  edit('an interface gets an optional member', 'minor', 'b?: string }', 'b?: string; c?: number }'),
  edit('an interface loses a member', 'major', 'a: number; ', ''),
  edit('a constant may be more', 'major', "k: 'on' | 'off'", "k: 'on' | 'off' | 'auto'"),
  edit('a union gets wider', 'major', "U = 'a' | 'b'", "U = 'a' | 'b' | 'c'"),
  edit('a class gets a method', 'minor', 'readonly q', 'n(): void {} readonly q'),
  edit('a class loses a method', 'major', 'm(x: string): number { return this.#p + x.length; } ', ''),
  edit('a constructor needs more', 'major', 'constructor(n: number)', 'constructor(n: number, z: string)'),
  edit(
    'a private field is renamed',
    'none',
    '#p = 1; m(x: string): number { return this.#p',
    '#r = 1; m(x: string): number { return this.#r',
  ),
  edit('a constraint gets tighter', 'major', 'T extends string', 'T extends "a"'),
  edit('an enum gets a member', 'minor', 'B = 1', 'B = 1, C = 2'),
  edit('a member of an enum gets another value', 'major', 'B = 1', 'B = 2'),
  edit(
    'a parameter is renamed',
    'none',
    'f(x: number, o?: Opt): string { return String(x)',
    'f(y: number, o?: Opt): string { return String(y)',
  ),
  edit('a field can be written', 'minor', 'readonly q', 'q'),
  edit('a callback in an interface gets more', 'major', 'cb: (v: string)', 'cb: (v: string | number)'),

  edit(
    'a parameter is dropped',
    'major',
    ', o?: Opt): string { return String(x) + String(o)',
    '): string { return String(x)',
  ),
  pair(
    'a field becomes read-only',
    'major',
    'export class C { q = 1; }\n',
    'export class C { readonly q: number = 1; }\n',
  ),
  edit('a method takes less', 'major', 'm(x: string)', 'm(x: "a")'),
  edit('a constraint gets wider', 'minor', 'T extends string', 'T extends string | number'),
  edit(
    'a type parameter is added',
    'major',
    'g<T extends string>(t: T): T[] { return [t]; }',
    'g<T extends string, V>(t: T, v?: V): T[] { void v; return [t]; }',
  ),
  edit('an enum becomes const', 'major', 'export enum', 'export const enum'),
  edit('an enum loses a member', 'major', 'A = 0, ', ''),
  edit(
    'a function answers an inferred type that changed',
    'major',
    'o?: Opt): string { return String(x) + String(o); }',
    'o?: Opt) { return x + Number(o); }',
  ),

  pair(
    'a class with private members is mentioned by another',
    'none',
    `${C1}export function make(): C { return new C(); }\n`,
    `${C1.replace('private s', 'private t').replace('this.s', 'this.t')}export function make(): C { return new C(); }\n`,
  ),
  pair(
    'a class that is mentioned gets a method',
    'minor',
    `${C1}export function take(c: C): void { void c; }\n`,
    `${C1.replace('get()', 'more() {} get()')}export function take(c: C): void { void c; }\n`,
  ),
  pair(
    'what an export mentions changes',
    'major',
    'interface Hidden { a: number }\nexport const h: Hidden = { a: 1 };\n',
    'interface Hidden { a: string }\nexport const h: Hidden = { a: "1" };\n',
  ),
  pair(
    'what nothing exported mentions changes',
    'none',
    'interface Hidden { a: number }\nexport const h = 1;\nexport {};\n',
    'interface Hidden { a: string }\nexport const h = 1;\nexport {};\n',
  ),
  pair(
    'overloads: one is added',
    'minor',
    'export function f(x: string): string;\nexport function f(x: any): any { return x; }\n',
    'export function f(x: string): string;\nexport function f(x: number): number;\nexport function f(x: any): any { return x; }\n',
  ),
  pair(
    'overloads: one is removed',
    'major',
    'export function f(x: string): string;\nexport function f(x: number): number;\nexport function f(x: any): any { return x; }\n',
    'export function f(x: string): string;\nexport function f(x: any): any { return x; }\n',
  ),
  pair(
    'generic interface: the same',
    'none',
    'export interface Box<T> { value: T; map<V>(f: (t: T) => V): Box<V> }\n',
    '// moved\nexport interface Box<S> { value: S; map<V>(f: (t: S) => V): Box<V> }\n',
  ),
  pair(
    'generic interface: a member changes',
    'major',
    'export interface Box<T> { value: T }\n',
    'export interface Box<T> { value: T[] }\n',
  ),
  pair(
    'generic class: a default for a new type parameter',
    'minor',
    'export class Box<T> { value?: T }\n',
    'export class Box<T, V = T> { value?: T; other?: V }\n',
  ),
  pair(
    'generic class: a new type parameter',
    'major',
    'export class Box<T> { value?: T }\n',
    'export class Box<T, V> { value?: T; other?: V }\n',
  ),
  pair(
    'generic type: a default is dropped',
    'major',
    'export type L<T = string> = T[];\n',
    'export type L<T> = T[];\n',
  ),
  pair(
    'abstract class: an abstract member is added',
    'major',
    'export abstract class A { abstract a(): void }\n',
    'export abstract class A { abstract a(): void; abstract b(): void }\n',
  ),
  pair(
    'abstract class: a member is added',
    'minor',
    'export abstract class A { abstract a(): void }\n',
    'export abstract class A { abstract a(): void; b(): void {} }\n',
  ),
  pair(
    'a class becomes abstract',
    'major',
    'export class A { a(): void {} }\n',
    'export abstract class A { a(): void {} }\n',
  ),
  pair(
    'a class may be constructed again',
    'minor',
    'export abstract class A { a(): void {} }\n',
    'export class A { a(): void {} c(): void {} }\n',
  ),
  pair(
    'a constructor becomes private',
    'major',
    'export class A { constructor() {} }\n',
    'export class A { private constructor() {} static make() { return new A(); } }\n',
  ),
  pair('a static member is removed', 'major', 'export class A { static s = 1; }\n', 'export class A { }\n'),
  pair('a member becomes protected', 'major', 'export class A { a = 1 }\n', 'export class A { protected a = 1 }\n'),
  pair('a protected member is removed', 'major', 'export class A { protected a = 1 }\n', 'export class A {}\n'),
  pair(
    'a member of an interface may be missing',
    'major',
    'export interface I { a: number }\n',
    'export interface I { a?: number }\n',
  ),
  pair(
    'an index signature is added',
    'minor',
    'export interface I { a: number }\n',
    'export interface I { a: number; [k: string]: number }\n',
  ),
  pair(
    'an index signature is removed',
    'major',
    'export interface I { [k: string]: number }\n',
    'export interface I { }\n',
  ),
  pair(
    'an interface can be called no more',
    'major',
    'export interface I { (): void; a: number }\n',
    'export interface I { a: number }\n',
  ),
  pair(
    'a name is exported under another name as well',
    'minor',
    'class A { #x = 1 }\nexport { A };\n',
    'class A { #x = 1 }\nexport { A, A as B };\n',
  ),
  pair(
    'a renamed class is exported under its old name',
    'none',
    'export class Old { #x = 1; a = 1 }\n',
    'class New { #x = 1; a = 1 }\nexport { New as Old };\n',
  ),
  pair(
    'a default export changes',
    'major',
    'export default function (x: string): void { void x; }\n',
    'export default function (x: number): void { void x; }\n',
  ),
  pair(
    'a default class gets a member',
    'minor',
    'export default class A { #p = 1; a = 1 }\n',
    'export default class A { #p = 1; a = 1; b = 2 }\n',
  ),
  pair(
    'a default value narrows',
    'minor',
    'const x: string = "";\nexport default x;\n',
    'const x = "a";\nexport default x;\n',
  ),
  pair(
    'a namespace loses a member',
    'major',
    'export namespace N { export const a = 1; export const b = 1; }\n',
    'export namespace N { export const a = 1; }\n',
  ),
  pair(
    'a namespace gets a member',
    'minor',
    'export namespace N { export const a = 1; }\n',
    'export namespace N { export const a = 1; export type T = 1; }\n',
  ),
  pair(
    'a function gets a namespace',
    'minor',
    'export function f(): number { return 1; }\n',
    'export function f(): number { return 1; }\nexport namespace f { export const x = 1; }\n',
  ),
  pair('a class becomes an interface', 'major', 'export class A { a = 1 }\n', 'export interface A { a: number }\n'),
  pair(
    'an interface becomes a class',
    'minor',
    'export interface A { a: number }\n',
    'export class A { a: number = 1 }\n',
  ),
  pair('any gets a type', 'major', 'export const a: any = 1;\n', 'export const a: number = 1;\n'),
  pair('a type becomes any', 'minor', 'export const a: number = 1;\n', 'export const a: any = 1;\n'),
  pair(
    'a symbol stays one, also as the name of a member',
    'none',
    'export const s: unique symbol = Symbol();\nexport interface I { [s]: number }\n',
    '// x\nexport const s: unique symbol = Symbol("s");\nexport interface I { [s]: number }\n',
  ),
  pair(
    'a function that answered nothing answers something',
    'minor',
    'export function f(): void {}\n',
    'export function f(): number { return 1; }\n',
  ),
  pair(
    'rest parameters take more',
    'minor',
    'export function f(...x: string[]): void { void x; }\n',
    'export function f(...x: (string | number)[]): void { void x; }\n',
  ),
  pair(
    'rest parameters are dropped',
    'major',
    'export function f(...x: string[]): void { void x; }\n',
    'export function f(x?: string): void { void x; }\n',
  ),
  pair(
    'a getter gets a setter',
    'minor',
    'export class A { get a() { return 1; } }\n',
    'export class A { get a() { return 1; } set a(v) { void v; } }\n',
  ),
  pair(
    'a type parameter goes',
    'major',
    'export declare function f<A, B>(a: A, b: B): A;\n',
    'export declare function f<A>(a: A, b: unknown): A;\n',
  ),
  pair(
    'a constraint goes',
    'minor',
    'export declare function f<A extends string>(a: A): void;\n',
    'export declare function f<A>(a: A): void;\n',
  ),
  pair(
    'a constraint comes',
    'major',
    'export declare function f<A>(a: A): void;\n',
    'export declare function f<A extends string>(a: A): void;\n',
  ),
  pair(
    'a constraint comes that says nothing',
    'none',
    'export declare function f<A>(a: A): void;\n',
    'export declare function f<A extends unknown>(a: A): void;\n',
  ),
  pair(
    'a constraint is written otherwise',
    'none',
    "export declare function f<A extends 'a' | 'b'>(a: A): void;\n",
    "export declare function f<A extends 'b' | 'a'>(a: A): void;\n",
  ),
  pair(
    'a parameter takes any number',
    'minor',
    'export declare function f(a: number): void;\n',
    'export declare function f(...a: number[]): void;\n',
  ),
  pair(
    'a parameter takes any number of something else',
    'major',
    'export declare function f(a: number): void;\n',
    'export declare function f(...a: string[]): void;\n',
  ),
  pair(
    'the last parameter goes',
    'major',
    'export declare function f(a?: number): void;\n',
    'export declare function f(): void;\n',
  ),
  pair(
    'a class becomes abstract',
    'major',
    'export declare class C { m(): void }\n',
    'export declare abstract class C { m(): void }\n',
  ),
];
