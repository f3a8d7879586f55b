/** `atomic --api` as a user types it, against the services as they run on the ledger and the files of the same folder: the same output as without. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import type { MissionView } from '../../src/mission/index.ts';
import { standBetween } from '../services/between.ts';
import { startServices } from '../services/running.ts';
import type { Running } from '../services/running.ts';
import { SPEC } from '../mission/scene.ts';
import { ALICE, KEYS, ROOT, cli, parsed, read, write } from './cli-runner.ts';
import type { CliResult, Env } from './cli-runner.ts';

const ROLES = ['viewer', 'agent', 'approver', 'operator'] as const;
const KEYRING = {
  keys: [
    { public_key: KEYS.alice.publicKey, actor: 'alice', roles: ['human', 'ci'] },
    { public_key: KEYS.bob.publicKey, actor: 'bob', roles: ['human'] },
  ],
};

const cwd = process.cwd();
let folder = '';
let services: Running;
let url = '';
before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'logline-api-')));
  process.chdir(folder);
  // Processes of the services look for what runs their sources from here.
  symlinkSync(join(ROOT, 'node_modules'), 'node_modules');
  write('src/auth.ts', 'export type UserId = string;\n');
  write('.gitignore', 'node_modules\ndata\n.jsonatomic\n*.json\nkeys\n*.zip\n*.txt\n');
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['config', 'user.name', 'Test'],
    ['config', 'user.email', 'test@example.com'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'base'],
  ])
    execFileSync('git', args);
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  write('keys', ROLES.map((role) => `${role}, ${digest(`key-${role}`)}, ${role}, ${role}-1\n`).join(''));
  write('.jsonatomic/keyring.json', JSON.stringify(KEYRING));
  write('spec.json', JSON.stringify(SPEC));
  const names = ['ledger', 'gateway', 'orchestrator', 'dte', 'finops', 'evidence'];
  services = await startServices(names, {
    API_KEYS_FILE: 'keys',
    LEDGER_PATH: 'data/ledger.jsonl',
    KEYRING_FILE: '.jsonatomic/keyring.json',
    EVIDENCE_PATH: '.jsonatomic/evidence',
    DTE_ROOT: folder,
    DTE_WORKERS: '1',
  });
  url = `http://127.0.0.1:${String(services.ports['ledger'])}`;
});
after(async () => {
  await services.close();
  process.chdir(cwd);
  rmSync(folder, { recursive: true, force: true });
});

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
const here = (line: string, env: Env = {}): Promise<CliResult> => cli(words(line), { env, program: ATOMIC });
const there = (role: string, line: string, env: Env = {}): Promise<CliResult> =>
  cli([...words(line), '--api', url], { env: { API_KEY: `key-${role}`, ...env }, program: ATOMIC });

async function works(role: string, line: string, env: Env = {}): Promise<string> {
  const { status, stdout, stderr } = await there(role, line, env);
  assert.deepEqual([status, stderr], [0, ''], `${line}: ${stdout}${stderr}`);
  return stdout;
}

/** Asserts that a command prints the same there as here, in every form. */
async function same(line: string, role = 'viewer'): Promise<string> {
  for (const form of ['', ' --output json', ' --output ndjson']) {
    const own = await here(line + form);
    const other = await there(role, line + form);
    assert.equal(other.stdout, own.stdout, line + form);
    assert.equal(other.status, own.status, `${line}${form}: ${other.stderr}`);
    assert.notEqual(own.stdout, '', line);
  }
  return (await here(line)).stdout;
}

