/**
 * The hooks, run by husky, lefthook and the pre-commit framework as people install them: whoever they are run by, they see the same. The first two
 * come from the npm registry, the third from PATH; what is not to be had is skipped in plain sight. With LOGLINE_LONG=1 all of them, else husky.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../../scripts/setup.mjs';
import { appendAll, cliJson, draft, read, write } from '../cli-runner.ts';
import { LEDGER, git, gitEnv, installPackage, ledgerRepository, tryGit } from './repository.ts';
import '../../uncounted.ts';

const isLong = process.env['LOGLINE_LONG'] === '1';

const HOSTS = {
  husky: { kind: 'husky', packages: ['husky@9.1.7'], activate: ['npx', '--no-install', 'husky'], isShort: true },
  lefthook: {
    kind: 'lefthook',
    packages: ['lefthook@2.2.2'],
    activate: ['npx', '--no-install', 'lefthook', 'install'],
    isShort: false,
  },
  'the pre-commit framework': {
    kind: 'pre-commit',
    packages: [],
    activate: ['pre-commit', 'install', '-t', 'pre-commit', '-t', 'commit-msg', '-t', 'pre-push'],
    isShort: false,
  },
} as const;

function run(argv: readonly string[]): { status: number | null; text: string } {
  const [program = '', ...args] = argv;
  const env = { ...gitEnv(), npm_config_cache: process.env['npm_config_cache'], HOME: process.env['HOME'] };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  return { status, text: `${stdout}${stderr}` };
}

/** Stages have their names since 3.2. */
const isNewFramework = (text: string): boolean => /^pre-commit (?:3\.(?:[2-9]|\d\d)|[4-9])/.test(text);

/** Installs the tool as people do. Scripts of packages do not run, as npm has it by default now. */
function install(t: TestContext, packages: readonly string[], program: string): boolean {
  write('package.json', '{ "name": "x", "private": true }\n');
  const argv = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...packages];
  const isThere = packages.length > 0 ? run(argv).status === 0 : isNewFramework(run([program, '--version']).text);
  if (!isThere) t.skip(`${program} could not be had`);
  return isThere;
}

describe('hooks are run by', () => {
  for (const [name, { kind, packages, activate, isShort }] of Object.entries(HOSTS))
    test(name, { skip: !isLong && !isShort && 'only with LOGLINE_LONG=1' }, async (t) => {
      assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
      await ledgerRepository(t);
      if (!install(t, packages, activate[0])) return;
      installPackage();
      write('.jsonatomic/config.json', '{ "commitTrailer": true }\n');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'tools');
      git('init', '--quiet', '--bare', 'node_modules/remote.git');
      git('remote', 'add', 'origin', 'node_modules/remote.git');
      await cliJson(['hooks', 'install', '--host', kind]);
      const activated = run(activate);
      assert.equal(activated.status, 0, activated.text);
      const { status, value } = await cliJson(['hooks', 'status']);
      assert.deepEqual([status, (value as { host: string }).host], [0, kind], JSON.stringify(value));

      await appendAll(LEDGER, [draft(3)]);
      git('add', '--all');
      const good = tryGit(['commit', '--message', 'good']);
      assert.equal(good.status, 0, good.stderr + good.stdout);
      assert.match(git('log', '-1', '--format=%B'), /^Ledger-Head: data\/ledger\.jsonl [0-9a-f]{64}$/m);
      const pushed = tryGit(['push', 'origin', 'main']);
      assert.equal(pushed.status, 0, pushed.stderr + pushed.stdout);

      write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f9'));
      const bad = tryGit(['commit', '--all', '--message', 'bad']);
      assert.notEqual(bad.status, 0);
      assert.match(bad.stdout + bad.stderr, /NOT_APPEND_ONLY {2}Line 1 /);
      git('commit', '--quiet', '--all', '--no-verify', '--message', 'bad');
      const refused = tryGit(['push', 'origin', 'main']);
      assert.notEqual(refused.status, 0);
      assert.match(refused.stdout + refused.stderr, /NOT_APPEND_ONLY/);
    });
});
