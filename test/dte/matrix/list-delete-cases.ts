/** Every kind of list: what goes out of it with what is its own, and what stays. */
import type { DeleteCase } from './delete-cases.ts';

const JSX =
  'declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string; b?: string } } }\n';

export const LIST_DELETIONS: readonly DeleteCase[] = [
  {
    name: 'a child of JSX',
    before: JSX + 'export const r = <div><div/>text</div>;\n',
    selector: 'JSXElement[openingElement.selfClosing=true]',
    after: JSX + 'export const r = <div>text</div>;\n',
    path: 'a.tsx',
  },
  {
    name: 'an attribute of JSX',
    before: JSX + 'export const r = <div id="a" b="c"/>;\n',
    selector: "JSXAttribute[name.name='id']",
    after: JSX + 'export const r = <div b="c"/>;\n',
    path: 'a.tsx',
  },
  {
    name: 'a part of an intersection',
    before: 'type A = { a: 1 };\nexport type C = A & { c: 1 };\n',
    selector: 'TSIntersectionType > TSTypeLiteral',
    after: 'type A = { a: 1 };\nexport type C = A;\n',
  },
  {
    name: 'the last element of a tuple',
    before: 'export type T = [a: number, b: string];\n',
    selector: 'TSNamedTupleMember[label.name="b"]',
    after: 'export type T = [a: number];\n',
  },
  {
    name: 'a name out of an object',
    before: 'declare const o: { a: 1; b: 2 };\nexport const { a, b } = o;\n',
    selector: "Property[key.name='b']",
    after: 'declare const o: { a: 1; b: 2 };\nexport const { a } = o;\n',
  },
  {
    name: 'a name out of an array',
    before: 'declare const o: number[];\nconst [a, b] = o;\nexport { a };\n',
    selector: "ArrayPattern > Identifier[name='b']",
    after: 'declare const o: number[];\nconst [a] = o;\nexport { a };\n',
  },
  {
    name: 'an import that is exported again, in cascade',
    before: "import { a } from './b';\nexport { a };\nexport const c = 1;\n",
    selector: 'ImportDeclaration',
    after: 'export const c = 1;\n',
    cascade: true,
    others: { 'b.ts': 'export const a = 1;\n' },
  },
  {
    name: 'a shorthand that alone uses an import, in cascade',
    before: "import { a } from './b';\nexport const c = { a };\nexport const d = 1;\n",
    selector: 'ExportNamedDeclaration:has(ObjectExpression)',
    after: 'export const d = 1;\n',
    cascade: true,
    others: { 'b.ts': 'export const a = 1;\n' },
  },
  {
    name: 'the only use of a namespace, in cascade',
    before: "import * as n from './b';\nexport const c = n.a;\nexport const d = 1;\n",
    selector: "ExportNamedDeclaration:has(Identifier[name='c'])",
    after: 'export const d = 1;\n',
    cascade: true,
    others: { 'b.ts': 'export const a = 1;\n' },
  },
  {
    name: 'the only use of a default import, in cascade',
    before: "import b, { type T } from './b';\nexport const c = b;\nexport const d: T = 1;\n",
    selector: "ExportNamedDeclaration:has(Identifier[name='c'])",
    after: "import { type T } from './b';\nexport const d: T = 1;\n",
    cascade: true,
    others: { 'b.ts': 'export type T = number;\nexport default 1;\n' },
  },
  {
    name: 'the only use of import =, in cascade',
    before: "import b = require('./b');\nexport const c = b.a;\nexport const d = 1;\n",
    selector: "ExportNamedDeclaration:has(Identifier[name='c'])",
    after: 'export const d = 1;\n',
    cascade: true,
    others: { 'b.ts': 'export const a = 1;\n' },
  },
  {
    name: 'what an export list alone uses of an import, in cascade',
    before: "import { a } from './b';\nexport { a as z };\nexport const d = 1;\n",
    selector: 'ExportSpecifier',
    after: 'export const d = 1;\n',
    cascade: true,
    others: { 'b.ts': 'export const a = 1;\n' },
  },
  {
    name: 'a private member that is not',
    before: 'export class A { #a = 1; b() { return 1; } }\n',
    selector: 'PropertyDefinition',
    after: 'export class A { b() { return 1; } }\n',
  },
  {
    name: 'a parameter of a class that is handed on',
    before:
      'class A { constructor(a?: number) {} static s = 1 }\nexport const b = A.s;\nexport const c = {} instanceof A;\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: 'class A { constructor() {} static s = 1 }\nexport const b = A.s;\nexport const c = {} instanceof A;\n',
  },
  {
    name: 'a parameter of new without arguments',
    before: 'class A { constructor(a?: number) {} }\nexport const b = new A;\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: 'class A { constructor() {} }\nexport const b = new A;\n',
  },
  {
    name: 'a statement behind others on its line',
    before: 'function f() {}\nfunction g() {}\nf(); g(); // both\n',
    selector: "ExpressionStatement:has(Identifier[name='g'])",
    after: 'function f() {}\nfunction g() {}\nf();\n',
  },
  {
    name: 'the only element with a comma behind it',
    before: 'export const a = [\n  1,\n];\n',
    selector: 'Literal',
    after: 'export const a = [\n];\n',
  },
  {
    name: 'a decorator among others',
    before: 'declare const d: any, e: any;\n@d @e\nexport class A {}\n',
    selector: "Decorator:has(Identifier[name='d'])",
    after: 'declare const d: any, e: any;\n@e\nexport class A {}\n',
  },
  {
    name: 'a class that is extended, by its clause',
    before: 'class B {}\nexport class A extends B implements C {}\ninterface C {}\n',
    selector: 'TSClassImplements',
    after: 'class B {}\nexport class A extends B {}\ninterface C {}\n',
  },
  {
    name: 'a parameter of a class that an heir does not pass on',
    before: 'class A { constructor(a?: number) {} }\nexport class B extends A { constructor() { super(); } }\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: 'class A { constructor() {} }\nexport class B extends A { constructor() { super(); } }\n',
  },
];

