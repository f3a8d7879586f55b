/** Deletions in small files, and what becomes of them. */
import type { Files } from './operation-case.ts';

/** One deletion: the files that are other than before, or the codes of the findings. The file is `a.ts` where no other is named. */
export interface DeleteCase {
  readonly name: string;
  readonly before: string;
  readonly selector: string;
  readonly after: string | readonly string[];
  readonly cascade?: boolean;
  readonly path?: string;
  readonly others?: Files;
  /** Other files that change. */
  readonly othersAfter?: Readonly<Record<string, string>>;
  readonly scope?: readonly string[];
}

export const DELETIONS: readonly DeleteCase[] = [
  {
    name: 'a statement with its comments',
    before: 'g();\n\n// about f\n/* more */\nf(); // yes\n\nh();\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: 'g();\n\nh();\n',
  },
  {
    name: 'not the comment of what is above',
    before: 'g(); // g\nf();\n// apart\n\nh();\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: 'g(); // g\n// apart\n\nh();\n',
  },
  {
    name: 'a comment apart from it stays',
    before: '// header\n\nf();\nh();\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: '// header\n\nh();\n',
  },
  {
    name: 'the first of a file',
    before: '\ufefff();\r\n\r\ng();\r\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: '\ufeffg();\r\n',
  },
  {
    name: 'the last of a file',
    before: 'f();\n\ng();\n',
    selector: "ExpressionStatement:has(Identifier[name='g'])",
    after: 'f();\n',
  },
  {
    name: 'the last of a file without a line end',
    before: 'f();\r\n\r\ng();',
    selector: "ExpressionStatement:has(Identifier[name='g'])",
    after: 'f();',
  },
  {
    name: 'the last of a block',
    before: 'function x() {\n\tf();\n\n\tg();\n}\n',
    selector: "ExpressionStatement:has(Identifier[name='g'])",
    after: 'function x() {\n\tf();\n}\n',
  },
  {
    name: 'the first of a block',
    before: 'function x() {\n\tf();\n\n\tg();\n}\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: 'function x() {\n\tg();\n}\n',
  },
  {
    name: 'the only one of a block',
    before: 'function x() {\n  // why\n  f();\n}\n',
    selector: 'ExpressionStatement',
    after: 'function x() {\n}\n',
  },
  {
    name: 'on a line with others',
    before: 'a(); f(); g();\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: 'a(); g();\n',
  },
  {
    name: 'at the end of a line',
    before: 'if (x) { a(); f(); }\n',
    selector: "ExpressionStatement:has(Identifier[name='f'])",
    after: 'if (x) { a(); }\n',
    others: { 'x.d.ts': 'declare const x: any;\n' },
  },
  {
    name: 'a call that is a statement',
    before: 'a();\nf();\n',
    selector: "CallExpression[callee.name='f']",
    after: 'a();\n',
  },
  {
    name: 'a function that nobody uses',
    before: '/** F. */\nfunction f() {\n  return f;\n}\n\nexport const a = 1;\n',
    selector: 'FunctionDeclaration',
    after: 'export const a = 1;\n',
  },
  {
    name: 'a whole import',
    before: "import { x } from 'x';\nimport { y } from 'y';\n\ny;\n",
    selector: "ImportDeclaration[source.value='x']",
    after: "import { y } from 'y';\n\ny;\n",
  },
  {
    name: 'an import specifier',
    before: "import { x, y } from 'x';\ny;\n",
    selector: "ImportSpecifier[local.name='x']",
    after: "import { y } from 'x';\ny;\n",
  },
  {
    name: 'the last import specifier',
    before: "import {\n  x,\n  y\n} from 'x';\nx;\n",
    selector: "ImportSpecifier[local.name='y']",
    after: "import {\n  x\n} from 'x';\nx;\n",
  },
  {
    name: 'the only import specifier beside a default import',
    before: "import d, { x } from 'x';\nd;\n",
    selector: 'ImportSpecifier',
    after: "import d from 'x';\nd;\n",
  },
  {
    name: 'all import specifiers',
    before: "import { x, y } from 'x';\nexport {};\n",
    selector: 'ImportSpecifier',
    after: 'export {};\n',
  },
  {
    name: 'a method between others',
    before: 'class A {\n  a() {}\n\n  /** B. */\n  b() {}\n\n  c() {}\n}\n',
    selector: "MethodDefinition[key.name='b']",
    after: 'class A {\n  a() {}\n\n  c() {}\n}\n',
  },
  {
    name: 'a member of an interface',
    before: 'export interface A {\n  a: string;\n  b: number;\n}\n',
    selector: "TSPropertySignature[key.name='b']",
    after: 'export interface A {\n  a: string;\n}\n',
  },
  {
    name: 'a member of a type on one line',
    before: 'export type A = { a: string; b: number };\n',
    selector: "TSPropertySignature[key.name='a']",
    after: 'export type A = { b: number };\n',
  },
  {
    name: 'an enum member without a comma behind it',
    before: 'export enum E {\n  A,\n  B // b\n}\n',
    selector: "TSEnumMember[id.name='B']",
    after: 'export enum E {\n  A\n}\n',
  },
  {
    name: 'a property on one line',
    before: 'f({ a: 1, b: 2 });\n',
    selector: "Property[key.name='b']",
    after: 'f({ a: 1 });\n',
  },
  { name: 'the only property', before: 'f({ a: 1 });\n', selector: 'Property', after: 'f({});\n' },
  {
    name: 'properties in a row',
    before: 'f({\n  a: 1,\n  b: 2, // two\n  c: 3,\n});\n',
    selector: 'Property[key.name=/^[bc]$/]',
    after: 'f({\n  a: 1,\n});\n',
  },
  { name: 'an argument', before: 'f(1, 2);\n', selector: 'Literal[value=1]', after: 'f(2);\n' },
  {
    name: 'an element at the end of a list with a comma',
    before: 'const l = [1, 2,];\n',
    selector: 'Literal[value=2]',
    after: 'const l = [1,];\n',
  },
  {
    name: 'a decorator',
    before: '/** A. */\n@d()\nclass A {\n  @d() @e a = 1;\n}\ndeclare const d: any, e: any;\n',
    selector: 'Decorator:has(CallExpression)',
    after: '/** A. */\nclass A {\n  @e a = 1;\n}\ndeclare const d: any, e: any;\n',
  },
  {
    name: 'a JSX attribute',
    before: 'const a = <b c="1" d={2} />;\n',
    selector: "JSXAttribute[name.name='c']",
    after: 'const a = <b d={2} />;\n',
    path: 'a.tsx',
  },
  {
    name: 'a JSX child',
    before: 'const a = (\n  <b>\n    <c />\n    <d />\n  </b>\n);\n',
    selector: "JSXElement[openingElement.name.name='c']",
    after: 'const a = (\n  <b>\n    <d />\n  </b>\n);\n',
    path: 'a.tsx',
  },
  {
    name: 'a member of a union on lines',
    before: 'type A =\n  | 1\n  | 2\n  | 3;\n',
    selector: 'TSLiteralType:has(Literal[value=3])',
    after: 'type A =\n  | 1\n  | 2;\n',
  },
  {
    name: 'the first member of a union',
    before: 'type A = 1 | 2;\n',
    selector: 'TSLiteralType:has(Literal[value=1])',
    after: 'type A = 2;\n',
  },
  {
    name: 'a case',
    before: 'switch (x) {\n  case 1:\n    f();\n    break;\n  default:\n}\n',
    selector: 'SwitchCase[test.value=1]',
    after: 'switch (x) {\n  default:\n}\n',
    others: { 'x.d.ts': 'declare const x: any;\n' },
  },
  {
    name: 'a declarator',
    before: 'const a = 1,\n  b = 2;\nexport { b };\n',
    selector: "VariableDeclarator[id.name='a']",
    after: 'const b = 2;\nexport { b };\n',
  },
  {
    name: 'the only declarator',
    before: 'const a = 1;\nexport {};\n',
    selector: 'VariableDeclarator',
    after: 'export {};\n',
  },
  {
    name: 'the only interface that a class implements',
    before: 'interface I {}\nclass A implements I {}\n',
    selector: 'TSClassImplements',
    after: 'interface I {}\nclass A {}\n',
  },
  {
    name: 'a parameter that no call passes',
    before: 'function f(a: number, b?: number) {\n  return a;\n}\nf(1);\n',
    selector: "FunctionDeclaration > Identifier.params[name='b']",
    after: 'function f(a: number) {\n  return a;\n}\nf(1);\n',
  },
  {
    name: 'the last parameter of a callback',
    before: '[1].map((x, i) => x);\n',
    selector: "ArrowFunctionExpression > Identifier.params[name='i']",
    after: '[1].map((x) => x);\n',
  },
  {
    name: 'a parameter of a constructor',
    before: 'class A {\n  constructor(a: number, b?: number) {}\n}\nnew A(1);\n',
    selector: "FunctionExpression > Identifier.params[name='b']",
    after: 'class A {\n  constructor(a: number) {}\n}\nnew A(1);\n',
  },
  {
    name: 'one of several signatures',
    before: 'function f(a: 1): void;\nfunction f(a: 2): void;\nfunction f(a: number): void {}\nf(1);\n',
    selector: 'TSDeclareFunction:has(Literal[value=2])',
    after: 'function f(a: 1): void;\nfunction f(a: number): void {}\nf(1);\n',
  },
  {
    name: 'a property that an interface declares',
    before: 'interface O { a?: 1; b?: 2 }\nconst o: O = { a: 1, b: 2 };\no.a;\n',
    selector: "ObjectExpression > Property[key.name='a']",
    after: 'interface O { a?: 1; b?: 2 }\nconst o: O = { b: 2 };\no.a;\n',
  },
  {
    name: 'a call that is given up',
    before: 'const a = f();\nexport {};\n',
    selector: 'VariableDeclaration',
    after: 'export {};\n',
    cascade: true,
  },
  {
    name: 'imports and re-exports of it, transitively',
    before:
      "import { y } from './y';\nimport z from './z';\n\nexport function f() {\n  return y;\n}\n\nexport const g = z;\n",
    selector: 'ExportNamedDeclaration:has(FunctionDeclaration)',
    cascade: true,
    after: "import z from './z';\n\nexport const g = z;\n",
    others: {
      'y.ts': 'export const y = 1;\n',
      'z.ts': 'export default 1;\n',
      'b.ts': "import { f as h, g } from './a';\ng;\n",
      'c.ts': "export { f as q, g } from './a';\n",
      'd.ts': "import { q } from './c';\nimport './e';\n",
      'e.ts': "export * from './c';\n",
    },
    othersAfter: {
      'b.ts': "import { g } from './a';\ng;\n",
      'c.ts': "export { g } from './a';\n",
      'd.ts': "import './e';\n",
    },
  },
  {
    name: 'a default export and its import',
    before: 'export default function f() {}\nexport const g = 1;\n',
    selector: 'ExportDefaultDeclaration',
    cascade: true,
    after: 'export const g = 1;\n',
    others: { 'b.ts': "import h, { g } from './a';\ng;\n" },
    othersAfter: { 'b.ts': "import { g } from './a';\ng;\n" },
  },
];
