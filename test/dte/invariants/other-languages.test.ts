import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckerOutput } from '../../../src/dte/invariants/checker-run.ts';
import type { InvariantContext } from '../../../src/dte/invariants/context.ts';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { check, contextOf, places, shown } from './contexts.ts';
import type { Files } from './contexts.ts';

const PYTHON: Files = {
  'auth.py': `class Auth:\n    limit = 3\n    def login(self, user):\n        inner = user\n        return inner\n\ndef load(): pass\n\nTOKEN: str = "x"\n`,
  'use.py': `import auth\nimport auth as a\nfrom auth import load as read, Auth\nauth.login("x")\na.login("y")\nread()\nself.auth.login()\n# auth.login()\ns = "auth.login()"\n`,
};
const JAVA: Files = {
  'Auth.java': `import java.util.List;\nimport static java.lang.Math.max;\nclass Auth {\n  int limit = 3;\n  @Deprecated void login(String user) { int inner = 1; }\n  enum Kind { A }\n}\n`,
  'Use.java': `import java.util.*;\nclass Use { void run(Auth auth) { auth.login("x"); this.auth.login("y"); max(1, 2); new Auth(); } }\n`,
};

const inLanguage = (
  language: 'python' | 'java',
  files: Files,
  after = files,
  more: Partial<InvariantContext> = {},
): InvariantContext => contextOf(files, after, { spec: { scope: ['**'], language }, ...more });

describe('rules in Python', () => {
  const CASES: readonly (readonly [rule: string, finds: readonly string[]])[] = [
    ['No calls to auth.login remain', ['4', '5', '7'].map((line) => `INVARIANT_FAILED use.py:${line}`)],
    ['No calls to load remain', ['INVARIANT_FAILED use.py:6']],
    ['No calls to auth.logout remain', []],
    ["No imports of 'auth' remain", ['1', '2', '3'].map((line) => `INVARIANT_FAILED use.py:${line}`)],
    ["No imports of 'auth.load' remain", ['INVARIANT_FAILED use.py:3']],
    ["No imports of 'os' remain", []],
    ['at most 1 match of `class_definition`', []],
    ['load is exported', ['NOT_CHECKED']],
    ['every call to auth.login has 1 argument', ['NOT_CHECKED']],
    ['No calls to a.py#load remain', ['NOT_CHECKED']],
    ['No calls to load remain in none/*', ['NOT_CHECKED']],
  ];
  for (const [rule, finds] of CASES) {
    test(rule, async () =>
      assert.deepEqual(places(await check('semanticRule', rule, inLanguage('python', PYTHON))), finds),
    );
  }
});

describe('rules in Java', () => {
  const CASES: readonly (readonly [rule: string, finds: readonly string[]])[] = [
    ['No calls to auth.login remain', ['INVARIANT_FAILED Use.java:2', 'INVARIANT_FAILED Use.java:2']],
    ['No calls to Auth remain', ['INVARIANT_FAILED Use.java:2']],
    ['No calls to auth.logout remain', []],
    ["No imports of 'java.util' remain", ['INVARIANT_FAILED Auth.java:1', 'INVARIANT_FAILED Use.java:1']],
    ["No imports of 'java.util.Map' remain", ['INVARIANT_FAILED Use.java:1']],
    ["No imports of 'java.io' remain", []],
  ];
  for (const [rule, finds] of CASES) {
    test(rule, async () =>
      assert.deepEqual(places(await check('semanticRule', rule, inLanguage('java', JAVA))), finds),
    );
  }
});

describe('names in Python and Java', () => {
  const EXISTS = [
    ['python', 'Auth'],
    ['python', 'Auth.login'],
    ['python', 'Auth.limit'],
    ['python', 'load'],
    ['python', 'TOKEN'],
    ['python', 'login.inner'],
    ['python', 'auth.py#load'],
    ['java', 'Auth'],
    ['java', 'Auth.login'],
    ['java', 'Auth.limit'],
    ['java', 'Auth.Kind'],
    ['java', 'Kind.A'],
  ] as const;
  for (const [language, name] of EXISTS) {
    test(`${name} exists in ${language}`, async () => {
      const files = language === 'python' ? PYTHON : JAVA;
      assert.deepEqual(shown(await check('symbolExists', name, inLanguage(language, files))), []);
    });
  }
  test('others do not', async () => {
    assert.match(
      shown(await check('symbolExists', 'login', inLanguage('python', PYTHON))).join(),
      /There is Auth\.login/,
    );
    assert.match(shown(await check('symbolExists', 'Atuh', inLanguage('java', JAVA))).join(), /There is Auth/);
  });
});

