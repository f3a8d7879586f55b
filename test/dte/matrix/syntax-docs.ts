/** Documentation that names what is renamed, and names that are to be kept for others. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';

const python = (what: string, text: string, want: string, details: PatchDetails = {}): RenameCase =>
  rename(what, { 'm.py': text }, 'young', /^[A-Z_]+$/.test(want) ? (want as Code) : { 'm.py': want }, details);

/** Docstrings. */
export const PYTHON_DOCS: readonly RenameCase[] = [
  python(
    'a parameter in fields',
    'def f(¦old):\n    """Does.\n\n    :param int old: old one\n    :type old: int\n    :param older: no\n    """\n    return old\n',
    'def f(young):\n    """Does.\n\n    :param int young: old one\n    :type young: int\n    :param older: no\n    """\n    return young\n',
  ),
  python(
    'a parameter below a heading',
    'def f(¦old, *b):\n    """Does old.\n\n    Args:\n        old (int): old\n        *b: more\n\n    Returns:\n        old: what\n    """\n',
    'def f(young, *b):\n    """Does old.\n\n    Args:\n        young (int): old\n        *b: more\n\n    Returns:\n        old: what\n    """\n',
  ),
  python(
    'a parameter of a constructor, in the class',
    'class C:\n    """A class.\n\n    Parameters\n    ----------\n    old : int\n    """\n    def __init__(self, ¦old): self.x = old\n',
    'class C:\n    """A class.\n\n    Parameters\n    ----------\n    young : int\n    """\n    def __init__(self, young): self.x = young\n',
  ),
  python(
    'a parameter of another function',
    'def f(¦old): return old\ndef g(old):\n    """:param old: mine"""\n',
    'def f(young): return young\ndef g(old):\n    """:param old: mine"""\n',
  ),
  python(
    'roles',
    '"""See :func:`old`, :func:`~m.old`, :py:func:`text <m.old>` and :func:`other.old`."""\ndef ¦old(): pass\n',
    '"""See :func:`young`, :func:`~m.young`, :py:func:`text <m.young>` and :func:`other.old`."""\ndef young(): pass\n',
  ),
  python(
    'roles of members',
    'class C:\n    """Has :meth:`old`, :meth:`C.old` and :attr:`D.old`."""\n    def ¦old(self): pass\nclass D:\n    old = 1\n',
    'class C:\n    """Has :meth:`young`, :meth:`C.young` and :attr:`D.old`."""\n    def young(self): pass\nclass D:\n    old = 1\n',
  ),
  python(
    'a class before its member',
    'class ¦old:\n    """:meth:`old.run`"""\n    def run(self): pass\n',
    'class young:\n    """:meth:`young.run`"""\n    def run(self): pass\n',
  ),
  python('a role that leads nowhere', '"""See :func:`lib.m.old`."""\ndef ¦old(): pass\n', 'NEEDS_PERSON'),
  python(
    'a role in another form',
    '"""See :func:`old <b c>` and `old`."""\ndef ¦old(): pass\n',
    '"""See :func:`old <b c>` and `old`."""\ndef young(): pass\n',
  ),
  python('examples that are run', 'def ¦old():\n    """Does.\n\n    >>> old()\n    """\n', 'NEEDS_PERSON'),
  python(
    'examples, where strings are wanted',
    'def ¦old():\n    """Does.\n\n    >>> old()\n    """\n',
    'def young():\n    """Does.\n\n    >>> young()\n    """\n',
    { strings: true },
  ),
  python(
    'examples of a local name',
    'def f():\n    """\n    >>> old\n    """\n    ¦old = 1\n',
    'def f():\n    """\n    >>> old\n    """\n    young = 1\n',
  ),
  python('prose', '"""The old one."""\ndef ¦old(): pass\n', '"""The old one."""\ndef young(): pass\n'),
  rename(
    'in other files',
    {
      'm.py': 'class C:\n    def ¦old(self): pass\n',
      'a.py': '"""Uses :meth:`m.C.old` and :meth:`C.old`, :meth:`X.old`."""\nfrom m import C\n',
      'b.py': '"""Uses :meth:`m.C.old`, not :meth:`m.D.old`."""\n',
    },
    'young',
    {
      'm.py': 'class C:\n    def young(self): pass\n',
      'a.py': '"""Uses :meth:`m.C.young` and :meth:`C.young`, :meth:`X.old`."""\nfrom m import C\n',
      'b.py': '"""Uses :meth:`m.C.young`, not :meth:`m.D.old`."""\n',
    },
  ),
  python('an exported name that is to stay', 'def ¦old(): pass\n', 'NEEDS_PERSON', { exports: 'alias' }),
  python(
    'a local name has no exports',
    'def f():\n    ¦old = 1\n    return old\n',
    'def f():\n    young = 1\n    return young\n',
    { exports: 'alias' },
  ),
  python('exports that follow', 'def ¦old(): pass\n', 'def young(): pass\n', { exports: 'follow' }),
];

const java = (what: string, text: string, to: string, want: string, details: PatchDetails = {}): RenameCase =>
  rename(what, { 'p/M.java': text }, to, /^[A-Z_]+$/.test(want) ? (want as Code) : { 'p/M.java': want }, details);

