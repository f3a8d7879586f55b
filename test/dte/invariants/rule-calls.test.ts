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
