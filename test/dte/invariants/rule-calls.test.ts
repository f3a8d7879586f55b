import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { replaced } from './changes.ts';
import { check, contextOf, places } from './contexts.ts';

const AUTH = `export const auth = { login() {}, signIn() {} };\n`;
const OTHER = `const auth = { login() {} };\n// ä\nauth.login();\n`;
const USE = `import { auth } from './auth.ts';\n/* ä */ auth.login();\nauth.login();\n`;

test('another function of the same name does not count once the change shows which one is meant', async () => {
  const change = replaced('use.ts', USE, { login: 'signIn' });
  const before = { 'auth.ts': AUTH, 'other.ts': OTHER, 'use.ts': USE };
  const after = { ...before, 'use.ts': fromUtf8(change.after)! };
  const context = contextOf(before, after, { changes: [change] });
  assert.deepEqual(places(await check('semanticRule', 'No calls to auth.login remain', context)), []);
  const blind = contextOf(before, after);
  assert.deepEqual(places(await check('semanticRule', 'No calls to auth.login remain', blind)), [
    'INVARIANT_FAILED other.ts:3',
  ]);
});

test('a call that the change left behind is found, in a file that moved as well', async () => {
  const change = replaced('use.ts', USE.replace(/auth\.login\(\);\n$/, ''), { login: 'signIn' });
  const before = { 'auth.ts': AUTH, 'use.ts': fromUtf8(change.before)!, 'late.ts': USE };
  const after = {
    'src/auth.ts': AUTH,
    'use.ts': fromUtf8(change.after)!.replace('./', './src/'),
    'late.ts': USE.replace('./', './src/'),
  };
  const moved = { ...replaced('auth.ts', AUTH, {}, 'src/auth.ts') };
  const context = contextOf(before, after, { changes: [moved, change] });
  const result = await check('semanticRule', 'No calls to auth.login remain', context);
  assert.deepEqual(places(result), ['INVARIANT_FAILED late.ts:2', 'INVARIANT_FAILED late.ts:3']);
  assert.equal(result.counts['calls'], 2);
});

test('calls by other names are calls as well, and those of other things are none', async () => {
  const lib =
    'export const auth = { login() {}, signIn() {} };\nexport class Auth { login() {} }\nexport function login() {}\n';
  const use = [
    "import { auth, Auth } from './lib.ts';",
    "import * as all from './lib.ts';",
    'const login = auth.login; login();',
    'export function f(other: { login(): void }, [login]: (() => void)[]) { other.login(); login!(); }',
    'const { login: enter } = auth; enter();',
    "all.auth['login']();",
    'new Auth().login();',
    'all.login();',
    'auth.login``;',
    '(function () {})();',
  ].join('\n');
  const files = { 'lib.ts': lib, 'use.ts': use };
  const result = await check('semanticRule', 'No calls to auth.login remain', contextOf(files, files));
  assert.deepEqual(
    places(result),
    [3, 5, 6, 9].map((line) => `INVARIANT_FAILED use.ts:${line}`),
  );
});