export const REFUSED_LIST_DELETIONS: readonly DeleteCase[] = [
  {
    name: 'export * with a name',
    before: "export * as n from './b';\nexport const d = 1;\n",
    selector: 'ExportAllDeclaration',
    after: ['STILL_REFERENCED'],
    others: { 'b.ts': 'export const a = 1;\n', 'c.ts': "import { n } from './a';\nn.a;\n" },
  },
  {
    name: 'a private member that is used',
    before: 'export class A { #a = 1; b() { return this.#a; } }\n',
    selector: 'PropertyDefinition',
    after: ['STILL_REFERENCED'],
  },
  {
    name: 'a member with a string for a name',
    before: "export interface A { 'a-b': 1; c: 2 }\nexport const f = (a: A) => a['a-b'];\n",
    selector: "TSPropertySignature[key.value='a-b']",
    after: ['STILL_REFERENCED'],
  },
  {
    name: 'a parameter of a method that is called by a chain',
    before: 'class A { m(a: number, b?: number) { return a; } }\nnew A()!.m(1, 2);\nexport {};\n',
    selector: "Identifier[name='b']",
    after: ['STILL_REFERENCED'],
  },
  {
    name: 'a parameter of a class whose heirs are made with it',
    before: 'class A { constructor(a?: number) {} }\nclass B extends A {}\nexport const b = new B(1);\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: ['STILL_REFERENCED'],
  },
  {
    name: 'a parameter of a class that an heir passes on',
    before: 'class A { constructor(a?: number) {} }\nexport class B extends A { constructor() { super(1); } }\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: ['STILL_REFERENCED'],
  },
  {
    name: 'a parameter of a class with an heir that has no name',
    before: 'class A { constructor(a?: number) {} }\nexport const b = new (class extends A {})(1);\n',
    selector: "FunctionExpression > Identifier[name='a']",
    after: ['NEEDS_PERSON'],
  },
];
