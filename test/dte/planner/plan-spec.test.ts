import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { ChangeSpec } from '../../../src/dte/generated/types.ts';
import { checkInvariants } from '../../../src/dte/invariants/check.ts';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { planSpec } from '../../../src/dte/planner/plan-spec.ts';
import type { PlannedSpec } from '../../../src/dte/planner/plan-spec.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import { treeOf } from '../trees.ts';

type Files = Readonly<Record<string, string>>;

const projects = openProjects();

const FILES: Files = {
  'src/user.ts': `export type UserId = string;
export class User { constructor(readonly id: UserId) {} rename(name: string): void { const id = name; void id; } }
export class Team { rename(): void {} }
function helper() {}
function twin() {}
`,
  'src/other.ts': `function twin() {}\nexport function use(): void { twin(); }\n`,
  'src/app.ts': `import { User } from './user.ts';\nimport type { UserId } from './user.ts';\nexport const me: UserId = new User('x').id; // UserId\n`,
  'test/app.test.ts': `import { me } from '../src/app.ts';\nvoid me;\n`,
  'test/far.test.ts': `import { use } from '../src/other.ts';\nvoid use;\n`,
};

const plan = (
  intent: string,
  files: Files = FILES,
  more: Partial<Parameters<typeof planSpec>[0]> = {},
): Promise<PlannedSpec> => planSpec({ intent, scope: ['**/*.ts'], tree: treeOf(files), id: 'CS-7', projects, ...more });

/** Applies a spec, checks its invariants, and answers the texts of the files that changed. */
async function applied({ spec, findings }: PlannedSpec, files: Files = FILES): Promise<Record<string, string>> {
  assert.deepEqual(findings, []);
  const before = treeOf(files);
  const done = await planEdits(spec, before, { projects });
  assert.deepEqual(done.findings, []);
  const results = await checkInvariants(spec.invariants, {
    spec,
    before,
    after: done.after,
    changes: done.files,
    projects,
  });
  assert.deepEqual(
    results.flatMap((result) => result.findings),
    [],
  );
  return Object.fromEntries(done.files.map(({ newPath, after }) => [newPath, fromUtf8(after)!]));
}

const codes = ({ findings }: PlannedSpec): string[] => [...new Set(findings.map(({ code }) => code))];

