import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { FileLock } from '../../src/base/file-lock.ts';
import type { LockNotice } from '../../src/base/file-lock.ts';
import { describeProcess, formatOwner } from '../../src/base/lock-owner.ts';
import type { LockOwner } from '../../src/base/lock-owner.ts';
import { failsWith } from '../ledger/store-conformance.ts';
import { scratch } from '../ledger/store-support.ts';

const codes = { locked: 'LEDGER_LOCKED', unavailable: 'LEDGER_UNAVAILABLE' } as const;
const own = await describeProcess();
/** This process's id, given out to another process before. */
const reused: LockOwner = { ...own, start: 'earlier' };
const gone: LockOwner = { ...own, pid: 9_999_999 };

interface Setup {
  readonly path: string;
  readonly lock: FileLock;
  readonly notices: LockNotice[];
}

function setup(t: TestContext, timeoutMs = 10_000): Setup {
  const path = join(scratch(t), 'ledger.jsonl.lock');
  const notices: LockNotice[] = [];
  return {
    path,
    notices,
    lock: new FileLock(path, { own, timeoutMs, onNotice: (notice) => notices.push(notice), codes }),
  };
}

const hold = (path: string, owner: LockOwner): void => {
  symlinkSync(formatOwner(owner), path);
};

test('a lock that is held names its owner, and is gone when it is let go of', async (t) => {
  const { path, lock } = setup(t);
  await lock.acquire();
  assert.equal(readlinkSync(path), formatOwner(own));
  lock.release();
  assert.equal(existsSync(path), false);
});

test('whoever waits gets the lock when its owner lets go', async (t) => {
  const { path, lock, notices } = setup(t);
  await lock.acquire();
  const second = new FileLock(path, {
    own,
    timeoutMs: 10_000,
    onNotice: () => assert.fail('nothing is to be told'),
    codes,
  });
  let isHeld = false;
  const waiting = second.acquire().then(() => (isHeld = true));
  await setTimeout(60);
  assert.equal(isHeld, false);
  lock.release();
  await waiting;
  assert.equal(readlinkSync(path), formatOwner(own));
  assert.deepEqual(notices, []);
});

for (const [whose, owner] of Object.entries({
  'a process that has ended': gone,
  'a process whose id another one has now': reused,
  'a process before the last restart': { ...own, boot: 'before' },
})) {
  test(`the lock of ${whose} is taken over, and that is told`, async (t) => {
    const { path, lock, notices } = setup(t);
    hold(path, owner);
    await lock.acquire();
    assert.equal(readlinkSync(path), formatOwner(own));
    assert.deepEqual(readdirSync(join(path, '..')), ['ledger.jsonl.lock'], 'nothing else is left');
    assert.equal(notices.length, 1);
    assert.equal(notices[0]!.kind, 'lock-taken-over');
    assert.deepEqual(notices[0]!.details['owner'], { ...owner, host: own.host });
  });
}

test('a taker that died while taking over is taken over itself, at any depth', async (t) => {
  const { path, lock, notices } = setup(t);
  for (const name of [path, `${path}.takeover`, `${path}.takeover.takeover`]) hold(name, gone);
  await lock.acquire();
  assert.equal(readlinkSync(path), formatOwner(own));
  assert.deepEqual(readdirSync(join(path, '..')), ['ledger.jsonl.lock']);
  assert.equal(notices.length, 3);
});

test('while another one takes over, a dead lock is left to it', async (t) => {
  const { path, lock, notices } = setup(t);
  hold(path, gone);
  hold(`${path}.takeover`, own);
  const waiting = lock.acquire();
  await setTimeout(100);
  assert.equal(readlinkSync(path), formatOwner(gone));
  unlinkSync(`${path}.takeover`);
  await waiting;
  assert.equal(readlinkSync(path), formatOwner(own));
  assert.equal(notices.length, 1);
});

test('a lock that another one got in the meantime is not removed as that of the dead owner', async (t) => {
  const path = join(scratch(t), 'ledger.jsonl.lock');
  hold(path, gone);
  hold(`${path}.takeover`, gone);
  // The dead owner was seen. Before the right to remove its lock is got, a faster process removes it and has the lock.
  const onNotice = ({ details }: LockNotice): void => {
    assert.equal(details['lock'], `${path}.takeover`);
    rmSync(path);
    hold(path, own);
  };
  await failsWith('LEDGER_LOCKED', new FileLock(path, { own, timeoutMs: 100, onNotice, codes }).acquire());
  assert.equal(readlinkSync(path), formatOwner(own));
  assert.deepEqual(readdirSync(join(path, '..')), ['ledger.jsonl.lock']);
});

test('a lock of a process that runs is waited for, and then named', async (t) => {
  const { path, lock } = setup(t, 50);
  hold(path, own);
  const error = await failsWith('LEDGER_LOCKED', lock.acquire());
  assert.match(
    error.message,
    new RegExp(`ledger\\.jsonl\\.lock: no turn within 50 ms; it is held by process ${process.pid} on `),
  );
  assert.deepEqual(error.details, { lock: path, owner: own, timeoutMs: 50 });
  assert.equal(readlinkSync(path), formatOwner(own));
});

test('a lock of another machine or container is never judged dead', async (t) => {
  for (const owner of [
    { ...gone, boot: 'other', machine: 'other', host: 'far-away' },
    { ...gone, table: 'other', host: 'far-away' },
  ]) {
    const { path, lock } = setup(t, 80);
    hold(path, owner);
    const error = await failsWith('LEDGER_LOCKED', lock.acquire());
    assert.match(
      error.message,
      /process 9999999 on far-away, which cannot be seen from this machine or container\. If that process has ended, remove it\./,
    );
    assert.equal(readlinkSync(path), formatOwner(owner));
  }
});

test('what is no lock of this program is left alone', async (t) => {
  const { path, lock } = setup(t, 0);
  writeFileSync(path, '{"name":"yarn"}');
  const error = await failsWith('LEDGER_LOCKED', lock.acquire());
  assert.match(error.message, /it does not say who holds it\. If no writer is at work, remove it\./);
  assert.equal(error.details['owner'], null);
  assert.ok(existsSync(path));
});

test('where the folder is missing or cannot be written, the reason is told', async (t) => {
  const path = join(scratch(t), 'none', 'lock');
  const lock = new FileLock(path, { own, timeoutMs: 1000, onNotice: () => assert.fail(), codes });
  assert.equal(lock.tryAcquire(), false);
  const error = await failsWith('LEDGER_UNAVAILABLE', lock.acquire());
  assert.match(error.message, /none\/lock cannot be written: it does not exist \(ENOENT\)/);
});

test('a lock that somebody removed and another one has now is not removed again', async (t) => {
  const { path, lock, notices } = setup(t);
  await lock.acquire();
  rmSync(path);
  lock.release();
  hold(path, gone);
  lock.release();
  assert.equal(readlinkSync(path), formatOwner(gone));
  assert.deepEqual(notices, []);
});

test('a lock that cannot be removed is told, since others wait for it', (t) => {
  const folder = scratch(t);
  const path = join(folder, 'x'.repeat(250)); // too long for the name of the folder that a mark is moved into
  mkdirSync(path);
  writeFileSync(join(path, 'owner'), formatOwner(own));
  const notices: LockNotice[] = [];
  new FileLock(path, { own, timeoutMs: 0, onNotice: (notice) => notices.push(notice), codes }).release();
  assert.equal(notices[0]?.kind, 'lock-not-released');
  assert.match(notices[0].message, /cannot be removed: its name is too long \(ENAMETOOLONG\)/);
  assert.ok(existsSync(path));
});
