/** Calls that are replaced in Java. */
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import type { SyntaxCase } from './syntax-case.ts';

const OLD = "method_invocation[name.text='old']";

/** A case of one file. */
const one = (
  what: string,
  text: string,
  details: PatchDetails,
  want: string,
  says = /./,
  selector = OLD,
): SyntaxCase => ({
  what,
  files: { 'p/A.java': text },
  selector,
  details,
  want: /^[A-Z_]+$/.test(want) ? (want as Code) : { 'p/A.java': want },
  says,
});

const AUTH =
  'package a;\npublic class Auth { public static void login(int u) { } public static void signIn(int u) { } }\n';
const SESSION =
  'package b;\npublic class Session { public static void login(int u) { } public static void start(int u) { } }\n';
const LOGIN = "method_invocation[object.text='Auth'][name.text='login']";

/** What is called, by what it is and not by how it is written. */
export const JAVA_CALLEES: readonly SyntaxCase[] = [
  {
    what: 'a static method, in files of a pattern',
    files: {
      'a/Auth.java': AUTH,
      'p/A.java': 'package p;\nimport a.Auth;\nclass A { void f() { Auth.login(1); } }\n',
      'p/B.java': 'package p;\nimport static a.Auth.login;\nclass B { void f() { login(1); } }\n',
      'p/C.java': 'package p;\nclass C { void f() { a.Auth.login(1); } }\n',
      'q/D.java': 'package q;\nclass Auth { static void login(int u) { } }\nclass D { void f() { Auth.login(1); } }\n',
    },
    selector: LOGIN,
    path: 'p/*.java',
    details: { newProperty: 'signIn' },
    want: {
      'p/A.java': 'package p;\nimport a.Auth;\nclass A { void f() { Auth.signIn(1); } }\n',
      'p/B.java': 'package p;\nimport static a.Auth.signIn;\nclass B { void f() { signIn(1); } }\n',
      'p/C.java': 'package p;\nclass C { void f() { a.Auth.signIn(1); } }\n',
    },
  },
  {
    what: 'another type of another package',
    files: {
      'a/Auth.java': AUTH,
      'b/Session.java': SESSION,
      'p/A.java': 'package p;\nimport a.Auth;\nimport java.util.List;\nclass A { void f() { Auth.login(1); } }\n',
      'p/B.java': 'package p;\nimport a.Auth;\nclass B { void f() { Auth.login(1); Auth.signIn(1); } }\n',
      'b/C.java': 'package b;\nimport a.Auth;\nclass C { void f() { Auth.login(1); } }\n',
      'a/D.java': 'package a;\nclass D { void f() { Auth.login(1); } }\n',
    },
    selector: LOGIN,
    details: { newObject: 'Session', newProperty: 'start', newModule: 'b' },
    want: {
      'p/A.java': 'package p;\nimport b.Session;\nimport java.util.List;\nclass A { void f() { Session.start(1); } }\n',
      'p/B.java':
        'package p;\nimport a.Auth;\nimport b.Session;\nclass B { void f() { Session.start(1); Auth.signIn(1); } }\n',
      'b/C.java': 'package b;\nclass C { void f() { Session.start(1); } }\n',
      'a/D.java': 'package a;\n\nimport b.Session;\nclass D { void f() { Session.start(1); } }\n',
    },
  },
  {
    what: 'the same type of another package',
    files: { 'p/A.java': 'package p;\nimport org.old.Text;\nclass A { String s = Text.trim("x"); }\n' },
    selector: "method_invocation[object.text='Text']",
    details: { newModule: 'org.young' },
    want: { 'p/A.java': 'package p;\nimport org.young.Text;\nclass A { String s = Text.trim("x"); }\n' },
  },
  {
    what: 'the same type of another package, used otherwise as well',
    files: { 'p/A.java': 'package p;\nimport org.old.Text;\nclass A { String s = Text.trim("x"); Text t; }\n' },
    selector: "method_invocation[object.text='Text']",
    details: { newModule: 'org.young' },
    want: 'NAME_COLLISION',
    says: /Text means something else/,
  },
  {
    what: 'the same static method of another type',
    files: {
      'a/Auth.java': AUTH,
      'b/Session.java': SESSION,
      'p/B.java': 'package p;\nimport static a.Auth.login;\nclass B { void f() { login(1); } }\n',
    },
    selector: "method_invocation[name.text='login']",
    details: { newModule: 'b.Session' },
    want: { 'p/B.java': 'package p;\nimport static b.Session.login;\nclass B { void f() { login(1); } }\n' },
  },
  {
    what: 'a function of its own',
    files: {
      'a/Auth.java': AUTH,
      'b/Session.java': SESSION,
      'p/A.java': 'package p;\nimport a.Auth;\n/** Uses {@link Auth}. */\nclass A { void f() { Auth.login(1); } }\n',
    },
    selector: LOGIN,
    details: { newFunction: 'start', newModule: 'b.Session' },
    want: {
      'p/A.java':
        'package p;\nimport a.Auth;\nimport static b.Session.start;\n/** Uses {@link Auth}. */\nclass A { void f() { start(1); } }\n',
    },
  },
  {
    what: 'another static method of the same type',
    files: {
      'a/Auth.java': AUTH,
      'p/B.java': 'package p;\nimport static a.Auth.login;\nclass B { void f() { login(1); } }\n',
    },
    selector: "method_invocation[name.text='login']",
    details: { newFunction: 'signIn' },
    want: { 'p/B.java': 'package p;\nimport static a.Auth.signIn;\nclass B { void f() { signIn(1); } }\n' },
  },
  {
    what: 'a method of objects, also of inheriting ones',
    files: {
      'p/A.java':
        'package p;\nclass A { void old() { } void young() { } void f() { old(); this.old(); } }\nclass B extends A { void g(B b) { b.old(); super.old(); } }\n',
    },
    selector: "method_invocation[object.text='b']",
    details: { newProperty: 'young' },
    want: {
      'p/A.java':
        'package p;\nclass A { void old() { } void young() { } void f() { young(); this.young(); } }\nclass B extends A { void g(B b) { b.young(); super.young(); } }\n',
    },
  },
  {
    what: 'a method of an object from outside',
    files: {
      'p/A.java':
        'package p;\nimport org.log.Logger;\nclass A {\n  final Logger log = make();\n  void f(Logger l) { log.warning("x"); this.log.warning("x"); l.warning("x"); var n = new Logger(); n.warning("x"); ((Logger) null).warning("x"); }\n  void g(Other l) { l.warning("x"); }\n}\n',
    },
    selector: "method_invocation[object.text='log'][name.text='warning']",
    details: { newProperty: 'warn' },
    want: {
      'p/A.java':
        'package p;\nimport org.log.Logger;\nclass A {\n  final Logger log = make();\n  void f(Logger l) { log.warn("x"); this.log.warn("x"); l.warn("x"); var n = new Logger(); n.warn("x"); ((Logger) null).warn("x"); }\n  void g(Other l) { l.warning("x"); }\n}\n',
    },
  },
  {
    what: 'an object of which the type is not known',
    files: {
      'p/A.java':
        'package p;\nimport org.log.Logger;\nclass A { Logger log; void f() { log.warning("x"); make().warning("y"); } }\n',
    },
    selector: "method_invocation[object.text='log']",
    details: { newProperty: 'warn' },
    want: 'NEEDS_PERSON',
    says: /needs types/,
  },
  one(
    'by full names',
    'package p;\nclass A { Object o = java.util.Collections.old(); Object u = java.util.Map.Entry.old(); }\n',
    { newProperty: 'young' },
    'package p;\nclass A { Object o = java.util.Collections.young(); Object u = java.util.Map.Entry.old(); }\n',
    /./,
    "method_invocation[object.text='java.util.Collections']",
  ),
  one(
    'a nested type from outside',
    'package p;\nimport java.util.Map;\nclass A { Object u = Map.Entry.old(); Map.Entry<A, A> e; void f() { e.old(); } }\n',
    { newProperty: 'young' },
    'package p;\nimport java.util.Map;\nclass A { Object u = Map.Entry.young(); Map.Entry<A, A> e; void f() { e.young(); } }\n',
  ),
  one(
    'a type of java.lang',
    'package p;\nclass A { int f(String s) { return Math.abs(1) + s.length(); } }\n',
    { newObject: 'StrictMath' },
    'package p;\nclass A { int f(String s) { return StrictMath.abs(1) + s.length(); } }\n',
    /./,
    "method_invocation[object.text='Math']",
  ),
  one(
    'a text',
    'package p;\nclass A { int n = "x".old(); int m(String s) { return s.old(); } }\n',
    { newProperty: 'young' },
    'package p;\nclass A { int n = "x".young(); int m(String s) { return s.young(); } }\n',
  ),
  one(
    'a type of the own package that is not there',
    'package p;\nclass A { Object o = Other.old(); }\n',
    { newProperty: 'young' },
    'package p;\nclass A { Object o = Other.young(); }\n',
  ),
  one(
    'a type that may come from several packages',
    'package p;\nimport q.*;\nclass A { Object o = Other.old(); }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /cannot be told/,
  ),
  one(
    'a method from a base that is not there',
    'package p;\nclass A extends q.Base { Object o = old(); }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /cannot be told/,
  ),
  one(
    'overloads with as many parameters',
    'package p;\nclass A { void old(int a) { } void old(String a) { } void f() { old(1); } }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /cannot be told/,
  ),
  one(
    'overloads by their number of parameters',
    'package p;\nclass A { void old(int a) { } void old() { } void young() { } void f() { old(1); old(); } }\n',
    { newProperty: 'young' },
    'package p;\nclass A { void old(int a) { } void old() { } void young() { } void f() { old(1); young(); } }\n',
    /./,
    "method_invocation[name.text='old']:not(:has(decimal_integer_literal))",
  ),
  one(
    'a method that there is not',
    'package p;\nclass A { void old() { } void young(int a) { } void f() { old(); } }\n',
    { newProperty: 'young' },
    'BINDING_CHANGED',
    /A has no method young that takes 0 arguments/,
  ),
  one(
    'a method that may be in a base',
    'package p;\nimport q.Base;\nclass A extends Base { void old() { } void f() { this.old(); } }\n',
    { newProperty: 'young' },
    'package p;\nimport q.Base;\nclass A extends Base { void old() { } void f() { this.young(); } }\n',
  ),
  one(
    'the parts of a record and what every enum has',
    'package p;\nrecord R(int x) { void f() { old(); } int old() { return 1; } }\n',
    { newProperty: 'x' },
    'package p;\nrecord R(int x) { void f() { x(); } int old() { return 1; } }\n',
  ),
  one(
    'what every enum has',
    'package p;\nenum E { A; static E old() { return A; } void f() { E.old(); } }\n',
    { newProperty: 'values' },
    'package p;\nenum E { A; static E old() { return A; } void f() { E.values(); } }\n',
  ),
  one(
    'an object with effects',
    'package p;\nclass A { A old() { return this; } static A make() { return null; } void f() { make().old(); } }\n',
    { newObject: 'this' },
    'NEEDS_PERSON',
    /effects/,
  ),
  one(
    'this as the new object',
    'package p;\nclass A { A b; void old() { } void f() { b.old(); } }\n',
    { newObject: 'this' },
    'package p;\nclass A { A b; void old() { } void f() { this.old(); } }\n',
  ),
  one(
    'a type that means nothing',
    'package p;\nclass A { void old() { } void f() { old(); } }\n',
    { newObject: 'Gone' },
    'NEEDS_PERSON',
    /Gone means nothing/,
  ),
  one(
    'a function that means nothing',
    'package p;\nclass A { void old() { } void f() { old(); } }\n',
    { newFunction: 'gone' },
    'NEEDS_PERSON',
    /./,
  ),
  one(
    'a name that is a variable there',
    'package p;\nclass A { void old() { } void f(int Text) { old(); } }\n',
    { newObject: 'Text', newModule: 'q' },
    'NAME_COLLISION',
    /something else/,
  ),
  one(
    'a name that the file has',
    'package p;\nimport q.Text;\nclass A { void old() { } void f() { old(); } }\n',
    { newObject: 'Text', newModule: 'r' },
    'NAME_COLLISION',
    /already in this file/,
  ),
  one(
    'a name that the file declares',
    'package p;\nclass A { void old() { } void f() { old(); } class Text { } }\n',
    { newObject: 'Text', newModule: 'r' },
    'NAME_COLLISION',
    /already in this file/,
  ),
  one(
    'the import is there',
    'package p;\nimport r.Text;\nclass A { void old() { } void f() { old(); } }\n',
    { newObject: 'Text', newModule: 'r' },
    'package p;\nimport r.Text;\nclass A { void old() { } void f() { Text.old(); } }\n',
  ),
  one(
    'no package and no import',
    'class A { void old() { } void f() { old(); } }\n',
    { newObject: 'Text', newModule: 'r' },
    'import r.Text;\n\nclass A { void old() { } void f() { Text.old(); } }\n',
  ),
  one(
    'imports on one line',
    'package p;\nimport q.B; import r.C;\nclass A { C c; void f() { B.old(); } }\n',
    { newObject: 'Math' },
    'package p;\n import r.C;\nclass A { C c; void f() { Math.old(); } }\n',
  ),
  one(
    'an object from elsewhere has no package',
    'package p;\nimport q.B;\nclass A { B b; void f() { b.old(); } }\n',
    { newModule: 'r' },
    'NEEDS_PERSON',
    /declared elsewhere/,
  ),
  one(
    'from nowhere',
    'package p;\nclass A { void f() { B.old(); } }\n',
    { newModule: 'r' },
    'NEEDS_PERSON',
    /from nowhere/,
  ),
  one(
    'type arguments',
    'package p;\nimport q.B;\nclass A { void f() { B.<A>old(); } void g() { } }\n',
    { newFunction: 'g' },
    'NEEDS_PERSON',
    /type arguments/,
  ),
  one(
    'a method reference',
    'package p;\nimport q.B;\nclass A { Object o = B.old(); Runnable r = B::old; }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /references/,
  ),
  one(
    'method references as well',
    'package p;\nimport q.B;\nclass A { Object o = B.old(); Runnable r = B::old; }\n',
    { newObject: 'C', newModule: 'q', references: 'all' },
    'package p;\nimport q.C;\nclass A { Object o = C.old(); Runnable r = C::old; }\n',
  ),
  one(
    'a method reference without an object',
    'package p;\nimport q.B;\nclass A { Object o = B.old(); Runnable r = B::old; void g() { } }\n',
    { newFunction: 'g', references: 'all' },
    'NEEDS_PERSON',
    /newObject/,
  ),
  one(
    'a reference to one of several',
    'package p;\nclass A { static void old() { } static void old(int a) { } void f() { old(); Runnable r = A::old; } void young() { } }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /several methods/,
  ),
  one(
    'reflection',
    'package p;\nclass A { void old() { } void young() { } void f() throws Exception { old(); A.class.getMethod("old"); } }\n',
    { newProperty: 'young' },
    'NEEDS_PERSON',
    /editString/,
  ),
  one(
    'an outer object',
    'package p;\nclass A { void old() { } void young() { } class B { void f() { A.this.old(); } } }\n',
    { newProperty: 'young' },
    'package p;\nclass A { void old() { } void young() { } class B { void f() { A.this.young(); } } }\n',
  ),
  one(
    'a default method by its interface',
    'package p;\ninterface I { default void old() { } default void young() { } }\nclass A implements I { void f() { I.super.old(); } }\n',
    { newProperty: 'young' },
    'package p;\ninterface I { default void old() { } default void young() { } }\nclass A implements I { void f() { I.super.young(); } }\n',
  ),
  one(
    'of several types',
    'package p;\nimport q.B;\nimport q.C;\nclass A { Object o = B.old(); Object p = C.old(); }\n',
    { newProperty: 'young' },
    'TARGET_AMBIGUOUS',
    /2 different/,
  ),
  one(
    'of several types, those of one',
    'package p;\nimport q.B;\nimport r.C;\nclass A { Object o = B.old(); Object p = C.old(); }\n',
    { newProperty: 'young', module: 'r' },
    'package p;\nimport q.B;\nimport r.C;\nclass A { Object o = B.old(); Object p = C.young(); }\n',
  ),
  one(
    'no name',
    'package p;\nclass A { void old() { } void f() { old(); } }\n',
    { newProperty: 'a-b' },
    'NAME_INVALID',
    /newProperty/,
  ),
  one('nothing', 'package p;\nclass A { }\n', { newProperty: 'ab' }, 'TARGET_MISSING'),
  one(
    'a fault of syntax',
    'package p;\nclass A { void old() { } void f() { old(); } \n',
    { newProperty: 'ab' },
    'SYNTAX_BROKEN',
  ),
];

