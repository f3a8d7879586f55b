import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  ALICE,
  KEYS,
  PROGRAM,
  ROOT,
  TRUSTS_ALICE,
  appendAll,
  cli,
  draft,
  inFolder,
  parsed,
  read,
  spawnCli,
  startCli,
  write,
} from './cli-runner.ts';
import { ON_SOURCE } from '../sources/arguments.ts';
import '../counted-programs.ts';

const LEDGER = 'data/ledger.jsonl';

const ended = (child: ChildProcess): Promise<[number | null, string | null]> =>
  new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const text = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  return text;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the built program', () => {
  test('says what the sources say', async (t) => {
    inFolder(t);
    for (const args of [
      ['--help'],
      ['verify', '--help'],
      ['--version'],
      ['verfy'],
      ['hash', 'none'],
      ['completion', 'bash'],
    ]) {
      const { status, stdout, stderr } = spawnCli(args);
      assert.deepEqual({ status, stdout, stderr }, await cli(args));
    }
  });

  test('gives each exit status', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    assert.equal(spawnCli(['verify'], { env: TRUSTS_ALICE }).status, 0);
    write(LEDGER, read(LEDGER).replace('create', 'delete'));
    assert.equal(spawnCli(['verify'], { env: TRUSTS_ALICE }).status, 1);
    assert.equal(spawnCli(['verify', '--nonsense']).status, 2);
    assert.equal(spawnCli(['verify', 'none.jsonl']).status, 3);
  });

  test('signs what comes in, and prints nothing but the result on standard output', (t) => {
    inFolder(t);
    const { status, stdout, stderr } = spawnCli(['append', '-', '--ledger', LEDGER], {
      env: ALICE,
      input: `${JSON.stringify(draft(1))}\n`,
    });
    assert.deepEqual([status, stderr, stdout], [0, '', read(LEDGER)]);
    const verified = spawnCli(['verify', '--output', 'json']);
    assert.equal((parsed(verified.stdout) as { ok: boolean }).ok, true);
    assert.match(verified.stderr, /^warning: NOBODY SAID/);
  });

  test('may not read what this user may not', async (t) => {
    const folder = inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    chmodSync(folder, 0o755);
    chmodSync(LEDGER, 0);
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'verify'], {
      ...asNobody,
      env: { PATH: process.env['PATH'] },
      encoding: 'utf8',
    });
    assert.equal(status, 3);
    assert.match(
      stderr,
      /^error INPUT_UNREADABLE: data\/ledger\.jsonl cannot be read: this user has no permission \(EACCES\)\. .*\n/,
    );
    if (asNobody.uid !== undefined) chownSync(LEDGER, 0, 0);
    chmodSync(LEDGER, 0o600);
  });
});

describe('a reader that goes', () => {
  const throughHead = (command: string): { status: number | null; stdout: string; stderr: string } => {
    const script = `set -o pipefail; '${process.execPath}' '${PROGRAM}' ${command} | head -n 1`;
    return spawnSync('bash', ['--norc', '-c', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], SHLVL: '1' },
    });
  };

  test('ends a list quietly, and does not change an answer', async (t) => {
    inFolder(t);
    await appendAll(
      LEDGER,
      Array.from({ length: 2000 }, (_, n) => draft(n)),
    );
    const { status, stdout, stderr } = throughHead('query --output ndjson');
    assert.deepEqual([status, stdout.split('\n').length, stderr], [0, 2, '']);
    write(LEDGER, read(LEDGER).replaceAll('create', 'delete'));
    const verdict = throughHead('verify --output ndjson');
    assert.deepEqual([verdict.status, verdict.stdout.split('\n').length], [1, 2]);
  });
});

test('a standard error that nobody reads does not change the answer', async (t) => {
  inFolder(t);
  await appendAll(LEDGER, [draft(1)]);
  const status = (command: string): string => {
    const script = `'${process.execPath}' '${PROGRAM}' ${command} 2>&1 | true; echo "\${PIPESTATUS[0]}"`;
    return spawnSync('bash', ['--norc', '-c', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], SHLVL: '1' },
    }).stdout;
  };
  assert.deepEqual([status('verify'), status('verify none.jsonl')], ['0\n', '3\n']);
});

describe('Ctrl-C', () => {
  test('ends a tail that follows', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    const child = startCli(['tail', '-f', '--output', 'json']);
    const text = collect(child);
    await until(() => text.stdout !== '');
    child.kill('SIGINT');
    assert.deepEqual(await ended(child), [130, null]);
    assert.equal((parsed(text.stdout) as unknown[]).length, 1);
    assert.equal(text.stderr, '');
  });

  test('lets go of what a writer holds', async (t) => {
    inFolder(t);
    const child = startCli(['append', '-', '--ledger', LEDGER], ALICE);
    const text = collect(child);
    child.stdin!.write(`${JSON.stringify(draft(1))}\n`);
    await until(() => text.stdout !== '');
    child.kill('SIGTERM');
    assert.deepEqual(await ended(child), [143, null]);
    assert.equal(text.stderr, '');
    assert.equal(read(LEDGER), text.stdout);
    assert.deepEqual(readdirSync('data'), ['ledger.jsonl']);
  });

  test('ends what does not hear it after two seconds, and the next writer takes its lock over', async (t) => {
    inFolder(t);
    const env = { SIGNING_KEY_COMMAND: "bash -c 'touch ready; exec sleep 5'", PUBLIC_KEY_HEX: KEYS.alice.publicKey };
    write('a.json', JSON.stringify(draft(1)));
    const child = startCli(['append', 'a.json'], env);
    const text = collect(child);
    const end = ended(child);
    await until(() => existsSync('ready'));
    child.kill('SIGINT');
    assert.deepEqual([await end, text], [[130, null], { stdout: '', stderr: '' }]);
    assert.equal((await appendAll(LEDGER, [draft(2)])).length, 1);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`ends long work that holds nothing at once (${signal})`, async () => {
      const child = spawn(process.execPath, [...ON_SOURCE, join(ROOT, 'test/cli/signal-program.ts'), 'at-once']);
      const text = collect(child);
      const end = ended(child);
      await until(() => text.stdout === 'ready\n');
      child.kill(signal);
      assert.deepEqual([await end, text], [[null, signal], { stdout: 'ready\n', stderr: '' }]);
    });

  test('is heard by work within it that holds something', async () => {
    const args = [join(ROOT, 'test/cli/signal-program.ts'), 'at-once', 'in-order'];
    const child = spawn(process.execPath, [...ON_SOURCE, ...args]);
    const text = collect(child);
    const end = ended(child);
    await until(() => text.stdout === 'ready at-once in-order\n');
    child.kill('SIGINT');
    await until(() => text.stdout.endsWith('heard SIGINT\n'));
    child.kill('SIGTERM');
    assert.deepEqual([await end, text.stderr], [[143, null], '']);
  });

  test('and another signal end the program at once', async () => {
    const program = join(ROOT, 'test/cli/signal-program.ts');
    const child = spawn(process.execPath, [...ON_SOURCE, program, 'x']);
    const text = collect(child);
    const end = ended(child);
    await until(() => text.stdout === 'ready x\n');
    child.kill('SIGINT');
    await until(() => text.stdout === 'ready x\nheard SIGINT\n');
    child.kill('SIGTERM');
    assert.deepEqual([await end, text.stderr], [[143, null], '']);
  });
});
