/** Renames across Python modules. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** Names that several files share. */
export const PYTHON_MODULES: readonly RenameCase[] = [
  rename('from m import x', { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import f\nf()\n' }, 'g', {
    'm.py': 'def g(): pass\n',
    'a.py': 'from m import g\ng()\n',
  }),
  rename(
    'from m import x as y keeps y',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import f as h\nh()\nf = 1\n' },
    'g',
    { 'm.py': 'def g(): pass\n', 'a.py': 'from m import g as h\nh()\nf = 1\n' },
  ),
  rename('the other name alone', { 'm.py': 'def f(): pass\n', 'a.py': 'from m import f as ¦h\nh()\n' }, 'k', {
    'a.py': 'from m import f as k\nk()\n',
  }),
  rename(
    'import m',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'import m\nm.f()\n', 'b.py': 'import m as q\nq.f()\n' },
    'g',
    { 'm.py': 'def g(): pass\n', 'a.py': 'import m\nm.g()\n', 'b.py': 'import m as q\nq.g()\n' },
  ),
  rename(
    'packages, relative imports and submodules',
    {
      'p/__init__.py': 'from .m import f\nfrom . import m\n',
      'p/m.py': 'def ¦f(): pass\n',
      'p/n.py': 'from .m import f\nfrom . import m as mm\nmm.f(f)\n',
      'a.py': 'import p.m\nimport p\nfrom p import m\np.m.f()\np.f()\nm.f()\n',
    },
    'g',
    {
      'p/__init__.py': 'from .m import g\nfrom . import m\n',
      'p/m.py': 'def g(): pass\n',
      'p/n.py': 'from .m import g\nfrom . import m as mm\nmm.g(g)\n',
      'a.py': 'import p.m\nimport p\nfrom p import m\np.m.g()\np.g()\nm.g()\n',
    },
  ),
  rename('from the side of the importer', { 'm.py': 'X = 1\n', 'a.py': 'from m import X\nprint(¦X)\n' }, 'Y', {
    'm.py': 'Y = 1\n',
    'a.py': 'from m import Y\nprint(Y)\n',
  }),
  rename('a star import', { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import *\nf()\n' }, 'g', {
    'm.py': 'def g(): pass\n',
    'a.py': 'from m import *\ng()\n',
  }),
  rename(
    'a star import through a package',
    {
      'p/__init__.py': 'from .m import *\n',
      'p/m.py': 'def ¦f(): pass\n',
      'a.py': 'from p import f\nimport p\np.f(f)\n',
    },
    'g',
    { 'p/m.py': 'def g(): pass\n', 'a.py': 'from p import g\nimport p\np.g(g)\n' },
  ),
  rename(
    'a star import that may replace it',
    { 'm.py': 'f = 1\n', 'a.py': '¦f = 2\nfrom m import *\nf\n' },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'a star import limited by __all__',
    { 'm.py': '__all__ = ["h"]\ndef ¦f(): pass\ndef h(): pass\n', 'a.py': 'from m import *\nf()\n' },
    'g',
    { 'm.py': '__all__ = ["h"]\ndef g(): pass\ndef h(): pass\n' },
  ),
  rename(
    'a star import brings the new name',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import *\nprint(len("x"))\n' },
    'len',
    'NAME_COLLISION',
  ),
  rename(
    'a private name starts with an underscore: a star import would lose it',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import *\nf()\n' },
    '_f',
    'BINDING_CHANGED',
  ),
  rename(
    'imported from outside of the tree',
    { 'a.py': 'from os import ¦path\npath.join()\n' },
    'p',
    'TARGET_EXTERNAL',
  ),
  rename(
    'try: outside, except: own',
    { 'a.py': 'try:\n    from fast import f\nexcept ImportError:\n    def ¦f(): pass\n' },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'the importer has the new name',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from m import f\ng = 1\nf()\n' },
    'g',
    'NAME_COLLISION',
  ),
  rename(
    'an attribute of another module of the same name',
    { 'm.py': 'def ¦f(): pass\n', 'n.py': 'def f(): pass\n', 'a.py': 'import n, os\nn.f()\nos.f()\n' },
    'g',
    { 'm.py': 'def g(): pass\n' },
  ),
  rename(
    'an attribute of an object, while the module is no value',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'import m\ndef h(x):\n    return x.f() + m.f()\n' },
    'g',
    { 'm.py': 'def g(): pass\n', 'a.py': 'import m\ndef h(x):\n    return x.f() + m.g()\n' },
  ),
  rename(
    'an attribute of an object that may be the module',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'import m\ndef h(x):\n    return x.f()\nh(m)\n' },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'import_module',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from importlib import import_module\nimport_module("m").f()\n' },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'a full name in a text',
    { 'm.py': 'def ¦f(): pass\n', 'a.py': 'from unittest import mock\nmock.patch("m.f")\n' },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'src layout',
    { 'src/p/__init__.py': '', 'src/p/m.py': 'def ¦f(): pass\n', 'tests/test_m.py': 'from p.m import f\nf()\n' },
    'g',
    { 'src/p/m.py': 'def g(): pass\n', 'tests/test_m.py': 'from p.m import g\ng()\n' },
  ),
  rename(
    'two modules of one name',
    {
      'x/p/__init__.py': '',
      'x/p/m.py': 'def ¦f(): pass\n',
      'y/p/__init__.py': '',
      'y/p/m.py': 'def f(): pass\n',
      'a.py': 'from p.m import f\n',
    },
    'g',
    'NEEDS_PERSON',
  ),
  rename(
    'a class and its types in other files',
    {
      'm.py': 'class ¦A: pass\n',
      'a.py':
        'from __future__ import annotations\nfrom m import A\nimport m\ndef f(x: A, y: "m.A") -> list[A]: return [x]\n',
    },
    'B',
    {
      'm.py': 'class B: pass\n',
      'a.py':
        'from __future__ import annotations\nfrom m import B\nimport m\ndef f(x: B, y: "m.B") -> list[B]: return [x]\n',
    },
  ),
  rename(
    'a method across files',
    {
      'm.py': 'class A:\n    def ¦f(self): pass\n',
      'a.py': 'from m import A\na = A()\na.f()\nclass B(A):\n    def g(self): self.f()\n',
    },
    'h',
    {
      'm.py': 'class A:\n    def h(self): pass\n',
      'a.py': 'from m import A\na = A()\na.h()\nclass B(A):\n    def g(self): self.h()\n',
    },
  ),
  rename('stubs go along', { 'm.py': 'def ¦f(): pass\n', 'm.pyi': 'def f() -> None: ...\n' }, 'g', {
    'm.py': 'def g(): pass\n',
    'm.pyi': 'def g() -> None: ...\n',
  }),
  rename(
    'modules that import each other',
    { 'a.py': 'from b import *\ndef ¦f(): pass\n', 'b.py': 'from a import *\nf()\n' },
    'g',
    { 'a.py': 'from b import *\ndef g(): pass\n', 'b.py': 'from a import *\ng()\n' },
  ),
  rename(
    'of several symbols, the one declared there',
    { 'm.py': 'def f(): pass\n', 'n.py': 'def ¦f(): pass\n' },
    'g',
    'TARGET_MISSING',
    { declaredIn: 'm.py' },
  ),
  rename(
    'the new name in a file that is not UTF-8 does not matter',
    { 'm.py': 'def ¦f(): pass\n', 'a.txt': 'f' },
    'g',
    { 'm.py': 'def g(): pass\n' },
  ),
];
