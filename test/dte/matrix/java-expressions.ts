/** Renames in Java that depend on what type an expression has: what the tree tells of it, and where it does not tell. */
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

const wanted = (path: string, want: string): RenameCase['want'] =>
  /^[A-Z_]+$/.test(want) ? (want as Code) : { [path]: want };

/** A case of one file `A.java`: the text that `want` gives, or the code. */
const one = (what: string, text: string, to: string, want: string, details: PatchDetails = {}): RenameCase =>
  rename(what, { 'A.java': text }, to, wanted('A.java', want), details);

/** A field `x` of a class `A`, and `y` instead, where the body of `A` uses it. `~` stands for the name. */
const field = (what: string, body: string, want?: Code): RenameCase => {
  const text = (name: string): string => body.replaceAll('~', name);
  return one(what, `class A { int ¦x; ${text('x')} }\n`, 'y', want ?? `class A { int y; ${text('y')} }\n`);
};

/** Source folders that both declare `p.C`, beside a class of the same package. */
const twice = (what: string, body: string): RenameCase =>
  rename(
    what,
    {
      'main/p/C.java': 'package p;\npublic class C { static A a; }\n',
      'test/p/C.java': 'package p;\npublic class C { static A a; }\n',
      'main/p/A.java': `package p;\npublic class A { int ¦x; ${body} }\n`,
    },
    'y',
    'NEEDS_PERSON',
  );

/** Fields of objects that expressions give. */
export const JAVA_OBJECTS: readonly RenameCase[] = [
  field('a choice', 'int g(boolean b, A o) { return (b ? this : o).x; }', 'NEEDS_PERSON'),
  field('an element of who knows what', 'int g(java.util.List<A[]> l) { return l.get(0)[1].x; }', 'NEEDS_PERSON'),
  field('an object of an anonymous class', 'int g() { return new A() { int z; }.~; }'),
  field('arrays in the old way', 'A[] os; A ps[]; int g(A qs[]) { A rs[] = qs; return os[0].~ + ps[0].~ + rs[0].~; }'),
  field('a type parameter with two bounds', '<T extends A & Runnable> int g(T t) { return t.x; }', 'NEEDS_PERSON'),
  field(
    'an object that a base from outside may have',
    'A o; class B extends Frame { int g() { return o.x; } }',
    'NEEDS_PERSON',
  ),
  field(
    'what a base from outside brings',
    'class B extends Frame { int g(B b) { return b.parent.x; } }',
    'NEEDS_PERSON',
  ),
  field(
    'itself, which a base from outside may have',
    'class B extends Frame { int g() { return x; } }',
    'NEEDS_PERSON',
  ),
  field('a cast with an annotation', 'int g(Object o) { return ((@Safe A) o).~; }'),
  field(
    'overloads with as many parameters',
    'A of(int i) { return this; } A of(String s) { return this; } int g() { return of(1).x; }',
    'NEEDS_PERSON',
  ),
  field('an assignment', 'A o; int g(A p) { return (o = p).~; }'),
  twice('a type that two source folders declare', 'int g() { return C.a.x; }'),
  twice('its full name', 'int g() { return p.C.a.x; }'),
  twice('an object of it', 'int g(C c) { return c.a.x; }'),
  one(
    'a name that every object has',
    'class A { int ¦x; <T> int g(T t) { return t.hashCode() + x; } }\n',
    'hashCode',
    'class A { int hashCode; <T> int g(T t) { return t.hashCode() + hashCode; } }\n',
  ),
  one(
    'constants of an enum have its fields',
    'enum E { ONE; int ¦x; static int g() { return ONE.x + E.ONE.x; } }\n',
    'y',
    'enum E { ONE; int y; static int g() { return ONE.y + E.ONE.y; } }\n',
  ),
  one(
    'parts of a record have their types',
    'class A { int ¦x; }\nrecord P(A a) { int g(P p) { return a().x + p.a().x + p.b().x; } }\n',
    'y',
    'NEEDS_PERSON',
  ),
  one(
    'parts of a record have their types, all known',
    'class A { int ¦x; }\nrecord P(A a) { int g(P p) { return a().x + p.a().x; } }\n',
    'y',
    'class A { int y; }\nrecord P(A a) { int g(P p) { return a().y + p.a().y; } }\n',
  ),
  one(
    'a constant in a switch over a number',
    'class A { static final int ¦X = 1; int g(int i) { switch (i) { case X: return 1; default: return 0; } } }\n',
    'Y',
    'class A { static final int Y = 1; int g(int i) { switch (i) { case Y: return 1; default: return 0; } } }\n',
  ),
  one(
    'static members of a nested class',
    'class A { static class N { static int ¦x; } int g() { return A.N.x + N.x; } }\n',
    'y',
    'class A { static class N { static int y; } int g() { return A.N.y + N.y; } }\n',
  ),
  one(
    'a field that a base has as well, by the name of the class',
    'class A { int x; }\nclass B extends A { int ¦x; class C { int g() { return B.super.x + B.this.x; } } }\n',
    'y',
    'class A { int x; }\nclass B extends A { int y; class C { int g() { return B.super.x + B.this.y; } } }\n',
  ),
  one(
    'the field of the base, by the name of the class',
    'class A { int ¦x; }\nclass B extends A { int x; class C { int g() { return B.super.x + B.this.x; } } }\n',
    'y',
    'class A { int y; }\nclass B extends A { int x; class C { int g() { return B.super.y + B.this.x; } } }\n',
  ),
  one(
    'a method of the base, by the name of the class',
    'class A { A ¦m() { return this; } int x; }\nclass B extends A { class C { int g() { return B.super.m().x; } } }\n',
    'k',
    'class A { A k() { return this; } int x; }\nclass B extends A { class C { int g() { return B.super.k().x; } } }\n',
  ),
  one(
    'a method of an interface, by its name',
    'interface I { default I ¦m() { return this; } }\nclass B implements I { public I m() { return I.super.m().m(); } }\n',
    'k',
    'interface I { default I k() { return this; } }\nclass B implements I { public I k() { return I.super.k().k(); } }\n',
  ),
  rename(
    'full names of packages in packages',
    {
      'p/q/A.java': 'package p.q;\npublic class A { public static int ¦x; }\n',
      'r/B.java': 'package r;\nclass B { int g() { return p.q.A.x + p.Other.x; } }\n',
    },
    'y',
    {
      'p/q/A.java': 'package p.q;\npublic class A { public static int y; }\n',
      'r/B.java': 'package r;\nclass B { int g() { return p.q.A.y + p.Other.x; } }\n',
    },
  ),
  rename(
    'a static import of all fields, beside one from outside',
    {
      'p/A.java': 'package p;\npublic class A { public static int ¦x; }\n',
      'q/B.java': 'package q;\nimport static org.lib.Lib.*;\nimport static p.A.*;\nclass B { int g() { return x; } }\n',
    },
    'y',
    {
      'p/A.java': 'package p;\npublic class A { public static int y; }\n',
      'q/B.java': 'package q;\nimport static org.lib.Lib.*;\nimport static p.A.*;\nclass B { int g() { return y; } }\n',
    },
  ),
];

