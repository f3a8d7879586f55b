/** Operations on the syntax of Python and Java: each case gives the text that it must, or the refusal. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../../src/dte/edit.ts';
import type { Patch } from '../../../src/dte/generated/types.ts';
import { openJava } from '../../../src/dte/java/language.ts';
import type { LanguageProject } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { openPython } from '../../../src/dte/python/language.ts';
import { treeOf } from '../trees.ts';

type Case = readonly [
  what: string,
  astOp: Patch['astOp'],
  text: string,
  selector: string,
  details: Patch['details'],
  want: string,
];

const PYTHON: readonly Case[] = [
  [
    'a string',
    'editString',
    'a = "x"\nb = \'x\'\n',
    "string:has(string_content[text='x'])",
    { to: 'it\'s "y"\n' },
    'a = "it\'s \\"y\\"\\n"\nb = \'it\\\'s "y"\\n\'\n',
  ],
  [
    'a part of a string',
    'editString',
    'a = f"v1 {v1} v1"\n',
    'string',
    { from: 'v1', to: '{v2}' },
    'a = f"{{v2}} {v1} {{v2}}"\n',
  ],
  ['a raw string', 'editString', 'a = r"\\d"\n', 'string', { to: '\\w' }, 'a = r"\\w"\n'],
  ['a raw string that would need an escape', 'editString', 'a = r"x"\n', 'string', { to: '"' }, 'NEEDS_PERSON'],
  ['bytes', 'editString', 'a = b"x"\n', 'string', { to: 'ä' }, 'NEEDS_PERSON'],
  [
    'escapes are understood',
    'editString',
    'a = "\\x41\\u0042\\n"\n',
    'string',
    { from: 'AB', to: 'C' },
    'a = "C\\n"\n',
  ],
  ['strings with expressions as a whole', 'editString', 'a = f"a{b}c"\n', 'string', { to: 'x' }, 'NEEDS_PERSON'],
  ['no such string', 'editString', 'a = "x"\n', 'string', { from: 'q', to: 'x' }, 'TARGET_MISSING'],
  [
    'a pattern',
    'editRegex',
    'a = "v1"; b = v1\n',
    'string',
    { pattern: 'v(\\d)', replacement: 'w$1' },
    'a = "w1"; b = v1\n',
  ],
  [
    'a pattern in the whole text',
    'editRegex',
    'a = "v1"; b = v1  # v1\n',
    'string',
    { pattern: 'v(\\d)', replacement: 'w$1', textual: true, expectCount: 3 },
    'a = "w1"; b = w1  # w1\n',
  ],
  [
    'a pattern that breaks the syntax',
    'editRegex',
    'a = (1)\n',
    'parenthesized_expression',
    { pattern: '\\)', replacement: '' },
    'SYNTAX_BROKEN',
  ],
  ['a count', 'editRegex', 'a = 1\n', 'integer', { pattern: '1', replacement: '2', expectCount: 2 }, 'COUNT_MISMATCH'],
  [
    'a statement before',
    'insertNode',
    'def f():\n    # why\n    return 1\n',
    'return_statement',
    { position: 'before', text: 'if 1:\n    print()' },
    'def f():\n    if 1:\n        print()\n    # why\n    return 1\n',
  ],
  [
    'a statement after, with a comment',
    'insertNode',
    'a = 1  # one\nb = 2',
    "assignment:has(identifier[text='a'])",
    { position: 'after', text: 'c = 3' },
    'a = 1  # one\nc = 3\nb = 2',
  ],
  [
    'after the last line without an end',
    'insertNode',
    'a = 1',
    'assignment',
    { position: 'after', text: 'c = 3' },
    'a = 1\nc = 3',
  ],
  [
    'a function among functions',
    'insertNode',
    'def f():\n\tpass\r\n\r\n\r\ndef g():\r\n\tpass\r\n',
    "function_definition:has(identifier[text='f'])",
    { position: 'after', text: 'def h():\n\tpass' },
    'def f():\n\tpass\r\n\r\n\r\ndef h():\r\n\tpass\r\n\r\n\r\ndef g():\r\n\tpass\r\n',
  ],
  [
    'first in a class, behind its documentation',
    'insertNode',
    'class C:\n    """Doc."""\n    x = 1\n',
    'class_definition',
    { position: 'first', text: 'y = 2' },
    'class C:\n    """Doc."""\n    y = 2\n    x = 1\n',
  ],
  [
    'last in a block',
    'insertNode',
    'if a:\n  b()\nc()\n',
    'if_statement',
    { position: 'last', text: 'print()' },
    'if a:\n  b()\n  print()\nc()\n',
  ],
  [
    'an argument',
    'insertNode',
    'f(a)\ng()\n',
    "call:has(identifier[text='f'])",
    { position: 'last', text: 'k=1' },
    'f(a, k=1)\ng()\n',
  ],
  ['an argument of none', 'insertNode', 'g()\n', 'argument_list', { position: 'first', text: 'k=1' }, 'g(k=1)\n'],
  [
    'a parameter before',
    'insertNode',
    'def f(a, b): pass\n',
    "parameters > identifier[text='b']",
    { position: 'before', text: 'c' },
    'def f(a, c, b): pass\n',
  ],
  [
    'a decorator',
    'insertNode',
    'class C:\n    def f(self): pass\n',
    'function_definition',
    { position: 'before', text: '@staticmethod' },
    'class C:\n    @staticmethod\n    def f(self): pass\n',
  ],
  ['what is there already', 'insertNode', 'a = 1\n', 'module', { position: 'last', text: 'a  =  1' }, 'TARGET_EXISTS'],
  ['what is no node', 'insertNode', 'a = 1\n', 'module', { position: 'last', text: 'def (' }, 'SYNTAX_BROKEN'],
  [
    'a body on the same line',
    'insertNode',
    'if a: b()\n',
    'if_statement',
    { position: 'last', text: 'c()' },
    'NEEDS_PERSON',
  ],
  [
    'no place',
    'insertNode',
    'a = 1 + 2\n',
    'integer',
    { position: 'before', text: 'c()', expectCount: 2 },
    'NEEDS_PERSON',
  ],
  [
    'a statement with its comments',
    'deleteNode',
    'a = 1\n\n# about b\n# more\nb = 2  # two\n\nc = 3\n',
    "assignment:has(identifier[text='b'])",
    {},
    'a = 1\n\nc = 3\n',
  ],
  ['the only statement of a body', 'deleteNode', 'def f():\n    g()\n', 'call', {}, 'def f():\n    pass\n'],
  [
    'a function with its decorators',
    'deleteNode',
    '@d\ndef f():\n    pass\n\n\nx = 1\n',
    'function_definition',
    {},
    'x = 1\n',
  ],
  ['what is still used', 'deleteNode', 'def f(): pass\nf()\n', 'function_definition', {}, 'STILL_REFERENCED'],
  [
    'what is still used, all the same',
    'deleteNode',
    'def f(): pass\nf()\n',
    'function_definition',
    { cascade: true },
    'f()\n',
  ],
  ['a recursive function', 'deleteNode', 'def f(): f()\nx = 1\n', 'function_definition', {}, 'x = 1\n'],
  [
    'a method that may be called',
    'deleteNode',
    'class C:\n    def m(self): pass\n    x = 1\ndef g(c): c.m()\n',
    "function_definition[name.text='m']",
    {},
    'STILL_REFERENCED',
  ],
  [
    'an argument',
    'deleteNode',
    'f(a, k=1)\nf(k=1, b=2)\nf(k=1)\n',
    "keyword_argument:has(identifier[text='k'])",
    {},
    'f(a)\nf(b=2)\nf()\n',
  ],
  [
    'an imported name',
    'deleteNode',
    'from m import a, b\nb()\n',
    "import_from_statement > dotted_name[text='a']",
    {},
    'from m import b\nb()\n',
  ],
  [
    'the only imported name',
    'deleteNode',
    'from m import a\n',
    "import_from_statement > dotted_name[text='a']",
    {},
    'NEEDS_PERSON',
  ],
  ['a part of an expression', 'deleteNode', 'a = 1 + 2\n', "integer[text='2']", {}, 'NEEDS_PERSON'],
  ['nothing', 'deleteNode', 'a = 1\n', 'class_definition', {}, 'TARGET_MISSING'],
  ['nothing, which is no fault', 'deleteNode', 'a = 1\n', 'class_definition', { optional: true }, 'a = 1\n'],
  [
    'by symbol',
    'renameSymbol',
    'class C:\n    x = 1\nx = 2\n',
    'identifier:symbol(C.x)',
    { newName: 'y' },
    'class C:\n    y = 1\nx = 2\n',
  ],
];

const JAVA: readonly Case[] = [
  [
    'a string',
    'editString',
    'class A { String a = "x"; }\n',
    'string_literal',
    { to: '"y"\n' },
    'class A { String a = "\\"y\\"\\n"; }\n',
  ],
  [
    'a text block',
    'editString',
    'class A { String a = """\n  hi x\n  """; }\n',
    'string_literal',
    { from: 'x', to: 'y' },
    'class A { String a = """\n  hi y\n  """; }\n',
  ],
  [
    'escapes',
    'editString',
    'class A { String a = "\\u0041b"; }\n',
    'string_literal',
    { from: 'Ab', to: 'c' },
    'class A { String a = "c"; }\n',
  ],
  [
    'a pattern',
    'editRegex',
    'class A { int v1 = 1; } // v1\n',
    'line_comment',
    { pattern: 'v1', replacement: 'v2' },
    'class A { int v1 = 1; } // v2\n',
  ],
  [
    'a statement',
    'insertNode',
    'class A {\n  void m() {\n    go();\n  }\n}\n',
    'expression_statement',
    { position: 'after', text: 'm();' },
    'class A {\n  void m() {\n    go();\n    m();\n  }\n}\n',
  ],
  [
    'into an empty body',
    'insertNode',
    'class A {\n  void m() {}\n}\n',
    'method_declaration',
    { position: 'first', text: 'm();' },
    'class A {\n  void m() {\n    m();\n  }\n}\n',
  ],
  [
    'a member',
    'insertNode',
    'class A {\n\n  void m() { }\n\n  void n() { }\n}\n',
    'class_declaration',
    { position: 'last', text: 'void o() {\n  m();\n}' },
    'class A {\n\n  void m() { }\n\n  void n() { }\n\n  void o() {\n    m();\n  }\n}\n',
  ],
  [
    'an import',
    'insertNode',
    'import a.B;\n\nclass A { }\n',
    'import_declaration',
    { position: 'after', text: 'import a.C;' },
    'import a.B;\nimport a.C;\n\nclass A { }\n',
  ],
  [
    'an argument',
    'insertNode',
    'class A { void m() { go(1); } }\n',
    'argument_list > decimal_integer_literal',
    { position: 'after', text: '2' },
    'class A { void m() { go(1, 2); } }\n',
  ],
  [
    'a method with its comment',
    'deleteNode',
    'class A {\n  /** Goes. */\n  void m() { }\n\n  int x;\n}\n',
    'method_declaration',
    {},
    'class A {\n  int x;\n}\n',
  ],
  [
    'a method that is still called',
    'deleteNode',
    'class A {\n  void m() { }\n  void n() { m(); }\n}\n',
    "method_declaration[name.text='m']",
    {},
    'STILL_REFERENCED',
  ],
  [
    'an import that is still used',
    'deleteNode',
    'import a.B;\nclass A { B b; }\n',
    'import_declaration',
    {},
    'STILL_REFERENCED',
  ],
  [
    'an import',
    'deleteNode',
    'import a.B;\nimport a.C;\nclass A { B b; }\n',
    "import_declaration:has(identifier[text='C'])",
    {},
    'import a.B;\nclass A { B b; }\n',
  ],
  [
    'an argument',
    'deleteNode',
    'class A { void m() { go(1, 2); } }\n',
    "argument_list > decimal_integer_literal[text='1']",
    {},
    'class A { void m() { go(2); } }\n',
  ],
  [
    'a statement that a head needs',
    'deleteNode',
    'class A { void m() { if (true) go(); } }\n',
    'expression_statement',
    {},
    'NEEDS_PERSON',
  ],
  [
    'by symbol',
    'renameSymbol',
    'class A { int x; }\nclass B { int x; }\n',
    'identifier:symbol(B.x)',
    { newName: 'y' },
    'class A { int x; }\nclass B { int y; }\n',
  ],
];

const LANGUAGES = {
  python: { path: 'm.py', cases: PYTHON, project: await openPython(treeOf({})) },
  java: { path: 'A.java', cases: JAVA, project: await openJava(treeOf({})) },
} as const;

for (const [language, { path, cases, project }] of Object.entries(LANGUAGES)) {
  describe(language, () => {
    for (const [what, astOp, text, selector, details, want] of cases) {
      test(`${astOp}: ${what}`, () => {
        const outcome = planned(project, { path, astOp, selector, details: details ?? {} }, text);
        if (/^[A-Z_]+$/.test(want)) assert.equal(outcome.findings[0]?.code, want, outcome.text);
        else {
          assert.deepEqual(outcome.findings, []);
          assert.equal(outcome.text, want);
        }
      });
    }
  });
}

function planned(
  project: LanguageProject,
  patch: Patch,
  text: string,
): { readonly findings: readonly { readonly code: string }[]; readonly text: string } {
  project.update(treeOf({ [patch.path]: text }));
  const { findings, edits } = project.plan({ patch, language: 'python', scope: pathFilter(['**']) });
  return { findings, text: applyEdits(text, edits) };
}
