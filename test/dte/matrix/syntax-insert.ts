/** Text that is put into Python and Java, by what its names bind and mean. */
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import type { SyntaxCase } from './syntax-case.ts';

type Position = NonNullable<PatchDetails['position']>;

const caseIn =
  (path: string) =>
  (
    what: string,
    text: string,
    [position, selector, inserted]: readonly [Position, string, string],
    want: string,
    says = /./,
  ): SyntaxCase => ({
    what,
    files: { [path]: text, ...OTHERS[path] },
    path,
    selector,
    details: { position, text: inserted },
    want: /^[A-Z_]+$/.test(want) ? (want as Code) : { [path]: want },
    says,
  });

const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'm.py': { 'lib.py': 'def help(): pass\n', 'star.py': 'from m import *\nprint(len("x"))\n' },
  'p/A.java': { 'q/B.java': 'package q;\npublic class B { public static int go(int x) { return x; } }\n' },
};

const python = caseIn('m.py');
const java = caseIn('p/A.java');
const LAST = ['last', 'module'] as const;
const BODY = ['last', 'function_definition'] as const;

/** Python: what the new text binds, and what it reads. */
export const PYTHON_INSERTS: readonly SyntaxCase[] = [
  python(
    'a name of a new definition',
    'a = 1\n',
    [...LAST, 'def f(b): return a + b'],
    'a = 1\ndef f(b): return a + b\n',
  ),
  python(
    'a name that means nothing',
    'a = 1\n',
    [...LAST, 'print(nothing)'],
    'BINDING_CHANGED',
    /nothing in the new text means nothing/,
  ),
  python(
    'a name that is bound further down',
    'a = 1\nb = 2\n',
    ['before', "assignment:has(identifier[text='b'])", 'print(b)'],
    'BINDING_CHANGED',
    /further down/,
  ),
  python(
    'a name that is bound further down, in a function',
    'a = 1\nb = 2\n',
    ['before', "assignment:has(identifier[text='b'])", 'def f(): return b'],
    'a = 1\ndef f(): return b\nb = 2\n',
  ),
  python(
    'a name that is bound further down in a loop',
    'for i in []:\n    b = 2\n',
    ['first', 'for_statement', 'if i: print(b)'],
    'for i in []:\n    if i: print(b)\n    b = 2\n',
  ),
  python(
    'a local name before it is bound',
    'b = 1\ndef f():\n    b = 2\n    return b\n',
    ['first', 'function_definition', 'print(b)'],
    'BINDING_CHANGED',
    /further down/,
  ),
  python('a builtin', 'a = 1\n', [...LAST, 'print(len("x"), __name__)'], 'a = 1\nprint(len("x"), __name__)\n'),
  python(
    'a name that a star import may bring',
    'from os import *\n',
    [...LAST, 'getcwd()'],
    'from os import *\ngetcwd()\n',
  ),
  python(
    'a new name takes over a builtin',
    'print(len("x"))\n',
    [...LAST, 'len = 1'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python(
    'a new name takes over a name of the module',
    'x = 1\ndef f():\n    return x\n',
    ['first', 'function_definition', 'x = 2'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python(
    'a new name of a class takes over',
    'x = 1\nclass C:\n    y = x\n',
    ['first', 'class_definition', 'x = 2'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python(
    'a new name in a function takes over that of a closure',
    'def f():\n    x = 1\n    def g():\n        return x\n    return g\n',
    ['first', "function_definition[name.text='g']", 'x = 3'],
    'NAME_COLLISION',
  ),
  python('a new import takes over', 'print(len("x"))\n', [...LAST, 'from lib import help as len'], 'NAME_COLLISION'),
  python(
    'a new name reaches other files by a star',
    'a = 1\n',
    [...LAST, 'def len(x): return 0'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python(
    'global makes another name of it',
    'x = 1\ndef f():\n    x = 2\n    return x\n',
    ['first', 'function_definition', 'global x'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python('another value', 'x = 1\n', [...LAST, 'x = x + 1'], 'x = 1\nx = x + 1\n'),
  python(
    'another value of a parameter',
    'def f(x):\n    return x\n',
    ['first', 'function_definition', 'x = x or 1'],
    'def f(x):\n    x = x or 1\n    return x\n',
  ),
  python(
    'a second definition',
    'def f(): pass\n',
    [...LAST, 'def f(): return 1'],
    'NAME_COLLISION',
    /f is there already/,
  ),
  python('a value for a function', 'def f(): pass\n', [...LAST, 'f = 1'], 'NAME_COLLISION', /f is there already/),
  python(
    'a second import of the name',
    'from lib import help\n',
    [...LAST, 'from os import path as help'],
    'NAME_COLLISION',
    /help is there already/,
  ),
  python(
    'a second method',
    'class C:\n    def f(self): pass\n',
    ['last', 'class_definition', 'def f(self): return 1'],
    'NAME_COLLISION',
    /f is there already/,
  ),
  python(
    'a parameter that the function binds',
    'def f(a):\n    b = a\n    return b\n',
    ['last', 'parameters', 'b'],
    'NAME_COLLISION',
    /b is there already/,
  ),
  python(
    'a parameter that takes over',
    'b = 1\ndef f(a):\n    return a + b\n',
    ['last', 'parameters', 'b'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  python(
    'a parameter',
    'def f(a):\n    return a\n',
    ['last', 'parameters', 'b=None'],
    'def f(a, b=None):\n    return a\n',
  ),
  python(
    'a setter beside a property',
    'class C:\n    @property\n    def x(self): return 1\n',
    ['last', 'class_definition', '@x.setter\ndef x(self, v): pass'],
    'class C:\n    @property\n    def x(self): return 1\n\n    @x.setter\n    def x(self, v): pass\n',
  ),
  python(
    'a throw-away name',
    'def f(_): pass\n',
    [...LAST, 'for _ in []: pass'],
    'def f(_): pass\n\n\nfor _ in []: pass\n',
  ),
  python('an import of the tree', 'a = 1\n', [...LAST, 'from lib import help'], 'a = 1\nfrom lib import help\n'),
  python(
    'an import of what a module does not have',
    'a = 1\n',
    [...LAST, 'from lib import gone'],
    'BINDING_CHANGED',
    /no gone/,
  ),
  python(
    'an import by dots that leads nowhere',
    'a = 1\n',
    [...LAST, 'from .gone import x'],
    'BINDING_CHANGED',
    /\.gone/,
  ),
  python(
    'an attribute that a module does not have',
    'import lib\n',
    [...LAST, 'lib.gone()'],
    'BINDING_CHANGED',
    /has no gone/,
  ),
  python(
    'an attribute that a class does not have',
    'class C:\n    def f(self): pass\n',
    [...BODY, 'self.gone()'],
    'NEEDS_PERSON',
    /shares its line/,
  ),
  python(
    'an attribute that its class does not have',
    'class C:\n    def f(self):\n        pass\n',
    [...BODY, 'self.gone()'],
    'BINDING_CHANGED',
    /has no gone/,
  ),
  python(
    'an attribute that it sets',
    'class C:\n    def f(self):\n        pass\n',
    [...BODY, 'self.fresh = 1'],
    'class C:\n    def f(self):\n        pass\n        self.fresh = 1\n',
  ),
  python('return in no function', 'a = 1\n', [...LAST, 'return a'], 'SYNTAX_BROKEN', /return statement/),
  python(
    'break in no loop',
    'while True:\n    def f():\n        pass\n',
    [...BODY, 'break'],
    'SYNTAX_BROKEN',
    /break statement/,
  ),
  python('await in no function', 'a = 1\n', [...LAST, 'await a'], 'SYNTAX_BROKEN', /await/),
  python(
    'continue in a loop',
    'while True:\n    print(1)\n',
    ['last', 'while_statement', 'continue'],
    'while True:\n    print(1)\n    continue\n',
  ),
  python(
    'a comprehension and a lambda have names of their own',
    'a = [1]\n',
    [...LAST, 'b = [x for x in a if (lambda y: y)(x)]'],
    'a = [1]\nb = [x for x in a if (lambda y: y)(x)]\n',
  ),
  python('del', 'a = 1\n', [...LAST, 'del a'], 'a = 1\ndel a\n'),
  python(
    'a decorator that means nothing',
    'def f(): pass\n',
    ['before', 'function_definition', '@cached'],
    'BINDING_CHANGED',
    /cached/,
  ),
  python(
    'an argument that means nothing',
    'print(1)\n',
    ['last', 'argument_list', 'nothing'],
    'BINDING_CHANGED',
    /nothing/,
  ),
];

const CLASS = 'class_declaration';

/** Java: what the new text declares, and what it names. */
export const JAVA_INSERTS: readonly SyntaxCase[] = [
  java(
    'a method',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'int f(String s) { return x + s.length() + Math.max(1, 2); }'],
    'package p;\nclass A {\n  int x;\n  int f(String s) { return x + s.length() + Math.max(1, 2); }\n}\n',
  ),
  java(
    'a name that means nothing',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'int f() { return gone; }'],
    'BINDING_CHANGED',
    /gone in the new text/,
  ),
  java(
    'a type that means nothing',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'Gone g;'],
    'BINDING_CHANGED',
    /Gone/,
  ),
  java(
    'a type that an import of all may bring',
    'package p;\nimport java.util.*;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'List<A> g;'],
    'package p;\nimport java.util.*;\nclass A {\n  int x;\n  List<A> g;\n}\n',
  ),
  java(
    'a type parameter',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, '<T> T f(T t) { return t; }'],
    'package p;\nclass A {\n  int x;\n  <T> T f(T t) { return t; }\n}\n',
  ),
  java(
    'a method that means nothing',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'void f() { go(); }'],
    'BINDING_CHANGED',
    /go/,
  ),
  java(
    'what a base may have',
    'package p;\nclass A extends r.Base {\n  int x;\n}\n',
    ['last', CLASS, 'void f() { go(); y = 1; }'],
    'package p;\nclass A extends r.Base {\n  int x;\n  void f() { go(); y = 1; }\n}\n',
  ),
  java(
    'a method with another number of arguments',
    'package p;\nimport q.B;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'int f() { return B.go(1, 2); }'],
    'BINDING_CHANGED',
    /no method go that takes 2/,
  ),
  java(
    'a method of another type',
    'package p;\nimport q.B;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'int f() { return B.go(1) + this.hashCode(); }'],
    'package p;\nimport q.B;\nclass A {\n  int x;\n  int f() { return B.go(1) + this.hashCode(); }\n}\n',
  ),
  java(
    'a local variable takes over a field',
    'package p;\nclass A {\n  int x;\n  int f() {\n    return x;\n  }\n}\n',
    ['first', 'method_declaration', 'int x = 1;'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  java(
    'a local variable that is there',
    'package p;\nclass A {\n  void f() {\n    int y = 1;\n    go(y);\n  }\n  void go(int y) { }\n}\n',
    ['last', "method_declaration[name.text='f']", 'int y = 2;'],
    'NAME_COLLISION',
    /y is there already/,
  ),
  java(
    'a local variable beside one of another block',
    'package p;\nclass A {\n  void f() {\n    if (true) { int y = 1; }\n    f();\n  }\n}\n',
    ['last', 'method_declaration', 'int y = 2;'],
    'package p;\nclass A {\n  void f() {\n    if (true) { int y = 1; }\n    f();\n    int y = 2;\n  }\n}\n',
  ),
  java(
    'a field that is there',
    'package p;\nclass A {\n  int x;\n}\n',
    ['last', CLASS, 'String x;'],
    'NAME_COLLISION',
    /x is there already/,
  ),
  java(
    'a field takes over one of the base',
    'package p;\nclass A extends B {\n  int f() { return x; }\n}\nclass B { int x; }\n',
    ['first', "class_declaration[name.text='A']", 'int x;'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  java(
    'a method that is there',
    'package p;\nclass A {\n  void f(int a) { }\n}\n',
    ['last', CLASS, 'void f(int b) { }'],
    'NAME_COLLISION',
    /f is there already/,
  ),
  java(
    'an overload',
    'package p;\nclass A {\n  void f(int a) { }\n}\n',
    ['last', CLASS, 'void f(String b) { }'],
    'package p;\nclass A {\n  void f(int a) { }\n\n  void f(String b) { }\n}\n',
  ),
  java(
    'a nested type that is there',
    'package p;\nclass A {\n  class N { }\n}\n',
    ['last', "class_declaration[name.text='A']", 'interface N { }'],
    'NAME_COLLISION',
    /N is there already/,
  ),
  java(
    'a nested type takes over',
    'package p;\nimport q.B;\nclass A {\n  B b;\n}\n',
    ['last', CLASS, 'class B { }'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  java(
    'a type that an import brings',
    'package p;\nimport q.B;\nclass A {\n}\n',
    ['last', 'program', 'class B { }'],
    'NAME_COLLISION',
    /B is there already/,
  ),
  java(
    'an import',
    'package p;\nimport java.util.List;\nclass A {\n}\n',
    ['after', 'import_declaration', 'import q.B;'],
    'package p;\nimport java.util.List;\nimport q.B;\nclass A {\n}\n',
  ),
  java(
    'an import of what a package does not have',
    'package p;\nimport java.util.List;\nclass A {\n}\n',
    ['after', 'import_declaration', 'import q.Gone;'],
    'BINDING_CHANGED',
    /no Gone/,
  ),
  java(
    'a second import of the name',
    'package p;\nimport java.util.List;\nclass A {\n}\n',
    ['after', 'import_declaration', 'import java.awt.List;'],
    'NAME_COLLISION',
    /imported from elsewhere/,
  ),
  java(
    'an import takes over',
    'package p;\nimport java.util.List;\nclass A {\n  String s;\n}\n',
    ['after', 'import_declaration', 'import r.String;'],
    'NAME_COLLISION',
    /would mean something else/,
  ),
  java(
    'a static import',
    'package p;\nimport java.util.List;\nclass A {\n}\n',
    ['after', 'import_declaration', 'import static q.B.go;'],
    'package p;\nimport java.util.List;\nimport static q.B.go;\nclass A {\n}\n',
  ),
  java(
    'an argument',
    'package p;\nclass A {\n  int x;\n  void f(int a, int b) { f(1, 2); }\n}\n',
    ['after', "argument_list > decimal_integer_literal[text='2']", 'x'],
    'BINDING_CHANGED',
    /takes 3 arguments/,
  ),
];
