/** Renames in Java: what declarations alone prove, and what needs types. */
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** A case of one file `A.java`: the names that `want` gives, or the code. */
const one = (what: string, text: string, to: string, want: string, details: PatchDetails = {}): RenameCase =>
  rename(what, { 'A.java': text }, to, /^[A-Z_]+$/.test(want) ? (want as Code) : { 'A.java': want }, details);

const inM = (body: string): string => `class A { int f; void m(int p) { ${body} } }\n`;

/** Local names. */
export const JAVA_LOCALS: readonly RenameCase[] = [
  one('a local variable', inM('int ¦x = 1; x++; { int y = x; }'), 'z', inM('int z = 1; z++; { int y = z; }')),
  one(
    'a parameter, shadowing a field',
    'class A { int x; A(int ¦x) { this.x = x; } }\n',
    'y',
    'class A { int x; A(int y) { this.x = y; } }\n',
  ),
  one(
    'a field behind a parameter',
    'class A { int ¦x; A(int x) { this.x = x; } }\n',
    'y',
    'class A { int y; A(int x) { this.y = x; } }\n',
  ),
  one(
    'two variables of one name in a row',
    inM('{ int ¦x = 1; x++; } { int x = 2; x--; }'),
    'y',
    inM('{ int y = 1; y++; } { int x = 2; x--; }'),
  ),
  one(
    'loops',
    inM('for (int ¦i = 0; i < 3; i++) { i--; } for (int i : new int[0]) { i++; }'),
    'k',
    inM('for (int k = 0; k < 3; k++) { k--; } for (int i : new int[0]) { i++; }'),
  ),
  one(
    'an enhanced loop',
    inM('int[] xs = {}; for (int ¦x : xs) { x++; }'),
    'y',
    inM('int[] xs = {}; for (int y : xs) { y++; }'),
  ),
  one(
    'catch and resources',
    inM('try (R ¦r = o(); R s = r) { r.c(); } catch (E r) { r.d(); }'),
    'q',
    inM('try (R q = o(); R s = q) { q.c(); } catch (E r) { r.d(); }'),
  ),
  one(
    'lambda parameters',
    inM('F g = (¦a, b) -> a + b; F h = a -> a; F i = (int a) -> { return a; };'),
    'c',
    inM('F g = (c, b) -> c + b; F h = a -> a; F i = (int a) -> { return a; };'),
  ),
  one('a lambda without parentheses', inM('F h = ¦a -> a + f;'), 'c', inM('F h = c -> c + f;')),
  one(
    'pattern variables',
    inM('Object o = p; if (o instanceof String ¦s && s.isEmpty()) { s.trim(); }'),
    't',
    inM('Object o = p; if (o instanceof String t && t.isEmpty()) { t.trim(); }'),
  ),
  one(
    'a pattern variable behind a return',
    inM('Object o = p; if (!(o instanceof String ¦s)) return; s.trim();'),
    't',
    inM('Object o = p; if (!(o instanceof String t)) return; t.trim();'),
  ),
  one(
    'patterns of switch',
    inM('switch ((Object) p) { case String ¦s -> s.trim(); case R(int x, var s) -> s.go(); default -> { } }'),
    't',
    inM('switch ((Object) p) { case String t -> t.trim(); case R(int x, var s) -> s.go(); default -> { } }'),
  ),
  one(
    'labels',
    inM('¦out: for (;;) { for (;;) { continue out; } }'),
    'top',
    inM('top: for (;;) { for (;;) { continue top; } }'),
  ),
  one(
    'type parameters',
    'class A<¦T extends B> { T t; <U> T m(U u) { T x = t; return x; } static class T2 { } }\n',
    'V',
    'class A<V extends B> { V t; <U> V m(U u) { V x = t; return x; } static class T2 { } }\n',
  ),
  one('a local class', inM('class ¦L { L() { } } L l = new L();'), 'K', inM('class K { K() { } } K l = new K();')),
  one('a local variable beside', inM('int ¦x = 1; int y = 2;'), 'y', 'NAME_COLLISION'),
  one('a local variable around', inM('int y = 2; { int ¦x = 1; }'), 'y', 'NAME_COLLISION'),
  one('a parameter', inM('int ¦x = 1;'), 'p', 'NAME_COLLISION'),
  one('a field that it would hide', inM('int ¦x = 1; f++;'), 'f', 'NAME_COLLISION'),
  one('a field that it hides harmlessly', inM('int ¦x = 1; this.f++;'), 'f', inM('int f = 1; this.f++;')),
  one('a keyword', inM('int ¦x = 1;'), 'class', 'NAME_INVALID'),
  one('no identifier', inM('int ¦x = 1;'), 'a b', 'NAME_INVALID'),
  one('syntax errors', inM('int ¦x = ;;1 +;'), 'y', 'SYNTAX_BROKEN'),
  one(
    'characters of two units',
    inM('String s = "😀"; int ¦x = 1; s += "😀"; x++;'),
    'y',
    inM('String s = "😀"; int y = 1; s += "😀"; y++;'),
  ),
  one(
    'BOM, CRLF, no final newline',
    '\ufeffclass A {\r\n\tint ¦x;\r\n\tint g() { return x; }\r\n}',
    'y',
    '\ufeffclass A {\r\n\tint y;\r\n\tint g() { return y; }\r\n}',
  ),
  one(
    'comments when asked for',
    inM('int ¦x = 1; // x and xx\n /* x */'),
    'y',
    inM('int y = 1; // y and xx\n /* y */'),
    { comments: true },
  ),
];

