import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { comparableTrees } from '../../../src/dte/invariants/api-trees.ts';
import { levelOf } from '../../../src/dte/typescript/compatibility/api-change.ts';
import { compareApi } from '../../../src/dte/typescript/compatibility/compare-api.ts';
import { API_CASES } from './api-table.ts';
import { replaced } from './changes.ts';
import { check, contextOf, places, shown } from './contexts.ts';
import type { Files } from './contexts.ts';

const CALLABLE = 'All public APIs remain callable';

describe('what a change means for users', async () => {
  const path = (i: number): string => `c${i}.ts`;
  const all = (text: 'before' | 'after'): Files =>
    Object.fromEntries(API_CASES.map((each, i) => [path(i), each[text]]));
  const entries = new Map(API_CASES.map((_, i) => [path(i), path(i)]));
  const program = await comparableTrees(entries, entries, contextOf(all('before'), all('after')));
  for (const [i, { name, level, before, after }] of API_CASES.entries()) {
    test(name, () => {
      assert.notEqual(before, after);
      const own = new Map([[path(i), path(i)]]);
      const changes = compareApi(program!, own, own);
      assert.equal(levelOf(changes), level, JSON.stringify(changes));
    });
  }
});

const PACKAGE = {
  'package.json':
    '{"name":"pkg","exports":{".":{"types":"./dist/index.d.ts","default":"./dist/index.js"},"./sub/*":"./dist/sub/*.js"}}',
};
const FILES = {
  ...PACKAGE,
  'src/index.ts': `export * from './user.ts';\nexport * as tools from './tools.ts';\n`,
  'src/user.ts': `export class User { #id = 1; get id() { return this.#id; } same(other: User) { return other === this; } }\n`,
  'src/tools.ts': `import type { User } from './user.ts';\nexport function greet(user: User): string { return String(user.id); }\n`,
  'src/sub/a.ts': `export const a = 1 as number;\n`,
  'src/inner.ts': `export const inner = 1;\n`,
};