describe('a mission', () => {
  test('begins, is planned and gets a batch, with the words of the program', async () => {
    assert.match(
      await works('agent', 'mission create --title "API migration" --risk medium'),
      /^CREATED {2}M-1\nmission +M-1\ntitle +API migration\n/,
    );
    assert.match(
      await works('agent', 'mission plan --mission M-1 --spec spec.json --summary rename'),
      /^PLANNED {2}M-1\n/,
    );
    const added = await works('agent', 'mission add --mission M-1 --spec spec.json --pr https://example.com/1');
    assert.equal(added, 'ADDED  batch-1 of M-1\n  spec CS-1\n  https://example.com/1\n');
    await same('mission show --mission M-1');
    await same('mission list');
    await same('mission list --status active');
  });

  test("is approved by a witness for the API key, and by the approver's own signature", async () => {
    const rejected = await works('approver', 'mission reject --mission M-1 --checkpoint plan --reason "too much"');
    assert.match(rejected, /^REJECTED {2}plan of M-1 by approver-1\n/);
    // What was rejected stays rejected until it changes.
    await works('agent', 'mission plan --mission M-1 --spec spec.json --summary "rename UserId only"');
    const signed = await works('approver', 'mission approve --mission M-1 --checkpoint plan --actor bob', {
      SIGNING_KEY_HEX: KEYS.bob.privateKey,
    });
    assert.match(signed, /^APPROVED {2}plan of M-1 by bob\n/);
    const again = await works('approver', 'mission approve --mission M-1 --checkpoint plan --actor bob', {
      SIGNING_KEY_HEX: KEYS.bob.privateKey,
    });
    assert.match(again, /^APPROVED {2}plan of M-1 by bob, as before: it counts once\n/);
    await same('mission show --mission M-1');
    const [, json] = [0, await works('viewer', 'mission show --mission M-1 --output json')];
    const { checkpoints } = parsed(json) as MissionView;
    assert.equal(checkpoints[0]?.approvals[0]?.by.key, KEYS.bob.publicKey);
    const nameless = await there('approver', 'mission approve --mission M-1 --checkpoint plan --actor kim');
    assert.deepEqual([nameless.status, nameless.stderr.includes('Without a signing key')], [2, true]);
  });

  test('is not approved where the service shows something else than it names', async () => {
    const between = await standBetween(services.ports['ledger']!);
    between.lie = (_, body) => Object.assign((body as MissionView).plan, { summary: 'rename nothing' });
    const { status, stderr } = await cli(
      words(`mission approve --mission M-1 --checkpoint finalize --actor bob --api ${between.address}`),
      { env: { API_KEY: 'key-approver', SIGNING_KEY_HEX: KEYS.bob.privateKey }, program: ATOMIC },
    );
    between.close();
    assert.deepEqual([status, between.asked], [1, ['GET /missions/M-1']], stderr);
    assert.match(stderr, /APPROVAL_MISMATCH.*plan of M-1 names [0-9a-f]{64}, and what is shown has [0-9a-f]{64}/s);
  });

  test('is run, ended and rolled back there', async () => {
    assert.equal(await works('agent', 'mission run --mission M-1'), 'DONE  M-1: batch-1\n');
    assert.match(read('src/auth.ts'), /AccountId/);
    await same('mission show --mission M-1');
    assert.match(await works('approver', 'mission approve --mission M-1'), /^APPROVED {2}finalize of M-1/);
    assert.match(await works('operator', 'mission finalize --mission M-1'), /^FINALIZED {2}M-1\n/);
    assert.match(
      await works('operator', 'mission rollback --mission M-1 --batch batch-1'),
      /^ROLLED BACK {2}batch-1 of M-1: 1 files are as they were\n {2}src\/auth\.ts\n$/,
    );
    assert.match(read('src/auth.ts'), /UserId/);
  });

  test('is refused as it is here', async () => {
    for (const line of ['mission show --mission M-9', 'mission finalize --mission M-9']) {
      const own = await here(line, ALICE);
      const other = await there('operator', line);
      assert.deepEqual([other.status, other.stderr], [own.status, own.stderr], line);
    }
    const { status, stderr } = await there('viewer', 'mission create --title x --output json');
    assert.equal(status, 2);
    assert.equal((parsed(stderr) as { error: { code: string } }).error.code, 'FORBIDDEN');
  });
});

