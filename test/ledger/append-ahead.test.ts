import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from '../../src/atomic/index.ts';
import type { Signer } from '../../src/atomic/index.ts';
import { createFileStore, createMemoryStore } from '../../src/ledger/index.ts';
import type { Ledger, LedgerStore } from '../../src/ledger/index.ts';
import { failure, names, open, spy } from './append-support.ts';
import { draft, publicKey, signer } from './fixtures.ts';
import { scratch } from './store-support.ts';

/** One unbroken chain of what was acknowledged, each once. */
async function demandThat(ledger: Ledger, lines: readonly string[]): Promise<void> {
  const stored: string[] = [];
  for await (const { text } of ledger.read()) stored.push(text);
  assert.deepEqual([...stored].sort(), [...lines].sort());
  assert.equal((await ledger.verify()).ok, true);
}

describe('callers that go on', () => {
  /** So many callers, each of which appends so often, one after the other. Answers what was acknowledged, and the errors. */
  async function goOn(
    ledger: Ledger,
    callers: number,
    times: number,
    pause?: () => Promise<unknown>,
  ): Promise<Outcome> {
    const outcome: Outcome = { lines: [], errors: [] };
    const work = async (caller: number): Promise<void> => {
      for (let n = 0; n < times; n++) {
        try {
          outcome.lines.push((await ledger.append(draft(caller * times + n))).line);
        } catch (error) {
          outcome.errors.push(error);
        }
        await pause?.();
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => work(caller)));
    return outcome;
  }

  interface Outcome {
    readonly lines: string[];
    readonly errors: unknown[];
  }

  /** Time that goes on by a step with each look at it. */
  function stepwise(t: TestContext): { wait: (steps: number) => Promise<void> } {
    let now = 0;
    t.mock.method(performance, 'now', () => ++now);
    return { wait: async (steps) => void (now += steps) };
  }

  test('are signed for while a part of them is being written, if the store is quick', async (t) => {
    stepwise(t);
    const store = spy(createMemoryStore(), {});
    const ledger = open({}, store);
    const { lines } = await goOn(ledger, 10, 10);
    assert.deepEqual(store.groups.slice(0, 5), [10, 7, 7, 7, 7]);
    assert.equal(lines.length, 100);
    await demandThat(ledger, lines);
  });

  test('become one group each time, if it is slow', async (t) => {
    const { wait } = stepwise(t);
    const store = spy(createMemoryStore(), { beforeAppend: () => wait(100) });
    const ledger = open({}, store);
    const { lines } = await goOn(ledger, 10, 4);
    assert.deepEqual(store.groups, [10, 10, 10, 10]);
    await demandThat(ledger, lines);
  });

  test('become one group where one was alone before them', async () => {
    const store = spy(createMemoryStore(), {});
    const ledger = open({}, store);
    for (let n = 0; n < 3; n++) await ledger.append(draft(n));
    await Promise.all(Array.from({ length: 10 }, (_, n) => ledger.append(draft(n))));
    assert.deepEqual(store.groups, [1, 1, 1, 10]);
  });

  test('are signed for once, soon after somebody else has appended', async (t) => {
    stepwise(t);
    let signed = 0;
    const good = signer(1);
    const sign: Signer['sign'] = (bytes) => {
      signed++;
      return good.sign(bytes);
    };
    const store = createMemoryStore();
    const ledger = open({ signer: { publicKey: publicKey(1), sign } }, store);
    const other = open({ signer: signer(2) }, store);
    const [{ lines }, foreign] = await Promise.all([
      goOn(ledger, 30, 50),
      goOn(other, 1, 1, () => new Promise((resolve) => setImmediate(resolve))),
    ]);
    assert.ok(signed < 1500 + 2 * 30, String(signed));
    await demandThat(ledger, [...lines, ...foreign.lines]);
  });

  test('are chained again where others append in between', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const [one, two] = [open({}, createFileStore(path)), open({ signer: signer(2) }, createFileStore(path))];
    const pause = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 3));
    const [a, b] = await Promise.all([goOn(one, 16, 20), goOn(two, 1, 20, pause)]);
    assert.deepEqual([...a.errors, ...b.errors], []);
    await demandThat(one, [...a.lines, ...b.lines]);
    const { lines } = await goOn(one, 16, 20);
    await demandThat(one, [...a.lines, ...b.lines, ...lines]);
    await Promise.all([one.close(), two.close()]);
  });

  test('are chained again where the group before them fails', async () => {
    const store = spy(createMemoryStore(), {
      beforeAppend: async (count) => {
        if (count % 3 === 0) throw new LoglineError('LEDGER_UNAVAILABLE', 'disk full');
      },
    });
    const ledger = open({}, store);
    const { lines, errors } = await goOn(ledger, 10, 20);
    assert.ok(errors.length > 10 && errors.every((error) => (error as LoglineError).code === 'LEDGER_UNAVAILABLE'));
    assert.equal(lines.length + errors.length, 200);
    await demandThat(ledger, lines);
  });

  test('are told where the signer fails for one of them', async () => {
    let calls = 0;
    const good = signer(1);
    const sign: Signer['sign'] = (bytes) =>
      ++calls % 40 === 0 ? Promise.reject(new TypeError('no')) : good.sign(bytes);
    const ledger = open({ signer: { publicKey: publicKey(1), sign } });
    const { lines, errors } = await goOn(ledger, 10, 20);
    assert.ok(errors.length > 10 && errors.every((error) => (error as LoglineError).code === 'SIGNER_FAILED'));
    assert.equal(lines.length + errors.length, 200);
    await demandThat(ledger, lines);
  });

  test('are not signed for before the guard has answered', async () => {
    let signed = 0;
    const good = signer(1);
    const sign: Signer['sign'] = (bytes) => {
      signed++;
      return good.sign(bytes);
    };
    const ledger = open({
      signer: { publicKey: publicKey(1), sign },
      guard: async ({ this: path }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return path.endsWith('7') ? [{ code: 'GUARD_REFUSED', message: 'no' }] : [];
      },
    });
    const { lines, errors } = await goOn(ledger, 10, 10);
    assert.deepEqual([lines.length, errors.length, signed], [90, 10, 90]);
    await demandThat(ledger, lines);
  });

  test('may ask for more than is signed ahead, or name a prev', async () => {
    const ledger = open();
    const many = Array.from({ length: 200 }, (_, i) => draft(i));
    const calls = async (): Promise<readonly string[]> => {
      const lines: string[] = [];
      for (let n = 0; n < 3; n++) for (const { line } of await ledger.appendMany(many)) lines.push(line);
      return lines;
    };
    const wrong = async (): Promise<void> => {
      for (let n = 0; n < 5; n++)
        assert.equal((await failure(ledger.append(draft(n, { prev: '0'.repeat(64) })))).code, 'LEDGER_CONFLICT');
    };
    const [a, b, c] = await Promise.all([calls(), calls(), goOn(ledger, 5, 10), wrong()]);
    await demandThat(ledger, [...a, ...b, ...c.lines]);
  });
});

