/** Renames in Python that depend on what an expression is: what the tree tells of it, and where it does not tell. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';

const wanted = (want: string): RenameCase['want'] => (/^[A-Z_]+$/.test(want) ? (want as Code) : { 'm.py': want });

/** A case of one file: text with `¦` before the name, new name, new text or code. */
const one = (what: string, text: string, to: string, want: string, details: PatchDetails = {}): RenameCase =>
  rename(what, { 'm.py': text }, to, wanted(want), details);

/** A method `m` of a class `C`, and `k` instead, in a program. `~` stands for the name. */
const method = (what: string, rest: string, want?: Code): RenameCase => {
  const text = (name: string): string => rest.replaceAll('~', name);
  const head = (name: string): string => `class C:\n    def ${name}(self): return self\n`;
  return one(what, `${head('¦m')}${text('m')}`, 'k', want ?? `${head('k')}${text('k')}`);
};

const LONG_CHAIN = Array.from({ length: 60 }, (_, at) => `a${at + 1} = a${at}\n`).join('');

/** Objects that expressions give. */
export const PYTHON_VALUES: readonly RenameCase[] = [
  method('parentheses', '(C()).~()\n'),
  method('a choice', 'c = C()\n(c or None).~()\n', 'NEEDS_PERSON'),
  method('an element of a list', '[C()][0].~()\n', 'NEEDS_PERSON'),
  method('an element of a list by its name', 'cs = None\ncs = [C()]\ncs[0].~()\n', 'NEEDS_PERSON'),
  method('an element of what is not of the tree', 'import os\nos.environ["x"].m()\nC().~()\n'),
  method('a name that is deleted', 'c = C()\ndel c\nc.~()\n', 'NEEDS_PERSON'),
  method('an attribute of a class', 'class D:\n    c = C()\nD.c.~()\n'),
  method('a name too many others stand for', `a0 = C()\n${LONG_CHAIN}a60.~()\n`, 'NEEDS_PERSON'),
  method(
    'a name that a class may have',
    'x = C()\nclass D:\n    if x:\n        x = None\n    y = x.~()\n',
    'NEEDS_PERSON',
  ),
  method('a name that a module from outside may bring', 'from lib import *\nthing.~()\n', 'NEEDS_PERSON'),
  method(
    'the first parameter of a static method',
    'class D:\n    @staticmethod\n    def f(o): return o.~()\n',
    'NEEDS_PERSON',
  ),
  method('an attribute of a function', 'def f(): pass\nf.m = 1\nC().~()\n'),
  method('super in a lambda', 'class D(C):\n    f = lambda self: super().~()\n', 'NEEDS_PERSON'),
  method('a method with type parameters', 'class D(C):\n    def f[T](self, x: T): return self.~()\n'),
  one(
    'a class method and a method of a class',
    'class C:\n    @classmethod\n    def ¦m(cls): return cls\n    @classmethod\n    def n(cls): return cls.m()\nC.n().m()\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'the class in a class method',
    'class C:\n    ¦m = 1\n    @classmethod\n    def n(cls): return cls.m\n    def __new__(cls): return cls.m\n',
    'k',
    'class C:\n    k = 1\n    @classmethod\n    def n(cls): return cls.k\n    def __new__(cls): return cls.k\n',
  ),
  one(
    'a class that a decorator may change',
    'from lib import register\n@register\nclass C:\n    def ¦m(self): return 1\nC().m()\n',
    'k',
    'NEEDS_PERSON',
  ),
  one(
    'a generic class',
    'from typing import Generic\nclass C(Generic[T]):\n    def ¦m(self): return 1\nC[int]().m()\n',
    'k',
    'from typing import Generic\nclass C(Generic[T]):\n    def k(self): return 1\nC[int]().k()\n',
  ),
  one(
    'what every exception has',
    'class Fault(Exception):\n    def ¦add_note(self, text): pass\n',
    'note',
    'NEEDS_PERSON',
  ),
  one(
    'what only this exception has',
    'class Fault(Exception):\n    def ¦text(self): pass\n',
    'note',
    'class Fault(Exception):\n    def note(self): pass\n',
  ),
  one(
    'a value in a pattern',
    'class Color:\n    ¦RED = 1\ndef f(v):\n    match v:\n        case Color.RED: return 1\n',
    'ROT',
    'class Color:\n    ROT = 1\ndef f(v):\n    match v:\n        case Color.ROT: return 1\n',
  ),
  one('a method of who knows what, from a call of it', 'def f(c): return c.¦m()\n', 'k', 'NEEDS_PERSON'),
  one(
    'a field of a dataclass that another inherits',
    'from dataclasses import dataclass\n@dataclass\nclass P:\n    ¦x: int\n@dataclass\nclass Q(P):\n    y: int = 0\nQ(x=1)\n',
    'z',
    'from dataclasses import dataclass\n@dataclass\nclass P:\n    z: int\n@dataclass\nclass Q(P):\n    y: int = 0\nQ(z=1)\n',
  ),
  one(
    'a keyword of a class with bases that nobody knows',
    'from lib import Base\nclass P(Base):\n    y = 1\ndef f(¦x): return x\nf(x=2)\nP(x=1)\n',
    'z',
    'from lib import Base\nclass P(Base):\n    y = 1\ndef f(z): return z\nf(z=2)\nP(x=1)\n',
  ),
  one(
    'a keyword of a class without a constructor',
    'class P:\n    y = 1\ndef f(¦x): return x\nf(x=2)\nP(x=1)\n',
    'z',
    'class P:\n    y = 1\ndef f(z): return z\nf(z=2)\nP(x=1)\n',
  ),
  one(
    'a constructor that is defined outside of the class',
    'def make(self, ¦x): pass\nclass C:\n    __init__ = make\nC(x=1)\n',
    'z',
    'def make(self, z): pass\nclass C:\n    __init__ = make\nC(z=1)\n',
  ),
  one(
    'a keyword of a class definition',
    'def f(¦x): return x\nclass B: pass\nclass C(B, x=1): pass\nf(x=1)\n',
    'z',
    'def f(z): return z\nclass B: pass\nclass C(B, x=1): pass\nf(z=1)\n',
  ),
  one(
    'a keyword of a call of who knows what',
    'def f(¦x): return x\nhandlers = [f]\nhandlers[0](x=1)\n',
    'z',
    'NEEDS_PERSON',
  ),
];