describe('money', () => {
  test('is recorded there and shown as here', async () => {
    assert.match(
      await works('agent', 'finops consume --cost 5 --mission M-1 --usage U-1'),
      /^RECORDED {2}U-1: 5\.00 USD/,
    );
    assert.match(await works('agent', 'finops consume --cost 5 --mission M-1 --usage U-1'), /^ALREADY RECORDED {2}U-1/);
    await works('agent', 'finops consume --model gpt-4.1 --input 12000 --output-tokens 900 --mission M-1');
    for (const line of ['finops budget', 'finops budget --budget default', 'finops report', 'finops report --by model'])
      await same(line);
    for (const form of ['csv', 'chart', 'focus'])
      assert.equal(
        await works('viewer', `finops report --output ${form}`),
        (await here(`finops report --output ${form}`)).stdout,
      );
  });

  test('has its limit set, once it is spent the answer is no', async () => {
    assert.match(await works('operator', 'finops budget set --budget default --limit 50'), /default .* 50\.00 USD/);
    const { status, stderr } = await there('operator', 'finops budget set --budget other --limit 50');
    assert.deepEqual([status, stderr.includes('budget default, not of other')], [2, true]);
    const spent = await there('agent', 'finops consume --cost 60');
    assert.deepEqual([spent.status, spent.stdout.includes('the budget is spent')], [1, true]);
    assert.equal((await there('viewer', 'finops budget')).status, 1);
  });

  test('is forecast with the same words', async () => {
    const own = await here('finops forecast --spec spec.json --model gpt-4.1 --ledger data/ledger.jsonl');
    assert.equal(await works('agent', 'finops forecast --spec spec.json --model gpt-4.1'), own.stdout);
    assert.match(await works('agent', 'finops forecast --spec spec.json --model gpt-4.1 --record'), /^forecast +F-/);
  });

  test('has policies, which route', async () => {
    assert.match(
      await works('operator', 'policy set --task review --model gpt-4.1 --ceiling 0.5'),
      /^SET {2}review: gpt-4\.1\n/,
    );
    assert.match(await works('operator', 'policy set --task review --model gpt-4.1 --ceiling 0.5'), /^ALREADY SET/);
    await same('policy list');
    await same('policy route --task review --budget 0.4');
  });
});

test('texts are checked with the same words', async () => {
  write('prompt.txt', 'mail kim@example.com\n');
  // The policies differ, and so does the digest of the rules that JSON has.
  for (const line of ['gateway check prompt.txt', 'gateway check prompt.txt --sanitized'])
    assert.equal(await works('agent', line), (await here(line)).stdout);
  const { ok, spans } = parsed(await works('agent', 'gateway check prompt.txt --output json')) as Record<
    string,
    unknown
  >;
  assert.deepEqual([ok, (spans as object[]).length], [true, 1]);
});

describe('evidence', () => {
  test('is shown as here', async () => {
    for (const line of ['evidence events --mission M-1', 'evidence graph --mission M-1']) await same(line);
    assert.equal(
      await works('viewer', 'evidence graph --mission M-1 --format mermaid'),
      (await here('evidence graph --mission M-1 --format mermaid')).stdout,
    );
  });

  test('is exported, verifies, and is imported', async () => {
    assert.match(
      await works('operator', 'evidence export --mission M-1 -o pack.zip'),
      /^EXPORTED {2}M-1 to pack\.zip: \d+ lines/,
    );
    assert.ok(existsSync('pack.zip'));
    assert.equal((await here('evidence verify pack.zip')).status, 0);
    assert.match(
      await works('agent', 'evidence import pack.zip'),
      /^RESTORED {2}M-1: 0 lines as they are, 0 inside other atomics/,
    );
  });
});