describe('a store', () => {
  /** A store whose turns end with a failure after their append, as many as there are. */
  const failingTurns = (inner: LedgerStore, failures: LoglineError[]): LedgerStore => ({
    ...spy(inner, {}),
    exclusive: async (work) => {
      const taken: [string | null, Uint8Array, string][] = [];
      const head = await inner.head();
      const done = await work({
        head: async () => head,
        append: async (...input) => {
          taken.push(input);
          return { hash: input[2], sizeBytes: 0 };
        },
      });
      const fault = failures.shift();
      if (fault !== undefined) throw fault;
      for (const input of taken) await inner.append(...input);
      return done;
    },
  });

  test('that fails at the end of its turn has taken nothing', async () => {
    const store = failingTurns(createMemoryStore(), [new LoglineError('LEDGER_UNAVAILABLE', 'no commit')]);
    const ledger = open({}, store);
    assert.equal((await failure(ledger.append(draft(0)))).code, 'LEDGER_UNAVAILABLE');
    const { line } = await ledger.append(draft(1));
    await demandThat(ledger, [line]);
  });

  test('that finds a conflict at the end of its turn is asked again, and what is answered is what is there', async () => {
    const inner = createMemoryStore();
    const conflicts = [new LoglineError('LEDGER_CONFLICT'), new LoglineError('LEDGER_CONFLICT')];
    const ledger = open({}, failingTurns(inner, conflicts));
    const lines = await Promise.all([0, 1, 2].map((n) => ledger.append(draft(n))));
    const stored: string[] = [];
    for await (const { text } of ledger.read()) stored.push(text);
    assert.deepEqual(
      stored,
      lines.map(({ line }) => line),
    );
  });

  test('that appends itself, while it is asked to, keeps the order of the calls', async () => {
    const inner = createMemoryStore();
    const asked: string[] = [];
    const ask = (n: number): Promise<unknown> => {
      asked.push(`/functions/f${String(n)}`);
      return ledger.append(draft(n));
    };
    const within: Promise<unknown>[] = [];
    const store: LedgerStore = {
      ...spy(inner, {}),
      exclusive: (work) => {
        if (within.length < 3) within.push(ask(10 + within.length));
        return inner.exclusive(work);
      },
    };
    const ledger: Ledger = open({}, store);
    for (let n = 0; n < 3; n++) await ask(n);
    await ledger.close();
    await Promise.all(within);
    assert.equal(asked.length, 6);
    assert.deepEqual(await names(open({}, inner)), asked);
  });
});