/** Names and the scopes around them. */
export const PYTHON_PLACES: readonly RenameCase[] = [
  one(
    'nonlocal through functions and a class',
    'def f():\n    ¦n = 0\n    class C:\n        n = 5\n        def g(self):\n            nonlocal n\n            def h():\n                nonlocal n\n                n += 1\n            n += 1\n            return h\n    return C, n\n',
    'k',
    'def f():\n    k = 0\n    class C:\n        n = 5\n        def g(self):\n            nonlocal k\n            def h():\n                nonlocal k\n                k += 1\n            k += 1\n            return h\n    return C, k\n',
  ),
  one(
    'a name of a class that is bound sometimes',
    'DEBUG = 1\nclass C:\n    if DEBUG:\n        ¦limit = 1\n    top = limit\n',
    'most',
    'DEBUG = 1\nclass C:\n    if DEBUG:\n        most = 1\n    top = most\n',
  ),
  one(
    'a function that is defined sometimes, beside a star import from outside',
    'from lib import *\nif 1:\n    def ¦f(): pass\nf()\n',
    'g',
    'NEEDS_PERSON',
  ),
  one(
    'the second iterable of a comprehension',
    'def f(xs, n):\n    return [y for ¦x in xs for y in x]\n',
    'z',
    'def f(xs, n):\n    return [y for z in xs for y in z]\n',
  ),
  one(
    'bounds of type parameters',
    'class ¦Base: pass\ndef f[T: Base, *Ts, **P](x: T) -> T: return x\n',
    'Root',
    'class Root: pass\ndef f[T: Root, *Ts, **P](x: T) -> T: return x\n',
  ),
  one(
    'type parameters for many',
    'def f[*¦Ts](*xs: *Ts) -> tuple[*Ts]: return xs\n',
    'Us',
    'def f[*Us](*xs: *Us) -> tuple[*Us]: return xs\n',
  ),
  one('a type alias without parameters', 'class ¦A: pass\ntype B = A\n', 'Z', 'class Z: pass\ntype B = Z\n'),
  one('letters that are other letters', '¦a = 1\n', '\ufb01', 'NAME_INVALID'),
  one("the language's own name", '¦a = 1\n', '__a__', 'NAME_INVALID'),
  one(
    'declared in a class',
    'class C:\n    def ¦m(self): return self.m()\n',
    'k',
    'class C:\n    def k(self): return self.k()\n',
    { container: 'C' },
  ),
  one('declared in no such class', 'class C:\n    def ¦m(self): pass\n', 'k', 'TARGET_MISSING', { container: 'D' }),
  one('declared in another file', 'def ¦m(): pass\n', 'k', 'TARGET_MISSING', { declaredIn: 'n.py' }),
];

