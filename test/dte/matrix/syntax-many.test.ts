/** One patch at many places of one body or list of Python and Java: what they have in common is looked at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Patch } from '../../../src/dte/generated/types.ts';
import { checkSyntaxCase, planCase } from './syntax-case.ts';
import type { SyntaxCase } from './syntax-case.ts';

type Case = readonly [
  what: string,
  path: string,
  text: string,
  selector: string,
  details: Patch['details'],
  want: string,
];

const check = (astOp: Patch['astOp'], [what, path, text, selector, details = {}, want]: Case): Promise<void> | void =>
  test(what, () => {
    const one: SyntaxCase = { what, files: { [path]: text }, selector, details, want: {} };
    const isRefused = /^[A-Z_]+$/.test(want);
    checkSyntaxCase(path.endsWith('.py') ? 'python' : 'java', astOp, {
      ...one,
      want: isRefused ? (want as 'NEEDS_PERSON') : { [path]: want },
    });
  });

const AFTER = { position: 'after', text: 'print(1)' } as const;
const INSERTED: readonly Case[] = [
  [
    'after each statement',
    'm.py',
    'a = 1\nb = 2\n',
    'expression_statement',
    AFTER,
    'a = 1\nprint(1)\nb = 2\nprint(1)\n',
  ],
  [
    'after each element',
    'm.py',
    'a = [1, 2]\n',
    'integer',
    { position: 'after', text: 'None' },
    'a = [1, None, 2, None]\n',
  ],
  [
    'with comments at its ends',
    'm.py',
    'def f():\n    a = 1\n',
    'expression_statement',
    { position: 'after', text: '# more\nprint(1)  # shown' },
    'def f():\n    a = 1\n    # more\n    print(1)  # shown\n',
  ],
  [
    'what ends the list that it goes into, and begins something else',
    'm.py',
    'print(1)\n',
    'integer',
    { position: 'after', text: '2); print(3' },
    'SYNTAX_BROKEN',
  ],
  [
    'annotations of all members',
    'A.java',
    'class A {\n  int a;\n  int b;\n}\n',
    'field_declaration',
    { position: 'before', text: '@Deprecated' },
    'class A {\n  @Deprecated\n  int a;\n  @Deprecated\n  int b;\n}\n',
  ],
];

const DELETED: readonly Case[] = [
  ['the last ones of a list', 'm.py', 'a = [1, 2, 3]\n', 'integer:not([text="1"])', {}, 'a = [1]\n'],
  [
    'some in the middle and the last ones',
    'm.py',
    'a = [1, 2, 3, 4, 5,]\n',
    'integer:not([text=/[13]/])',
    {},
    'a = [1, 3,]\n',
  ],
  ['all of a list', 'm.py', 'a = [\n    1,\n    2,\n]\n', 'integer', {}, 'a = [\n    \n]\n'],
  [
    'all but the first of a tuple, which stays one',
    'm.py',
    'a = (1, 2, 3)\n',
    'integer:not([text="1"])',
    {},
    'a = (1,)\n',
  ],
  ['all but the last of a tuple, which stays one', 'm.py', 'a = (1, 2)\n', 'integer[text="1"]', {}, 'a = (2,)\n'],
  ['all of a set, which would be a dictionary', 'm.py', 'a = {1}\n', 'integer', {}, 'NEEDS_PERSON'],
  [
    'a node and one in it with the same range',
    'm.py',
    'import a, b\n',
    'dotted_name:has([text="b"]), identifier[text="b"]',
    {},
    'import a\n',
  ],
  [
    'lines of a file of Windows, with the empty lines where they were',
    'm.py',
    'a = 1\r\nb = 2\r\n\r\nc = 3\r\n',
    'assignment:has(integer[text="2"])',
    {},
    'a = 1\r\n\r\nc = 3\r\n',
  ],
  ['all statements of a body', 'm.py', 'def f():\n    a = 1\n    b = 2\n', 'assignment', {}, 'def f():\n    pass\n'],
];

describe('insertNode at several places', () => {
  for (const one of INSERTED) void check('insertNode', one);
});

describe('deleteNode at several places', () => {
  for (const one of DELETED) void check('deleteNode', one);
});

test('a thousand places take as long as it takes to read them', () => {
  const text = (line: (i: number) => string): string => Array.from({ length: 1000 }, (_, i) => line(i)).join('');
  const python = { 'm.py': text((i) => `v${i} = [${i}]\n`) };
  const java = { 'A.java': `class A {\n${text((i) => `  int f${i}() {\n    return 1;\n  }\n`)}}\n` };
  const insert = { what: '', files: python, selector: 'list', details: { position: 'last', text: 'None' } } as const;
  assert.equal(planCase('python', 'insertNode', { ...insert, want: {} }).edits.length, 1000);
  const gone = { what: '', files: java, selector: 'method_declaration', details: {}, want: {} };
  assert.equal(planCase('java', 'deleteNode', gone).edits.length, 1000);
});

test('hundreds of comments around a text are no burden, and a hundred thousand in a row are refused', () => {
  const comments = (count: number): string => '# and so on\n'.repeat(count);
  const insert = { what: '', selector: 'assignment', want: {} } as const;
  const details = { position: 'after', text: `${comments(500)}print(1)\n${comments(500)}` } as const;
  assert.equal(planCase('python', 'insertNode', { ...insert, files: { 'm.py': 'a = 1\n' }, details }).edits.length, 1);
  const endless = { 'm.py': `a = 1\n${comments(100_000)}` };
  assert.throws(
    () =>
      planCase('python', 'insertNode', { ...insert, files: endless, details: { position: 'after', text: 'b = 1' } }),
    {
      code: 'LIMIT_EXCEEDED',
      message: /^m\.py takes too long to be parsed\. .* thousands of lines of comments in a row/,
    },
  );
});
