import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { ExternalFiles } from '../../../src/dte/typescript/external-files.ts';
import { replaced } from './changes.ts';
import { check, contextOf, places, shown } from './contexts.ts';

const TSC = 'tsc --noEmit';

describe('tsc', () => {
  test('a new error is a finding with its place and frame', async () => {
    const before = {
      'a.ts': 'export const n: number = 1;\n',
      'b.ts': `import { n } from './a.ts';\nexport const m: number = n;\n`,
    };
    const context = contextOf(before, { ...before, 'a.ts': `export const n = 'one';\n` });
    const result = await check('typecheck', TSC, context);
    assert.deepEqual(shown(result), ["TYPE_ERROR b.ts:2:14 Type 'string' is not assignable to type 'number'."]);
    assert.equal(result.findings[0]!.details!['checkerCode'], 'TS2322');
    assert.match(String(result.findings[0]!.details!['frame']), /\^/);
    assert.deepEqual(result.counts, { files: 2, errors: 1, newErrors: 1 });
  });

  test('old errors are listed and do not count, wherever their lines went', async () => {
    const old = 'export const n: number = "x";\nmissing();\n';
    const context = contextOf({ 'a.ts': old }, { 'a.ts': `// a new line\n\n${old}` });
    const result = await check('typecheck', TSC, context);
    assert.deepEqual(shown(result), []);
    assert.deepEqual(result.counts, { files: 1, errors: 2, newErrors: 0 });
    assert.match(
      result.notes.join(),
      /2 errors were there before the change: a\.ts: TS2322 .*; a\.ts: TS2304 Cannot find name 'missing'/,
    );
  });

  test('of two equal errors the one on the new line is new', async () => {
    const context = contextOf({ 'a.ts': 'missing(1);\n' }, { 'a.ts': 'missing(2);\nmissing(1);\n' });
    assert.deepEqual(places(await check('typecheck', TSC, context)), ['TYPE_ERROR a.ts:1']);
  });

  test('old errors that speak of a renamed name or a moved file stay old', async () => {
    const text = `import { x } from './gone.ts';\nconst user: UserId = 1;\n`;
    const change = replaced('a.ts', text, { UserId: 'AccountId', "'./gone.ts'": "'../gone.ts'" }, 'src/a.ts');
    const after = { 'src/a.ts': fromUtf8(change.after)! };
    assert.deepEqual(
      shown(await check('typecheck', TSC, contextOf({ 'a.ts': text }, after, { changes: [change] }))),
      [],
    );
    const blind = await check('typecheck', TSC, contextOf({ 'a.ts': text }, after));
    assert.deepEqual(places(blind), ['TYPE_ERROR src/a.ts:1', 'TYPE_ERROR src/a.ts:2']);
  });

  test('an error of the syntax, and one of the tree as a whole', async () => {
    const syntax = await check('typecheck', TSC, contextOf({ 'a.ts': 'let a;' }, { 'a.ts': 'let = ;' }));
    assert.match(shown(syntax).join(), /^TYPE_ERROR a\.ts:1:/);
    const options = contextOf(
      { 'a.ts': '' },
      { 'a.ts': '', 'tsconfig.json': '{"compilerOptions":{"checkJs":true,"lib":["nonsense"]}}' },
    );
    assert.match(shown(await check('typecheck', TSC, options)).join(), /TYPE_ERROR Cannot find global type/);
  });

  test('declarations of the tree are looked at', async () => {
    const context = contextOf({ 'a.d.ts': 'declare const a: number;\n' }, { 'a.d.ts': 'declare const a: Gone;\n' });
    assert.deepEqual(places(await check('typecheck', TSC, context)), ['TYPE_ERROR a.d.ts:1']);
  });

  test('a tsconfig by name chooses options and files', async () => {
    const files = {
      'tsconfig.json': '{"compilerOptions":{"strict":false}}',
      'conf/strict.json':
        '{"extends":"../tsconfig.json","compilerOptions":{"strict":true},"include":["../src","../*.ts"],"exclude":["../src/*.test.ts"]}',
      'conf/tsconfig.json': '{"files":["../src/a.ts"]}',
      'src/a.ts': 'export function f() {}\n',
      'src/a.test.ts': '',
      'root.ts': '',
      'lib/b.ts': '',
    };
    const loose = 'export function f(x) {}\n';
    const after = { ...files, 'src/a.ts': loose, 'src/a.test.ts': loose, 'root.ts': loose, 'lib/b.ts': loose };
    const context = contextOf(files, after);
    assert.deepEqual(places(await check('typecheck', TSC, context)), []);
    const strict = await check('typecheck', 'tsc -p conf/strict.json --noEmit', context);
    assert.deepEqual(places(strict), ['TYPE_ERROR root.ts:1', 'TYPE_ERROR src/a.ts:1']);
    const listed = await check('typecheck', 'tsc --noEmit --project ./conf', context);
    assert.deepEqual(places(listed), ['TYPE_ERROR src/a.ts:1']);
    assert.match(
      shown(await check('typecheck', 'tsc -p none.json', context)).join(),
      /^INPUT_MISSING The tree has no none\.json/,
    );
  });

  test('a hostile tsconfig is data: nothing is loaded and nothing written', async () => {
    const files = {
      'tsconfig.json':
        '{"extends":"../../etc/passwd","compilerOptions":{"plugins":[{"name":"evil"}],"outDir":"/","incremental":true,"tsBuildInfoFile":"/x"},"include":["/etc/**"]}',
      'a.ts': 'export const a = 1;\n',
    };
    const result = await check(
      'typecheck',
      'tsc --noEmit -p tsconfig.json',
      contextOf(files, { ...files, 'a.ts': 'export const a: string = 1;\n' }),
    );
    assert.deepEqual(places(result), ['NOT_CHECKED']); // its include leaves the tree, so that it means no file
    assert.deepEqual(
      places(await check('typecheck', TSC, contextOf(files, { ...files, 'a.ts': 'const a: string = 1;\n' }))),
      ['TYPE_ERROR a.ts:1'],
    );
  });

  test('installed packages are seen where they are handed in', async () => {
    const packages: Record<string, string> = {
      'node_modules/pad/package.json': '{"name":"pad","types":"index.d.ts"}',
      'node_modules/pad/index.d.ts': 'export declare function pad(text: string): string;\n',
      'node_modules/@types/env/index.d.ts': 'declare const env: { mode: string };\n',
      'secret.ts': 'export const secret = 1;\n',
    };
    const names = Object.keys(packages);
    const installed: ExternalFiles = {
      readFile: (path) => packages[path],
      fileExists: (path) => path in packages,
      directoryExists: (path) => names.some((name) => name.startsWith(`${path}/`)),
      getDirectories: (path) => [
        ...new Set(
          names.filter((name) => name.startsWith(`${path}/`)).map((name) => name.slice(path.length + 1).split('/')[0]!),
        ),
      ],
    };
    const before = {
      'a.ts': `import { pad } from 'pad';\nexport const a: string = pad('x');\nexport const b = './secret.ts';\n`,
    };
    const after = {
      'a.ts': before['a.ts']
        .replace("'x'", '1')
        .replace('b = ', 'b = import(')
        .replace(';\n', ';\n')
        .replace("ts';", "ts');"),
    };
    const hidden = await check('typecheck', TSC, contextOf(before, after));
    assert.deepEqual(places(hidden), ['TYPE_ERROR a.ts:3']);
    assert.match(hidden.notes.join(), /Types of 1 packages are not here.*: pad/);
    const seen = await check('typecheck', TSC, contextOf(before, after, { installed }));
    assert.deepEqual(places(seen), ['TYPE_ERROR a.ts:2', 'TYPE_ERROR a.ts:3']);
    const config = { 'tsconfig.json': '{"compilerOptions":{"strict":true,"types":["env"]}}' };
    const types = contextOf({ ...config, 'a.ts': '' }, { ...config, 'a.ts': 'env.mode = 1;\n' }, { installed });
    assert.match(
      shown(await check('typecheck', TSC, types)).join(),
      /TYPE_ERROR a\.ts:1:1 Type 'number' is not assignable to type 'string'/,
    );
  });

  test('a tree without a source is not checked', async () => {
    assert.deepEqual(places(await check('typecheck', TSC, contextOf({ 'a.md': '' }))), ['NOT_CHECKED']);
  });
});

describe('names of checkers', () => {
  const WRONG = [
    'tsc --noEmit && rm -rf /',
    'tsc -p',
    'tsc -p a.json -p b.json',
    'tsc --outDir x',
    'npx tsc',
    'pyright --watch',
    'mypy .',
    'javac -J-x',
    'bash',
    '',
    'tsc --noEmit -p --init',
    'tsc -p "a b"',
    `tsc ${'x'.repeat(2000)}`,
  ];
  for (const spec of WRONG) {
    test(`refused: ${spec.slice(0, 30)}`, async () => {
      assert.match(
        shown(await check('typecheck', spec, contextOf({ 'a.ts': '' }))).join(),
        /^SPEC_INVALID .*The forms are/,
      );
    });
  }
  test('a tsconfig outside of the tree is refused', async () => {
    assert.match(
      shown(await check('typecheck', 'tsc -p ../tsconfig.json', contextOf({ 'a.ts': '' }))).join(),
      /^PATH_UNSAFE/,
    );
  });
});