/** Fields and methods. */
export const JAVA_MEMBERS: readonly RenameCase[] = [
  one(
    'a field by all ways',
    'class A { int ¦x; A o; int g() { return x + this.x + o.x + new A().x + o.o.x; } static class B extends A { int h() { return x + super.x; } } }\n',
    'y',
    'class A { int y; A o; int g() { return y + this.y + o.y + new A().y + o.o.y; } static class B extends A { int h() { return y + super.y; } } }\n',
  ),
  one(
    'a field of an unknown object',
    'class A { int ¦x; int g(java.util.List<A> l) { return l.get(0).x; } }\n',
    'y',
    'NEEDS_PERSON',
  ),
  one(
    'a method by its number of parameters',
    'class A { void ¦m(int a) { } void m() { } void g() { m(1); m(); this.m(2); } }\n',
    'k',
    'class A { void k(int a) { } void m() { } void g() { k(1); m(); this.k(2); } }\n',
  ),
  one(
    'overloads with as many parameters',
    'class A { void ¦m(int a) { } void m(String a) { } }\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'overriding',
    'interface I { void ¦m(); }\nclass A implements I { public void m() { } }\nclass B extends A { public void m() { super.m(); } }\nclass C { void g(I i, A a) { i.m(); a.m(); I j = new I() { public void m() { } }; } }\n',
    'k',
    'interface I { void k(); }\nclass A implements I { public void k() { } }\nclass B extends A { public void k() { super.k(); } }\nclass C { void g(I i, A a) { i.k(); a.k(); I j = new I() { public void k() { } }; } }\n',
  ),
  one(
    'an interface that another class brings in',
    'interface I { void ¦m(); }\nclass A { public void m() { } }\nclass B extends A implements I { }\n',
    'k',
    'interface I { void k(); }\nclass A { public void k() { } }\nclass B extends A implements I { }\n',
  ),
  one(
    'unrelated methods stay',
    'class A { void ¦m() { } }\nclass B { void m() { } void g(A a, B b) { a.m(); b.m(); "".m(); } }\n',
    'k',
    'class A { void k() { } }\nclass B { void m() { } void g(A a, B b) { a.k(); b.m(); "".m(); } }\n',
  ),
  one(
    'a call on who knows what',
    'class A { void ¦m() { } void g(java.util.List<A> l) { l.forEach(x -> x.m()); } }\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'a call on who knows what, with other arguments',
    'class A { void ¦m() { } void g(java.util.List<A> l) { l.forEach(x -> x.m(1)); } }\n',
    'k',
    'class A { void k() { } void g(java.util.List<A> l) { l.forEach(x -> x.m(1)); } }\n',
  ),
  one(
    'method references',
    'class A { void ¦m() { } Runnable r = this::m; F f = A::m; G g = String::m; }\n',
    'k',
    'class A { void k() { } Runnable r = this::k; F f = A::k; G g = String::m; }\n',
  ),
  one('a base class from outside', 'class A extends Frame { void ¦m() { } }\n', 'k', 'NEEDS_PERSON'),
  one(
    'a private method in spite of it',
    'class A extends Frame { private void ¦m() { } void g() { this.m(); } }\n',
    'k',
    'class A extends Frame { private void k() { } void g() { this.k(); } }\n',
  ),
  one(
    'a well-known interface',
    'class A implements Runnable { public void run() { go(); } void ¦go() { } }\n',
    'start',
    'class A implements Runnable { public void run() { start(); } void start() { } }\n',
  ),
  one(
    'what a well-known interface asks for',
    'class A implements Runnable { public void ¦run() { } }\n',
    'go',
    'NEEDS_PERSON',
  ),
  one('a method of every object', 'class A { public String ¦toString() { return ""; } }\n', 'text', 'TARGET_EXTERNAL'),
  one('to a method of every object', 'class A { int ¦hash() { return 1; } }\n', 'hashCode', 'NAME_INVALID'),
  one(
    'the inner class has one of the name',
    'class A { void ¦m() { } class B { void m(int a) { } void g() { m(1); A.this.m(); } } }\n',
    'k',
    'class A { void k() { } class B { void m(int a) { } void g() { m(1); A.this.k(); } } }\n',
  ),
  one(
    'would be captured by an inner class',
    'class A { void ¦m() { } class B { void k() { } void g() { m(); } } }\n',
    'k',
    'NAME_COLLISION',
  ),
  one(
    'a method that exists in the base',
    'class B { void k() { } }\nclass A extends B { void ¦m() { } }\n',
    'k',
    'NAME_COLLISION',
  ),
  one(
    'another number of parameters does not collide',
    'class A { void ¦m() { } void k(int a) { } void g() { m(); k(1); } }\n',
    'k',
    'class A { void k() { } void k(int a) { } void g() { k(); k(1); } }\n',
  ),
  one(
    'return types are followed',
    'class A { A a() { return this; } static A of() { return new A(); } int ¦x; int g() { return a().a().x + A.of().x; } }\n',
    'y',
    'class A { A a() { return this; } static A of() { return new A(); } int y; int g() { return a().a().y + A.of().y; } }\n',
  ),
  one(
    'var',
    'class A { int ¦x; int g() { var a = new A(); return a.x; } }\n',
    'y',
    'class A { int y; int g() { var a = new A(); return a.y; } }\n',
  ),
  one(
    'arrays',
    'class A { int ¦x; int g(A[] as, A... bs) { return as[0].x + bs[1].x + as.length; } }\n',
    'y',
    'class A { int y; int g(A[] as, A... bs) { return as[0].y + bs[1].y + as.length; } }\n',
  ),
  one(
    'bounded type parameters',
    'class A { int ¦x; <T extends A> int g(T t) { return t.x; } }\n',
    'y',
    'class A { int y; <T extends A> int g(T t) { return t.y; } }\n',
  ),
  one(
    'parts of a record',
    'record P(int ¦x, int y) { P { x = 1; } int g(P p) { return x + p.x() + p.x + this.x(); } }\n',
    'z',
    'record P(int z, int y) { P { z = 1; } int g(P p) { return z + p.z() + p.z + this.z(); } }\n',
  ),
  one(
    'parts of a record with its constructor',
    'record P(int ¦x) { P(int x) { this.x = x; } public int x() { return x; } }\n',
    'z',
    'record P(int z) { P(int z) { this.z = z; } public int z() { return z; } }\n',
  ),
  one(
    'constants of an enum',
    'enum E { ¦ONE, TWO; }\nclass A { int g(E e) { switch (e) { case ONE: return 1; default: return E.ONE.ordinal(); } } }\n',
    'UNO',
    'enum E { UNO, TWO; }\nclass A { int g(E e) { switch (e) { case UNO: return 1; default: return E.UNO.ordinal(); } } }\n',
  ),
  one(
    'elements of an annotation',
    '@interface N { int ¦n() default 1; }\n@N(n = 2) class A { @Other(n = 3) int x; }\n',
    'k',
    '@interface N { int k() default 1; }\n@N(k = 2) class A { @Other(n = 3) int x; }\n',
  ),
  one(
    'reflection',
    'class A { void ¦m() { } Object g() throws Exception { return A.class.getMethod("m"); } }\n',
    'k',
    'NEEDS_PERSON',
  ),
];