describe('a change', () => {
  test('is planned, shown, applied and verified with the same words', async () => {
    const plan = 'dte plan --intent "rename UserId to AccountId" --scope src/**/*.ts --id CS-5';
    const specOf = (text: string): object => ({ ...(parsed(text) as object), assumptions: [] });
    assert.deepEqual(specOf(await works('agent', plan)), specOf((await here(plan)).stdout));
    assert.match(await works('agent', `${plan} --output own.json`), /^CS-5: 1 patch, .* written to own\.json\n$/);
    await same('dte apply --spec own.json --dry-run', 'agent');
    assert.match(
      await works('agent', 'dte apply --spec own.json'),
      /^APPLIED {2}CS-5: 1 edit in 1 file\n {2}src\/auth\.ts {2}1 edit\n/,
    );
    assert.match(await works('agent', 'dte apply --spec own.json'), /^ALREADY APPLIED {2}CS-5/);
    await same('dte verify --spec own.json', 'agent');
    const missing = 'dte plan --intent "rename Nowhere to There" --scope src/**/*.ts';
    const own = await here(missing);
    const other = await there('agent', missing);
    assert.deepEqual([other.status, other.stdout, other.stderr], [own.status, own.stdout, own.stderr]);
    assert.equal(own.status, 1);
  });

  test('is refused with the same words', async () => {
    write(
      'refused.json',
      JSON.stringify({
        ...SPEC,
        patches: SPEC.patches.map((one) => ({ ...one, selector: "Identifier[name='Nowhere']" })),
      }),
    );
    const own = await here('dte apply --spec refused.json');
    const other = await there('agent', 'dte apply --spec refused.json');
    assert.deepEqual([other.status, other.stdout], [own.status, own.stdout]);
    assert.equal(own.status, 1);
  });
});

describe('where a command goes', () => {
  test('is told by the flag before it or behind it, or by the environment', async () => {
    const env = { API_KEY: 'key-viewer' };
    const line = ['mission', 'show', '--mission', 'M-1'];
    const behind = await cli([...line, '--api', url], { env, program: ATOMIC });
    assert.deepEqual(await cli(['--api', url, ...line], { env, program: ATOMIC }), behind);
    assert.deepEqual(await cli(line, { env: { ...env, ATOMIC_API: url }, program: ATOMIC }), behind);
    assert.equal(behind.status, 0);
  });

  test('is not passed over where only this folder can be meant', async () => {
    for (const line of [
      `mission show --mission M-1 --ledger x`,
      'finops consume --cost 1 --response r.json',
      'dte apply --spec spec.json --root .',
    ]) {
      const { status, stderr } = await there('admin', line);
      assert.deepEqual(
        [status, stderr.includes('is about what is done here; with --api the services do it')],
        [2, true],
        stderr,
      );
    }
    for (const line of [
      'mission verify --mission M-1',
      'dte revert --spec spec.json',
      'evidence withhold --mission M-1',
    ]) {
      const { status, stderr } = await here(line, { ATOMIC_API: url });
      assert.deepEqual([status, /works on files here; .* Unset ATOMIC_API/.test(stderr)], [2, true], stderr);
      assert.equal((await there('admin', line)).status, 2);
    }
    assert.equal((await here('evidence verify pack.zip', { ATOMIC_API: url })).status, 0);
  });

  test('fails as the surroundings do', async () => {
    const nobody = await cli(['mission', 'list', '--api', 'http://127.0.0.1:9'], { program: ATOMIC });
    assert.equal(nobody.status, 3);
    assert.match(nobody.stderr, /^error SERVICE_UNREACHABLE: GET \/missions: the service cannot be reached\. /);
    const keyless = await cli(['mission', 'list', '--api', url], { program: ATOMIC });
    assert.deepEqual([keyless.status, keyless.stderr.startsWith('error UNAUTHENTICATED')], [2, true]);
    const wrong = await cli(['mission', 'list', '--api', 'nonsense'], { program: ATOMIC });
    assert.equal(wrong.status, 2);
    const open = await cli(['mission', 'list', '--api', 'http://192.0.2.1:1'], {
      env: { API_KEY: 'x' },
      program: ATOMIC,
      signal: AbortSignal.timeout(1),
    }).catch(() => undefined);
    assert.match(open?.stderr ?? 'warning: the key is sent without TLS', /without TLS/);
  });
});