describe('apiCompat', () => {
  test('nothing that users can reach changes', async () => {
    const result = await check('apiCompat', CALLABLE, contextOf(FILES, { ...FILES, 'src/inner.ts': '' }));
    assert.deepEqual(shown(result), []);
    assert.deepEqual(result.counts, { entries: 2, changes: 0, breaking: 0 });
    assert.deepEqual(result.notes, ['The interface changes by none.']);
  });

  test('a breaking change is a finding with its place, unless it is allowed', async () => {
    const text = FILES['src/tools.ts']
      .replace('user: User)', 'user: User, loud: boolean)')
      .replace('String(user.id)', 'String(user.id) + loud');
    const context = contextOf(FILES, { ...FILES, 'src/tools.ts': text, 'src/sub/a.ts': 'export const b = 1;\n' });
    const result = await check('apiCompat', CALLABLE, context);
    assert.deepEqual(shown(result), [
      'API_BREAKING src/tools.ts:2:17 tools.greet needs more arguments.',
      'API_BREAKING src/sub/a.ts:1:14 a is not exported any more.',
    ]);
    assert.deepEqual(places(await check('apiCompat', CALLABLE, context, { allow: ['tools', 'a'] })), []);
    assert.deepEqual(places(await check('apiCompat', CALLABLE, context, { allow: ['a'], entry: ['src/index.ts'] })), [
      'API_BREAKING src/tools.ts:2',
    ]);
  });

  test('compatible changes pass, and fail where nothing may change', async () => {
    const context = contextOf(FILES, {
      ...FILES,
      'src/user.ts': FILES['src/user.ts'].replace('get id', 'name = 1; get id'),
    });
    const result = await check('apiCompat', 'No breaking changes.', context);
    assert.equal(result.ok, true);
    assert.deepEqual(result.notes, ['The interface changes by minor.', 'User.name is new (minor)']);
    assert.deepEqual(shown(await check('apiCompat', 'no API changes', context)), [
      'API_BREAKING src/user.ts:1:14 User.name is new.',
    ]);
  });

  test('a rename breaks users; one that keeps the old name does not; a moved file is the same', async () => {
    const user = replaced('src/user.ts', FILES['src/user.ts'], { User: 'Account' }, 'src/model/account.ts');
    const tools = replaced('src/tools.ts', FILES['src/tools.ts'], {
      User: 'Account',
      "'./user.ts'": "'./model/account.ts'",
    });
    const index = replaced('src/index.ts', FILES['src/index.ts'], { "'./user.ts'": "'./model/account.ts'" });
    const { 'src/user.ts': _, ...rest } = FILES;
    const after = {
      ...rest,
      'src/model/account.ts': fromUtf8(user.after)!,
      'src/tools.ts': fromUtf8(tools.after)!,
      'src/index.ts': fromUtf8(index.after)!,
    };
    const changes = [index, tools, user];
    const renamed = await check('apiCompat', CALLABLE, contextOf(FILES, after, { changes }));
    assert.deepEqual(shown(renamed), ['API_BREAKING src/user.ts:1:14 User is not exported any more.']);
    assert.match(renamed.notes.join(), /Account is new/);
    const kept = {
      ...after,
      'src/index.ts': `${after['src/index.ts']}export { Account as User } from './model/account.ts';\n`,
    };
    assert.deepEqual(shown(await check('apiCompat', CALLABLE, contextOf(FILES, kept, { changes }))), []);
  });

  test('an entry point that is gone, and one that is new', async () => {
    const without = { ...FILES, 'package.json': '{"name":"pkg","exports":"./src/index.ts"}' };
    assert.deepEqual(shown(await check('apiCompat', CALLABLE, contextOf(FILES, without))), [
      'API_BREAKING pkg/sub/a is no entry point any more.',
    ]);
    assert.match(
      (await check('apiCompat', CALLABLE, contextOf(without, FILES))).notes.join(),
      /pkg\/sub\/a is a new entry point \(minor\)/,
    );
  });

  const MANIFESTS: readonly (readonly [name: string, manifest: string, files: readonly string[], entries: number])[] = [
    ['main that was built', '{"main":"lib/main.js"}', ['src/main.ts'], 1],
    ['main without an extension', '{"main":"./main"}', ['main.js'], 1],
    ['types', '{"types":"types/a.d.ts"}', ['types/a.d.ts'], 1],
    ['no entry: index', '{}', ['index.js'], 1],
    ['no entry: src/index', '{}', ['src/index.ts'], 1],
    ['conditions of a subpath', '{"exports":{".":null,"./x":{"a":{"b":["./out/x.mjs"]}}}}', ['src/x.mts'], 1],
    ['one level deeper', '{"exports":"./dist/esm/a.js"}', ['src/a.ts'], 1],
  ];
  for (const [name, manifest, files, entries] of MANIFESTS) {
    test(`entry points: ${name}`, async () => {
      const tree = {
        'package.json': manifest,
        ...Object.fromEntries(files.map((path) => [path, 'export const a = 1;\n'])),
      };
      assert.equal((await check('apiCompat', CALLABLE, contextOf(tree))).counts['entries'], entries);
    });
  }

  test('what cannot be compared does not pass', async () => {
    assert.deepEqual(places(await check('apiCompat', CALLABLE, contextOf({ 'a.ts': 'export const a = 1;\n' }))), [
      'NOT_CHECKED',
    ]);
    assert.deepEqual(places(await check('apiCompat', CALLABLE, contextOf({ 'a.ts': '', 'package.json': '{' }))), [
      'NOT_CHECKED',
    ]);
    assert.deepEqual(places(await check('apiCompat', CALLABLE, contextOf({ 'a.ts': '' }), { entry: ['b.ts'] })), [
      'INPUT_MISSING',
    ]);
    assert.deepEqual(places(await check('apiCompat', 'looks fine', contextOf(FILES))), ['SPEC_INVALID']);
    const python = contextOf({ 'a.py': '' }, undefined, { spec: { scope: ['**'], language: 'python' } });
    assert.deepEqual(places(await check('apiCompat', CALLABLE, python)), ['NOT_CHECKED']);
  });
});
