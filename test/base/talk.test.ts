import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoglineError } from '../../src/base/errors.ts';
import { talkTo } from '../../src/base/process-talk.ts';
import { runProgram } from '../../src/base/process.ts';
import type { Talk } from '../../src/base/process-talk.ts';

const HEAD = "const { readSync, writeSync } = require('node:fs'); const say = (text) => writeSync(3, text);";

/** Starts a script that writes lines to channel 3. */
function talk(script: string, maxLineChars = 1000): { readonly lines: string[]; readonly with: Talk } {
  const lines: string[] = [];
  const options = { cwd: '.', env: {}, onLine: (line: string) => void lines.push(line), maxLineChars };
  return { lines, with: talkTo([process.execPath, '-e', HEAD + script], options) };
}

/** Whether a process is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const SLEEPER =
  "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' })";

test('a program is talked to line by line, whatever else it prints', async () => {
  const { lines, with: program } = talk(`
    console.log('dropped'); console.error('kept');
    process.stdin.setEncoding('utf8').on('data', (text) => { say(text.toUpperCase().slice(0, 2)); say(text.slice(2) + 'rest'); process.exit(); });`);
  program.send('abc');
  const { stderr } = await program.ended;
  assert.deepEqual(lines, ['ABc']);
  assert.equal(stderr, 'kept\n');
});

test('a program that does not read, or is not there, ends by itself', async () => {
  const { with: program } = talk('process.stdin.destroy();');
  for (let i = 0; i < 20; i++) program.send('x'.repeat(100_000));
  assert.equal((await program.ended).stderr, '');
  const missing = talkTo(['/no/such/program'], { cwd: '.', env: {}, onLine: () => undefined, maxLineChars: 10 });
  missing.send('x');
  assert.match((await missing.ended).stderr, /does not exist/);
  missing.kill();
});

test('a program that writes a line without an end is killed', async () => {
  const { lines, with: program } = talk(`for (;;) say('x'.repeat(1000));`);
  await program.ended;
  assert.deepEqual(lines, []);
});

test('a program is killed with what it started, and so is that when the program ends', async () => {
  for (const end of ['setInterval(() => 0, 1000)', 'setTimeout(() => process.exit(), 50)']) {
    const { lines, with: program } = talk(`say(${SLEEPER}.pid + '\\n'); ${end};`);
    while (lines.length === 0) await sleep(10);
    if (end.includes('Interval')) program.kill();
    await program.ended;
    const pid = Number(lines[0]);
    for (let i = 0; i < 200 && isAlive(pid); i++) await sleep(10);
    assert.equal(isAlive(pid), false, end);
  }
});

test('a program that is run is killed with its group where that is asked for', async () => {
  const script = `process.stdout.write(String(${SLEEPER}.pid)); process.exitCode = 0; setTimeout(() => process.exit(), 50);`;
  const { stdout } = await runProgram([process.execPath, '-e', script], { killsGroup: true });
  const pid = Number(Buffer.from(stdout).toString());
  for (let i = 0; i < 200 && isAlive(pid); i++) await sleep(10);
  assert.equal(isAlive(pid), false);
  await assert.rejects(
    runProgram([process.execPath, '-e', `${SLEEPER}; setInterval(() => 0, 1000)`], {
      killsGroup: true,
      timeoutMs: 200,
    }),
    (error) => error instanceof LoglineError && error.message.includes('longer than 200 ms'),
  );
});
