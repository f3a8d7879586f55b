/** Insertions and deletions that change what nobody names: places in lists, members that are owed, what JSX stands for. */
import type { DeleteCase } from './delete-cases.ts';
import type { InsertCase } from './insert-cases.ts';

const JSX = 'declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string } } }\n';
const CONFIG = '{"compilerOptions":{"jsx":"react","jsxFactory":"h"}}';

const remove = (
  name: string,
  before: string,
  selector: string,
  after: DeleteCase['after'],
  more: Partial<DeleteCase> = {},
): DeleteCase => ({ name, before, selector, after, ...more });

export const DELETE_HAZARDS: readonly DeleteCase[] = [
  remove(
    'the import of React',
    `${JSX}import React from 'react';\nexport const r = <div/>;\n`,
    'ImportDeclaration',
    ['STILL_REFERENCED'],
    {
      path: 'a.tsx',
    },
  ),
  remove(
    'a factory that an option names',
    `${JSX}import { h, x } from 'p';\nexport const r = [<div/>, x];\n`,
    "ImportSpecifier[local.name='h']",
    ['STILL_REFERENCED'],
    { path: 'a.tsx', others: { 'tsconfig.json': CONFIG } },
  ),
  remove('an enum member before one that is counted', 'export enum E { A, B }\n', "TSEnumMember[id.name='A']", [
    'NEEDS_PERSON',
  ]),
  remove(
    'a member that an interface asks for',
    'interface I { m(): void }\nexport class A implements I { m() {} }\n',
    'MethodDefinition',
    ['TYPE_ERROR'],
  ),
  remove(
    'a member that a base class leaves to its heirs',
    'abstract class B { abstract m(): void }\nexport class A extends B { m() {} }\n',
    "ClassDeclaration[id.name='A'] MethodDefinition",
    ['TYPE_ERROR'],
  ),
  remove(
    'a member that a type of another file asks for, by its structure',
    'export class A { m() {} }\n',
    'MethodDefinition',
    ['TYPE_ERROR'],
    { others: { 'b.ts': "import { A } from './a';\nexport const b: { m(): void } = new A();\n" } },
  ),
  remove(
    'a constructor that does something',
    'export class A { constructor() { console.log(1); } }\n',
    'MethodDefinition',
    ['NEEDS_PERSON'],
  ),
  remove(
    'a getter that is read, beside its setter',
    'export class A { get x() { return 1; } set x(v) {} }\nexport const v = new A().x;\n',
    "MethodDefinition[kind='get']",
    ['STILL_REFERENCED'],
  ),
  remove(
    'one of two variables of a name',
    'var x = 1;\nvar x = x || 2;\nexport const y = x;\n',
    'VariableDeclaration:has(Literal[value=1])',
    ['STILL_REFERENCED'],
    { path: 'a.js' },
  ),
  remove(
    'the body of a function, whose signatures stay',
    'export function f(x: number): void;\nexport function f(x: unknown) {}\n',
    'FunctionDeclaration',
    ['TYPE_ERROR'],
  ),
  remove(
    'a statement before a string',
    "foo();\n'use strict';\nvar x = 1;\n",
    'ExpressionStatement:has(CallExpression)',
    ['BINDING_CHANGED'],
    { path: 'a.js' },
  ),
  remove(
    'a type parameter where types are passed',
    'export type A<T, U = T> = U;\nexport const x: A<1> = 1;\n',
    "TSTypeParameter[name.name='T']",
    ['STILL_REFERENCED'],
  ),
  remove(
    'a parameter where arguments are counted',
    'function f(a, b) { return arguments[1]; }\nexport { f };\n',
    "FunctionDeclaration > Identifier[name='a']",
    ['NEEDS_PERSON'],
    { path: 'a.js' },
  ),
  remove('the only variable of a loop', 'for (let i = 0; ; ) break;\nexport {};\n', 'VariableDeclarator', [
    'NEEDS_PERSON',
  ]),
  remove(
    'an element of a tuple that is read by its place',
    'type T = [a: number, b: string];\nexport const f = (t: T) => t[1];\n',
    'TSNamedTupleMember[label.name="a"]',
    ['TYPE_ERROR'],
  ),
];

const insert = (
  name: string,
  before: string,
  selector: string,
  position: InsertCase['position'],
  text: string,
  after: InsertCase['after'],
  more: Partial<InsertCase> = {},
): InsertCase => ({ name, before, selector, position, text, after, ...more });

export const INSERT_HAZARDS: readonly InsertCase[] = [
  insert('an enum member before one that is counted', 'export enum E { A }\n', 'TSEnumDeclaration', 'first', 'Z', [
    'NEEDS_PERSON',
  ]),
  insert(
    'a parameter before those that calls pass',
    'export function f(a: number) { return a; }\nf(1);\n',
    'FunctionDeclaration',
    'first',
    'z?: number',
    ['STILL_REFERENCED'],
  ),
  insert(
    'a parameter that calls do not pass',
    'export function f(a: number) { return a; }\nf(1);\n',
    'FunctionDeclaration',
    'last',
    'z: number',
    ['STILL_REFERENCED'],
  ),
  insert(
    'a parameter of a function that is handed on',
    'export function f(a: number) { return a; }\n[1].map(f);\n',
    'FunctionDeclaration',
    'last',
    'z?: number',
    ['NEEDS_PERSON'],
  ),
  insert(
    'a parameter before others of a function without a name',
    '[1].map((a) => a);\n',
    'ArrowFunctionExpression',
    'first',
    'z',
    ['NEEDS_PERSON'],
  ),
  insert(
    'a parameter where arguments are counted',
    'function f(a: number) { return arguments[1]; }\nexport { f };\n',
    'FunctionDeclaration',
    'last',
    'b?: number',
    ['NEEDS_PERSON'],
  ),
  insert(
    'a type parameter where types are passed',
    'export type A<T> = T;\nexport const x: A<1> = 1;\n',
    'TSTypeAliasDeclaration',
    'first',
    'Z',
    ['STILL_REFERENCED'],
  ),
  insert(
    'an export that makes a module of a script',
    'const x = 1;\n',
    'Program',
    'last',
    'export const y = 1;',
    ['BINDING_CHANGED'],
    {
      others: { 'b.ts': 'console.log(x);\n' },
    },
  ),
  insert(
    'a method that would be called instead of an inherited one',
    'class B { m() { return 1; } }\nclass A extends B {}\nexport const v = new A().m();\n',
    "ClassDeclaration[id.name='A']",
    'last',
    'm() { return 2; }',
    ['NAME_COLLISION'],
  ),
];

export const INSERTED_STILL: readonly InsertCase[] = [
  insert(
    'an optional parameter that no call reaches',
    'export function f(a: number) { return a; }\nf(1);\n',
    'FunctionDeclaration',
    'last',
    'z?: number',
    'export function f(a: number, z?: number) { return a; }\nf(1);\n',
  ),
  insert(
    'an import into a script whose names nobody else has',
    'const x = 1;\nconsole.log(x);\n',
    'Program',
    'first',
    "import './b';",
    "import './b';\n\nconst x = 1;\nconsole.log(x);\n",
    { others: { 'b.ts': 'export {};\n' } },
  ),
];
