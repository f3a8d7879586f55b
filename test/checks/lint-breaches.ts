/** A breach of each lint rule that comes from a preset: what must not stand in a file of ours, by the rule that says so. */

/** In files of all kinds. */
export const ANYWHERE: Readonly<Record<string, string>> = {
  'eslint(eqeqeq)': 'export const same = (a: unknown): boolean => a == 1;',
  'eslint(for-direction)': 'for (let i = 0; i < 9; i--) String(i);',
  'eslint(no-async-promise-executor)':
    'export const p = new Promise<void>(async (resolve) => { await 1; resolve(); });',
  'eslint(no-case-declarations)':
    'export function f(n: number): number {\n  switch (n) {\n    case 1:\n      let m = n;\n      m++;\n      return m;\n    default:\n      return 0;\n  }\n}',
  'eslint(no-compare-neg-zero)': 'export const f = (n: number): boolean => n === -0;',
  'eslint(no-cond-assign)':
    'export function f(n: number): number {\n  if ((n = 2)) return 1;\n  while (n = 3) n++;\n  return n;\n}',
  'eslint(no-constant-binary-expression)': 'export const f = (n: number): boolean => (n === 1) ?? false;',
  'eslint(no-constant-condition)': 'export function f(): number {\n  if (1) return 1;\n  return 2;\n}',
  'eslint(no-control-regex)': 'export const r = /\\x1f/;',
  'eslint(no-debugger)': 'debugger;',
  'eslint(no-dupe-else-if)':
    'export function f(n: number): number {\n  if (n === 1) return 1;\n  else if (n === 1) return 2;\n  return 3;\n}',
  'eslint(no-duplicate-case)':
    'export function f(n: number): number {\n  switch (n) {\n    case 1:\n      return 1;\n    case 1:\n      return 2;\n    default:\n      return 3;\n  }\n}',
  'eslint(no-empty)': 'export function f(n: number): void {\n  if (n > 1) {\n  }\n}',
  'eslint(no-empty-character-class)': 'export const r = /a[]/;',
  'eslint(no-empty-pattern)': 'export const f = (o: { a: object }): void => {\n  const { a: {} } = o;\n};',
  'eslint(no-empty-static-block)': 'export class A {\n  static {}\n  b = 1;\n}',
  'eslint(no-ex-assign)': 'try {\n  String(1);\n} catch (error) {\n  error = 1;\n  String(error);\n}',
  'eslint(no-extra-boolean-cast)': 'export const f = (n: number): number => (!!n ? 1 : 2);',
  'eslint(no-fallthrough)':
    'export function f(n: number): number {\n  let m = 0;\n  switch (n) {\n    case 1:\n      m = 2;\n    default:\n      m++;\n  }\n  return m;\n}',
  'eslint(no-global-assign)': 'Object = 1;',
  'eslint(no-invalid-regexp)': "export const r = new RegExp('[');",
  'eslint(no-irregular-whitespace)': 'export\u00a0const x = 1;',
  'eslint(no-loss-of-precision)': 'export const n = 9007199254740993;',
  'eslint(no-misleading-character-class)': 'export const r = /[👍🏽]/;',
  'eslint(no-prototype-builtins)': "export const f = (o: object): boolean => o.hasOwnProperty('a');",
  'eslint(no-regex-spaces)': 'export const r = /a  b/;',
  'eslint(no-self-assign)': 'export function f(n: number): number {\n  n = n;\n  return n;\n}',
  'eslint(no-shadow-restricted-names)': 'export const f = (NaN: number): number => NaN;',
  'eslint(no-sparse-arrays)': 'export const a = [1, , 2];',
  'eslint(no-unassigned-vars)': 'let a: string | undefined;\nexport const f = (): string | undefined => a;',
  'eslint(no-unexpected-multiline)': 'const f = (n: number): number => n;\nexport const g = f\n(1);',
  'eslint(no-unsafe-finally)':
    'export function f(): number {\n  try {\n    return 1;\n  } finally {\n    return 2;\n  }\n}',
  'eslint(no-unsafe-optional-chaining)': 'export const f = (o?: { a(): number }): number => (o?.a)();',
  'eslint(no-unused-labels)': 'one: for (const n of [1]) String(n);',
  'eslint(no-unused-private-class-members)': 'export class A {\n  #b = 1;\n  c = 2;\n}',
  'eslint(no-useless-assignment)':
    'export function f(n: number): number {\n  let m = n;\n  m = 2;\n  m = n + 1;\n  return m;\n}',
  'eslint(no-useless-backreference)': 'export const r = /\\1(a)/;',
  'eslint(no-useless-catch)': 'try {\n  String(1);\n} catch (error) {\n  throw error;\n}',
  'eslint(no-useless-escape)': "export const s = 'a\\d';",
  'eslint(no-var)': 'export var x = 1;',
  'eslint(object-shorthand)': 'export const f = (a: number): object => ({ a: a });',
  'eslint(prefer-const)': 'let a = 1;\nexport const f = (): number => a;',
  'eslint(preserve-caught-error)':
    "export function f(): void {\n  try {\n    String(1);\n  } catch (error) {\n    throw new AggregateError([String(error)], 'x');\n  }\n}",
  'eslint(require-yield)': 'export function* f(): Generator<number> {\n  String(1);\n}',
  'eslint(use-isnan)': 'export const f = (n: number): boolean => n === NaN;',
  'eslint(valid-typeof)': "export const f = (n: unknown): boolean => typeof n === 'strnig';",
};

