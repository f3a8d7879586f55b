import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, contextOf, shown } from './contexts.ts';

const FILES = {
  'src/a.ts': `
export interface Account { id: string; rename(to: string): void }
export class Session { #key = 1; static open() {} get user() { return 1; } constructor(readonly token: string) {} }
export const auth = { login() { const inner = 1; return inner; }, 'quoted': 1, nested: { deep: 2 } };
export enum Color { Red }
namespace Space { export const star = 1; }
const { taken, other: [first] } = {} as any;
function outer(param: number) { class Local { field = 1; } }
type Alias = { literal: string };
import { imported } from 'x';
declare global { interface Window { extra: string } }
`,
  'src/b.js': `function plain() {}\nmodule.exports = { shared: plain };\nexports.single = 1;\n`,
  'src/c.ts': `export { x as renamed } from './a.ts';\nexport * as all from './a.ts';\nexport default 1;\n`,
  'notes.md': 'Documented',
};

const EXISTS = [
  'Account',
  'Session',
  'auth',
  'Color',
  'Space',
  'star',
  'taken',
  'first',
  'outer',
  'Alias',
  'plain',
  'shared',
  'single',
  'renamed',
  'all',
  'default',
  'Window',
  'Account.id',
  'Account.rename',
  'Session.#key',
  'Session.open',
  'Session.user',
  'auth.login',
  'auth.quoted',
  'auth.nested.deep',
  'nested.deep',
  'Color.Red',
  'Space.star',
  'outer.param',
  'Local.field',
  'outer.Local',
  'Alias.literal',
  'login.inner',
  'src/a.ts#Account',
  'src/*.ts#auth.login',
  'src#plain',
  ' Account ',
];

const MISSING: readonly (readonly [name: string, hint: RegExp])[] = [
  ['Acount', /There is Account/],
  ['login', /There is auth\.login/],
  ['id', /There is Account\.id/],
  ['Local', /There is outer\.Local/],
  ['imported', /Nothing declares/],
  ['Documented', /Nothing declares/],
  ['Session.login', /There is auth\.login/],
  ['src/b.js#Account', /Nothing declares/],
  ['none/*.ts#Account', /There is no source none/],
];

describe('symbolExists', () => {
  for (const name of EXISTS) {
    test(`${name} exists`, async () =>
      assert.deepEqual(shown(await check('symbolExists', name, contextOf(FILES))), []));
  }
  for (const [name, hint] of MISSING) {
    test(`${name} is missing`, async () => {
      const findings = shown(await check('symbolExists', name, contextOf(FILES)));
      assert.match(findings.join('\n'), /^INVARIANT_FAILED /);
      assert.match(findings.join('\n'), hint);
    });
  }
  for (const text of ['no X', 'X is not exported', 'a..b', '1x', 'X; rm', 'X()', `${'a.'.repeat(600)}b`]) {
    test(`${text.slice(0, 20)} names no symbol`, async () => {
      assert.match(shown(await check('symbolExists', text, contextOf(FILES))).join(), /^SPEC_INVALID/);
    });
  }

  test('a file that cannot be read may have it, so nobody can say no', async () => {
    const context = contextOf({ 'a.ts': new Uint8Array([0xff]), 'b.ts': 'const b = 1;' });
    assert.match(shown(await check('symbolExists', 'x', context)).join(), /^NOT_CHECKED a\.ts/);
    assert.deepEqual(shown(await check('symbolExists', 'b', context)), []);
    assert.match(shown(await check('symbolExists', '../a#b', context)).join(), /^PATH_UNSAFE/);
  });

  test('deep nesting takes no stack', async () => {
    const deep = `const deep = ${'1+'.repeat(20_000)}1;`;
    assert.deepEqual(shown(await check('symbolExists', 'deep', contextOf({ 'a.ts': deep }))), []);
  });
});