/** Javadoc. */
export const JAVA_DOCS: readonly RenameCase[] = [
  java(
    'a method',
    'package p;\n/** {@link #old}, {@link M#old()}, {@linkplain p.M#old the old one}, {@link N#old}, old. */\nclass M {\n  /** @see #old() */\n  void ¦old() { }\n}\nclass N { void old() { } }\n',
    'young',
    'package p;\n/** {@link #young}, {@link M#young()}, {@linkplain p.M#young the old one}, {@link N#old}, old. */\nclass M {\n  /** @see #young() */\n  void young() { }\n}\nclass N { void old() { } }\n',
  ),
  java(
    'a method by its number of parameters',
    'package p;\nclass M {\n  /** {@link #old(int)} {@link #old(int, java.util.List)} */\n  void ¦old(int a) { }\n  void old(int a, java.util.List b) { }\n}\n',
    'young',
    'package p;\nclass M {\n  /** {@link #young(int)} {@link #old(int, java.util.List)} */\n  void young(int a) { }\n  void old(int a, java.util.List b) { }\n}\n',
  ),
  java(
    'one of several methods',
    'package p;\nclass M {\n  /** {@link #old} */\n  void ¦old(int a) { }\n  void old() { }\n}\n',
    'young',
    'NEEDS_PERSON',
  ),
  java(
    'one of several methods, where comments are wanted',
    'package p;\nclass M {\n  /** {@link #old} */\n  void ¦old(int a) { }\n  void old() { }\n}\n',
    'young',
    'package p;\nclass M {\n  /** {@link #young} */\n  void young(int a) { }\n  void old() { }\n}\n',
    { comments: true },
  ),
  java(
    'a field',
    'package p;\nclass M {\n  /** {@value #old} {@link M#old} */\n  static final int ¦old = 1;\n}\n',
    'young',
    'package p;\nclass M {\n  /** {@value #young} {@link M#young} */\n  static final int young = 1;\n}\n',
  ),
  java(
    'a parameter',
    'package p;\nclass M {\n  /** @param old the old one\n   * @param <T> more */\n  <T> void f(int ¦old) { }\n  /** @param old not this */\n  void g(int old) { }\n}\n',
    'young',
    'package p;\nclass M {\n  /** @param young the old one\n   * @param <T> more */\n  <T> void f(int young) { }\n  /** @param old not this */\n  void g(int old) { }\n}\n',
  ),
  java(
    'a type parameter',
    'package p;\n/** @param <T> more */\nclass M<¦T> { T t; }\n',
    'U',
    'package p;\n/** @param <U> more */\nclass M<U> { U t; }\n',
  ),
  java(
    'a part of a record',
    'package p;\n/** @param old one */\nrecord R(int ¦old) { }\n',
    'young',
    'package p;\n/** @param young one */\nrecord R(int young) { }\n',
  ),
  java(
    'a nested type and its constructor',
    'package p;\nclass M {\n  /** {@link Old}, {@link M.Old}, {@link Old#Old(int)}, @throws Old never */\n  static class ¦Old { Old(int a) { } }\n  /** @throws Old if */\n  void f() { }\n}\n',
    'Young',
    'package p;\nclass M {\n  /** {@link Young}, {@link M.Young}, {@link Young#Young(int)}, @throws Young never */\n  static class Young { Young(int a) { } }\n  /** @throws Young if */\n  void f() { }\n}\n',
  ),
  rename(
    'in other files',
    {
      'p/M.java': 'package p;\npublic class M { public void ¦old() { } }\n',
      'q/A.java': 'package q;\nimport p.M;\n/** {@link M#old}, {@link p.M#old}, {@link X#old} */\nclass A { }\n',
      'q/B.java': 'package q;\n/** {@link M#old} */\nclass B { }\n',
    },
    'young',
    {
      'p/M.java': 'package p;\npublic class M { public void young() { } }\n',
      'q/A.java': 'package q;\nimport p.M;\n/** {@link M#young}, {@link p.M#young}, {@link X#old} */\nclass A { }\n',
    },
  ),
  rename(
    'a type that may be one of two',
    {
      'x/p/M.java': 'package p;\nclass M { void ¦old() { } }\n',
      'y/p/M.java': 'package p;\nclass M { }\n',
      'z/p/A.java': 'package p;\n/** {@link M#old} */\nclass A { }\n',
    },
    'young',
    'NEEDS_PERSON',
  ),
  java(
    'other comments',
    'package p;\n/* {@link #old} */\nclass M { void ¦old() { } } // {@link #old}\n',
    'young',
    'package p;\n/* {@link #old} */\nclass M { void young() { } } // {@link #old}\n',
  ),
  java('a name that is to stay for others', 'package p;\nclass M { void ¦old() { } }\n', 'young', 'NEEDS_PERSON', {
    exports: 'alias',
  }),
  java(
    'a private name',
    'package p;\nclass M { private void ¦old() { } }\n',
    'young',
    'package p;\nclass M { private void young() { } }\n',
    { exports: 'alias' },
  ),
  java(
    'a local name',
    'package p;\nclass M { void f() { int ¦old = 1; } }\n',
    'young',
    'package p;\nclass M { void f() { int young = 1; } }\n',
    { exports: 'alias' },
  ),
];
