import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMutants } from '../../../src/dte/mutation/find-mutants.ts';
import { ts } from '../../../src/dte/typescript/ts.ts';

/** The mutants of a text, as `OPERATOR original => mutated`, blanks aside. */
function mutantsIn(text: string, path = 'a.ts'): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return findMutants(path, file).map(({ operator, start, end, text: mutated }) => {
    return `${operator} ${text.slice(start, end)} => ${mutated.replaceAll(/\s+/g, ' ').trim()}`;
  });
}

/** Mutants that a text has by one operator. */
const by = (operator: string, text: string): string[] =>
  mutantsIn(text)
    .filter((one) => one.startsWith(`${operator} `))
    .map((one) => one.slice(operator.length + 1));

/** Operator, text, mutants. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['ArithmeticOperator', 'x = a + b', ['a + b => a - b']],
  ['ArithmeticOperator', 'x = a % b', ['a % b => a * b']],
  ['ArithmeticOperator', 'x = a+-b', ['a+-b => a - -b']],
  ['ArithmeticOperator', 'x = a + "b"', []],
  ['ArithmeticOperator', 'x = `${a}` + b', []],
  ['ArithmeticOperator', 'x = (a + "b") + c', []],
  ['ArithmeticOperator', 'x = (a && "b") + c', ['(a && "b") + c => (a && "b") - c']],
  ['ArithmeticOperator', 'x = a ** b', []],
  ['ArrayDeclaration', 'x = [1, 2]', ['[1, 2] => []']],
  ['ArrayDeclaration', 'x = []', ['[] => ["mutated"]']],
  ['ArrayDeclaration', '[a, b] = c; ({ x: [a] } = c); for ([a] of c);', []],
  ['ArrayDeclaration', '[a = [1]] = c', ['[1] => []']],
  ['ArrayDeclaration', '[...[a]] = c; ({ ...d } = c)', []],
  [
    'ArrayDeclaration',
    'x = new Array(3); y = Array(); z = Other(3)',
    ['new Array(3) => new Array()', 'Array() => Array([])'],
  ],
  ['ArrayDeclaration', 'x = new Array', ['new Array => new Array([])']],
  ['ArrowFunction', 'x = () => a; y = () => {}; z = () => undefined', ['() => a => () => undefined']],
  [
    'AssignmentOperator',
    'a += b; c ??= d; e += "f"; g ||= "h"',
    ['a += b => a -= b', 'c ??= d => c &&= d', 'g ||= "h" => g &&= "h"'],
  ],
  ['AssignmentOperator', 'a = b', []],
  ['BlockStatement', 'function f() { a(); }', ['{ a(); } => {}']],
  ['BlockStatement', 'function f() {} class A { static { a(); } }', []],
  ['BlockStatement', 'class A extends B { constructor(private c: D) { super(); } }', []],
  [
    'BlockStatement',
    'class A extends B { c = 1; constructor() { if (x) super(); } }',
    ['{ if (x) super(); } => {}'].slice(1),
  ],
  ['BlockStatement', 'class A extends B { constructor() { super(); } }', ['{ super(); } => {}']],
  ['BlockStatement', 'class A { constructor(private c: D) { d(); } }', ['{ d(); } => {}']],
  ['BooleanLiteral', 'x = true; y = !a; z = false', ['true => false', '!a => a', 'false => true']],
  ['ConditionalExpression', 'if (a) b()', ['a => true', 'a => false']],
  ['ConditionalExpression', 'while ((a)) b()', ['a => false']],
  ['ConditionalExpression', 'do b(); while (a)', ['a => false']],
  ['ConditionalExpression', 'for (;;) b()', ['for (;;) b() => for (;false;) b()']],
  ['ConditionalExpression', 'for (;a;) b()', ['a => false']],
  ['ConditionalExpression', 'x = a < b', ['a < b => true', 'a < b => false']],
  ['ConditionalExpression', 'x = a || b < c', ['a || b < c => true', 'a || b < c => false', 'b < c => false']],
  ['ConditionalExpression', 'x = a && (b < c)', ['a && (b < c) => true', 'a && (b < c) => false', 'b < c => true']],
  ['ConditionalExpression', 'x = a ? b : c', []],
  [
    'ConditionalExpression',
    'switch (a) { case 1: b(); break; case 2: default: c() }',
    ['case 1: b(); break; => case 1:', 'default: c() => default:'],
  ],
  ['EqualityOperator', 'x = a < b', ['a < b => a <= b', 'a < b => a >= b']],
  ['EqualityOperator', 'x = a!==b', ['a!==b => a === b']],
  ['LogicalOperator', 'x = a ?? b ?? c', ['a ?? b ?? c => ((a ?? b) && (c))', 'a ?? b => ((a) && (b))']],
  ['LogicalOperator', 'x = a | b', []],
  ['MethodExpression', 'x = a.trim().length', ['a.trim() => a']],
  ['MethodExpression', 'x = a?.b.some(c)', ['a?.b.some(c) => a?.b.every(c)']],
  [
    'MethodExpression',
    'd.setUTCDate(1); d.getUTCDate(); Math.min(1, 2); a.map(b); trim()',
    ['d.setUTCDate(1) => d.setTime(1)', 'Math.min(1, 2) => Math.max(1, 2)'],
  ],
  ['ObjectLiteral', 'x = { a: 1 }; y = {}; ({ a } = b)', ['{ a: 1 } => {}']],
  ['OptionalChaining', 'x = a?.b?.[c]?.()', ['a?.b?.[c]?.() => a?.b?.[c]()', 'a?.b?.[c] => a?.b[c]', 'a?.b => a.b']],
  [
    'StringLiteral',
    'x = "a"; y = ""; z = `a${b}`; v = ``; w = `c`',
    ['"a" => ""', '"" => "mutated"', '`a${b}` => ``', '`` => `mutated`', '`c` => ``'],
  ],
  [
    'StringLiteral',
    'import a from "a"; export * from "b"; require("c"); Symbol("d"); import("e"); import f = require("f")',
    [],
  ],
  ['StringLiteral', '"use strict"; x = { "a": b }; class C { "d" = e; "f"() {} } const { "g": h } = i', []],
  ['StringLiteral', 'type A = "a"; enum B { C = "c" } declare const d: "d"; interface E { f: "f" } x = y as "z"', []],
  ['StringLiteral', 'x = "a" as const; declare module "m" { const b: "b" }', ['"a" => ""']],
  ['StringLiteral', '@dec("a") class A extends b("c") implements D {}', ['"c" => ""']],
  ['UnaryOperator', 'x = +a; y = -b; z = ~c; w = typeof d', ['+a => - a', '-b => + b', '~c => c']],
  ['UpdateOperator', 'a++; --b; -c', ['a++ => a--', '--b => ++b']],
  ['Regex', 'x = /^a+$/g', ['/^a+$/g => /a+$/g', '/^a+$/g => /^a$/g', '/^a+$/g => /^a+/g']],
  [
    'Regex',
    'x = /[a]\\d[^\\s?]/',
    [
      '/[a]\\d[^\\s?]/ => /[^a]\\d[^\\s?]/',
      '/[a]\\d[^\\s?]/ => /[a]\\D[^\\s?]/',
      '/[a]\\d[^\\s?]/ => /[a]\\d[\\s?]/',
      '/[a]\\d[^\\s?]/ => /[a]\\d[^\\S?]/',
    ],
  ],
  [
    'Regex',
    'x = /(?=a)(?<!b)(?:c){2,3}?/',
    [
      '/(?=a)(?<!b)(?:c){2,3}?/ => /(?!a)(?<!b)(?:c){2,3}?/',
      '/(?=a)(?<!b)(?:c){2,3}?/ => /(?=a)(?<=b)(?:c){2,3}?/',
      '/(?=a)(?<!b)(?:c){2,3}?/ => /(?=a)(?<!b)(?:c)/',
    ],
  ],
  ['Regex', 'x = /\\p{L}\\^/u', ['/\\p{L}\\^/u => /\\P{L}\\^/u']],
  [
    'Regex',
    'x = new RegExp("a?", "u"); y = new RegExp(z); w = new Other("a?"); v = new RegExp("a?", z)',
    ['"a?" => "a"', '"a?" => "a"'],
  ],
  ['Regex', 'x = new RegExp("(")', []],
];

for (const [operator, text, expected] of CASES) {
  test(`${operator}: ${text}`, () => {
    assert.deepEqual(by(operator, text), expected);
  });
}

test('mutants come in the order of their places, the outer ones first', () => {
  assert.deepEqual(
    mutantsIn('x = !(a + 1);').map((one) => one.split(' ')[0]),
    ['BooleanLiteral', 'ArithmeticOperator'],
  );
});

test('only mutants whose deciding token is on a changed line are wanted', () => {
  const text = 'x =\n  a\n  + b;\n';
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const on = (line: number): number => findMutants('a.ts', file, [{ first: line, last: line }]).length;
  assert.deepEqual([1, 2, 3, 4].map(on), [0, 0, 1, 0]);
});

test('a note marks mutants of its line or of the next as equivalent', () => {
  const text = [
    'a = b + c; // mutation: equivalent ArithmeticOperator only the sign of zero',
    '// mutation: equivalent EqualityOperator, ConditionalExpression',
    'd = e < f;',
    '/* mutation: equivalent NoSuchOperator */ g = h + i;',
    'j = "// mutation: equivalent ArithmeticOperator" + k + l;',
  ].join('\n');
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const marked = findMutants('a.ts', file).filter(({ equivalent }) => equivalent !== undefined);
  assert.deepEqual(
    marked.map(({ operator, equivalent }) => [operator, equivalent]),
    [
      ['ArithmeticOperator', 'only the sign of zero'],
      ['ConditionalExpression', 'said to be equivalent'],
      ['ConditionalExpression', 'said to be equivalent'],
      ['EqualityOperator', 'said to be equivalent'],
      ['EqualityOperator', 'said to be equivalent'],
    ],
  );
});
