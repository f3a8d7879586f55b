import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { FileLock } from '../../src/base/file-lock.ts';
import { readMark } from '../../src/base/lock-mark.ts';
import { describeProcess, formatOwner } from '../../src/base/lock-owner.ts';
import type { LockOwner } from '../../src/base/lock-owner.ts';
import { failsWith } from '../ledger/store-conformance.ts';
import { scratch } from '../ledger/store-support.ts';

const codes = { locked: 'LEDGER_LOCKED', unavailable: 'LEDGER_UNAVAILABLE' } as const;
const own = await describeProcess();
const gone: LockOwner = { ...own, pid: 9_999_999 };
const MANY = 16;

const lockAt = (path: string, timeoutMs = 10_000): FileLock =>
  new FileLock(path, { own, timeoutMs, onNotice: () => assert.fail('nothing is to be told'), codes });

async function turns(lock: FileLock, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await lock.acquire();
    lock.release();
  }
}

/** Has turns until a mark is kept. There is no telling how many: a machine that has no time for us makes a pause of its own. */
async function keep(lock: FileLock): Promise<string> {
  for (let turn = 0; turn < 1000; turn++) {
    await turns(lock, 1);
    const [spare] = besides(lock);
    if (spare !== undefined) return spare;
  }
  return assert.fail('nothing is kept');
}

/** What stands beside the lock. */
const besides = ({ path }: FileLock): string[] =>
  readdirSync(dirname(path))
    .map((name) => join(dirname(path), name))
    .filter((each) => each !== path);

/** A lock of which a mark is kept: for certain until the event loop turns. */
async function setup(t: TestContext): Promise<{ path: string; spare: string; lock: FileLock }> {
  const path = join(scratch(t), 'lock');
  const lock = lockAt(path);
  t.after(() => lock.close());
  return { path, spare: await keep(lock), lock };
}

test('a few turns in a row leave nothing beside the lock; of many, a mark is kept until there is a pause', async (t) => {
  const path = join(scratch(t), 'lock');
  const lock = lockAt(path);
  await turns(lock, MANY - 1);
  assert.deepEqual(readdirSync(dirname(path)), []);
  await setTimeout(40);
  await turns(lock, MANY - 1);
  assert.deepEqual(readdirSync(dirname(path)), [], 'a pause ends a row');
  assert.ok((await keep(lock)).startsWith(`${path}.${formatOwner(own)}.`));
  await setTimeout(60);
  assert.deepEqual(readdirSync(dirname(path)), []);
  await turns(lock, 1);
  assert.deepEqual(readdirSync(dirname(path)), []);
});

test('a mark that is kept has the text of its owner, and keeps everybody else away', async (t) => {
  const { path, spare, lock } = await setup(t);
  await lock.acquire();
  assert.equal(readMark(path), formatOwner(own));
  assert.ok(lstatSync(path).isDirectory());
  assert.equal(existsSync(spare), false, 'it was moved');
  const other = await failsWith('LEDGER_LOCKED', lockAt(path, 20).acquire());
  assert.deepEqual(other.details['owner'], own);
  await setTimeout(60); // a long turn is no pause
  lock.release();
  assert.deepEqual(readdirSync(dirname(path)), [basename(spare)]);
});

test('a mark that is kept waits for the marks of others, of whichever kind', async (t) => {
  const { path, lock } = await setup(t);
  for (const place of [
    () => symlinkSync(formatOwner(own), path),
    () => mkdirSync(join(path, 'full'), { recursive: true }),
  ]) {
    place();
    assert.equal(lock.tryAcquire(), false);
    rmSync(path, { recursive: true });
    assert.equal(lock.tryAcquire(), true);
    lock.release();
  }
});

test('where somebody removed what was kept, each turn makes a mark again', async (t) => {
  const { path, spare, lock } = await setup(t);
  rmSync(spare, { recursive: true });
  await lock.acquire();
  assert.ok(lstatSync(path).isSymbolicLink());
  lock.release();
  assert.deepEqual(readdirSync(dirname(path)), []);
});

test('a mark that somebody removed, and that of another one in its place, are not taken for it', async (t) => {
  for (const place of [() => undefined, (path: string) => symlinkSync(formatOwner(gone), path)]) {
    const { path, spare, lock } = await setup(t);
    await lock.acquire();
    rmSync(path, { recursive: true });
    place(path);
    const before = readMark(path);
    lock.release();
    assert.equal(readMark(path), before);
    assert.equal(existsSync(spare), false);
  }
});

test('where no name is left for it, no mark is kept, and all goes on as before', async (t) => {
  const path = join(scratch(t), 'x'.repeat(240));
  await turns(lockAt(path), 4 * MANY);
  assert.deepEqual(readdirSync(dirname(path)), []);
});

test('closing removes what is kept, and what killed processes have kept; of others nothing', async (t) => {
  const { path, spare, lock } = await setup(t);
  const left = [
    `${path}.${formatOwner(gone)}.x1Y2z3`,
    `${path}.${formatOwner({ ...gone, table: 'other' })}.x1Y2z3`,
    `${path}.draft`,
    join(dirname(path), 'other'),
  ];
  for (const folder of left) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'owner'), '');
  }
  await lock.close();
  assert.deepEqual([spare, ...left].map(existsSync), [false, false, true, true, true]);
});

test('closing what has lost its folder goes well', async (t) => {
  const { path, lock } = await setup(t);
  rmSync(dirname(path), { recursive: true });
  await lock.close();
});
