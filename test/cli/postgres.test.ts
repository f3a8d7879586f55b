/** Commands on ledgers in PostgreSQL: what they print is what they print of the same ledger in a file. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LOGLINE } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run.ts';
import { Proxy } from '../ledger/postgres-proxy.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import type { SharedPostgres } from '../ledger/postgres-shared.ts';
import { draft } from '../ledger/fixtures.ts';
import { ALICE, Screen, TRUSTS_ALICE, cli, inFolder, parsed } from './cli-runner.ts';

let server: SharedPostgres;
let database: string;
before(async () => {
  server = await sharedPostgres();
  database = (await server.newDatabase()).replace('postgres@', 'postgres:geheim@');
});
after(() => server.remove());

/** Makes a file with three lines, and answers its text. */
async function makeLedger(): Promise<string> {
  const drafts = [1, 2, 3].map((n) => `${JSON.stringify(draft(n))}\n`).join('');
  const { status, stderr } = await cli(['append', '-', '--ledger', 'a.jsonl'], { env: ALICE, stdin: drafts });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return readFileSync('a.jsonl', 'utf8');
}

const COMMITTER = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

describe('a ledger in PostgreSQL', () => {
  test('takes a file in and gives it back, byte for byte, and goes on where that ended', async (t) => {
    inFolder(t);
    const text = await makeLedger();
    const ledger = `${database}?ledger=moved`;
    const shown = ledger.replace(':geheim', '');
    const first = await cli(['import', 'a.jsonl', '--ledger', ledger, '--output', 'json']);
    const head = (JSON.parse(text.trimEnd().split('\n')[2]!) as { hash: string }).hash;
    const facts = { from: 'a.jsonl', to: shown, found_bytes: 0, copied_bytes: text.length, copied_lines: 3 };
    assert.deepEqual(parsed(first.stdout), { ...facts, size_bytes: text.length, head });
    const again = await cli(['import', 'a.jsonl', '--ledger', ledger]);
    assert.match(again.stdout, /^copied_lines +0$/m);

    await cli(['append', '-', '--ledger', ledger], { env: ALICE, stdin: `${JSON.stringify(draft(4))}\n` });
    writeFileSync('b.jsonl', text.slice(0, text.length - 50)); // an export that was interrupted
    const back = await cli(['export', 'b.jsonl', '--ledger', ledger]);
    assert.equal(back.status, 0, back.stderr);
    const whole = readFileSync('b.jsonl', 'utf8');
    assert.ok(whole.startsWith(text) && whole.split('\n').length === 5);

    const other = await cli(['import', 'b.jsonl', '--ledger', `${database}?ledger=other`]);
    assert.equal(other.status, 0);
    writeFileSync('c.jsonl', text.replace('\n', ' \n'));
    const refused = await cli(['import', 'c.jsonl', '--ledger', ledger]);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^error NOT_APPEND_ONLY: postgres:.*\?ledger=moved is not empty/);
    assert.doesNotMatch([first, again, back, other, refused].map((run) => run.stdout + run.stderr).join(), /geheim/);
  });

  test('is shown by every command as the file is', async (t) => {
    inFolder(t);
    await makeLedger();
    const ledger = `${database}?ledger=shown`;
    await cli(['import', 'a.jsonl', '--ledger', ledger]);
    for (const line of [
      'verify --check-prev-chain',
      'verify --check-prev-chain --output json',
      'verify --base ./a.jsonl',
      'query --intent run_code',
      'query --actor user@example.com --reverse --limit 2 --output ndjson',
      'query --since 2026-01-01T00:00:02Z --output json',
      'query --this /functions/f2',
      'stats --output json',
      'head',
      'head --output json',
      'tail -n 2',
    ]) {
      const [name = '', ...flags] = line.split(' ');
      const ofFile = await cli([name, '--ledger', 'a.jsonl', ...flags], { env: TRUSTS_ALICE });
      const ofDatabase = await cli([name, ...flags], { env: { ...TRUSTS_ALICE, LEDGER_PATH: ledger } });
      assert.equal(ofDatabase.status, 0, ofDatabase.stderr);
      const shown = ledger.replace(':geheim', '');
      assert.deepEqual({ ...ofDatabase, stdout: ofDatabase.stdout.replaceAll(shown, 'a.jsonl') }, ofFile, line);
    }
  });

  test('is followed, also over a lost connection, and who waits is told so', async (t) => {
    inFolder(t);
    await makeLedger();
    const ledger = `${database}?ledger=followed`;
    await cli(['import', 'a.jsonl', '--ledger', ledger]);
    const proxy = await Proxy.open(t, server.port);
    const ending = new AbortController();
    const [stdout, stderr] = [new Screen(false), new Screen(false)];
    const terminal = { env: {}, stdin: process.stdin, stdout, stderr, signal: ending.signal, clock: () => new Date() };
    const args = ['tail', '-f', '-n', '1', '--ledger', proxy.address(ledger), '--output', 'ndjson'];
    const run = runCli(LOGLINE, { ...terminal, args });
    const waitFor = async (screen: Screen, text: string): Promise<void> => {
      while (!screen.text.includes(text)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await waitFor(stdout, '/functions/f3');
    proxy.refuses = true;
    proxy.cutAll();
    await waitFor(stderr, 'Waiting for it.');
    proxy.refuses = false;
    await cli(['append', '-', '--ledger', ledger], { env: ALICE, stdin: `${JSON.stringify(draft(4))}\n` });
    await waitFor(stdout, '/functions/f4');
    ending.abort('SIGINT');
    assert.equal(await run, 130);
    assert.equal(stdout.text.trimEnd().split('\n').length, 2);
    const [waiting, back, ...more] = stderr.text.trimEnd().split('\n');
    assert.match(waiting!, /^warning: postgres:\/\/postgres@127\.0\.0\.1\S+: .+\. Waiting for it\.$/);
    assert.equal(back, 'warning: It can be reached again; the tail goes on where it was.');
    assert.deepEqual(more, []);
  });

  test('can be named in the environment and not in the config, and has a head to sign on', async (t) => {
    inFolder(t);
    mkdirSync('.jsonatomic');
    const named = `${database}?ledger=configured`;
    writeFileSync(join('.jsonatomic', 'config.json'), JSON.stringify({ ledger: named }));
    writeFileSync('draft.json', JSON.stringify(draft(1)));
    const refused = await cli(['append', 'draft.json'], { env: ALICE });
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /a config file names files, and no addresses/);
    writeFileSync(join('.jsonatomic', 'config.json'), '{}');
    const env = { ...ALICE, LEDGER_PATH: named };
    const appended = await cli(['append', 'draft.json', '--output', 'json'], { env });
    assert.equal(appended.status, 0, appended.stderr);
    const signed = await cli(['sign', 'draft.json', '--ledger', named], { env: ALICE });
    const { prev } = parsed(signed.stdout) as { prev: string };
    assert.equal(prev, (parsed(appended.stdout) as { hash: string }).hash);
  });

  test('is no file: commands about files and revisions say so', async (t) => {
    inFolder(t);
    for (const args of [
      ['init', '--quiet', '--initial-branch=main'],
      [...COMMITTER, 'commit', '--quiet', '--allow-empty', '-m', 'base'],
    ])
      assert.equal(spawnSync('git', args).status, 0);
    const ledger = `${database}?ledger=any`;
    for (const args of [
      ['repair'],
      ['seal'],
      ['migrate', '--out', 'new.jsonl'],
      ['rebase', '--onto', 'main'],
      ['verify', '--base', 'main'],
      ['verify', '--since-seal'],
    ]) {
      const { status, stderr } = await cli([...args, '--ledger', ledger], { env: ALICE });
      assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
      assert.doesNotMatch(stderr, /geheim/);
    }
    const out = await cli(['export', ledger, '--ledger', ledger]);
    assert.match(out.stderr, /^error USAGE: This command is about files; postgres:.*ledger=any is in a database/);
  });

  test('needs tables, which a command makes', async (t) => {
    inFolder(t);
    await server.sql(database, 'CREATE DATABASE bare');
    const bare = database.replace(/[^/]+$/, 'bare');
    const before = await cli(['head', '--ledger', bare]);
    assert.equal(before.status, 3);
    assert.match(before.stderr, /^error DATABASE_OUTDATED: .*Run `logline-cli database migrate`/);
    const made = await cli(['database', 'migrate', '--output', 'json'], { env: { DATABASE_URL: bare } });
    assert.deepEqual(parsed(made.stdout), { database: bare.replace(':geheim', ''), version: 1, applied: [1] });
    const again = await cli(['database', 'migrate', '--database', bare]);
    assert.match(again.stdout, /^steps_taken +none, it was up to date$/m);
    assert.match((await cli(['head', '--ledger', bare])).stdout, /^head +- \(empty\)$/m);
    assert.match((await cli(['database', 'migrate'])).stderr, /^error USAGE: Which database\? Set DATABASE_URL/);
  });

  test('that cannot be reached is a failure of the environment', async (t) => {
    inFolder(t);
    const nowhere = 'postgres://a:geheim@127.0.0.1:1/db';
    const { status, stderr } = await cli(['verify', '--ledger', nowhere]);
    assert.equal(status, 3);
    assert.match(stderr, /^error LEDGER_UNAVAILABLE: postgres:\/\/a@127\.0\.0\.1:1\/db\?ledger=main: .*ECONNREFUSED/);
  });
});
