/** What every store must do. Each store's own test file runs this suite with a way to open an empty ledger of its kind. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import type { Code } from '../../src/base/errors.ts';
import type { LedgerStore, LedgerTurn } from '../../src/ledger/store.ts';
import { collect, hash, line, lines } from './store-support.ts';

/** Opens a store with an empty ledger of its own, which is gone when the test ends. */
export type OpenStore = (t: TestContext, options?: { readonly lockTimeoutMs?: number }) => LedgerStore;

/** Asserts that it fails with this code, and answers the error. */
export async function failsWith(code: Code, run: Promise<unknown>): Promise<LoglineError> {
  const error: unknown = await run.then(
    () => assert.fail(`it did not fail with ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LoglineError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Runs the suite. */
export function testStore(kind: string, open: OpenStore): void {
  describe(`a ${kind} store`, () => {
    test('begins empty', async (t) => {
      assert.deepEqual(await open(t).head(), { hash: null, sizeBytes: 0 });
    });

    test('answers what was appended, and where it ends', async (t) => {
      const store = open(t);
      const first = await store.append(null, lines(1, 1), hash(1));
      assert.deepEqual(first, { hash: hash(1), sizeBytes: lines(1, 1).length });
      const second = await store.append(hash(1), lines(2, 4), hash(4));
      assert.deepEqual(second, { hash: hash(4), sizeBytes: lines(1, 4).length });
      assert.deepEqual(await store.head(), second);
      assert.equal(await store.sizeBytes(), second.sizeBytes);
      assert.equal(await collect(store.read()), lines(1, 4).toString());
    });

    test('takes bytes, and does not keep the buffer that they came in', async (t) => {
      const store = open(t);
      const buffer = lines(1, 2);
      const appended = store.append(null, buffer, hash(2));
      await appended;
      buffer.fill(0);
      assert.equal(await collect(store.read()), lines(1, 2).toString());
    });

    test('reads any range of bytes', async (t) => {
      const store = open(t);
      for (let n = 1; n <= 5; n++) await store.append(n === 1 ? null : hash(n - 1), lines(n, n), hash(n));
      const whole = lines(1, 5).toString();
      for (const [start, end] of [
        [0, whole.length],
        [0, 0],
        [3, 4],
        [100, 300],
        [0, 1],
        [whole.length - 1, whole.length],
      ] as const) {
        assert.equal(await collect(store.read({ start, end })), whole.slice(start, end), `${start} to ${end}`);
      }
      assert.equal(await collect(store.read({ start: 200 })), whole.slice(200));
      assert.equal(await collect(store.read({ end: 200 })), whole.slice(0, 200));
      assert.equal(await collect(store.read({ start: whole.length + 5 })), '');
      assert.equal(await collect(store.read({ start: 5, end: 4 })), '');
      assert.equal(await collect(store.read({ start: 10, end: whole.length + 1000 })), whole.slice(10));
    });

    test('reads in chunks of up to 1 MiB', async (t) => {
      const store = open(t);
      const long = Buffer.from(line(1, { content: 'x'.repeat(2_500_000) }));
      await store.append(null, long, hash(1));
      const sizes: number[] = [];
      for await (const chunk of store.read()) sizes.push(chunk.length);
      assert.ok(Math.max(...sizes) <= 1024 * 1024 && sizes.length >= 3, String(sizes));
      assert.equal(await collect(store.read()), long.toString());
    });

    test('reads to the end that it had when it was asked', async (t) => {
      const store = open(t);
      await store.append(null, lines(1, 2), hash(2));
      const chunks = store.read();
      await store.append(hash(2), lines(3, 3), hash(3));
      assert.equal(await collect(chunks), lines(1, 2).toString());
    });

    test('refuses an append that was made for another head, and writes nothing of it', async (t) => {
      const store = open(t);
      const empty = await failsWith('LEDGER_CONFLICT', store.append(hash(7), lines(8, 8), hash(8)));
      assert.match(empty.message, /its head is none \(it is empty\), the append was made for 0{63}7/);
      await store.append(null, lines(1, 1), hash(1));
      const stale = await failsWith('LEDGER_CONFLICT', store.append(null, lines(1, 1), hash(1)));
      assert.match(stale.message, /its head is 0{63}1, the append was made for an empty ledger/);
      assert.deepEqual(stale.details, { name: store.name, head: hash(1), expected: null });
      assert.equal(await collect(store.read()), lines(1, 1).toString());
      await store.append(hash(1), lines(2, 2), hash(2));
    });

    test('refuses what is not whole lines, and what is no hash', async (t) => {
      const store = open(t);
      await failsWith('USAGE', store.append(null, lines(1, 1).subarray(0, -1), hash(1)));
      await failsWith('USAGE', store.append(null, new Uint8Array(), hash(1)));
      for (const bad of ['', 'A'.repeat(64), hash(1).slice(1)]) {
        await failsWith('USAGE', store.append(null, lines(1, 1), bad));
      }
      assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
    });

    test('keeps a head true for the length of a turn', async (t) => {
      const store = open(t);
      const order: string[] = [];
      const slow = store.exclusive(async (turn) => {
        const { hash: head } = await turn.head();
        await pause(30);
        order.push('slow');
        return turn.append(head, lines(1, 1), hash(1));
      });
      const other = store.append(hash(1), lines(2, 2), hash(2)).then(() => order.push('other'));
      assert.deepEqual(await slow, { hash: hash(1), sizeBytes: lines(1, 1).length });
      await other;
      assert.deepEqual(order, ['slow', 'other']);
      assert.equal(await collect(store.read()), lines(1, 2).toString());
    });

    test('gives turns in the order in which they were asked for', async (t) => {
      const store = open(t);
      const order: number[] = [];
      const turns = Array.from({ length: 20 }, (_, n) =>
        store.exclusive(async () => {
          await pause(n % 3);
          order.push(n);
        }),
      );
      await Promise.all(turns);
      assert.deepEqual(
        order,
        Array.from({ length: 20 }, (_, n) => n),
      );
    });

    test('keeps one unbroken chain under many callers', async (t) => {
      const store = open(t);
      await Promise.all(Array.from({ length: 100 }, () => store.exclusive(appendNext)));
      assert.equal(await collect(store.read()), lines(1, 100).toString());
    });

    test('ends a turn whose work fails, and lets the next one begin', async (t) => {
      const store = open(t);
      const failure = new LoglineError('GUARD_REFUSED');
      await assert.rejects(
        store.exclusive(() => Promise.reject(failure)),
        failure,
      );
      await store.append(null, lines(1, 1), hash(1));
    });

    test('does one thing after the other in a turn, and ends what was begun in it', async (t) => {
      const store = open(t);
      await store.exclusive(async (turn) => {
        const first = turn.append(null, lines(1, 1), hash(1));
        const second = turn.append(hash(1), lines(2, 2), hash(2));
        assert.deepEqual(await turn.head(), await second);
        await first;
        await failsWith('LEDGER_CONFLICT', turn.append(null, lines(1, 1), hash(1)));
        void turn.append(hash(2), lines(3, 3), hash(3));
      });
      assert.equal((await store.head()).hash, hash(3));
    });

    test('takes nothing in a turn that has ended', async (t) => {
      const store = open(t);
      const kept = await store.exclusive((turn) => Promise.resolve(turn));
      await failsWith('USAGE', kept.append(null, lines(1, 1), hash(1)));
      await failsWith('USAGE', kept.head());
      assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
    });

    test('gives up on a turn that does not come in time, and does not do the work later', async (t) => {
      const store = open(t, { lockTimeoutMs: 40 });
      const late = await store.exclusive(async () =>
        failsWith('LEDGER_LOCKED', store.append(null, lines(1, 1), hash(1))),
      );
      assert.match(late.message, /no turn within 40 ms/);
      await pause(10);
      assert.deepEqual(await store.head(), { hash: null, sizeBytes: 0 });
    });

    test('ends what was begun before it is closed, and takes nothing afterwards', async (t) => {
      const store = open(t);
      const before = store.append(null, lines(1, 1), hash(1));
      const closing = store.close();
      const after = store.append(hash(1), lines(2, 2), hash(2));
      assert.equal((await before).hash, hash(1));
      await failsWith('LEDGER_UNAVAILABLE', after);
      await closing;
      await store.close();
      await failsWith('LEDGER_UNAVAILABLE', store.exclusive(appendNext));
    });
  });
}

/** Appends the line after the head. */
async function appendNext(turn: LedgerTurn): Promise<void> {
  const { hash: head } = await turn.head();
  const n = head === null ? 1 : Number.parseInt(head, 16) + 1;
  await turn.append(head, lines(n, n), hash(n));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