const call = (what: string, before: string, argsMap: Record<string, unknown>, want: string, says = /./): SyntaxCase => {
  const around = (text: string): string => `package p;\nclass A { int x; void g() { ${text} } }\n`;
  return one(what, around(before), { argsMap }, /^[A-Z_]+$/.test(want) ? want : around(want), says);
};

/** By their index: Java has no arguments by name. */
export const JAVA_ARGUMENTS: readonly SyntaxCase[] = [
  call('change places', 'B.old(1, x);', { 0: 1, 1: 0 }, 'B.old(x, 1);'),
  call('change places, with effects', 'B.old(h(), x);', { 0: 1, 1: 0 }, 'NEEDS_PERSON', /another order/),
  call('go', 'B.old(1, this.x); B.old(2);', { 0: null }, 'B.old(this.x); B.old();'),
  call('go, with effects', 'B.old(x++);', { 0: null }, 'NEEDS_PERSON', /effects/),
  call('a text around', 'B.old(x); B.old(x + 1);', { 0: '-$' }, 'B.old(-x); B.old(-(x + 1));'),
  call('more', 'B.old(); B.old(x);', { 0: 'null' }, 'B.old(null); B.old(null, x);'),
  call('a lambda more', 'B.old();', { 0: 'y -> y' }, 'B.old(y -> y);'),
  call('of a type', 'B.old();', { 0: 'new String("x").length()' }, 'B.old(new String("x").length());'),
  call('no expression', 'B.old();', { 0: 'a; b' }, 'SPEC_INVALID', /not one expression/),
  call('out of the call', 'B.old();', { 0: '1); h(2' }, 'SPEC_INVALID', /not one expression/),
  call('two', 'B.old();', { 0: '1, 2' }, 'SPEC_INVALID', /not one expression/),
  call('by name', 'B.old();', { user: 'email' }, 'SPEC_INVALID', /no arguments by name/),
  call('a name that means nothing', 'B.old();', { 0: 'nothing' }, 'NEEDS_PERSON', /nothing means nothing/),
  call('a name that is a variable there', 'int y = 1; B.old();', { 0: 'y' }, 'NAME_COLLISION', /already/),
  call('a name of the type', 'B.old();', { 0: 'x' }, 'B.old(x);'),
  call(
    'forms that are known',
    'B.old(1, "s", -2, (3), String.class, B::x, null);',
    { 0: null, 1: null, 2: null, 3: null, 4: null },
    'B.old(B::x, null);',
  ),
];
