/** What a selector picks for a renaming in Python and Java: names, what has one, and what has none. */
import { describe, test } from 'node:test';
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import { checkSyntaxCase } from './syntax-case.ts';
import type { SyntaxCase } from './syntax-case.ts';

type Row = readonly [what: string, text: string, selector: string, want: string, details?: PatchDetails];

const PYTHON: readonly Row[] = [
  ['a function has a name', 'def f(): pass\nf()\n', 'function_definition', 'def young(): pass\nyoung()\n'],
  [
    'a decorated class has the name of the class',
    'import a\n@a\nclass C: pass\n',
    'decorated_definition',
    'import a\n@a\nclass young: pass\n',
  ],
  ['a number has no name', 'a = 1\n', 'integer', 'TARGET_MISSING'],
  ['names of different things', 'a = 1\nb = 2\n', 'identifier', 'TARGET_AMBIGUOUS'],
  ['an import has the name of the module', 'import a.b as c\n', 'aliased_import', 'NEEDS_PERSON'],
  [
    'one name of different things',
    'def f(a): return a\ndef g(a): return a\n',
    'identifier[text="a"]',
    'TARGET_AMBIGUOUS',
  ],
  [
    'one name of different things, all of them',
    'def f(a): return a\ndef g(a): return a\n',
    'identifier[text="a"]',
    'def f(young): return young\ndef g(young): return young\n',
    { all: true },
  ],
  ['more than expected', 'def f(a): return a\n', 'identifier[text="a"]', 'COUNT_MISMATCH', { expectCount: 3 }],
];

const JAVA: readonly Row[] = [
  ['a class has a name', 'class A { A a; }\n', 'class_declaration', 'class young { young a; }\n'],
  [
    'a field has the name of its declarator',
    'class A { int x; int g() { return x; } }\n',
    'field_declaration',
    'class A { int young; int g() { return young; } }\n',
  ],
  ['a number has no name', 'class A { int x = 1; }\n', 'decimal_integer_literal', 'TARGET_MISSING'],
  ['names of different things', 'class A { int x; int y; }\n', 'variable_declarator', 'TARGET_AMBIGUOUS'],
  [
    'one name of different things',
    'class A { int x; }\nclass B { int x; }\n',
    'variable_declarator',
    'TARGET_AMBIGUOUS',
  ],
  [
    'one name of different things, all of them',
    'class A { int x; }\nclass B { int x; }\n',
    'variable_declarator',
    'class A { int young; }\nclass B { int young; }\n',
    { all: true },
  ],
  ['more than expected', 'class A { int x; }\n', 'variable_declarator', 'COUNT_MISMATCH', { expectCount: 2 }],
];

const LANGUAGES = { python: { path: 'm.py', rows: PYTHON }, java: { path: 'A.java', rows: JAVA } } as const;

for (const [language, { path, rows }] of Object.entries(LANGUAGES)) {
  describe(language, () => {
    for (const row of rows)
      test(row[0], () => checkSyntaxCase(language as keyof typeof LANGUAGES, 'renameSymbol', caseOf(row, path)));
  });
}

function caseOf([what, text, selector, want, details]: Row, path: string): SyntaxCase {
  const files = { [path]: text };
  return {
    what,
    files,
    selector,
    details: { newName: 'young', ...details },
    want: /^[A-Z_]+$/.test(want)
      ? (want as Code)
      : path === 'A.java' && want.startsWith('class young')
        ? { [path]: undefined, 'young.java': want }
        : { [path]: want },
  };
}
