/** Repositories of somebody else: what their files and settings say leads the program nowhere, and what a change brings is compared with nothing but its base. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ALICE, BOB, appendAll, cli, cliJson, draft, inFolder, read, write } from './cli-runner.ts';
import { LEDGER, commitAll, git, ledgerRepository } from './hooks/repository.ts';

interface Answer {
  readonly errors: readonly { readonly code: string }[];
}

/** Verifies what is there against the last commit. */
async function verify(...args: readonly string[]): Promise<[number, string[]]> {
  const { status, stdout, stderr } = await cli(['verify', '--base', 'HEAD', '--output', 'json', ...args]);
  const answer = stdout === '' ? undefined : (JSON.parse(stdout) as Answer);
  const code = /^error ([A-Z_]+)|"code":"([A-Z_]+)"/.exec(stderr);
  return [status, answer?.errors.map((error) => error.code) ?? [code?.[1] ?? code?.[2] ?? stderr]];
}

/** Another history by a key that is trusted: only the base shows that it is one. */
async function otherHistory(path: string): Promise<void> {
  await appendAll(path, [draft(7), draft(8), draft(9)], ALICE);
}

describe('a config', () => {
  test('that names a database is refused, and nothing connects to it', async (t) => {
    inFolder(t);
    let connections = 0;
    const server = createServer(() => connections++).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const address = `postgres://127.0.0.1:${String((server.address() as AddressInfo).port)}/db`;
    process.env['PGPASSWORD'] = 'geheim';
    t.after(() => Reflect.deleteProperty(process.env, 'PGPASSWORD'));
    write('.jsonatomic/config.json', `{\n  "ledger": "${address}"\n}`);
    for (const command of [['head'], ['verify'], ['append', '-'], ['tail', '--follow']] as const) {
      const { status, stderr } = await cli(command, { env: ALICE, stdin: JSON.stringify(draft(1)) });
      assert.equal(status, 2);
      assert.match(stderr, /^error CONFIG_INVALID: .*config\.json:2:13: ledger: .* no addresses .*LEDGER_PATH\./);
    }
    for (const member of ['keyring', 'gatewayPolicy', 'gatewayRules']) {
      write('.jsonatomic/config.json', JSON.stringify({ [member]: 'HTTPS://example.com/x.json' }));
      assert.match((await cli(['head'])).stderr, new RegExp(`^error CONFIG_INVALID: .*${member}: .*addresses`));
    }
    assert.equal(connections, 0);
  });

  test('that names files outside of the repository is refused', async (t) => {
    const folder = inFolder(t);
    mkdirSync('repo/.git', { recursive: true });
    mkdirSync('repo/part');
    process.chdir('repo/part');
    for (const ledger of ['../../mine.jsonl', `${folder}/mine.jsonl`]) {
      write('.jsonatomic/config.json', JSON.stringify({ ledger }));
      const { status, stderr } = await cli(['append', '-'], { env: ALICE, stdin: JSON.stringify(draft(1)) });
      assert.equal(status, 2);
      assert.match(stderr, /^error PATH_UNSAFE: ledger: ".*mine\.jsonl" .*leads out of .*repo\. Name .* by --ledger\./);
    }
    write('.jsonatomic/config.json', '{"gatewayPolicy":"../../policy.json"}');
    assert.match((await cli(['head'])).stderr, /by --gateway-policy\./);
    assert.ok(!existsSync(`${folder}/mine.jsonl`));
    write('.jsonatomic/config.json', '{"ledger":"../shared.jsonl"}');
    await appendAll('../shared.jsonl', [draft(1)]);
    assert.equal((await cli(['head'])).status, 0, 'elsewhere in the repository');
  });
});