/** Methods, and what calls them. */
export const JAVA_CALLS: readonly RenameCase[] = [
  one(
    'a reference to a method of who knows what',
    'class A { void ¦m() { } void g(java.util.List<A> l) { Runnable r = l.get(0)::m; } }\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'a reference to a part of a record',
    'record P(int ¦x) { F f = P::x; G g = String::x; }\n',
    'z',
    'record P(int z) { F f = P::z; G g = String::x; }\n',
  ),
  one(
    'a reference to who knows what like a part of a record',
    'record P(int ¦x) { static F g(java.util.List<P> l) { return l.get(0)::x; } }\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'a call of who knows what like a part of a record',
    'record P(int ¦x) { static int g(java.util.List<P> l) { return l.get(0).x(); } }\n',
    'z',
    'NEEDS_PERSON',
  ),
  one(
    'any number of arguments',
    'class A { void ¦m(int a, int... r) { } void g() { m(1); m(1, 2, 3); this.m(1, 2); } }\n',
    'k',
    'class A { void k(int a, int... r) { } void g() { k(1); k(1, 2, 3); this.k(1, 2); } }\n',
  ),
  one(
    'any number of arguments, to who knows what',
    'class A { void ¦m(int a, int... r) { } void g(java.util.List<A> l) { l.get(0).m(1, 2, 3); } }\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'too few arguments for it, to who knows what',
    'class A { void ¦m(int a, int b, int... r) { } void g(java.util.List<A> l) { l.get(0).m(); } }\n',
    'k',
    'class A { void k(int a, int b, int... r) { } void g(java.util.List<A> l) { l.get(0).m(); } }\n',
  ),
  rename(
    'a static import of all methods, beside one of another',
    {
      'p/A.java': 'package p;\npublic class A { public static void ¦f() { } public static void h() { } }\n',
      'q/B.java': 'package q;\nimport static p.A.h;\nimport static p.A.*;\nclass B { void g() { f(); h(); } }\n',
    },
    'k',
    {
      'p/A.java': 'package p;\npublic class A { public static void k() { } public static void h() { } }\n',
      'q/B.java': 'package q;\nimport static p.A.h;\nimport static p.A.*;\nclass B { void g() { k(); h(); } }\n',
    },
  ),
  one(
    'a method of an error from outside',
    'class A extends IOException { void ¦m() { } }\n',
    'k',
    'class A extends IOException { void k() { } }\n',
  ),
  one(
    'a method that every error has',
    'class A extends IOException { public String ¦getMessage() { return ""; } }\n',
    'text',
    'NEEDS_PERSON',
  ),
  rename(
    'elements of an annotation that two source folders declare',
    {
      'main/p/N.java': 'package p;\n@interface N { int ¦n(); }\n',
      'test/p/N.java': 'package p;\n@interface N { int n(); }\n',
      'main/p/A.java': 'package p;\n@N(n = 1) class A { }\n',
    },
    'k',
    'NEEDS_PERSON',
  ),
];