/** In TypeScript. */
export const IN_TYPESCRIPT: Readonly<Record<string, string>> = {
  'eslint(no-array-constructor)': 'export const a = new Array(1, 2);',
  'eslint(no-empty-function)': 'export function f(): void {}',
  'eslint(no-unused-expressions)': 'export const f = (a: number): void => {\n  a > 1;\n};',
  'eslint(no-unused-vars)': 'const a = 1;\nexport const b = 2;',
  'eslint(no-useless-constructor)': 'export class A {\n  b = 1;\n  constructor() {}\n}',
  'eslint(prefer-rest-params)': 'export function f(): number {\n  return Number(arguments[0]);\n}',
  'eslint(prefer-spread)':
    'export const f = (g: (...a: number[]) => number, a: number[]): number => g.apply(undefined, a);',
  'typescript(adjacent-overload-signatures)':
    'export interface A {\n  f(a: string): void;\n  g: number;\n  f(a: number): void;\n}',
  'typescript(array-type)': 'export type A = Array<number>;',
  'typescript(ban-ts-comment)': '// @ts-ignore\nexport const a: number = 1 + 1;',
  'typescript(ban-tslint-comment)': '// tslint:disable\nexport const a = 1;',
  'typescript(class-literal-property-style)': "export class A {\n  get a(): string {\n    return 'a';\n  }\n}",
  'typescript(consistent-generic-constructors)': 'export const a: Map<string, number> = new Map();',
  'typescript(consistent-indexed-object-style)': 'export interface A {\n  [key: string]: number;\n}',
  'typescript(consistent-type-assertions)': 'export const f = (a: unknown): number => <number>a;',
  'typescript(consistent-type-definitions)': 'export type A = { a: number };',
  'typescript(consistent-type-imports)':
    "import { Server } from 'node:http';\nexport const f = (a: Server): Server => a;",
  'typescript(explicit-module-boundary-types)': 'export const f = (a: number) => a;',
  'typescript(no-confusing-non-null-assertion)': 'export const f = (a?: number): boolean => a! == 1;',
  'typescript(no-duplicate-enum-values)': 'export enum A {\n  B = 1,\n  C = 1,\n}',
  'typescript(no-dynamic-delete)': 'export function f(o: Record<string, number>, a: string): void {\n  delete o[a];\n}',
  'typescript(no-empty-object-type)': 'export const f = (a: {}): unknown => a;',
  'typescript(no-explicit-any)': 'export const f = (x: any): void => { x(); };',
  'typescript(no-extra-non-null-assertion)': 'export const f = (o?: { a: number }): number => o!!.a;',
  'typescript(no-extraneous-class)': 'export class A {\n  static b = 1;\n}',
  'typescript(no-inferrable-types)': 'export const f = (a: number = 1): number => a;',
  'typescript(no-invalid-void-type)': 'export type A = string | void;',
  'typescript(no-misused-new)': 'export interface A {\n  new (): A;\n}',
  'typescript(no-namespace)': 'export namespace A {\n  export const b = 1;\n}',
  'typescript(no-non-null-asserted-nullish-coalescing)': 'export const f = (o: { a?: number }): number => o.a! ?? 1;',
  'typescript(no-non-null-asserted-optional-chain)': 'export const f = (o?: { a: number }): number => o?.a!;',
  'typescript(no-require-imports)': "import fs = require('node:fs');\nexport const f = fs;",
  'typescript(no-this-alias)': 'export class A {\n  f(): unknown {\n    const self = this;\n    return self;\n  }\n}',
  'typescript(no-unnecessary-type-constraint)': 'export const f = <T extends unknown>(a: T): T[] => [a];',
  'typescript(no-unsafe-declaration-merging)': 'export class A {\n  b = 1;\n}\nexport interface A {\n  c: number;\n}',
  'typescript(no-unsafe-function-type)': 'export const f = (a: Function): unknown => a;',
  'typescript(no-wrapper-object-types)': 'export const f = (a: String): unknown => a;',
  'typescript(prefer-as-const)': "export const a = 'b' as 'b';",
  'typescript(prefer-for-of)':
    'export function f(a: number[]): void {\n  for (let i = 0; i < a.length; i++) String(a[i]);\n}',
  'typescript(prefer-function-type)': 'export interface A {\n  (): string;\n}',
  'typescript(prefer-literal-enum-member)': "export enum A {\n  B = 'b'.length,\n}",
  'typescript(prefer-namespace-keyword)': 'declare module A {\n  const b: number;\n}\nexport const c = A.b;',
  'typescript(triple-slash-reference)': '/// <reference path="./other.ts" />\nexport const a = 1;',
  'typescript(unified-signatures)':
    'export function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: unknown): void {\n  String(a);\n}',
};

