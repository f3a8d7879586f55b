import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { parseKeyring } from '../../../src/ledger/index.ts';
import { isBuilt } from '../../../scripts/setup.mjs';
import { KEYS, cli, cliJson, inFolder, parsed, read, write } from '../cli-runner.ts';
import { commitAll, git, gitEnv, installPackage } from '../hooks/repository.ts';
import '../../uncounted.ts';

interface StepJson {
  readonly what: string;
  readonly where: string;
  readonly action: string;
  readonly note?: string;
  readonly diff?: readonly string[];
}

interface InitJson {
  readonly done: boolean;
  readonly changes: number;
  readonly steps: readonly StepJson[];
}

/** A repository of somebody whose settings are in a folder of their own. */
function repository(t: TestContext): { init: typeof init; env: Record<string, string>; keyFile: string } {
  const folder = inFolder(t);
  git('init', '--quiet', '--initial-branch', 'main', 'project');
  process.chdir('project');
  const env = { XDG_CONFIG_HOME: join(folder, 'settings'), PATH: process.env['PATH'] ?? '' };
  const init = async (...args: string[]): Promise<InitJson & { status: number }> => {
    const { status, value } = await cliJson(['init', '--actor', 'kim', '--code-owner', '@kim', ...args], { env });
    return { status, ...(value as InitJson) };
  };
  return { init, env, keyFile: join(folder, 'settings/logline-core/private.key') };
}

const WRITTEN = [
  '.gitattributes',
  '.github/CODEOWNERS',
  '.github/workflows/ledger.yml',
  '.gitignore',
  '.jsonatomic/config.json',
  '.jsonatomic/keyring.json',
  '.jsonatomic/ledger/main.jsonl',
  'AGENTS.md',
];