describe('planning renames', () => {
  test('of a type, with invariants, tests and risk', async () => {
    const planned = await plan('rename UserId to AccountId', FILES, { base: 'a'.repeat(40) });
    const expected: Partial<ChangeSpec> = {
      id: 'CS-7',
      intent: 'rename UserId to AccountId',
      scope: ['**/*.ts'],
      language: 'typescript',
      base: 'a'.repeat(40),
      patches: [
        {
          path: 'src/user.ts',
          astOp: 'renameSymbol',
          selector: "Identifier[name='UserId']",
          details: { newName: 'AccountId' },
        },
      ],
      tests: { strategy: 'augment', targets: ['test/app.test.ts'] },
      risk: 'medium',
    };
    for (const [member, value] of Object.entries(expected)) assert.deepEqual(planned.spec[member as 'id'], value);
    assert.deepEqual(
      planned.spec.invariants.map(({ type, spec }) => [type, spec]),
      [
        ['symbolExists', 'AccountId'],
        ['typecheck', 'tsc --noEmit'],
      ],
    );
    assert.match(
      planned.spec.assumptions!.join('\n'),
      /UserId \(src\/user\.ts:1:13\) is renamed at 4 places in 2 files\nrisk medium: 2 of 5 files change/,
    );
    const texts = await applied(planned);
    assert.match(texts['src/app.ts']!, /me: AccountId = new User\('x'\)\.id; \/\/ UserId/);
  });

  test('of a member, found by its container where the name alone means several', async () => {
    const planned = await plan('rename method User.rename to User.relabel');
    assert.deepEqual(planned.spec.patches[0]!.details, { newName: 'relabel', container: 'User' });
    const texts = await applied(planned);
    assert.match(texts['src/user.ts']!, /relabel\(name: string\).*\n.*class Team \{ rename\(\)/);
  });

  test('of one of two functions, by its file', async () => {
    for (const intent of ['rename src/other.ts#twin to single', 'rename twin to single in src/other.ts']) {
      assert.deepEqual(Object.keys(await applied(await plan(intent))), ['src/other.ts']);
    }
  });

  test('several at once, each on the result of the one before', async () => {
    const texts = await applied(
      await plan('rename UserId to AccountId, move src/user.ts to src/users.ts and rename helper to assist'),
    );
    assert.match(texts['src/users.ts']!, /type AccountId[\s\S]*function assist/);
    assert.deepEqual(codes(await plan('rename UserId to Id2 and rename Id2 to AccountId')), ['EDIT_CONFLICT']);
  });

  test('an ambiguous name lists its candidates', async () => {
    const planned = await plan('rename twin to single');
    assert.deepEqual(codes(planned), ['TARGET_AMBIGUOUS']);
    assert.match(planned.findings[0]!.message, /twin \(src\/other\.ts:1:10\), twin \(src\/user\.ts:5:10\)/);
    assert.deepEqual(planned.spec.patches, []);
  });

  const REFUSED: readonly (readonly [intent: string, code: string, message: RegExp])[] = [
    ['rename UserIdd to X', 'TARGET_MISSING', /Did you mean UserId\?/],
    ['rename UserId to User', 'NAME_COLLISION', /User/],
    ['rename UserId to class', 'NAME_INVALID', /class/],
    ['rename User.id to Team.id', 'NAME_INVALID', /its place/],
    ['rename UserId to X in none/**', 'TARGET_MISSING', /Nothing in none/],
    ['rename UserId to X in ../x', 'PATH_UNSAFE', /\.\./],
    ['rename UserId to X and do the rest', 'INTENT_UNREADABLE', /"do the rest".*rename X to Y/],
  ];
  for (const [intent, code, message] of REFUSED) {
    test(`refused: ${intent}`, async () => {
      const planned = await plan(intent);
      assert.deepEqual(codes(planned), [code]);
      assert.match(planned.findings[0]!.message, message);
    });
  }

  test('a change that reaches out of the scope is refused', async () => {
    assert.deepEqual(codes(await plan('rename UserId to X', FILES, { scope: ['src/user.ts'] })), ['OUT_OF_SCOPE']);
  });
});

describe('planning changes of a package', () => {
  const PACKAGE = { ...FILES, 'package.json': '{"name":"pkg","exports":"./dist/user.js"}' };

  test('a rename of what users import is a high risk, and says that it breaks them', async () => {
    const planned = await plan('rename UserId to AccountId', PACKAGE);
    assert.equal(planned.spec.risk, 'high');
    assert.deepEqual(planned.spec.invariants.at(-1), {
      name: 'interface',
      type: 'apiCompat',
      spec: 'All public APIs remain callable',
      details: { allow: ['UserId'] },
    });
    assert.match(planned.notes.join(), /breaks users of UserId/);
    await applied(planned, PACKAGE);
  });

  test('any other change has to keep the interface', async () => {
    const planned = await plan('rename helper to assist', PACKAGE);
    assert.equal(planned.spec.risk, 'low');
    assert.deepEqual(planned.spec.invariants.at(-1), {
      name: 'interface',
      type: 'apiCompat',
      spec: 'All public APIs remain callable',
    });
    await applied(planned, PACKAGE);
  });
});

describe('planning moves', () => {
  test('of a file, with what names it', async () => {
    const planned = await plan('move src/user.ts to src/model/account.ts');
    assert.deepEqual(planned.spec.patches, [
      { path: 'src/user.ts', astOp: 'moveModule', details: { to: 'src/model/account.ts' } },
    ]);
    const texts = await applied(planned);
    assert.match(texts['src/app.ts']!, /'\.\/model\/account\.ts'/);
    assert.deepEqual(planned.spec.tests.targets, ['test/app.test.ts']);
  });

  test('without extension, into a folder, of a test itself', async () => {
    assert.deepEqual((await plan('move src/user to src/account')).spec.patches[0], {
      path: 'src/user.ts',
      astOp: 'moveModule',
      details: { to: 'src/account.ts' },
    });
    assert.deepEqual((await plan('move src/user.ts into lib/')).spec.patches[0]!.details, { to: 'lib/user.ts' });
    assert.deepEqual((await plan('move test/far.test.ts to test/near.test.ts')).spec.tests.targets, [
      'test/near.test.ts',
    ]);
  });

  test('of what is not there, or onto what is', async () => {
    const missing = await plan('move src/usr.ts to src/x.ts');
    assert.match(missing.findings[0]!.message, /no file or folder "src\/usr\.ts"\. Did you mean src\/user\.ts/);
    assert.deepEqual(codes(await plan('move src/user.ts to src/app.ts')), ['TARGET_EXISTS']);
    assert.deepEqual(codes(await plan('move ../x to y')), ['PATH_UNSAFE']);
  });
});

describe('planning calls and deletions', () => {
  const SHOP: Files = {
    'src/auth.ts': `export const auth = {
  login(user: { username: string }): boolean { return user.username !== ''; },
  signIn(user: { email: string }): boolean { return user.email !== ''; },
};
function helper(): number { return 1; }
export class Cart { #items = 0; clear(): void { this.#items = 0; } size(): number { return this.#items; } }
export const total = (cart: Cart): number => cart.size();
`,
    'src/page.ts': `import { auth } from './auth.ts';\nexport const enter = (username: string) => auth.login({ username });\n`,
    'src/old.ts': 'export function get(url: string, retries: number): string { return url.repeat(retries); }\n',
    'src/new.ts': 'export function fetchText(url: string, retries: number): string { return url.repeat(retries); }\n',
    'src/load.ts': `import { get } from './old.ts';\nexport const text = get('a', 2);\n`,
    'test/page.test.ts': `import { enter } from '../src/page.ts';\nvoid enter;\n`,
  };

  test('of a method, with its arguments', async () => {
    const planned = await plan('replace auth.login with auth.signIn (mapping username to email)', SHOP);
    const texts = await applied(planned, SHOP);
    assert.deepEqual(Object.keys(texts), ['src/page.ts']);
    assert.match(texts['src/page.ts']!, /auth\.signIn\(\{ email: username \}\)/);
    assert.deepEqual(
      planned.spec.invariants.map(({ spec }) => spec),
      ['No calls to auth.login remain', 'tsc --noEmit'],
    );
    assert.deepEqual(planned.spec.tests.targets, ['test/page.test.ts']);
    assert.match(
      planned.spec.assumptions!.join('\n'),
      /calls of auth\.login become calls of auth\.signIn, with username to email/,
    );
  });

  test('of a function of another module', async () => {
    const texts = await applied(await plan("replace get from './old.ts' with fetchText from './new.ts'", SHOP), SHOP);
    assert.deepEqual(texts, {
      'src/load.ts': `import { fetchText } from './new.ts';\nexport const text = fetchText('a', 2);\n`,
    });
  });

  test('of a function that nothing uses, and of a member', async () => {
    const texts = await applied(await plan('delete unused helper and delete unused method Cart.clear', SHOP), SHOP);
    assert.doesNotMatch(texts['src/auth.ts']!, /helper|clear/);
    assert.match(texts['src/auth.ts']!, /class Cart \{ #items = 0; size\(\)/);
  });

  test('all in one sentence, each on the result of the one before', async () => {
    const texts = await applied(
      await plan('replace auth.login with auth.signIn (mapping username to email) and delete unused auth.login', SHOP),
      SHOP,
    );
    assert.doesNotMatch(texts['src/auth.ts']!, /login/);
    assert.match(texts['src/page.ts']!, /signIn/);
  });

  const REFUSED: readonly (readonly [intent: string, codes: string[]])[] = [
    ['delete unused Cart', ['STILL_REFERENCED']],
    ['delete unused Cart.size', ['STILL_REFERENCED']],
    ['delete unused total.cart', ['TARGET_MISSING']],
    ['delete unused helpr', ['TARGET_MISSING']],
    ['replace auth.logout with auth.login', ['TARGET_MISSING']],
    ['replace auth.login with auth.class', []],
    ['replace auth.login with new.enter', ['NAME_INVALID']],
    ["replace get from './none' with x from './new.ts'", ['TARGET_MISSING']],
  ];
  for (const [intent, expected] of REFUSED) {
    test(`refused: ${intent}`, async () => {
      assert.deepEqual(codes(await plan(intent, SHOP)), expected);
    });
  }
});

describe('sentences that cannot be read', () => {
  test('give a valid spec without patches, and say which names there are', async () => {
    const { spec, findings, notes } = await plan('Migrate User API of app');
    assert.deepEqual(findings, []);
    assert.deepEqual(spec, {
      id: 'CS-7',
      intent: 'Migrate User API of app',
      scope: ['**/*.ts'],
      language: 'typescript',
      patches: [],
      invariants: [],
      tests: { strategy: 'augment' },
      risk: 'low',
    });
    assert.match(notes[0]!, /rename X to Y/);
    assert.deepEqual(notes.slice(1), [
      'User is declared: User (src/user.ts:2:14)',
      'User is a file or folder: src/user.ts',
      'app is a file or folder: src/app.ts, test/app.test.ts',
    ]);
    assert.deepEqual(await applied({ spec, findings, notes }), {});
  });

  test('in an empty tree and in other languages', async () => {
    assert.equal((await plan('Migrate auth API', {})).spec.language, 'typescript');
    assert.equal((await plan('Migrate auth API', { 'a.js': '' }, { scope: ['**'] })).spec.language, 'javascript');
    assert.equal((await plan('Migrate auth API', { 'a.py': '' }, { scope: ['**'] })).spec.language, 'python');
  });

  test('wrong requests are failures', async () => {
    await assert.rejects(plan('x', FILES, { id: 'X-1' }), { code: 'SPEC_INVALID' });
    await assert.rejects(plan(''), { code: 'SPEC_INVALID' });
    await assert.rejects(plan('x', FILES, { scope: ['../x'] }), { code: 'PATH_UNSAFE' });
    await assert.rejects(plan('x'.repeat(5000)), { code: 'LIMIT_EXCEEDED' });
    await assert.rejects(plan('rename a to b;'.repeat(60)), { code: 'LIMIT_EXCEEDED' });
  });
});