/** Modules that bind names of their own submodules, folders without a file, and stubs. */
export const PYTHON_PACKAGES: readonly RenameCase[] = [
  rename(
    'a package that imports another module of the name',
    {
      'p/__init__.py': 'import json\n',
      'p/json.py': 'def ¦dumps(): pass\n',
      'a.py': 'from p import json\njson.dumps()\n',
      'b.py': 'from p.json import dumps\ndumps()\n',
    },
    'write',
    { 'p/json.py': 'def write(): pass\n', 'b.py': 'from p.json import write\nwrite()\n' },
  ),
  rename(
    'a package that gives another thing the name of its module',
    {
      'p/__init__.py': 'from lib import m\n',
      'p/m.py': 'def ¦f(): pass\n',
      'a.py': 'from p import m\nm.f()\n',
    },
    'g',
    { 'p/m.py': 'def g(): pass\n' },
  ),
  rename(
    'a package that gives a function of its own the name of its module',
    {
      'p/__init__.py': 'from .n import h as m\n',
      'p/m.py': 'def ¦f(): pass\n',
      'p/n.py': 'def h(): pass\n',
      'a.py': 'from p import m\nm.f()\n',
    },
    'g',
    { 'p/m.py': 'def g(): pass\n' },
  ),
  rename(
    'a folder without a file has the name as well',
    {
      'm.py': 'def ¦f(): pass\n',
      'p/__init__.py': '',
      'p/f/x.py': 'def go(): pass\n',
      'a.py': 'import p.f.x\nfrom p import f\np.f.x.go()\nf.x.go()\n',
      'b.py': 'from m import f\nf()\n',
    },
    'g',
    { 'm.py': 'def g(): pass\n', 'b.py': 'from m import g\ng()\n' },
  ),
  rename(
    'a stub that declares more than there is',
    {
      'm.py': 'x = 1\n',
      'm.pyi': 'class C:\n    def ¦m(self) -> int: ...\n',
    },
    'k',
    { 'm.pyi': 'class C:\n    def k(self) -> int: ...\n' },
  ),
  rename(
    'a stub of a class',
    {
      'm.py': 'class C:\n    def m(self): return 1\nC().m()\n',
      'm.pyi': 'class C:\n    def ¦m(self) -> int: ...\n',
    },
    'k',
    {
      'm.py': 'class C:\n    def k(self): return 1\nC().k()\n',
      'm.pyi': 'class C:\n    def k(self) -> int: ...\n',
    },
  ),
  rename(
    'documentation that goes through modules and classes',
    {
      'p/__init__.py': '',
      'p/m.py': 'class C:\n    class N:\n        def ¦old(self): pass\n        def run(self): pass\n',
      'a.py':
        '"""See :meth:`p.m.C.N.old`, :func:`os.old`, :func:`p.m.old` and :meth:`p.m.C.old`."""\nimport os\nimport p.m\nimport p\n',
      'b.py': '"""See :meth:`p.m.C.N.old`."""\n',
    },
    'young',
    {
      'p/m.py': 'class C:\n    class N:\n        def young(self): pass\n        def run(self): pass\n',
      'a.py':
        '"""See :meth:`p.m.C.N.young`, :func:`os.old`, :func:`p.m.old` and :meth:`p.m.C.old`."""\nimport os\nimport p.m\nimport p\n',
      'b.py': '"""See :meth:`p.m.C.N.young`."""\n',
    },
  ),
];
