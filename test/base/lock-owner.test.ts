import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { describeProcess, formatOwner, hasEnded, isComparable, parseOwner } from '../../src/base/lock-owner.ts';
import type { LockOwner, SystemView } from '../../src/base/lock-owner.ts';
import { scratch } from '../ledger/store-support.ts';

const own = await describeProcess();
/** How every system but Linux tells about processes. */
const byPs: SystemView = { platform: 'darwin', root: '' };
const ownByPs = await describeProcess(process.pid, byPs);

/** Above what Linux gives out (2^22). */
const NO_PID = 9_999_999;

test('a process describes itself in a text that another one reads', () => {
  assert.equal(own.pid, process.pid);
  const text = formatOwner(own);
  assert.ok(text.length <= 59, text);
  const host = hostname().replace(/[^\w.-]/g, '_');
  assert.deepEqual(parseOwner(text), { ...own, host: host.slice(0, 59 - text.indexOf('@') - 1) });
  assert.deepEqual(formatOwner(parseOwner(text)!), text);
});

test('a name of a host may be long and odd', () => {
  const long = formatOwner({ ...own, host: `häuschen of\n@${'x'.repeat(100)}` });
  assert.equal(long.length, 59);
  assert.match(parseOwner(long)!.host, /^h_uschen_of__x+$/);
});

test('a text that is no owner’s is none', () => {
  for (const text of ['', '7', '7.a.b.c.d', 'x.a.b.c.d@h', '7.a.b.c@h', '7.a.b.c.d@h h', `${formatOwner(own)}\n`]) {
    assert.equal(parseOwner(text), undefined, text);
  }
});

for (const [kind, self, view] of [
  ['/proc', own, undefined],
  ['ps', ownByPs, byPs],
] as const) {
  test(`by ${kind}: a process that runs has not ended`, async (t) => {
    assert.notEqual(self.start, '-');
    assert.equal(await hasEnded(self, self, view), false);
    const pid = await start(t, 'echo $$; exec sleep 20');
    assert.equal(await hasEnded({ ...self, pid, start: '-' }, self, view), false);
  });

  test(`by ${kind}: a process of another start is another one, whose id was given out again`, async () => {
    assert.equal(await hasEnded({ ...self, start: 'earlier' }, self, view), true);
    assert.equal(await hasEnded({ ...self, start: '-' }, self, view), false, 'unless no start was known');
  });

  test(`by ${kind}: a process that is not there has ended`, async () => {
    assert.equal(await hasEnded({ ...self, pid: NO_PID }, self, view), true);
  });

  test(`by ${kind}: a process that its parent has not asked after has ended`, async (t) => {
    const pid = await start(t, 'sleep 1 & echo $!; exec sleep 20');
    const owner = await describeProcess(pid, view);
    assert.equal(await hasEnded(owner, self, view), false);
    await setTimeout(1100);
    assert.ok(process.kill(pid, 0), 'the id is still taken');
    assert.equal(await hasEnded(owner, self, view), true);
  });
}

test('nothing is said about a process on another machine or in another container', async () => {
  const gone = { ...own, pid: NO_PID };
  const elsewhere: Partial<LockOwner>[] = [
    { boot: 'other', machine: 'other' },
    { table: 'other' },
    { boot: '-', machine: 'other' },
    { boot: 'other', machine: '-' },
    { boot: '-' },
  ];
  for (const place of elsewhere) {
    assert.equal(isComparable({ ...gone, ...place }, own), false);
    assert.equal(await hasEnded({ ...gone, ...place }, own), false, JSON.stringify(place));
  }
  assert.equal(await hasEnded({ ...gone, boot: 'other', machine: '-' }, { ...own, machine: '-' }), false);
  assert.equal(await hasEnded({ ...gone, boot: 'other' }, { ...own, boot: '-' }), false);
});

test('where boots are not told apart, the machine decides', () => {
  const here = { ...own, boot: '-', table: '-', machine: 'this' };
  assert.equal(isComparable(here, here), true);
  assert.equal(isComparable({ ...here, machine: 'that' }, here), false);
  assert.equal(isComparable({ ...here, machine: '-' }, { ...here, machine: '-' }), false);
});

test('after a restart of the machine, everything that ran before has ended', async () => {
  assert.equal(await hasEnded({ ...own, boot: 'before' }, own), true);
});

test('a process whose last thread still runs has not ended, and a name may look like fields', async (t) => {
  const fields = (state: string, threads: number): string => {
    const rest = Array.from({ length: 50 }, () => '0');
    rest[0] = state;
    rest[17] = String(threads);
    rest[19] = '1296';
    return `${String(process.pid)} (a) Z 1 (b)) ${rest.join(' ')}\n`;
  };
  const root = fakeProc(t, String(process.pid), fields('Z', 2));
  assert.equal(await hasEnded({ ...own, start: '100' }, own, { platform: 'linux', root }), false);
  writeFileSync(join(root, 'proc', String(process.pid), 'stat'), fields('Z', 1));
  assert.equal(await hasEnded({ ...own, start: '100' }, own, { platform: 'linux', root }), true);
  writeFileSync(join(root, 'proc', String(process.pid), 'stat'), fields('S', 1));
  assert.equal(await hasEnded({ ...own, start: '100' }, own, { platform: 'linux', root }), false);
});

test('where /proc shows other processes than ours, or nothing, no start is known', async (t) => {
  const root = fakeProc(t, '1', '1 (init) S');
  const view: SystemView = { platform: 'linux', root };
  const described = await describeProcess(process.pid, view);
  assert.deepEqual(described, {
    pid: process.pid,
    start: '-',
    boot: '-',
    table: described.table,
    machine: '-',
    host: hostname(),
  });
  assert.equal(await hasEnded({ ...own, start: 'earlier' }, own, view), false);
});

test('where there is no ps either, as on Windows, a process is told by its id alone', async (t) => {
  const view: SystemView = { platform: 'win32', root: scratch(t) };
  const described = await describeProcess(process.pid, view);
  assert.equal(described.start, '-');
  assert.equal(await hasEnded({ ...ownByPs, start: 'earlier' }, ownByPs, view), false);
  assert.equal(await hasEnded({ ...described, pid: NO_PID }, described, view), true);
});

/** A root folder whose /proc calls the reader `self`. */
function fakeProc(t: TestContext, self: string, stat: string): string {
  const root = scratch(t);
  mkdirSync(join(root, 'proc', String(process.pid)), { recursive: true });
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc', 'machine-id'), 'uninitialized\n');
  symlinkSync(self, join(root, 'proc', 'self'));
  writeFileSync(join(root, 'proc', String(process.pid), 'stat'), stat);
  return root;
}

/** Runs a shell script that prints a process id first, and answers that id. */
async function start(t: TestContext, script: string): Promise<number> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => child.kill('SIGKILL'));
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) return Number(chunk.toString());
  return assert.fail('it printed nothing');
}