describe('verify --base', () => {
  test('does not take a bare repository among the files for the one that they are in', async (t) => {
    await ledgerRepository(t);
    rmSync(LEDGER);
    await otherHistory(LEDGER);
    commitAll('another history');
    git('clone', '--quiet', '--bare', '.', 'bare');
    git('reset', '--quiet', '--hard', 'HEAD~1');
    rmSync(LEDGER);
    await otherHistory(LEDGER);
    for (const name of ['HEAD', 'objects', 'refs', 'config', 'packed-refs'])
      if (existsSync(`bare/${name}`)) renameSync(`bare/${name}`, `data/${name}`);
    assert.equal(git('-C', 'data', 'rev-list', '--count', 'HEAD').trim(), '2', 'git itself falls for it');
    const [status, codes] = await verify();
    assert.notEqual(status, 0);
    assert.deepEqual(codes, ['INPUT_MISSING']);
  });

  test('compares with what the base has under the name, not with what a link leads to', async (t) => {
    const folder = await ledgerRepository(t);
    rmSync(LEDGER);
    await otherHistory('data/other.jsonl');
    symlinkSync('other.jsonl', LEDGER);
    assert.deepEqual(await verify(), [1, ['NOT_APPEND_ONLY']]);
    assert.deepEqual(await verify(`${folder}/${LEDGER}`), [1, ['NOT_APPEND_ONLY']]);
    renameSync('data', 'elsewhere');
    symlinkSync('elsewhere', 'data');
    assert.deepEqual(await verify(), [1, ['NOT_APPEND_ONLY']]);
    process.chdir('elsewhere');
    assert.deepEqual(await verify('../data/ledger.jsonl'), [1, ['NOT_APPEND_ONLY']]);
  });

  test('compares with the base of this repository, not of another one that a link leads into', async (t) => {
    await ledgerRepository(t);
    git('init', '--quiet', 'module');
    await otherHistory('module/ledger.jsonl');
    git('-C', 'module', 'add', '.');
    git('-C', 'module', 'commit', '--quiet', '--message', 'mine');
    rmSync(LEDGER);
    symlinkSync('../module/ledger.jsonl', LEDGER);
    assert.deepEqual(await verify(), [1, ['NOT_APPEND_ONLY']]);
    assert.deepEqual(await verify('module/ledger.jsonl'), [0, []], 'the ledger of the other one by itself');
  });

  test('follows links of the base in the base: one that is turned leads to what it led to', async (t) => {
    await ledgerRepository(t);
    symlinkSync('data/ledger.jsonl', 'current.jsonl');
    commitAll('a link');
    await appendAll(LEDGER, [draft(3)]);
    assert.deepEqual(await verify('current.jsonl'), [0, []]);
    await otherHistory('data/other.jsonl');
    rmSync('current.jsonl');
    symlinkSync('data/other.jsonl', 'current.jsonl');
    assert.deepEqual(await verify('current.jsonl'), [1, ['NOT_APPEND_ONLY']]);
    rmSync('current.jsonl');
    symlinkSync('current.jsonl', 'round.jsonl');
    symlinkSync('round.jsonl', 'current.jsonl');
    assert.equal((await verify('current.jsonl'))[0], 3);
  });

  test('a link that the base has not, out of the repository, is compared with nothing, and that is no yes', async (t) => {
    const folder = await ledgerRepository(t);
    await otherHistory(`${folder}-outside/ledger.jsonl`);
    t.after(() => rmSync(`${folder}-outside`, { recursive: true }));
    symlinkSync(`${folder}-outside/ledger.jsonl`, 'new.jsonl');
    assert.deepEqual(await verify('new.jsonl'), [3, ['INPUT_MISSING']]);
    assert.deepEqual((await cli(['verify', 'new.jsonl', '--base', '-x'])).status, 2);
  });

  test('compares folders of streams with what the base has under their name', async (t) => {
    await ledgerRepository(t);
    await appendAll('ledger/main.jsonl', [draft(1)], BOB);
    commitAll('streams');
    renameSync('ledger', 'old');
    await appendAll('new/main.jsonl', [draft(5), draft(6)], BOB);
    symlinkSync('new', 'ledger');
    const { value } = await cliJson(['verify', 'ledger/', '--base', 'HEAD', '--key', keyOfBob()]);
    assert.deepEqual((value as Answer).errors.map(({ code }) => code).slice(0, 1), ['NOT_APPEND_ONLY']);
  });

  test('is shown no replaced objects', async (t) => {
    await ledgerRepository(t);
    const old = git('rev-parse', `HEAD:${LEDGER}`).trim();
    rmSync(LEDGER);
    await otherHistory(LEDGER);
    git('replace', old, git('hash-object', '-w', LEDGER).trim());
    assert.deepEqual(await verify(), [1, ['NOT_APPEND_ONLY']]);
  });

  test('fetches nothing that a partial clone lacks, by whatever program its settings name', async (t) => {
    const folder = await ledgerRepository(t);
    git('config', 'uploadpack.allowFilter', 'true');
    git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${folder}`, 'partial');
    process.chdir('partial');
    await appendAll(LEDGER, [draft(1)]);
    mkdirSync('streams');
    write('streams/main.jsonl', read(LEDGER));
    writeFileSync('trap', `#!/bin/sh\ntouch '${folder}/executed'\nexec git-upload-pack "$@"\n`, { mode: 0o755 });
    for (const [name, value] of [
      ['remote.origin.uploadpack', `${folder}/partial/trap`],
      ['core.sshCommand', `${folder}/partial/trap`],
      ['core.fsmonitor', `${folder}/partial/trap`],
      ['core.pager', `${folder}/partial/trap`],
      ['filter.x.clean', `${folder}/partial/trap`],
      ['filter.x.smudge', `${folder}/partial/trap`],
      ['filter.x.required', 'true'],
      ['diff.external', `${folder}/partial/trap`],
      ['diff.x.textconv', `${folder}/partial/trap`],
      ['protocol.file.allow', 'always'],
    ] as const)
      git('config', name, value);
    write('.git/info/attributes', '* filter=x diff=x\n');
    const [status, codes] = await verify();
    assert.deepEqual([status, codes], [3, ['INPUT_MISSING']]);
    assert.notEqual((await verify('data/'))[0], 0);
    for (const command of [['doctor'], ['init', '--dry-run'], ['hooks', 'status']] as const) await cli(command);
    assert.ok(!existsSync(`${folder}/executed`), 'something was executed');
  });

  test('a content that is not there is told, and its file is not taken for a new one', async (t) => {
    await ledgerRepository(t);
    await appendAll('ledger/main.jsonl', [draft(1)]);
    commitAll('streams');
    const id = git('rev-parse', 'HEAD:ledger/main.jsonl').trim();
    rmSync(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
    assert.deepEqual(await verify('ledger/'), [3, ['INPUT_MISSING']]);
    assert.deepEqual(await verify('ledger/main.jsonl'), [3, ['INPUT_MISSING']]);
  });
});

describe('set-up', () => {
  /** A repository with a link, and what it leads to outside of it. */
  function withLink(t: TestContext, place: string, target: string): string {
    const folder = inFolder(t);
    write('mine/file', 'mine\n');
    git('init', '--quiet', 'repo');
    process.chdir('repo');
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target.replace('MINE', `${folder}/mine`), place);
    return folder;
  }

  for (const [place, target] of [
    ['.gitignore', 'MINE/file'],
    ['AGENTS.md', 'MINE/not-there'],
    ['.github', 'MINE'],
    ['.github/workflows', '../../mine'],
    ['.jsonatomic', 'MINE'],
    ['.husky', 'MINE'],
    ['.gitattributes', '.git/config'],
  ] as const)
    test(`does not write through the link ${place} to ${target}`, async (t) => {
      const folder = withLink(t, place, target);
      const env = { XDG_CONFIG_HOME: `${folder}/settings` };
      const { status, stderr } = await cli(['init', '--yes', '--actor', 'kim'], { env });
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^error PATH_UNSAFE: \S+ leads out of the files of the repository/);
      assert.equal(read(`${folder}/mine/file`), 'mine\n');
      assert.ok(!existsSync(`${folder}/mine/not-there`) && !existsSync(`${folder}/mine/pre-commit`));
      if (place !== '.husky') return;
      for (const command of ['install', 'uninstall'])
        assert.equal((await cli(['hooks', command])).status, 2, `hooks ${command}`);
      assert.ok(!existsSync(`${folder}/mine/pre-commit`));
    });

  test('writes through links that stay in the repository', async (t) => {
    const folder = inFolder(t);
    git('init', '--quiet', '.');
    write('CLAUDE.md', '# Rules\n');
    symlinkSync('CLAUDE.md', 'AGENTS.md');
    const env = { XDG_CONFIG_HOME: `${folder}-settings` };
    t.after(() => rmSync(`${folder}-settings`, { recursive: true, force: true }));
    const { status, stderr } = await cli(['init', '--yes', '--actor', 'kim', '--code-owner', '@kim'], { env });
    assert.equal(status, 0, stderr);
    assert.match(read('CLAUDE.md'), /^# Rules\n[^]*logline-cli/);
  });
});

const keyOfBob = (): string => '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
