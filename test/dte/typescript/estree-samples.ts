/** Small texts that together hold every kind of syntax of TypeScript, JavaScript and JSX. */
export const SAMPLES: Readonly<Record<string, string>> = {
  'statements.ts': `#!/usr/bin/env node
'use strict'; "also"
;{ ; debugger; } if (a) b; else c; if (a) {} label: for (;;) { break label; continue label; } for (var i = 0, j; i < 1; i++);
while (a) b(); do { c } while (d) ; for (const k in o) {} for (x of y); for (x.y in z); for ([a, b] of c); for (let { q } of c);
switch (a) { case 1: case 2: b(); break; default: c } try { a } catch { b } finally { c } try { } catch (e: unknown) { throw e }
try {} catch ({ message }) {} function f() { 'use asm'; return; 'no directive' } { 'no directive' } ('parenthesized');`,
  'with.js': 'with (a) b; var c, d = 1;',
  'variables.ts': `var a, b = 1; let c!: string; const d = 1, e: number = 2; declare let f: string; using g = h(); export const m = 1, n = 2;
export declare const o: string; async function z() { await using q = r(); for await (const s of t) {} }`,
  'expressions.ts': `a = b, c, d; (a, b), c; (a = b) + c; a ??= b; a ||= c; a &&= d; a **= 2; a >>>= 1; !a; -a; +a; ~a; typeof a; void a; delete a.b;
a++; --b; a && b || c; (a ?? b); a ? b : c; a in b; #p in o; a instanceof B; a ** b; (async () => { await a })(); this; new A; new A(); new A<string>(1, ...b);
new a.b.C(); a?.b; a?.[0]; a?.(); a?.b.c(1)[2]; (a?.b).c; a!.b; a?.b!; a?.b!.c; (a?.b)!.c; a!?.b; a?.b!(); (a as B).c; <T>a; a satisfies B; a as const; a<string>;
a.b\`x\`; tag<T>\`a\${b}c\`; \`plain\`; \`a\${b}c\${d}e\`; tag\`\\u\`; tag\`\\xz \${a} \\u{}\`; [a, , b, ...c]; [, ]; ({ a, b: c, [d]: e, ...f, get g() { return 1 }, set g(v) {}, async *h() {}, 'i': 1, 2: 3, j() {}, async k() {} });
import.meta; import('a'); import('a', { with: { type: 'json' } }); f(a, ...b)(c); f<T>(a); ((a)); function* g() { yield; yield a; yield* b; new.target; }
a.#b; super_; (function named() {}); (function () {}); (class {}); (class N extends B {}); (() => {}); async (x) => x; <T,>(x: T): T => x; async <T>(x: T) => x;`,
  'destructuring.ts': `const { a, b: c, d = 1, e: f = 2, [g]: h, ...i } = j; const [k, , l = 1, [m], { n }, ...o] = p; ({ a, b: c.d, e = 1, f: g = 2, ...h } = i);
[a, b.c, , d = 1, [e], { f }, ...g] = h; [[...a]] = b; ({ a: [b], c: { d } } = e); for ({ a } of b); for ([a = 1] of b); (a) = b; [(a)] = b; ({ a: (b) } = c); ({ a: [b = 1] = [] } = c); [...[a]] = b;
[a.b!] = c; ({ x: y as any } = z);`,
  'literals.ts': `'a\\n'; "b"; 1; 0x1F; 1_000; .5; 1e3; 0b11; 10n; 1_0n; 0xFFn; true; false; null; /a[/]b/gi; /(?<n>x)/v; \`\`; 'é \\u{1F600}'; -1; "\\
"`,
  'functions.ts': `function a(this: T, b, c?: string, d = 1, { e }: F = {}, [g]: H, ...i: J[]): void {} function overload(a: string): void; function overload(a: any) {}
declare function k(): void; export declare function l(): void; export default function () {} export async function* m<T extends U = V>(n: T): AsyncGenerator<T> {}
const o = function* p() {}; const q = (r): s is t => true; const u = async ({ v }) => v; function asserts1(a): asserts a {} function asserts2(a): asserts a is b {} function t(this: X): this is Y {}`,
  'classes.ts': `@dec export class A<T, in out U, const V> extends B<T> implements C, D<E> { a; b = 1; c?: string; d!: number; static e = 2; readonly f: T; private g; protected h; public i; declare j: K; override l = 1; #m = 1; static #n; [o]: p; 'q' = 1; 3 = 4;
static { this.e = 3; 'no' } accessor r = 1; static accessor s; @dec t; @dec() u() {} constructor(private a: string, readonly b = 1, @dec c, @dec() public d?: X, ...e) { super() } get v(): W { return 1 } set v(x) {} static async *y() {} #z() {} [aa]() {} overload(): void; overload() {} bb?(): void {} ; }
abstract class B2 { abstract a: string; abstract b(): void; abstract get c(): d; abstract accessor e: f; protected abstract readonly g: h; private constructor(); abstract set i(j); }
export abstract class C2 {} export default class extends (a, b) {} class D2 { constructor(); constructor(a?) {} 'constructor2'() {} static constructor() {} } class E2 { 'constructor'() {} } class F2 extends null {} @a @b.c() @(d) class G2 { @x @y() m(@z p) {} @a get b() { return 1 } @k(1) static l = 2; [x: string]: any; static [y: number]: z }`,
  'default-class.ts': 'export default abstract class A { }',
  'modules.ts': `import a from 'a'; import * as b from 'b'; import { c, d as e, type f, default as g, 'h i' as j } from 'c'; import k, { l } from 'd'; import m, * as n from 'e'; import 'f'; import type o from 'g'; import type { p } from 'h'; import q from 'i' with { type: 'json', 'x': 'y' };
import {} from 'j'; export { a, b as c, d as default, type e, f as 'g h' }; export { h } from 'k'; export { default } from 'l'; export { default as i } from 'm'; export * from 'n'; export * as j from 'o'; export type { k } from 'p'; export type * from 'q'; export type * as l from 'r'; export * from 's' with { type: 'json' };
export default a; export {}; import type * as r from 't';`,
  'export-equals.ts': `import a = require('a'); import b = c.d.e; export import f = g.h; import type i = require('i'); export as namespace N; export = a;`,
  'defer.ts': `import defer * as a from 'a'; import.defer('b');`,
  'interfaces.ts': `interface A<T> extends B, C.D<T> { a; b?: string; readonly c: T; d(): void; e?<U>(f: U): void; get g(): h; set g(i); (j: k): l; new (m): n; [o: string]: p; readonly [q: number]: r; 's': t; [u]: v; 1: w }
export interface B1 {} declare interface C1 {} export default interface D1 {} export declare interface E1 {}`,
  'enums.ts': `enum A { a, b = 1, 'c' = 2, d = 'x'.length } const enum B {} declare enum C {} export const enum D { x } export declare const enum E {}`,
  'namespaces.ts': `namespace A { export const a = 1; 'use strict' } namespace B.C.D { } declare namespace E.F { } export namespace G.H { } declare module 'm' { export = x } declare module 'n'; declare global { interface X {} } export declare namespace I { } module J {}`,
  'types.ts': `type A = any | unknown & never; type B = string[]; type C = [a, b?, ...c[]]; type D = [x: a, y?: b, ...z: c[]]; type E = { [K in keyof T]: T[K] }; type F = { readonly [K in T as U]?: V }; type G = { -readonly [K in T]-?: V }; type H = { +readonly [K in T]+?: V };
type I = T extends infer U extends V ? W : X; type J = typeof a.b.c; type K = typeof a<b>; type L = import('a').B.C<D>; type M = typeof import('b'); type N = import('c', { with: { 'resolution-mode': 'import' } }).X; type O = \`a\${B}c\${D}\`; type P = \`plain\`; type Q = 'a' | 1 | -1 | true | null | undefined | 10n | -2n;
type R = (a: b, ...c: d[]) => e; type S = new (a) => b; type T1 = abstract new <T>() => T; type U = this; type V = unique symbol; type W = keyof T; type X = readonly string[]; type Y = (a); type Z = ((a | b))[]; type AA = a.b.c<d, e>; type BB = { a(): b; c: d }; type CC = object | symbol | bigint | boolean | void | number;
type DD = T['a']['b']; type EE<in T, out U, const V extends W = X> = T; export type FF = 1; declare type GG = 2; export declare type HH = 3; type II = (this: A) => asserts this is B; type JJ = typeof this.a; type KK = { [K in T]: U }['x']; type LL = intrinsic; type MM = ReturnType<<T>(x: T) => number>; type NN = A<B<C<D>>>; type OO = { [K in T] }; function f(x): asserts x; type PP = |a; type QQ = & a;
type RR = (new () => a)[]; type SS = typeof import('d', { with: { a: 'b' }, }); let x: typeof this;`,
  'jsx.tsx': `const a = <div />; <a.b.c d="e &amp; f" g='h' i={j} k {...l} m-n="o" p:q={r}>text &lt; &#65; &#x42; &unknown; {s} {/* empty */} {} {...t} <u>v</u></a.b.c>; <></>; <><W<string> x={1} /></>; <this.y />; <svg:rect xlink:href="z" />; <A b=<c /> />; <A b={<c>d</c>}
  e="multi
line" />; <a>{'x'}</a>; const f = <T,>(x: T) => <p>{x}</p>;`,
  'plain.js': `// @ts-check
/** @type {string} */ let a = 1; class A { static b = 1; #c; } export { a }; import x, { y } from './z.js'; module.exports = { a }; var { b = 1 } = require('c'); label: { break label } /** @param {number} x */ function f(x) {} f?.(a ?? b)`,
  'comments.ts': `// first
/* a */ export /* b */ const /* c */ x /* d */ : /* e */ string /* f */ = /* g */ 1 /* h */ ; // i
export /* j */ default /* k */ function /* l */ y /* m */ ( /* n */ z /* o */ ? /* p */ : /* q */ a ) /* r */ : /* s */ b /* t */ { /* u */ } class /* v */ A /* w */ < /* x */ T /* y */ > { /* z */ constructor /* 1 */ ( /* 2 */ ) /* 3 */ { } m /* 4 */ < /* 5 */ T /* 6 */ , /* 7 */ > /* 8 */ ( ) { } }
f /* 1 */ < /* 2 */ T /* 3 */ > /* 4 */ ( /* 5 */ a /* 6 */ , /* 7 */ ) /* 8 */ ;
// last`,
  'ambient.d.ts': `declare const a: string; export interface B {} declare function c(): void; declare class D { e(): f; private g; static h: i; constructor(j); get k(): l } declare module 'x' { const a: 1; export default a } export as namespace Y; declare let m: string, n: number;`,
  'module.mts': `import a from './b.mjs'; await a; export {};`,
  'common.cts': `import a = require('./b.cjs'); export = a;`,
  'crlf.ts': `const a = 1;\r\nconst b = \`x\r\ny\`;\r\n`,
  'empty.ts': '',
  'only-comment.ts': '// nothing\n',
};
