/** Members of classes, interfaces, objects and enums. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

export const MEMBER_CASES: readonly RenameCase[] = [
  rename(
    'shorthand keeps the property when the variable changes',
    { 'a.ts': 'const ¦size = 1;\nexport const o = { size };\n' },
    'width',
    { 'a.ts': 'const width = 1;\nexport const o = { size: width };\n' },
  ),
  rename(
    'shorthand keeps the variable when the property changes',
    { 'a.ts': 'interface Box { ¦size: number }\nexport function f(): Box { const size = 1; return { size }; }\n' },
    'width',
    {
      'a.ts': 'interface Box { width: number }\nexport function f(): Box { const size = 1; return { width: size }; }\n',
    },
  ),
  rename(
    'taking apart keeps the local name when the property changes',
    { 'a.ts': 'interface Box { ¦size: number }\nexport function f(b: Box) { const { size } = b; return size; }\n' },
    'width',
    {
      'a.ts':
        'interface Box { width: number }\nexport function f(b: Box) { const { width: size } = b; return size; }\n',
    },
  ),
  rename(
    'taking apart keeps the property when the local name changes',
    { 'a.ts': 'interface Box { size: number }\nexport function f(b: Box) { const { ¦size } = b; return size; }\n' },
    'width',
    {
      'a.ts':
        'interface Box { size: number }\nexport function f(b: Box) { const { size: width } = b; return width; }\n',
    },
  ),
  rename(
    'taking apart with defaults, nested and in parameters',
    {
      'a.ts':
        'interface Box { ¦size?: number; in: { size: number } }\nexport const f = ({ size = 2, in: { size: inner } }: Box) => size + inner;\nexport const g = ({ size: s = 1 }: Box) => s;\n',
    },
    'width',
    {
      'a.ts':
        'interface Box { width?: number; in: { size: number } }\nexport const f = ({ width: size = 2, in: { size: inner } }: Box) => size + inner;\nexport const g = ({ width: s = 1 }: Box) => s;\n',
    },
  ),
  rename(
    'taking apart into what is there already',
    {
      'a.ts':
        'interface Box { ¦size: number }\nexport function f(b: Box) { let size = 0; ({ size } = b); let s; ({ size: s = 1 } = b); return size + s; }\n',
    },
    'width',
    {
      'a.ts':
        'interface Box { width: number }\nexport function f(b: Box) { let size = 0; ({ width: size } = b); let s; ({ width: s = 1 } = b); return size + s; }\n',
    },
  ),
  rename(
    'the variable that is assigned so',
    {
      'a.ts':
        'interface Box { size: number }\nexport function f(b: Box) { let ¦size = 0; ({ size } = b); return size; }\n',
    },
    'width',
    {
      'a.ts':
        'interface Box { size: number }\nexport function f(b: Box) { let width = 0; ({ size: width } = b); return width; }\n',
    },
  ),
  rename(
    'a property and a variable of the same name',
    { 'a.ts': 'const ¦x = 1;\nexport const o = { x: 2 };\nexport const r = o.x + x;\n' },
    'y',
    { 'a.ts': 'const y = 1;\nexport const o = { x: 2 };\nexport const r = o.x + y;\n' },
  ),
  rename(
    'element access by a string',
    { 'a.ts': 'const o = { ¦x: 1 };\nexport const r = o["x"] + o[\'x\'] + o?.["x"];\n' },
    'y',
    { 'a.ts': 'const o = { y: 1 };\nexport const r = o["y"] + o[\'y\'] + o?.["y"];\n' },
  ),
  rename(
    'optional chaining and assertions',
    { 'a.ts': 'interface N { ¦next?: N }\nexport const f = (n?: N) => n?.next?.next!.next;\n' },
    'rest',
    { 'a.ts': 'interface N { rest?: N }\nexport const f = (n?: N) => n?.rest?.rest!.rest;\n' },
  ),
  rename(
    'computed names that are literals',
    { 'a.ts': 'interface T { ¦x: number }\nexport const o: T = { ["x"]: 1 };\nexport const p: T = { "x": 2 };\n' },
    'y',
    { 'a.ts': 'interface T { y: number }\nexport const o: T = { ["y"]: 1 };\nexport const p: T = { "y": 2 };\n' },
  ),
  rename('indexed access types', { 'a.ts': "interface T { ¦x: number }\nexport type X = T['x'];\n" }, 'y', {
    'a.ts': "interface T { y: number }\nexport type X = T['y'];\n",
  }),
  rename(
    'inherited and overridden members',
    {
      'a.ts':
        'export class A { ¦run() { return 1; } }\nexport class B extends A { override run() { return super.run() + 1; } }\nexport const r = new B().run();\n',
    },
    'go',
    {
      'a.ts':
        'export class A { go() { return 1; } }\nexport class B extends A { override go() { return super.go() + 1; } }\nexport const r = new B().go();\n',
    },
  ),
  rename(
    'from the side of the heir',
    {
      'a.ts':
        'export class A { run() { return 1; } }\nexport class B extends A { override ¦run() { return 2; } }\nexport const r = new A().run();\n',
    },
    'go',
    {
      'a.ts':
        'export class A { go() { return 1; } }\nexport class B extends A { override go() { return 2; } }\nexport const r = new A().go();\n',
    },
  ),
  rename(
    'implemented and abstract members',
    {
      'a.ts':
        'interface Shape { ¦area(): number }\nabstract class Base implements Shape { abstract area(): number }\nexport class Square extends Base { area() { return 4; } }\nexport const r = (s: Shape) => s.area();\n',
    },
    'surface',
    {
      'a.ts':
        'interface Shape { surface(): number }\nabstract class Base implements Shape { abstract surface(): number }\nexport class Square extends Base { surface() { return 4; } }\nexport const r = (s: Shape) => s.surface();\n',
    },
  ),
  rename(
    'two interfaces that one class implements are renamed together',
    {
      'a.ts':
        'interface A { ¦id: string }\ninterface B { id: string }\nexport class C implements A, B { id = "c"; }\nexport const f = (b: B) => b.id;\n',
    },
    'key',
    {
      'a.ts':
        'interface A { key: string }\ninterface B { key: string }\nexport class C implements A, B { key = "c"; }\nexport const f = (b: B) => b.key;\n',
    },
  ),
  rename(
    'a member that an heir has already',
    {
      'a.ts':
        'export class A { ¦m() { return 1; } }\nexport class B extends A { n() { return 2; } }\nexport const r = new B().n() + new B().m();\n',
    },
    'n',
    'NAME_COLLISION',
  ),
  rename(
    'a member that an heir in another file has already, and nobody uses',
    {
      'a.ts': 'export class A { ¦m() { return 1; } }\n',
      'b.ts': "import { A } from './a';\nexport class B extends A { n() { return 2; } }\n",
    },
    'n',
    'NAME_COLLISION',
  ),
  rename(
    'two members that meet in an interface of no members',
    {
      'a.ts': 'export interface A { ¦m: number }\n',
      'b.ts': 'export interface B { n: number }\n',
      'c.ts': "import type { A } from './a';\nimport type { B } from './b';\nexport interface C extends A, B {}\n",
    },
    'n',
    'NAME_COLLISION',
  ),
  rename(
    'two members that meet in a spread',
    {
      'a.ts': 'export interface A { ¦m: number }\n',
      'b.ts': 'export interface B { n: number }\n',
      'c.ts':
        "import type { A } from './a';\nimport type { B } from './b';\nexport const c = (a: A, b: B) => ({ ...a, ...b });\n",
    },
    'n',
    'NAME_COLLISION',
  ),
  rename(
    'a member that the class has already',
    { 'a.ts': 'export class A { ¦m = 1; n = 2; }\n' },
    'n',
    'NAME_COLLISION',
  ),
  rename(
    'static and instance members are apart',
    {
      'a.ts': 'export class A { static ¦of() { return new A(); } of() { return 1; } }\nexport const r = A.of().of();\n',
    },
    'from',
    {
      'a.ts':
        'export class A { static from() { return new A(); } of() { return 1; } }\nexport const r = A.from().of();\n',
    },
  ),
  rename(
    'private names',
    {
      'a.ts': 'export class A { #¦n = 1; get n() { return this.#n; } has(o: object) { return #n in o; } }\n'.replace(
        '#¦n',
        '¦#n',
      ),
    },
    '#count',
    {
      'a.ts': 'export class A { #count = 1; get n() { return this.#count; } has(o: object) { return #count in o; } }\n',
    },
  ),
  rename(
    'private names without their sign',
    { 'a.ts': 'export class A { ¦#n = 1; get n() { return this.#n; } }\n' },
    'count',
    { 'a.ts': 'export class A { #count = 1; get n() { return this.#count; } }\n' },
  ),
  rename(
    'accessors',
    {
      'a.ts':
        'export class A { get ¦n() { return 1; } set n(v: number) { void v; } }\nexport const a = new A();\na.n = a.n + 1;\na.n++;\n',
    },
    'count',
    {
      'a.ts':
        'export class A { get count() { return 1; } set count(v: number) { void v; } }\nexport const a = new A();\na.count = a.count + 1;\na.count++;\n',
    },
  ),
  rename(
    'parameters that are properties',
    {
      'a.ts':
        'export class A { constructor(public ¦n: number, readonly m = n) { this.n += n; } }\nexport const r = new A(1).n;\n',
    },
    'count',
    {
      'a.ts':
        'export class A { constructor(public count: number, readonly m = count) { this.count += count; } }\nexport const r = new A(1).count;\n',
    },
  ),
  rename(
    'overloaded methods',
    { 'a.ts': 'export class A { ¦on(e: "a"): void; on(e: "b"): void; on(e: string) { void e; } }\nnew A().on("a");\n' },
    'listen',
    {
      'a.ts':
        'export class A { listen(e: "a"): void; listen(e: "b"): void; listen(e: string) { void e; } }\nnew A().listen("a");\n',
    },
  ),
  rename(
    'enums and their members',
    {
      'a.ts':
        'export enum Color { ¦Red, Green = Red + 1 }\nexport const c: Color.Red = Color.Red;\nexport const d = Color["Red"];\n',
    },
    'Crimson',
    {
      'a.ts':
        'export enum Color { Crimson, Green = Crimson + 1 }\nexport const c: Color.Crimson = Color.Crimson;\nexport const d = Color["Crimson"];\n',
    },
  ),
  rename(
    'an enum',
    {
      'a.ts':
        'export enum ¦Color { Red }\nexport const enum Other { A = Color.Red }\nexport const f = (c: Color) => c === Color.Red;\n',
    },
    'Hue',
    {
      'a.ts':
        'export enum Hue { Red }\nexport const enum Other { A = Hue.Red }\nexport const f = (c: Hue) => c === Hue.Red;\n',
    },
  ),
  rename(
    'an enum member that is there already',
    { 'a.ts': 'export enum Color { ¦Red, Green }\nexport const c = Color.Red;\n' },
    'Green',
    'NAME_COLLISION',
  ),
  rename(
    'a member of a union is not the others',
    { 'a.ts': 'interface A { ¦x: number }\ninterface B { x: number }\nexport const f = (u: A | B) => u.x;\n' },
    'y',
    'BINDING_CHANGED',
  ),
  rename(
    'what is picked through a union is in all its parts',
    {
      'a.ts':
        'interface A { x: number }\ninterface B { x: number }\nexport const f = (u: A | B) => u.¦x;\nexport const g = (b: B) => b.x;\n',
    },
    'y',
    {
      'a.ts':
        'interface A { y: number }\ninterface B { y: number }\nexport const f = (u: A | B) => u.y;\nexport const g = (b: B) => b.y;\n',
    },
  ),
];
