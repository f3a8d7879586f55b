/** Constructors that are replaced in Java. */
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import type { SyntaxCase } from './syntax-case.ts';

const NEW = "object_creation_expression[type.text='A']";
const TYPES = 'package a;\npublic class A { public A(int x) { } public static A of(int x) { return new A(x); } }\n';

/** A case of one file beside the types. */
const one = (what: string, text: string, details: PatchDetails, want: string, says = /./): SyntaxCase => ({
  what,
  files: { 'a/A.java': TYPES, 'p/B.java': text },
  selector: NEW,
  path: 'p/*.java',
  details,
  want: /^[A-Z_]+$/.test(want) ? (want as Code) : { 'p/B.java': want },
  says,
});

/** A case of the body of a class that imports the type. */
const within = (what: string, before: string, details: PatchDetails, want: string, says = /./): SyntaxCase => {
  const around = (text: string): string => `package p;\nimport a.A;\nclass B { int y; void g() { ${text} } }\n`;
  return one(what, around(before), details, /^[A-Z_]+$/.test(want) ? want : around(want), says);
};

export const JAVA_CONSTRUCTORS: readonly SyntaxCase[] = [
  within('what makes it', 'A a = new A(1);', { newProperty: 'of' }, 'A a = A.of(1);'),
  within('one within another', 'f(new A(h(new A(1))));', { newProperty: 'of' }, 'f(A.of(h(A.of(1))));'),
  within('arguments', 'new A(1);', { newProperty: 'of', argsMap: { 0: '-$' } }, 'A.of(-1);'),
  within('no arguments that it takes', 'new A(1);', { argsMap: { 0: null } }, 'BINDING_CHANGED', /takes 0 arguments/),
  within('one too many', 'new A(1);', { argsMap: { 1: '2' } }, 'BINDING_CHANGED', /A has no constructor that takes 2/),
  within('a method that there is not', 'new A(1);', { newProperty: 'make' }, 'BINDING_CHANGED', /no method make/),
  within(
    'with no such arguments',
    'new A(1);',
    { newProperty: 'of', argsMap: { 0: null } },
    'BINDING_CHANGED',
    /of that/,
  ),
  within(
    'a name that is a variable',
    'int A = 1; new A(1);',
    { newProperty: 'of' },
    'NAME_COLLISION',
    /something else/,
  ),
  within('with an annotation', 'new @Q A(1);', { newProperty: 'of' }, 'NEEDS_PERSON', /annotation/),
  within('with a comment', 'new /* x */ A(1);', { newProperty: 'of' }, 'NEEDS_PERSON', /comment/),
  within('a reference', 'new A(1); f(A::new);', { newProperty: 'of' }, 'NEEDS_PERSON', /lambda/),
  within('a nameless class', 'new A(1); new A(2) { };', { newProperty: 'of' }, 'NEEDS_PERSON', /nameless/),
  one(
    'another type of another package, with a comment',
    'package p;\nimport a.A;\nclass B { Object o = new /* x */ A(1); }\n',
    { newObject: 'C', newModule: 'c' },
    'package p;\nimport c.C;\nclass B { Object o = new /* x */ C(1); }\n',
  ),
  one(
    'another type, with the first one used as well',
    'package p;\nimport a.A;\nclass B { A o = new A(1); }\n',
    { newObject: 'C', newModule: 'c' },
    'package p;\nimport a.A;\nimport c.C;\nclass B { A o = new C(1); }\n',
  ),
  one(
    'by its full name',
    'package p;\nclass B { Object o = new a.A(1); }\n',
    { newProperty: 'of' },
    'package p;\nclass B { Object o = a.A.of(1); }\n',
  ),
  one(
    'a function',
    'package p;\nimport a.A;\nclass B { Object o = new A(1); }\n',
    { newFunction: 'make', newModule: 'c.Makers' },
    'package p;\nimport static c.Makers.make;\nclass B { Object o = make(1); }\n',
  ),
  one(
    'the same type of another package',
    'package p;\nimport a.A;\nclass B { Object o = new A(1); }\n',
    { newModule: 'c' },
    'package p;\nimport c.A;\nclass B { Object o = new A(1); }\n',
  ),
  one(
    'a subclass',
    'package p;\nimport a.A;\nclass B extends A { B() { super(1); } Object o = new A(1); }\n',
    { newProperty: 'of' },
    'NEEDS_PERSON',
    /`super` or `this`/,
  ),
  one(
    'another type of that name',
    'package p;\nclass A { A(int x) { } static A of(int x) { return null; } }\nclass B { Object o = new A(1), q = new a.A(2); }\n',
    { newProperty: 'of' },
    'package p;\nclass A { A(int x) { } static A of(int x) { return null; } }\nclass B { Object o = A.of(1), q = new a.A(2); }\n',
  ),
  {
    what: 'type arguments',
    files: { 'p/B.java': 'package p;\nimport q.A;\nclass B { Object o = new A<String>(1), r = new A<>(2); }\n' },
    selector: "object_creation_expression[type.text='A<String>']",
    details: { newObject: 'C', newModule: 'q' },
    want: { 'p/B.java': 'package p;\nimport q.C;\nclass B { Object o = new C<String>(1), r = new C<>(2); }\n' },
  },
  {
    what: 'type arguments that would be lost',
    files: { 'p/B.java': 'package p;\nimport q.A;\nclass B { Object o = new A<String>(1); }\n' },
    selector: NEW,
    details: { newProperty: 'of' },
    want: 'NEEDS_PERSON',
    says: /type arguments/,
  },
  {
    what: 'type arguments that follow by themselves',
    files: { 'p/B.java': 'package p;\nimport q.A;\nclass B { A<String> o = new A<>(1); }\n' },
    selector: NEW,
    details: { newProperty: 'of' },
    want: { 'p/B.java': 'package p;\nimport q.A;\nclass B { A<String> o = A.of(1); }\n' },
  },
  {
    what: 'one of several by the number of its parameters',
    files: {
      'p/A.java': 'package p;\nclass A { A() { this(1); } A(int x) { } static A of() { return null; } }\n',
      'p/B.java': 'package p;\nclass B { Object o = new A(), q = new A(1); }\n',
    },
    selector: 'object_creation_expression:not(:has(decimal_integer_literal))',
    details: { newProperty: 'of' },
    want: { 'p/B.java': 'package p;\nclass B { Object o = A.of(), q = new A(1); }\n' },
  },
  {
    what: 'one of several with as many parameters',
    files: { 'p/A.java': 'package p;\nclass A { A(int x) { } A(String x) { } Object o = new A(1); }\n' },
    selector: NEW,
    details: { newProperty: 'of' },
    want: 'NEEDS_PERSON',
    says: /cannot be told/,
  },
  {
    what: 'one that another constructor calls',
    files: { 'p/A.java': 'package p;\nclass A { A() { this(1); } A(int x) { } Object o = new A(1); }\n' },
    selector: NEW,
    details: { argsMap: { 1: '2' } },
    want: 'NEEDS_PERSON',
    says: /`super` or `this`/,
  },
  {
    what: 'a record, with too few arguments',
    files: { 'p/A.java': 'package p;\nrecord A(int x, int... y) { Object o = new A(1, 2, 3); }\n' },
    selector: NEW,
    details: { argsMap: { 0: null, 1: null, 2: null } },
    want: 'BINDING_CHANGED',
    says: /A has no constructor that takes 0/,
  },
  {
    what: 'a record, with fewer arguments',
    files: { 'p/A.java': 'package p;\nrecord A(int x, int... y) { Object o = new A(1, 2, 3); }\n' },
    selector: NEW,
    details: { argsMap: { 1: null, 2: null } },
    want: { 'p/A.java': 'package p;\nrecord A(int x, int... y) { Object o = new A(1); }\n' },
  },
  {
    what: 'in an object',
    files: { 'p/A.java': 'package p;\nclass A { class C { } Object f(A a) { return a.new C(); } }\n' },
    selector: "object_creation_expression[type.text='C']",
    details: { newProperty: 'of' },
    want: 'NEEDS_PERSON',
    says: /cannot be told/,
  },
  {
    what: 'a type that nobody knows',
    files: { 'p/B.java': 'package p;\nimport q.*;\nclass B { Object o = new A(1); }\n' },
    selector: NEW,
    details: { newProperty: 'of' },
    want: 'NEEDS_PERSON',
    says: /cannot be told/,
  },
  {
    what: 'one that may be another one',
    files: {
      'p/B.java': 'package p;\nimport q.A;\nclass B { Object o = new A(1); }\n',
      'p/C.java': 'package p;\nimport r.*;\nclass C { Object o = new A(1); Object q = f(A::new); }\n',
      'p/D.java': 'package p;\nimport r.A;\nclass D<A> { Object o = new A(1); Object q = f(A::new); }\n',
      'p/E.java': 'package p;\nimport r.A;\nclass E extends A { E() { super(1); } class F { F() { super(); } } }\n',
    },
    selector: "object_creation_expression[type.text='A']",
    details: { newProperty: 'of', module: 'q' },
    want: 'NEEDS_PERSON',
    says: /Which constructor this is/,
  },
];