/** Types, packages and imports. */
export const JAVA_TYPES: readonly RenameCase[] = [
  rename(
    'a public class moves its file',
    {
      'src/p/A.java': 'package p;\npublic class ¦A { A() { } static A of() { return new A(); } }\n',
      'src/q/B.java': 'package q;\nimport p.A;\nclass B extends A { A a = A.of(); p.A b; }\n',
    },
    'Z',
    {
      'src/p/Z.java': 'package p;\npublic class Z { Z() { } static Z of() { return new Z(); } }\n',
      'src/q/B.java': 'package q;\nimport p.Z;\nclass B extends Z { Z a = Z.of(); p.Z b; }\n',
    },
  ),
  rename(
    'the target file exists',
    { 'p/A.java': 'package p;\npublic class ¦A { }\n', 'p/Z.java': 'package p;\n' },
    'Z',
    'TARGET_EXISTS',
  ),
  rename(
    'the package has the name',
    { 'p/A.java': 'package p;\npublic class ¦A { }\n', 'p/B.java': 'package p;\nclass Z { }\n' },
    'Z',
    'NAME_COLLISION',
  ),
  rename(
    'an importer has the name',
    { 'p/A.java': 'package p;\npublic class ¦A { }\n', 'q/B.java': 'package q;\nimport p.A;\nclass Z { A a; Z z; }\n' },
    'Z',
    'NAME_COLLISION',
  ),
  rename(
    'on-demand imports and the same package',
    {
      'p/A.java': 'package p;\npublic class ¦A { }\n',
      'p/C.java': 'package p;\nclass C { A a; }\n',
      'q/B.java': 'package q;\nimport p.*;\nclass B { A a; java.util.List<A> l; }\n',
      'r/D.java': 'package r;\nclass D { A a; }\n',
    },
    'Z',
    {
      'p/Z.java': 'package p;\npublic class Z { }\n',
      'p/C.java': 'package p;\nclass C { Z a; }\n',
      'q/B.java': 'package q;\nimport p.*;\nclass B { Z a; java.util.List<Z> l; }\n',
    },
  ),
  rename(
    'nested classes',
    {
      'p/A.java': 'package p;\npublic class A { public static class ¦N { } N n; }\n',
      'q/B.java': 'package q;\nimport p.A;\nimport p.A.N;\nclass B { A.N a; N b; p.A.N c = new A.N(); }\n',
    },
    'M',
    {
      'p/A.java': 'package p;\npublic class A { public static class M { } M n; }\n',
      'q/B.java': 'package q;\nimport p.A;\nimport p.A.M;\nclass B { A.M a; M b; p.A.M c = new A.M(); }\n',
    },
  ),
  rename(
    'static imports',
    {
      'p/A.java': 'package p;\npublic class A { public static int ¦f() { return 1; } public static int x; }\n',
      'q/B.java': 'package q;\nimport static p.A.f;\nimport static p.A.*;\nclass B { int g() { return f() + x; } }\n',
    },
    'h',
    {
      'p/A.java': 'package p;\npublic class A { public static int h() { return 1; } public static int x; }\n',
      'q/B.java': 'package q;\nimport static p.A.h;\nimport static p.A.*;\nclass B { int g() { return h() + x; } }\n',
    },
  ),
  rename('annotations', { 'A.java': '@interface ¦Mark { }\n@Mark class A { @Mark() int x; }\n' }, 'Sign', {
    'A.java': '@interface Sign { }\n@Sign class A { @Sign() int x; }\n',
  }),
  rename(
    'the full name in a text',
    { 'p/A.java': 'package p;\npublic class ¦A { Object o = load("p.A"); }\n' },
    'Z',
    'NEEDS_PERSON',
  ),
  rename('a type from outside', { 'B.java': 'class B { ¦String s; }\n' }, 'Text', 'TARGET_EXTERNAL'),
  rename(
    'casts, instanceof, generics, arrays, throws, class literals',
    {
      'A.java':
        'class ¦A extends Exception { Object g(Object o) throws A { A[] a = (A[]) o; if (o instanceof A) throw (A) o; return A.class; } <T extends A> void h(Class<? super A> c) { } }\n',
    },
    'Z',
    {
      'Z.java':
        'class Z extends Exception { Object g(Object o) throws Z { Z[] a = (Z[]) o; if (o instanceof Z) throw (Z) o; return Z.class; } <T extends Z> void h(Class<? super Z> c) { } }\n',
    },
  ),
  rename(
    'of several, the one in a container',
    { 'A.java': 'class A { int ¦x; }\nclass B { int x; }\n' },
    'y',
    'TARGET_MISSING',
    { container: 'B' },
  ),
];