/** In plain JavaScript, where no compiler looks first. */
export const IN_JAVASCRIPT: Readonly<Record<string, string>> = {
  'eslint(constructor-super)': 'class A {}\nexport class B extends A {\n  constructor() {\n    String(1);\n  }\n}',
  'eslint(getter-return)': 'export const a = {\n  get b() {\n    String(1);\n  },\n};',
  'eslint(no-class-assign)': 'class A {}\nA = 1;\nexport const b = A;',
  'eslint(no-const-assign)': 'const a = 1;\na = 2;\nexport const b = a;',
  'eslint(no-dupe-class-members)': 'export class A {\n  b() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n}',
  'eslint(no-dupe-keys)': 'export const a = { b: 1, b: 2 };',
  'eslint(no-func-assign)': 'function f() {\n  return 1;\n}\nf = 2;\nexport const g = f;',
  'eslint(no-import-assign)': "import fs from 'node:fs';\nfs = 1;\nexport const a = fs;",
  'eslint(no-new-native-nonconstructor)': "export const a = new Symbol('a');",
  'eslint(no-obj-calls)': 'export const a = Math();',
  'eslint(no-redeclare)': 'var a = 1;\nvar a = 2;\nexport const b = a;',
  'eslint(no-setter-return)': 'export const a = {\n  set b(c) {\n    return c;\n  },\n};',
  'eslint(no-this-before-super)':
    'class A {}\nexport class B extends A {\n  constructor() {\n    this.a = 1;\n    super();\n  }\n}',
  'eslint(no-undef)': 'export const a = nowhere;',
  'eslint(no-unreachable)': 'export function f() {\n  return 1;\n  String(2);\n}',
  'eslint(no-unsafe-negation)': 'export const f = (a) => !a instanceof Map;',
  'eslint(no-unused-vars)': 'const a = 1;\nexport const b = 2;',
};

/** What only scripts without strict rules could hold; here the parser refuses them all. */
export const REFUSED_BY_THE_PARSER: Readonly<Record<string, string>> = {
  'a number that begins with 0': 'export const n = 017;',
  'a decimal escape': "export const s = '\\8';",
  'two arguments of one name': 'export function f(a, a) {\n  return a;\n}',
  'the deletion of a variable': 'const a = 1;\ndelete a;\nexport const b = 1;',
  'a with statement': 'with (globalThis) String(1);',
};