describe('init', () => {
  test('shows its plan, and does nothing before somebody agrees', async (t) => {
    const { init, env } = repository(t);
    const dry = await init('--dry-run');
    assert.deepEqual([dry.status, dry.done, dry.changes], [0, false, dry.steps.length]);
    assert.ok(dry.steps.every(({ action, diff, note }) => action === 'create' && (diff ?? note) !== undefined));
    const unasked = await init();
    assert.deepEqual([unasked.status, unasked.done], [1, false]);
    const { status, stdout } = await cli(['init'], { env });
    assert.equal(status, 1);
    assert.match(stdout, /^create {3}config +\.jsonatomic\/config\.json\n {9}\+ \{\n/);
    assert.match(stdout, /\nNothing was done: --yes carries it out\.\n$/);
    assert.match((await cli(['init', '--dry-run'], { env })).stdout, /\nNothing was done\.\n$/);
    assert.deepEqual([readdirSync('.'), readdirSync('..')], [['.git'], ['project']]);
  });

  test('sets everything up, and has nothing to do a second time', async (t) => {
    const { init, env, keyFile } = repository(t);
    assert.equal((await init('--yes')).status, 0);
    git('add', '--all');
    assert.deepEqual(git('ls-files').trim().split('\n'), WRITTEN);
    assert.equal(statSync(keyFile).mode & 0o777, 0o600);
    const { keys } = parseKeyring(read('.jsonatomic/keyring.json'));
    assert.deepEqual(
      keys.map(({ actor, roles }) => ({ actor, roles })),
      [{ actor: 'kim', roles: ['human', 'admin'] }],
    );
    const genesis = parsed(read('.jsonatomic/ledger/main.jsonl')) as Record<string, unknown>;
    assert.deepEqual([genesis['intent'], genesis['payload']], ['ledger_genesis', { keys: [keys[0]!.public_key] }]);
    const verdict = await cliJson(['verify']);
    const { ok, trust, valid } = verdict.value as Record<string, unknown>;
    assert.deepEqual({ ok, trust, valid }, { ok: true, trust: 'keyring', valid: 1 });
    assert.match(git('config', 'merge.ledger.driver'), /%P --signing-key-file '.*\/private\.key'\n$/);
    const before = WRITTEN.map(read);
    const again = await init();
    assert.deepEqual(
      [again.status, again.changes, new Set(again.steps.map(({ action }) => action))],
      [0, 0, new Set(['keep'])],
    );
    assert.match(
      (await cli(['init', '--yes', '--code-owner', '@kim'], { env })).stdout,
      /\nAll of it is in place\.\n$/,
    );
    assert.deepEqual(WRITTEN.map(read), before);
  });

  test('what is there already stays, and ours goes beside it', async (t) => {
    const { init } = repository(t);
    const own = {
      '.gitignore': 'node_modules',
      '.gitattributes': '* text=auto\n',
      'AGENTS.md': '# Agents\n\nBe kind.\n',
      CODEOWNERS: '* @all\n',
    };
    for (const [path, text] of Object.entries(own)) write(path, text);
    assert.equal((await init('--yes')).status, 0);
    for (const [path, text] of Object.entries(own)) assert.ok(read(path).startsWith(text), path);
    assert.match(read('CODEOWNERS'), /\n# >>> logline-core >>>\n\/\.jsonatomic\/config\.json @kim\n/);
    assert.equal(existsSync('.github/CODEOWNERS'), false);
    assert.equal(
      git('check-attr', 'text', 'merge', '--', '.jsonatomic/ledger/a/b.jsonl').match(/: (unset|ledger)\n/g)!.length,
      2,
    );
    assert.equal(git('check-attr', 'text', '--', 'src/code.ts'), 'src/code.ts: text: auto\n');
  });

  test('owners: those of everything, where nobody is named; nobody is made up', async (t) => {
    const { env } = repository(t);
    const owners = async (): Promise<StepJson> => {
      const { value } = await cliJson(['init'], { env });
      return (value as InitJson).steps.find(({ what }) => what === 'code owners')!;
    };
    assert.equal((await owners()).action, 'by_hand');
    // As with hooks install and doctor: what is left to people is not in place.
    for (const args of [['--dry-run'], ['--yes'], ['--yes']]) {
      const { status, stdout } = await cli(['init', '--no-hooks', ...args], { env });
      assert.equal(status, 1, args.join());
      assert.match(stdout, /\nLeft to you: code owners\. See BY HAND above\.\n/);
    }
    assert.equal((await cli(['init', '--no-hooks', '--no-code-owners'], { env })).status, 0);
    write('.github/CODEOWNERS', '* @org/team # all\n');
    assert.ok((await owners()).diff!.includes('+ /.jsonatomic/keyring.json @org/team'));
    const parts = ['--no-hooks', '--no-workflow', '--no-code-owners', '--no-agents'];
    const { value } = await cliJson(['init', ...parts], { env });
    assert.deepEqual(
      (value as InitJson).steps.map(({ what }) => what),
      ['config', 'signing key', 'keyring', 'ledger', 'attributes', 'ignored files'],
    );
  });

  test('an older version of what it wrote is replaced, and what people changed is not', async (t) => {
    const { init } = repository(t);
    await init('--yes');
    const workflow = '.github/workflows/ledger.yml';
    const [text, agents] = [read(workflow), read('AGENTS.md')];
    write('AGENTS.md', `# Mine\n${agents.replace('Commit the ledger', 'Commit it')}`);
    write(workflow, `${text}# mine\n`);
    const { steps } = await init('--yes');
    assert.deepEqual(
      steps.filter(({ action }) => action !== 'keep').map(({ what }) => what),
      ['agents'],
    );
    assert.equal(read('AGENTS.md'), `# Mine\n${agents}`);
    assert.match(steps.find(({ what }) => what === 'workflow')!.note!, /changed by hand/);
    assert.equal(read(workflow), `${text}# mine\n`);
    // The branch has another name now: nobody touched the file, so it is written anew.
    write(workflow, text);
    git('branch', '--move', 'trunk');
    assert.deepEqual(
      (await init('--yes')).steps.filter(({ action }) => action === 'change').map(({ what }) => what),
      ['workflow'],
    );
    assert.match(read(workflow), /branches: \["trunk"\]/);
  });

  test('somebody who joins gets a key of their own into the keyring', async (t) => {
    const { init, env } = repository(t);
    await init('--yes');
    write('private.key', KEYS.bob.privateKey);
    const inside = await cli(['init', '--signing-key-file', 'private.key'], { env });
    assert.deepEqual([inside.status, inside.stderr.split(':')[0]], [2, 'error USAGE']);
    const { status, value } = await cliJson(['init', '--yes', '--actor', 'bob'], {
      env: { ...env, SIGNING_KEY_HEX: KEYS.bob.privateKey },
    });
    const changed = (value as InitJson).steps.filter(({ action }) => action === 'change');
    assert.deepEqual([status, changed.map(({ what }) => what)], [0, ['keyring']]);
    assert.match(changed[0]!.note!, /once the change is merged/);
    const { keys } = parseKeyring(read('.jsonatomic/keyring.json'));
    assert.deepEqual(
      keys.map(({ actor, roles }) => [actor, roles]),
      [
        ['kim', ['human', 'admin']],
        ['bob', ['human']],
      ],
    );
    assert.equal(keys[1]!.public_key, KEYS.bob.publicKey);
  });

  test('a ledger that is one file is kept as one file', async (t) => {
    const { init, env } = repository(t);
    write('.jsonatomic/config.json', '{}');
    await init('--yes');
    assert.match(read('.gitattributes'), /^\/data\/ledger\.jsonl -text merge=ledger$/m);
    assert.match(read('AGENTS.md'), /--ledger "data\/ledger\.jsonl"/);
    assert.equal((await cli(['verify'], { env })).status, 0);
  });

  test('asks on a terminal', async (t) => {
    const { env } = repository(t);
    for (const [answer, status] of [
      ['no\n', 1],
      ['y\n', 0],
    ] as const) {
      const stdin = Object.assign(Readable.from([Buffer.from(answer)]), { isTTY: true });
      const run = await cli(['init', '--no-hooks', '--no-code-owners'], { env, stdin, isTTY: true });
      assert.match(run.stderr, /Do it\? \[y\/N\]/);
      assert.equal(run.status, status);
      assert.equal(existsSync('.jsonatomic'), status === 0);
    }
  });

  test('needs a repository, and a place for the key', async (t) => {
    inFolder(t);
    assert.equal((await cli(['init'])).status, 3);
    git('init', '--quiet');
    assert.match((await cli(['init'])).stderr, /^error KEY_MISSING: There is no home folder/);
    write('.jsonatomic/config.json', '{"ledgr": 1}');
    assert.match((await cli(['init'])).stderr, /^error CONFIG_INVALID/);
  });
});

describe('AGENTS.md', () => {
  for (const [layout, config, head] of [
    ['streams', undefined, 'main'],
    ['streams, on a branch in folders', undefined, 'feature/a/b'],
    ['streams, without a branch', undefined, undefined],
    ['one file', '{}', 'main'],
  ] as const) {
    test(`its commands record a fact: ${layout}`, async (t) => {
      assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
      const { init, keyFile } = repository(t);
      if (config !== undefined) write('.jsonatomic/config.json', config);
      await init('--yes', '--no-hooks');
      commitAll('Set up');
      if (head === undefined) git('switch', '--quiet', '--detach');
      else if (head !== 'main') git('switch', '--quiet', '--create', head);
      installPackage();
      const script = /```sh\n([^]*?)```/.exec(read('AGENTS.md'))![1]!.replaceAll('/tmp/fact.json', '../fact.json');
      const env = {
        ...gitEnv(),
        PATH: `${process.cwd()}/node_modules/.bin:${process.env['PATH']!}`,
        SIGNING_KEY_FILE: keyFile,
      };
      const { SIGNING_KEY_HEX: _, ...own } = env as Record<string, string>;
      const { status, stderr } = spawnSync('sh', ['-euc', script], { encoding: 'utf8', env: own });
      assert.deepEqual([status, stderr], [0, '']);
      const { value } = await cliJson(['verify']);
      const { ok, valid } = value as Record<string, unknown>;
      assert.deepEqual({ ok, valid }, { ok: true, valid: 2 });
    });
  }
});

interface DoctorJson {
  readonly ok: boolean;
  readonly faults: number;
  readonly checks: readonly { check: string; ok: boolean; message: string; fix?: string }[];
}

describe('doctor', () => {
  async function wellSetUp(
    t: TestContext,
  ): Promise<{ doctor: () => Promise<DoctorJson & { status: number }>; keyFile: string }> {
    const { init, env, keyFile } = repository(t);
    await init('--yes');
    installPackage();
    write('.gitignore', `node_modules\n${read('.gitignore')}`);
    commitAll('set up');
    const doctor = async (): Promise<DoctorJson & { status: number }> => {
      const { status, value } = await cliJson(['doctor'], { env });
      return { status, ...(value as DoctorJson) };
    };
    return { doctor, keyFile };
  }

  const faultsOf = ({ checks }: DoctorJson): (string | undefined)[][] =>
    checks.filter(({ ok }) => !ok).map(({ check, fix }) => [check, fix]);

  test('finds nothing wrong after init, and says what it looked at', async (t) => {
    const { doctor } = await wellSetUp(t);
    const report = await doctor();
    assert.deepEqual([report.status, report.ok, faultsOf(report)], [0, true, []]);
    assert.ok(report.checks.length >= 18);
    const { status, stdout } = await cli(['doctor'], { env: { HOME: '/nowhere' } });
    assert.equal(status, 1);
    assert.match(stdout, /^ok {5}config .*\n[^]*\n\d+ of \d+ checks found a fault\.\n$/);
  });

  test('names each fault with the way out of it', async (t) => {
    const { doctor, keyFile } = await wellSetUp(t);
    const file = (path: string, text: string | undefined): [() => void, () => void] => {
      const before = read(path);
      return [() => (text === undefined ? rmSync(path) : write(path, text)), () => write(path, before)];
    };
    const cases: [string, RegExp, [() => void, () => void]][] = [
      ['key file', /^chmod 600/, [() => chmodSync(keyFile, 0o644), () => chmodSync(keyFile, 0o600)]],
      ['config', /^logline-cli init$/, file('.jsonatomic/config.json', undefined)],
      ['settings', /Correct the member/, file('.jsonatomic/config.json', '{"a":1}')],
      ['set-up', /Correct the member/, file('.jsonatomic/keyring.json', '{"keys":[{}]}')],
      ['keyring', /^logline-cli init$/, file('.jsonatomic/keyring.json', '{"keys":[]}')],
      [
        'lines',
        /^logline-cli verify --ledger/,
        file('.jsonatomic/ledger/main.jsonl', read('.jsonatomic/ledger/main.jsonl').replace('"found"', '"fund"')),
      ],
      ['attributes', /^logline-cli init$/, file('.gitattributes', '')],
      ['ignored files', /^logline-cli init$/, file('.gitignore', '')],
      ['git', /^git check-ignore -v/, file('.gitignore', `.jsonatomic\n${read('.gitignore')}`)],
      ['hook pre-push', /^logline-cli init$/, file('.git/hooks/pre-push', undefined)],
      [
        'merge driver',
        /^logline-cli init$/,
        [
          () => git('config', '--unset', 'merge.ledger.recursive'),
          () => git('config', 'merge.ledger.recursive', 'binary'),
        ],
      ],
      ['workflow', /^logline-cli init$/, file('.github/workflows/ledger.yml', undefined)],
      ['code owners', /--code-owner/, file('.github/CODEOWNERS', '')],
      ['agents', /^logline-cli init$/, file('AGENTS.md', '# none\n')],
      [
        'program',
        /^npm install/,
        [() => rmSync('node_modules/.bin/logline-cli'), () => rmSync('node_modules', { recursive: true })],
      ],
    ];
    for (const [check, fix, [damage, restore]] of cases) {
      damage();
      const report = await doctor();
      restore();
      assert.equal(report.status, 1, check);
      const found = faultsOf(report).find(([name]) => name === check);
      assert.match(found?.[1] ?? '', fix, `${check}: ${JSON.stringify(faultsOf(report))}`);
    }
  });

  test('a private key in git, and a ledger that is not', async (t) => {
    const { doctor } = await wellSetUp(t);
    write('keys/private.key', KEYS.bob.privateKey);
    git('add', '--force', 'keys/private.key');
    git('rm', '--quiet', '-r', '--cached', '.jsonatomic/ledger');
    assert.deepEqual(
      faultsOf(await doctor()).map(([check]) => check),
      ['git', 'keys in git'],
    );
  });
});
