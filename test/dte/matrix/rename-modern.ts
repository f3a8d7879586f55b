/** What the language got of late, and constructs that few write: each renamed to the same program. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** Merging over files, namespaces, newer syntax. */
export const MODERN_CASES: readonly RenameCase[] = [
  rename(
    'augmentation across files',
    {
      'lib.ts': 'export interface Opts { ¦depth?: number }\nexport const run = (o: Opts) => console.log(o.depth);\n',
      'aug.ts': "export {};\ndeclare module './lib' { interface Opts { width?: number } }\n",
      'main.ts': "import './aug';\nimport { run } from './lib';\nrun({ depth: 1, width: 2 });\n",
    },
    'level',
    {
      'lib.ts': 'export interface Opts { level?: number }\nexport const run = (o: Opts) => console.log(o.level);\n',
      'main.ts': "import './aug';\nimport { run } from './lib';\nrun({ level: 1, width: 2 });\n",
    },
  ),
  rename(
    'augmentation member clash',
    {
      'lib.ts': 'export interface Opts { ¦depth?: number }\nexport const run = (o: Opts) => console.log(o.depth);\n',
      'aug.ts': "export {};\ndeclare module './lib' { interface Opts { level?: number } }\n",
      'main.ts': "import './aug';\nimport { run } from './lib';\nrun({ depth: 1 });\n",
    },
    'level',
    'NAME_COLLISION',
  ),
  rename(
    'rename interface that is augmented',
    {
      'lib.ts': 'export interface ¦Opts { depth?: number }\nexport const run = (o: Opts) => console.log(o.depth);\n',
      'aug.ts': "export {};\ndeclare module './lib' { interface Opts { level?: number } }\n",
      'main.ts': "import './aug';\nimport { run } from './lib';\nrun({ depth: 1, level: 2 });\n",
    },
    'Settings',
    {
      'aug.ts': "export {};\ndeclare module './lib' { interface Settings { level?: number } }\n",
      'lib.ts':
        'export interface Settings { depth?: number }\nexport const run = (o: Settings) => console.log(o.depth);\n',
    },
  ),
  rename(
    'global interface merging across scripts',
    {
      'g.d.ts': 'interface Win { ¦alpha: number }\n',
      'h.d.ts': 'interface Win { beta: number }\n',
      'main.ts': 'const w: Win = { alpha: 1, beta: 2 };\nconsole.log(Object.keys(w).length, w.alpha);\n',
    },
    'gamma',
    {
      'g.d.ts': 'interface Win { gamma: number }\n',
      'main.ts': 'const w: Win = { gamma: 1, beta: 2 };\nconsole.log(Object.keys(w).length, w.gamma);\n',
    },
  ),
  rename(
    'namespace+enum merging',
    {
      'main.ts':
        'enum Color { ¦Red, Green }\nnamespace Color { export function parse(s: string) { return s === "r" ? Color.Red : Red2(); } function Red2() { return Color.Green; } }\nconsole.log(Color.parse("r"), Color.Green);\n',
    },
    'Crimson',
    {
      'main.ts':
        'enum Color { Crimson, Green }\nnamespace Color { export function parse(s: string) { return s === "r" ? Color.Crimson : Red2(); } function Red2() { return Color.Green; } }\nconsole.log(Color.parse("r"), Color.Green);\n',
    },
  ),
  rename(
    'enum member bare captured',
    { 'main.ts': 'const Z = 5;\nenum E { ¦A = 1, B = Z }\nconsole.log(E.B);\n' },
    'Z',
    'NAME_COLLISION',
  ),
  rename('enum merged decl bare', { 'main.ts': 'enum E { ¦A = 1 }\nenum E { B = A + 1 }\nconsole.log(E.B);\n' }, 'Z', {
    'main.ts': 'enum E { Z = 1 }\nenum E { B = Z + 1 }\nconsole.log(E.B);\n',
  }),
  rename(
    'namespace split export var captured',
    { 'main.ts': 'namespace N { export const ¦x = 1; }\nnamespace N { export const y = x + 1; }\nconsole.log(N.y);\n' },
    'z',
    { 'main.ts': 'namespace N { export const z = 1; }\nnamespace N { export const y = z + 1; }\nconsole.log(N.y);\n' },
  ),
  rename(
    'namespace split: outer captured',
    {
      'main.ts':
        'const z = 10;\nnamespace N { export const ¦x = 1; }\nnamespace N { export const y = z; }\nconsole.log(N.y);\n',
    },
    'z',
    'NAME_COLLISION',
  ),
  rename(
    'inline type import',
    {
      'a.ts': 'export class ¦K { a = 1 }\nexport const v = 2;\n',
      'main.ts': "import { type K, v } from './a';\nconst f = (k: K) => k.a + v;\nconsole.log(f({ a: 2 }));\n",
    },
    'Q',
    {
      'a.ts': 'export class Q { a = 1 }\nexport const v = 2;\n',
      'main.ts': "import { type Q, v } from './a';\nconst f = (k: Q) => k.a + v;\nconsole.log(f({ a: 2 }));\n",
    },
  ),
  rename(
    'export * as name rename',
    {
      'a.ts': 'export const k = 1;\n',
      'b.ts': "export * as ¦inner from './a';\n",
      'main.ts': "import { inner } from './b';\nconsole.log(inner.k);\n",
    },
    'outer',
    { 'b.ts': "export * as outer from './a';\n", 'main.ts': "import { outer } from './b';\nconsole.log(outer.k);\n" },
  ),
  rename(
    'export * as string name',
    {
      'a.ts': 'export const ¦k = 1;\n',
      'b.ts': "export { k as 'a b' } from './a';\n",
      'main.ts': "import { 'a b' as z } from './b';\nconsole.log(z);\n",
    },
    'q',
    { 'a.ts': 'export const q = 1;\n', 'b.ts': "export { q as 'a b' } from './a';\n" },
  ),
  rename(
    'import equals alias',
    {
      'main.ts':
        'namespace A { export namespace B { export const ¦v = 3; } }\nimport x = A.B;\nimport y = A.B.v;\nconsole.log(x.v, y);\n',
    },
    'w',
    {
      'main.ts':
        'namespace A { export namespace B { export const w = 3; } }\nimport x = A.B;\nimport y = A.B.w;\nconsole.log(x.w, y);\n',
    },
  ),
  rename(
    'import equals namespace',
    { 'main.ts': 'namespace A { export namespace ¦B { export const v = 3; } }\nimport x = A.B;\nconsole.log(x.v);\n' },
    'C',
    { 'main.ts': 'namespace A { export namespace C { export const v = 3; } }\nimport x = A.C;\nconsole.log(x.v);\n' },
  ),
  rename(
    'satisfies interface',
    { 'main.ts': 'interface I { ¦aa: number; bb?: number }\nconst o = { aa: 1 } satisfies I;\nconsole.log(o.aa);\n' },
    'cc',
    { 'main.ts': 'interface I { cc: number; bb?: number }\nconst o = { cc: 1 } satisfies I;\nconsole.log(o.cc);\n' },
  ),
  rename(
    'const type param',
    {
      'main.ts':
        "function pick<const T extends readonly string[]>(names: T) { return names; }\nconst o = { ¦one: 1, two: 2 };\nfor (const n of pick(['one', 'two'])) console.log(o[n]);\n",
    },
    'uno',
    'NEEDS_PERSON',
  ),
  rename(
    'using',
    { 'main.ts': "class ¦R { [Symbol.dispose]() { console.log('d'); } }\n{ using r = new R(); void r; }\n" },
    'S',
    { 'main.ts': "class S { [Symbol.dispose]() { console.log('d'); } }\n{ using r = new S(); void r; }\n" },
  ),
  rename(
    'using var',
    { 'main.ts': "class R { [Symbol.dispose]() { console.log('d'); } }\n{ using ¦r = new R(); void r; }\n" },
    's',
    { 'main.ts': "class R { [Symbol.dispose]() { console.log('d'); } }\n{ using s = new R(); void s; }\n" },
  ),
  rename(
    'accessor keyword',
    {
      'main.ts':
        'class A { accessor ¦v = 1; }\nclass B extends A { override accessor v = 2; }\nconst b = new B(); b.v++; console.log(b.v);\n',
    },
    'w',
    {
      'main.ts':
        'class A { accessor w = 1; }\nclass B extends A { override accessor w = 2; }\nconst b = new B(); b.w++; console.log(b.w);\n',
    },
  ),
  rename(
    'accessor backing collides? ',
    { 'main.ts': 'class A { accessor ¦v = 1; w() { return 3; } }\nconsole.log(new A().v + new A().w());\n' },
    'w',
    'NAME_COLLISION',
  ),
  rename(
    'overloaded constructor param props',
    {
      'main.ts':
        "class A { constructor(¦x: string); constructor(x: number); constructor(public readonly x: any) {} }\nconsole.log(new A('1').x);\n",
    },
    'y',
    {
      'main.ts':
        "class A { constructor(y: string); constructor(x: number); constructor(public readonly x: any) {} }\nconsole.log(new A('1').x);\n",
    },
  ),
  rename(
    'param property',
    { 'main.ts': 'class A { constructor(public ¦x: number) { x++; this.x += x; } }\nconsole.log(new A(1).x);\n' },
    'y',
    { 'main.ts': 'class A { constructor(public y: number) { y++; this.y += y; } }\nconsole.log(new A(1).y);\n' },
  ),
  rename(
    'param property with subclass field',
    {
      'main.ts':
        'class A { constructor(protected ¦x: number) {} }\nclass B extends A { y = 5; sum() { return this.x + this.y; } }\nconsole.log(new B(1).sum());\n',
    },
    'y',
    'NAME_COLLISION',
  ),
  rename(
    'abstract chain',
    {
      'main.ts':
        'abstract class A { abstract ¦m(): number; }\nabstract class B extends A {}\nclass C extends B { override m() { return 1; } }\nclass D extends C { override m() { return super.m() + 1; } }\nconst a: A = new D();\nconsole.log(a.m());\n',
    },
    'n',
    {
      'main.ts':
        'abstract class A { abstract n(): number; }\nabstract class B extends A {}\nclass C extends B { override n() { return 1; } }\nclass D extends C { override n() { return super.n() + 1; } }\nconst a: A = new D();\nconsole.log(a.n());\n',
    },
  ),
  rename(
    'mapped as clause',
    {
      'main.ts':
        "interface P { ¦name: string; age: number }\ntype G<T> = { [K in keyof T as `get${Capitalize<string & K>}`]: () => T[K] };\nconst g: G<P> = { getName: () => 'n', getAge: () => 1 };\nconsole.log(g.getName());\n",
    },
    'title',
    'TYPE_ERROR',
  ),
  rename(
    'Pick alias chain',
    {
      'main.ts':
        "interface P { ¦kind?: string; age?: number }\ntype K = 'kind';\ntype Q = Pick<P, K>;\nconst q: Q = { kind: 'a' };\nconsole.log(q.kind);\n",
    },
    'sort',
    'BINDING_CHANGED',
  ),
  rename(
    'keyof T indexed extends',
    {
      'main.ts':
        "interface P { ¦kind?: string }\ntype Has<T> = T extends { kind?: string } ? 'y' : 'n';\nconst h: Has<P> = 'y';\nconsole.log(h);\n",
    },
    'sort',
    'TYPE_ERROR',
  ),
  rename(
    'template literal keys',
    {
      'main.ts':
        "const o = { ¦onA: 1, onB: 2 };\ntype K = `on${'A' | 'B'}`;\nconst k: K = 'onA';\nconsole.log(o[k]);\n",
    },
    'onC',
    'NEEDS_PERSON',
  ),
  rename(
    'unique symbol ns',
    {
      's.ts': 'export const ¦tag: unique symbol = Symbol();\n',
      'main.ts':
        "import * as S from './s';\ninterface T { [S.tag]: number }\nconst t: T = { [S.tag]: 1 };\nconsole.log(t[S.tag]);\n",
    },
    'mark',
    {
      'main.ts':
        "import * as S from './s';\ninterface T { [S.mark]: number }\nconst t: T = { [S.mark]: 1 };\nconsole.log(t[S.mark]);\n",
      's.ts': 'export const mark: unique symbol = Symbol();\n',
    },
  ),
  rename(
    'assertion fn param',
    {
      'main.ts':
        "function ok(¦v: unknown): asserts v is string { if (typeof v !== 'string') throw 1; }\nconst x: unknown = 'a'; ok(x); console.log(x.length);\n",
    },
    'w',
    {
      'main.ts':
        "function ok(w: unknown): asserts w is string { if (typeof w !== 'string') throw 1; }\nconst x: unknown = 'a'; ok(x); console.log(x.length);\n",
    },
  ),
  rename(
    'type predicate this',
    {
      'main.ts':
        "class A { ¦isB(): this is B { return 'b' in this; } }\nclass B extends A { b = 1 }\nconst a: A = new B();\nif (a.isB()) console.log(a.b);\n",
    },
    'isC',
    {
      'main.ts':
        "class A { isC(): this is B { return 'b' in this; } }\nclass B extends A { b = 1 }\nconst a: A = new B();\nif (a.isC()) console.log(a.b);\n",
    },
  ),
  rename(
    'this type fluent',
    {
      'main.ts':
        'class A { v = 0; ¦inc(): this { this.v++; return this; } }\nclass B extends A { dbl() { this.v *= 2; return this; } }\nconsole.log(new B().inc().dbl().inc().v);\n',
    },
    'add',
    {
      'main.ts':
        'class A { v = 0; add(): this { this.v++; return this; } }\nclass B extends A { dbl() { this.v *= 2; return this; } }\nconsole.log(new B().add().dbl().add().v);\n',
    },
  ),
  rename(
    'getter/setter split',
    {
      'main.ts':
        "class A { _v = 1; get ¦v(): number { return this._v; } set v(x: number | string) { this._v = +x; } }\nconst a = new A(); a.v = '5'; console.log(a.v);\n",
    },
    'w',
    {
      'main.ts':
        "class A { _v = 1; get w(): number { return this._v; } set w(x: number | string) { this._v = +x; } }\nconst a = new A(); a.w = '5'; console.log(a.w);\n",
    },
  ),
  rename(
    'destructure default capture',
    {
      'main.ts':
        'const y = 2;\nfunction f({ a: ¦x = y }: { a?: number }, z = x) { return x + z; }\nconsole.log(f({}));\n',
    },
    'y',
    'NAME_COLLISION',
  ),
  rename(
    'mixins',
    {
      'main.ts':
        'type C<T = {}> = new (...a: any[]) => T;\nfunction Mix<B extends C>(b: B) { return class extends b { ¦extra() { return 1; } }; }\nclass K extends Mix(class {}) { z() { return this.extra(); } }\nconsole.log(new K().z());\n',
    },
    'more',
    {
      'main.ts':
        'type C<T = {}> = new (...a: any[]) => T;\nfunction Mix<B extends C>(b: B) { return class extends b { more() { return 1; } }; }\nclass K extends Mix(class {}) { z() { return this.more(); } }\nconsole.log(new K().z());\n',
    },
  ),
  rename(
    'mixin collides',
    {
      'main.ts':
        'type C<T = {}> = new (...a: any[]) => T;\nfunction Mix<B extends C>(b: B) { return class extends b { ¦extra() { return 1; } }; }\nclass Base { more() { return 2; } }\nclass K extends Mix(Base) { z() { return this.extra() + this.more(); } }\nconsole.log(new K().z());\n',
    },
    'more',
    'NAME_COLLISION',
  ),
  rename(
    'super property in literal',
    {
      'main.ts':
        'const base = { ¦hi() { return 1; } };\nconst o = { __proto__: base, hi() { return super.hi() + 1; } };\nconsole.log(o.hi());\n',
    },
    'yo',
    'NEEDS_PERSON',
  ),
  rename('unicode escape use', { 'main.ts': 'const ¦ab = 1;\nconsole.log(\\u0061b, { ab }, { \\u{61}b });\n' }, 'q', {
    'main.ts': 'const q = 1;\nconsole.log(q, { ab: q }, { ab: q });\n',
  }),
  rename(
    'unicode escape member',
    { 'main.ts': 'const o = { ¦ab: 1 };\nconsole.log(o.\\u0061b);\n' },
    'q',
    'BINDING_CHANGED',
  ),
  rename(
    'typeof import',
    {
      'a.ts': 'export const ¦v = 1;\n',
      'main.ts':
        "type M = typeof import('./a');\nconst f = (m: M) => m.v;\nimport('./a').then((m) => console.log(f(m), m.v));\nimport('./a').then(({ v }) => console.log(v));\n",
    },
    'w',
    {
      'a.ts': 'export const w = 1;\n',
      'main.ts':
        "type M = typeof import('./a');\nconst f = (m: M) => m.w;\nimport('./a').then((m) => console.log(f(m), m.w));\nimport('./a').then(({ w: v }) => console.log(v));\n",
    },
  ),
  rename(
    'export default alias',
    {
      'a.ts': 'const ¦v = { q: 1 };\nexport { v as default };\n',
      'main.ts': "import v from './a';\nconsole.log(v.q);\n",
    },
    'w',
    {
      'a.ts': 'const w = { q: 1 };\nexport { w as default };\n',
      'main.ts': "import w from './a';\nconsole.log(w.q);\n",
    },
  ),
  rename(
    'private nested shadow',
    {
      'main.ts':
        'class A { ¦#v = 1; m() { const self = this; class B { #w = 2; f() { return self.#v + this.#w; } } return new B().f(); } }\nconsole.log(new A().m());\n',
    },
    'w',
    'BINDING_CHANGED',
  ),
  rename(
    'named fn expr to f',
    { 'main.js': 'const f = function ¦g(n) { return n ? g(n - 1) : f.x; };\nf.x = 4; console.log(f(3));\n' },
    'f',
    'NAME_COLLISION',
  ),
  rename(
    'catch var',
    { 'main.js': 'try { throw 1; } catch (¦e) { var e2 = e; }\nconsole.log(e2);\n' },
    'e2',
    'NAME_COLLISION',
  ),
  rename(
    'TDZ',
    { 'main.js': 'const ¦a = 1;\n{ const b = a; { const c = b + a; console.log(c); } }\n' },
    'c',
    'NAME_COLLISION',
  ),
  rename(
    'rename to get field',
    { 'main.js': 'class A { ¦q\n m() { return this.q; } }\nconsole.log(new A().m());\n' },
    'get',
    'BINDING_CHANGED',
  ),
  rename(
    'rename type to infer',
    { 'main.ts': 'type ¦q = number;\nconst x: q[] = [1];\nconsole.log(x);\n' },
    'infer',
    'SYNTAX_BROKEN',
  ),
  rename(
    'rename import to type as',
    { 'a.ts': 'export const ¦v = 1;\n', 'main.ts': "import { v as as } from './a';\nconsole.log(as);\n" },
    'type',
    { 'a.ts': 'export const type = 1;\n', 'main.ts': "import { type as as } from './a';\nconsole.log(as);\n" },
  ),
  rename(
    'JSX generic comp',
    {
      'main.tsx':
        "declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string, children?: any } } interface ElementChildrenAttribute { children: {} } }\ndeclare const React: any;\n(globalThis as any).React = { createElement: (t: any, p: any, ...c: any[]) => typeof t === 'function' ? t({ ...p, children: c }) : [t, p, ...c] };\nfunction Box<T,>(p: { ¦v: T; f: (t: T) => string }) { return p.f(p.v); }\nconsole.log(<Box<number> v={1} f={(t) => String(t)} />);\n",
    },
    'w',
    {
      'main.tsx':
        "declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string, children?: any } } interface ElementChildrenAttribute { children: {} } }\ndeclare const React: any;\n(globalThis as any).React = { createElement: (t: any, p: any, ...c: any[]) => typeof t === 'function' ? t({ ...p, children: c }) : [t, p, ...c] };\nfunction Box<T,>(p: { w: T; f: (t: T) => string }) { return p.f(p.w); }\nconsole.log(<Box<number> w={1} f={(t) => String(t)} />);\n",
    },
  ),
  rename(
    'JSX component captured in map',
    {
      'main.tsx':
        "declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string, children?: any } } interface ElementChildrenAttribute { children: {} } }\ndeclare const React: any;\n(globalThis as any).React = { createElement: (t: any, p: any, ...c: any[]) => typeof t === 'function' ? t({ ...p, children: c }) : [t, p, ...c] };\nconst ¦Item = (p: { n: number }) => p.n;\nconst Row = 5;\nconsole.log([1].map((Entry) => <Item n={Entry} />), Row);\n",
    },
    'Entry',
    'NAME_COLLISION',
  ),
];