describe('checkers that are programs', () => {
  const output = (stdout: string, stderr = '', status = 1): CheckerOutput => ({
    root: '/copy',
    status,
    stdout,
    stderr,
  });

  /** Answers what a checker says about a tree by the text of its one file. */
  const saying = (
    answers: Readonly<Record<string, CheckerOutput>>,
    path: string,
  ): Pick<InvariantContext, 'runChecker'> => ({
    runChecker: async (tree) => answers[fromUtf8(tree.read(path))!]!,
  });

  const pyright = (...errors: object[]): CheckerOutput =>
    output(JSON.stringify({ generalDiagnostics: [...errors, { severity: 'warning', message: 'w' }] }));
  const error = (message: string, line: number) => ({
    ...{ severity: 'error', rule: 'reportX', file: '/copy/a.py', message },
    range: { start: { line, character: 2 } },
  });

  test('pyright: new errors are findings, old ones are notes', async () => {
    const context = (after: CheckerOutput): InvariantContext =>
      inLanguage(
        'python',
        { 'a.py': 'old = 1\n' },
        { 'a.py': 'new = 1\nold = 1\n' },
        saying({ 'old = 1\n': pyright(error('bad /copy/a.py', 0)), 'new = 1\nold = 1\n': after }, 'a.py'),
      );
    const both = await check('typecheck', 'pyright', context(pyright(error('worse', 0), error('bad /copy/a.py', 1))));
    assert.deepEqual(shown(both), ['TYPE_ERROR a.py:1:3 worse']);
    assert.match(both.notes.join(), /1 errors were there before the change: a\.py: reportX bad a\.py/);
    assert.deepEqual(shown(await check('typecheck', 'pyright', context(pyright()))), []);
    for (const broken of ['', '{}', '{"generalDiagnostics":[{"severity":"error"}]}']) {
      assert.match(
        shown(await check('typecheck', 'pyright', context(output(broken, 'crashed')))).join(),
        /^NOT_CHECKED pyright gave no answer.*crashed/,
      );
    }
  });

  test('mypy: its last line has to agree', async () => {
    const run = (stdout: string): InvariantContext =>
      inLanguage(
        'python',
        { 'a.py': 'a' },
        { 'a.py': 'b' },
        saying({ a: output('Success: no issues found in 1 source file\n'), b: output(stdout) }, 'a.py'),
      );
    const found =
      'a.py:1:1: error: Name "b" is not defined  [name-defined]\na.py:1: note: x\nFound 1 error in 1 file (checked 1 source file)\n';
    const result = await check('typecheck', 'mypy', run(found));
    assert.deepEqual(shown(result), ['TYPE_ERROR a.py:1:1 Name "b" is not defined']);
    assert.equal(result.findings[0]!.details!['checkerCode'], 'name-defined');
    assert.deepEqual(shown(await check('typecheck', 'mypy', run('Success: no issues found in 1 source file\n'))), []);
    assert.deepEqual(places(await check('typecheck', 'mypy', run('a.py:1: error: x\n'))), ['NOT_CHECKED']);
    assert.deepEqual(places(await check('typecheck', 'mypy', run('Found 2 errors in 1 file\n'))), ['NOT_CHECKED']);
  });

  test('javac: places by its carets, silence with status 0 as good, and nothing in between', async () => {
    const seen: (readonly string[])[] = [];
    const run = (answer: CheckerOutput): InvariantContext =>
      inLanguage(
        'java',
        { 'A.java': 'class A {}' },
        { 'A.java': 'class A { B b; }' },
        {
          runChecker: async (tree, argv) => {
            seen.push(argv);
            return fromUtf8(tree.read('A.java')) === 'class A {}' ? output('', '', 0) : answer;
          },
        },
      );
    const text = './A.java:1: error: cannot find symbol\nclass A { B b; }\n          ^\n  symbol: class B\n1 error\n';
    assert.deepEqual(shown(await check('typecheck', 'javac', run(output('', text)))), [
      'TYPE_ERROR A.java:1:11 cannot find symbol',
    ]);
    assert.deepEqual(seen[0]!.slice(0, 2), ['javac', '-proc:none']);
    assert.equal(seen[0]!.at(-1), './A.java');
    assert.deepEqual(shown(await check('typecheck', 'javac', run(output('', '', 0)))), []);
    assert.deepEqual(places(await check('typecheck', 'javac', run(output('', 'error: no such flag', 2)))), [
      'NOT_CHECKED',
    ]);
    assert.deepEqual(places(await check('semanticRule', 'all calls compile', run(output('', text)))), [
      'TYPE_ERROR A.java:1',
    ]);
  });

  test('nothing is run where that was not allowed, or where there is nothing to run it on', async () => {
    assert.match(
      shown(await check('typecheck', 'pyright', inLanguage('python', PYTHON))).join(),
      /^NOT_CHECKED .*not allowed/,
    );
    assert.match(
      shown(await check('typecheck', 'javac', inLanguage('java', PYTHON))).join(),
      /^NOT_CHECKED There is no source/,
    );
  });
});
