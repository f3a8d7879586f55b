import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { runProgram, streamProgram } from '../../src/base/process.ts';
import type { RunOptions } from '../../src/base/process.ts';

const node = process.execPath;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** Runs JavaScript in another Node. */
const runScript = (script: string, options?: RunOptions): ReturnType<typeof runProgram> =>
  runProgram([node, '-e', script], options);

async function failureOf(run: Promise<unknown>): Promise<LoglineError> {
  const error: unknown = await run.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LoglineError);
  return error;
}

test('arguments reach the program as they are: no shell expands or splits them', async () => {
  const args = ['$(id)', '`id`', '*', 'a b', '"', "'", ';exit 1', '', 'ü'];
  const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const { stdout, stderr, status } = await runProgram([node, '-e', script, '--', ...args]);
  assert.deepEqual(JSON.parse(text(stdout)), args);
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

test('its input is the bytes handed in, and then the end', async () => {
  const stdin = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
  const { stdout } = await runScript('process.stdin.pipe(process.stdout)', { stdin });
  assert.deepEqual(new Uint8Array(stdout), stdin);
  const nothing = await runScript('process.stdin.pipe(process.stdout)');
  assert.equal(nothing.stdout.length, 0);
});

test('a program that ends without reading its input is no failure', async () => {
  const { stdout } = await runProgram([node, '--version'], { stdin: new Uint8Array(4_000_000) });
  assert.match(text(stdout), /^v\d+/);
});

test('it runs in the folder and with the environment that it is given', async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'logline-run-')));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const script = 'process.stdout.write(process.cwd() + " " + JSON.stringify(process.env))';
  const { stdout } = await runScript(script, { cwd: folder, env: { ONE: '1' } });
  const [cwd, env] = text(stdout).split(' ');
  assert.equal(cwd, folder);
  assert.equal((JSON.parse(env!) as Record<string, string>)['ONE'], '1');
  assert.equal((JSON.parse(env!) as Record<string, string>)['PATH'], undefined);
});

test('a status that is no answer is a failure, told with the end of standard error', async () => {
  const failed = await failureOf(runScript('console.error("no such key"); process.exit(3)'));
  assert.equal(failed.code, 'COMMAND_FAILED');
  assert.equal(failed.message, `${node} ended with status 3. It said: no such key`);
  assert.deepEqual(failed.details, { program: node, status: 3, stderr: 'no such key' });
  const { status } = await runScript('process.exit(1)', { acceptStatus: [0, 1] });
  assert.equal(status, 1);
});

test('of standard error, the last 64 KiB are kept', async () => {
  const script = 'process.stderr.write("a".repeat(200_000) + "z".repeat(10)); process.exitCode = 1';
  const { stderr } = await runScript(script, { acceptStatus: [1] });
  assert.equal(stderr, 'a'.repeat(65_526) + 'z'.repeat(10));
});

test('a program that is not there, or no program, could not be started', async (t) => {
  const missing = await failureOf(runProgram(['/no/such/program']));
  assert.equal(missing.code, 'COMMAND_FAILED');
  assert.match(missing.message, /^\/no\/such\/program could not be started: it does not exist \(ENOENT\)\.$/);
  const folder = mkdtempSync(join(tmpdir(), 'logline-run-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const script = join(folder, 'plain.txt');
  writeFileSync(script, 'no program', { mode: 0o644 });
  assert.match((await failureOf(runProgram([script]))).message, /no permission \(EACCES\)/);
  assert.match((await failureOf(runProgram(['a\0b']))).message, /could not be started/);
});

test('a program that takes too long is killed, also when programs of its own hold its output', async () => {
  const child = `require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 3000)"], {stdio: "inherit"})`;
  const failed = await failureOf(runScript(`${child}; setInterval(() => {}, 1000)`, { timeoutMs: 300 }));
  assert.equal(failed.code, 'COMMAND_FAILED');
  assert.match(failed.message, /took longer than 300 ms/);
});

test('a program that writes too much is killed', async () => {
  const endless = 'const more = () => process.stdout.write("x".repeat(65536), more); more()';
  const failed = await failureOf(runScript(endless, { maxOutputBytes: 1_000_000 }));
  assert.match(failed.message, /wrote more than 1000000 bytes/);
});

test('a program that is ended by a signal failed', async () => {
  const failed = await failureOf(runScript('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'));
  assert.match(failed.message, /was ended by SIGTERM/);
});

test('cancelling ends the program, and a cancelled run does not begin', async (t) => {
  const cancelled = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'logline-run-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const pidFile = join(folder, 'pid');
  const script = `require("fs").writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)`;
  const run = runProgram([node, '-e', script, pidFile], { signal: cancelled.signal });
  const pid = await pidIn(pidFile);
  cancelled.abort();
  assert.equal((await failureOf(run)).code, 'CANCELLED');
  await gone(pid);
  const late = await failureOf(runProgram([node, '-e', ''], { signal: cancelled.signal }));
  assert.equal(late.message, `${node} was cancelled.`);
});

async function pidIn(file: string): Promise<number> {
  for (;;) {
    const pid = Number(attempt(() => readFileSync(file, 'utf8')));
    if (pid > 0) return pid;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function gone(pid: number): Promise<void> {
  while (attempt(() => process.kill(pid, 0))) await new Promise((resolve) => setTimeout(resolve, 10));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

test('variables are left out of its environment, and others put in', async (t) => {
  process.env['LOGLINE_TEST_OUT'] = 'out';
  t.after(() => {
    delete process.env['LOGLINE_TEST_OUT'];
  });
  const script = 'process.stdout.write(JSON.stringify(process.env))';
  const options = { withoutEnv: (name: string) => name === 'LOGLINE_TEST_OUT', moreEnv: { LOGLINE_TEST_IN: 'in' } };
  const inherited = JSON.parse(text((await runScript(script, options)).stdout)) as Record<string, string>;
  assert.equal(inherited['LOGLINE_TEST_OUT'], undefined);
  assert.equal(inherited['LOGLINE_TEST_IN'], 'in');
  assert.equal(inherited['PATH'], process.env['PATH']);
  const given = JSON.parse(text((await runScript(script, { ...options, env: { A: '1' } })).stdout)) as Record<
    string,
    string
  >;
  assert.deepEqual([given['A'], given['LOGLINE_TEST_IN'], given['PATH']], ['1', 'in', undefined]);
});

test('output that is read piece by piece ends with the failure of the program', async () => {
  const pieces = async (argv: readonly [string, ...string[]]): Promise<string> => {
    let read = '';
    for await (const piece of streamProgram(argv)) read += text(piece);
    return read;
  };
  assert.equal(await pieces([node, '-e', 'process.stdout.write("all")']), 'all');
  const ended = await failureOf(pieces([node, '-e', 'console.error("why"); process.exitCode = 4']));
  assert.match(ended.message, /ended with status 4\. It said: why/);
  const killed = await failureOf(pieces([node, '-e', 'process.kill(process.pid)']));
  assert.match(killed.message, /was ended by SIGTERM/);
  const missing = await failureOf(pieces(['no-such-program']));
  assert.match(missing.message, /could not be started/);
});