/** Types, and what may be meant by their names. */
export const JAVA_NAMES: readonly RenameCase[] = [
  rename(
    'a class by its full name in an expression',
    {
      'p/A.java': 'package p;\nclass ¦A { static void f() { } }\n',
      'q/B.java': 'package q;\nclass B { void g() { p.A.f(); p.Other.f(); } }\n',
    },
    'Z',
    {
      'p/Z.java': 'package p;\nclass Z { static void f() { } }\n',
      'q/B.java': 'package q;\nclass B { void g() { p.Z.f(); p.Other.f(); } }\n',
    },
  ),
  one(
    'a nested class in an expression',
    'class A { static class ¦N { static void f() { } } void g() { A.N.f(); } }\n',
    'M',
    'class A { static class M { static void f() { } } void g() { A.M.f(); } }\n',
  ),
  rename(
    'an import through nested classes',
    {
      'p/A.java': 'package p;\npublic class A { public static class N { public static class ¦M { } } }\n',
      'q/B.java': 'package q;\nimport p.A.N.M;\nimport p.A.Missing.M2;\nclass B { M m; }\n',
    },
    'L',
    {
      'p/A.java': 'package p;\npublic class A { public static class N { public static class L { } } }\n',
      'q/B.java': 'package q;\nimport p.A.N.L;\nimport p.A.Missing.M2;\nclass B { L m; }\n',
    },
  ),
  rename(
    'a class of the same name that a base from outside brings',
    {
      'p/State.java': 'package p;\nclass ¦State { }\n',
      'p/A.java': 'package p;\nclass A extends Frame { A.State s; }\n',
    },
    'Mode',
    { 'p/Mode.java': 'package p;\nclass Mode { }\n' },
  ),
  rename(
    'a class of the same name that a package of the tree would have',
    {
      'p/A.java': 'package p;\nclass ¦A { }\n',
      'q/B.java': 'package q;\nclass B { q.A a; r.A b; }\n',
    },
    'Z',
    { 'p/Z.java': 'package p;\nclass Z { }\n' },
  ),
  one(
    'a type parameter with an annotation',
    '@interface N { }\nclass A<@N ¦T> { T t; <@N U> U m(U u) { return u; } }\n',
    'V',
    '@interface N { }\nclass A<@N V> { V t; <@N U> U m(U u) { return u; } }\n',
  ),
  one('a word that is no type', 'class ¦A { }\n', 'record', 'NAME_INVALID'),
  one('a word that is a variable', 'class A { int ¦x; }\n', 'record', 'class A { int record; }\n'),
  one('letters that look like others', 'class A { int ¦x; }\n', 'e\u0301', 'NAME_INVALID'),
  one('the name it has', 'class A { int ¦x; }\n', 'x', 'NAME_INVALID'),
  one('the class around', 'class A { class B { class ¦C { } } }\n', 'A', 'NAME_COLLISION'),
  one('a class within', 'class A { class ¦B { class C { } } }\n', 'C', 'NAME_COLLISION'),
  rename(
    'declared in another file',
    { 'A.java': 'class A { int ¦x; }\n', 'B.java': 'class B { int x; }\n' },
    'y',
    'TARGET_MISSING',
    { declaredIn: 'B.java' },
  ),
  rename(
    'declared in this file',
    { 'A.java': 'class A { int ¦x; }\n', 'B.java': 'class B { int x; }\n' },
    'y',
    { 'A.java': 'class A { int y; }\n' },
    { declaredIn: 'A.java' },
  ),
  one(
    'texts when asked for',
    'class A { int ¦x; String s = "x and xx"; /* x */ String t = """\n  x\n  """; }\n',
    'y',
    'class A { int y; String s = "y and xx"; /* x */ String t = """\n  y\n  """; }\n',
    { strings: true },
  ),
  rename(
    'documentation of others of the name',
    {
      'p/A.java': 'package p;\n/** {@link A} {@link B.A} {@link B.N.A} {@link C.A} */\nclass ¦A { }\n',
      'p/B.java': 'package p;\n/** {@link A} {@link p.A} */\nclass B { static class A { } static class N { } }\n',
    },
    'Z',
    {
      'p/Z.java': 'package p;\n/** {@link Z} {@link B.A} {@link B.N.A} {@link C.A} */\nclass Z { }\n',
      'p/B.java': 'package p;\n/** {@link A} {@link p.Z} */\nclass B { static class A { } static class N { } }\n',
    },
  ),
  one(
    'documentation of nothing',
    'class A { void ¦m() { } /** {@link #m} @param m is none */ }\n/** {@link #m} @param m is none */\n',
    'k',
    'class A { void k() { } /** {@link #k} @param m is none */ }\n/** {@link #m} @param m is none */\n',
  ),
];
