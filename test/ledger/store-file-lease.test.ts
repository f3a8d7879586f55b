/** One writer among those that share a ledger file. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { describeProcess, formatOwner } from '../../src/base/lock-owner.ts';
import { createFileStore, leaseFileStore } from '../../src/ledger/index.ts';
import { failsWith } from './store-conformance.ts';
import { hash, lines } from './store-support.ts';

function ledgerFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'logline-lease-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'ledger.jsonl');
}

/** A clock that is set by hand. */
function handClock(): { elapsed: () => number; now: number } {
  const clock = { now: 0, elapsed: () => clock.now };
  return clock;
}

describe('a ledger file with a lease', () => {
  test('has one writer: the first that appends', async (t) => {
    const file = ledgerFile(t);
    const [a, b] = [await leaseFileStore(createFileStore(file)), await leaseFileStore(createFileStore(file))];
    assert.deepEqual([a.isWriter(), b.isWriter()], [false, false]);
    await a.append(null, lines(1, 1), hash(1));
    const error = await failsWith('LEDGER_NOT_WRITER', b.append(hash(1), lines(2, 2), hash(2)));
    assert.match(error.message, new RegExp(`process ${String(process.pid)} on `));
    assert.equal(await b.renew(), false);
    assert.deepEqual([a.isWriter(), b.isWriter()], [true, false]);
    assert.deepEqual(await b.head(), await a.head());
    assert.equal(await b.sizeBytes(), lines(1, 1).length);
    for await (const chunk of b.read()) assert.equal(Buffer.from(chunk).toString(), lines(1, 1).toString());
    assert.deepEqual([b.name, b.file], [file, file]);
    await a.close();
    assert.equal(existsSync(`${file}.writer`), false);
    assert.equal(await b.renew(), true);
    await b.close();
  });

  test('is renewed by its holder, and taken over when it was not for long enough', async (t) => {
    const file = ledgerFile(t);
    const clock = handClock();
    const options = { ttlMs: 1000, elapsed: clock.elapsed };
    const [a, b] = [
      await leaseFileStore(createFileStore(file), options),
      await leaseFileStore(createFileStore(file), options),
    ];
    assert.equal(await a.renew(), true);
    for (let i = 0; i < 5; i++) {
      assert.equal(await b.renew(), false);
      clock.now += 600;
      assert.equal(await a.renew(), true);
    }
    assert.equal(await b.renew(), false);
    clock.now += 1001;
    assert.equal(await b.renew(), true);
    await failsWith(
      'LEDGER_NOT_WRITER',
      a.exclusive(async () => undefined),
    );
    assert.equal(a.isWriter(), false);
    assert.equal(await b.exclusive(async (turn) => (await turn.head()).hash), null);
    await a.close();
    assert.equal(existsSync(`${file}.writer`), true);
    await b.close();
  });

  test('is taken over at once from a process that has ended', async (t) => {
    const file = ledgerFile(t);
    const own = await describeProcess();
    // Process ids are far smaller on every system.
    writeFileSync(`${file}.writer`, `${formatOwner({ ...own, pid: 2 ** 30 })} 1 1\n`);
    const store = await leaseFileStore(createFileStore(file));
    assert.equal(await store.renew(), true);
    await store.close();
  });

  test('of somebody unknown holds until it was not renewed for long enough', async (t) => {
    const file = ledgerFile(t);
    const clock = handClock();
    writeFileSync(`${file}.writer`, 'somebody else\n');
    const store = await leaseFileStore(createFileStore(file), { elapsed: clock.elapsed });
    const error = await failsWith('LEDGER_NOT_WRITER', store.append(null, lines(1, 1), hash(1)));
    assert.match(error.message, /another process/);
    clock.now = 15_001;
    await store.append(null, lines(1, 1), hash(1));
    assert.match(readFileSync(`${file}.writer`, 'utf8'), new RegExp(`^${String(process.pid)}\\.`));
    await store.close();
  });

  test('that cannot be read or written fails the append', async (t) => {
    const file = ledgerFile(t);
    mkdirSync(`${file}.writer`);
    const store = await leaseFileStore(createFileStore(file));
    await failsWith('LEDGER_UNAVAILABLE', store.renew());
    rmSync(`${file}.writer`, { recursive: true });
    mkdirSync(`${file}.writer.${String(process.pid)}`);
    await failsWith('LEDGER_UNAVAILABLE', store.append(null, lines(1, 1), hash(1)));
    assert.equal(existsSync(file), false);
    await store.close();
  });
});
