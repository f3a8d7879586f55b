import assert from 'node:assert/strict';
import { appendFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { createFileSource, createMemoryStore, openLedger, tailLedger } from '../../src/ledger/index.ts';
import type { Entries, LedgerEntry, LedgerSource, TailOptions } from '../../src/ledger/index.ts';
import { draft, signer, simpleChain, sourceOf, textOf } from './fixtures.ts';
import { scratch } from './store-support.ts';

async function all(entries: Entries): Promise<LedgerEntry[]> {
  const list: LedgerEntry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}
const places = async (entries: Entries): Promise<[number | undefined, string][]> =>
  (await all(entries)).map(({ line, atomic }) => [line, atomic.this]);

describe('the last lines', () => {
  test('are answered in order, with numbers only where the tail is the whole ledger', async () => {
    const lines = await simpleChain(4);
    const source = sourceOf(lines, 700);
    assert.deepEqual(await places(tailLedger(source, { count: 2 })), [
      [undefined, '/functions/f2'],
      [undefined, '/functions/f3'],
    ]);
    for (const options of [{}, { count: 4 }, { count: 10 }]) {
      assert.deepEqual(
        await places(tailLedger(source, options)),
        [0, 1, 2, 3].map((i) => [i + 1, `/functions/f${String(i)}`]),
      );
    }
    assert.deepEqual(await places(tailLedger(source, { count: 0 })), []);
    assert.deepEqual(await places(tailLedger(sourceOf(''))), []);
  });

  test('stand where they say', async () => {
    const lines = await simpleChain(3);
    const [entry] = await all(tailLedger(sourceOf(lines), { count: 1 }));
    assert.deepEqual(entry, {
      byteOffset: textOf(lines.slice(0, 2)).length,
      atomic: lines[2]!.atomic,
      text: lines[2]!.line,
    });
  });

  test('are all there, when more than one block is read', async () => {
    const [first, ...rest] = await simpleChain(400);
    const entries = await all(tailLedger(sourceOf([first!, ...rest]), { count: 399 }));
    assert.deepEqual(
      entries.map(({ text }) => text),
      rest.map(({ line }) => line),
    );
  });

  test('that are no atomics are counted and left out', async () => {
    const [first] = await simpleChain(1);
    const entries = tailLedger(sourceOf([first!, 'x', first!]), { count: 2 });
    assert.equal((await all(entries)).length, 1);
    assert.deepEqual([entries.skipped, entries.firstSkipped?.code], [1, 'PARSE_ERROR']);
    const small = tailLedger(sourceOf([first!]), { limits: { maxLineBytes: 10 } });
    await all(small);
    assert.equal(small.firstSkipped?.code, 'LINE_TOO_LARGE');
  });

  test('are not answered to one who has cancelled', async () => {
    const lines = await simpleChain(2);
    const controller = new AbortController();
    const seen: LedgerEntry[] = [];
    for await (const entry of tailLedger(sourceOf(lines), { signal: controller.signal })) {
      seen.push(entry);
      controller.abort();
    }
    assert.equal(seen.length, 1);
    assert.deepEqual(await all(tailLedger(sourceOf(lines), { signal: AbortSignal.abort(), follow: true })), []);
  });

  test('are asked for in numbers', () => {
    for (const options of [{ count: -1 }, { count: 0.5 }, { intervalMs: 0 }, { intervalMs: Number.NaN }]) {
      assert.throws(() => tailLedger(sourceOf(''), options), { code: 'USAGE' });
    }
  });
});

interface Followed {
  readonly path: string;
  readonly next: () => Promise<LedgerEntry | undefined>;
}

/** A file with this text that is followed. */
function follow(t: TestContext, text: string, options: TailOptions = {}): Followed {
  const path = join(scratch(t), 'ledger.jsonl');
  writeFileSync(path, text);
  const entries = tailLedger(createFileSource(path), { follow: true, intervalMs: 2, ...options })[
    Symbol.asyncIterator
  ]();
  return {
    path,
    next: async () => {
      const result = await entries.next();
      return result.done === true ? undefined : result.value;
    },
  };
}

describe('following', () => {
  test('answers lines as they come, whole ones only, until it is cancelled', async (t) => {
    const [a, b, c] = (await simpleChain(3)).map(({ line }) => line);
    const controller = new AbortController();
    const { path, next } = follow(t, `${a!}\n`, { signal: controller.signal });
    assert.equal((await next())?.text, a);
    const second = next();
    appendFileSync(path, b!.slice(0, 50));
    assert.equal(
      await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 50, 'nothing yet'))]),
      'nothing yet',
    );
    appendFileSync(path, `${b!.slice(50)}\n${c!}\n`);
    assert.deepEqual([(await second)?.line, (await second)?.text], [2, b]);
    const third = await next();
    assert.deepEqual([third?.line, third?.byteOffset, third?.text], [3, a!.length + b!.length + 2, c]);
    const end = next();
    controller.abort();
    assert.equal(await end, undefined);
  });

  test('begins before a torn line, and goes on when that was moved aside', async (t) => {
    const [a, b, c] = (await simpleChain(3)).map(({ line }) => line);
    const { path, next } = follow(t, `${a!}\n${b!}\n${c!.slice(0, 100)}`, { count: 1 });
    assert.equal((await next())?.text, b);
    truncateSync(path, a!.length + b!.length + 2);
    appendFileSync(path, `${c!}\n`);
    assert.equal((await next())?.text, c);
  });

  test('can begin with what is still to come', async (t) => {
    const [a, b] = (await simpleChain(2)).map(({ line }) => line);
    const { path, next } = follow(t, `${a!}\n${b!.slice(0, 10)}`, { count: 0 });
    const first = next();
    appendFileSync(path, `${b!.slice(10)}\n`);
    assert.equal((await first)?.text, b);
  });

  test('begins with an empty ledger', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    const entries = tailLedger(store, { follow: true, intervalMs: 2, count: 0 });
    const iterator = entries[Symbol.asyncIterator]();
    const first = iterator.next();
    await ledger.append(draft(1));
    const { value } = (await first) as IteratorYieldResult<LedgerEntry>;
    assert.deepEqual([value.line, value.atomic.this], [1, '/functions/f1']);
  });

  test('ends with a conflict when the ledger is cut or becomes another', async (t) => {
    const text = textOf(await simpleChain(3));
    const other = textOf(await simpleChain(4, 10));
    const changes: ((path: string) => void)[] = [
      (path) => {
        truncateSync(path, text.length - 1);
      },
      (path) => {
        writeFileSync(`${path}.new`, other);
        renameSync(`${path}.new`, path);
      },
    ];
    for (const change of changes) {
      const { path, next } = follow(t, text, { count: 1 });
      await next();
      const rest = next();
      change(path);
      await assert.rejects(rest, { code: 'LEDGER_CONFLICT' });
    }
  });

  test('goes on behind a line that is too long', async (t) => {
    const [a, b] = (await simpleChain(2)).map(({ line }) => line);
    const { path, next } = follow(t, `${'x'.repeat(2000)}\n`, { limits: { maxLineBytes: 1000 } });
    const first = next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(path, `${a!}\n`);
    assert.deepEqual([(await first)?.line, (await first)?.byteOffset], [2, 2001]);
    appendFileSync(path, `${b!}\n`);
    assert.equal((await next())?.text, b);
  });

  test('ends with the failure of the file', async (t) => {
    const { path, next } = follow(t, textOf(await simpleChain(1)));
    await next();
    unlinkSync(path);
    await assert.rejects(next(), { code: 'INPUT_MISSING' });
  });
});

describe('a source that hears of appends by itself', () => {
  test('wakes whoever follows, and is let go of', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    const heard = { tell: (): void => undefined, isWatched: false };
    const source: LedgerSource = {
      name: 'telling',
      sizeBytes: () => store.sizeBytes(),
      read: (range) => store.read(range),
      watch: (onChange) => {
        heard.tell = onChange;
        heard.isWatched = true;
        onChange(); // that there may be something, before anybody waits
        return () => (heard.isWatched = false);
      },
    };
    await ledger.append(draft(1));
    const entries = tailLedger(source, { follow: true, intervalMs: 600_000 })[Symbol.asyncIterator]();
    assert.equal(((await entries.next()).value as LedgerEntry).atomic.this, '/functions/f1');
    const next = entries.next();
    await ledger.append(draft(2));
    heard.tell();
    assert.equal(((await next).value as LedgerEntry).atomic.this, '/functions/f2');
    assert.equal(heard.isWatched, true);
    await entries.return?.();
    assert.equal(heard.isWatched, false);
    await all(tailLedger(source));
    assert.equal(heard.isWatched, false, 'nobody listens who does not follow');
  });
});

/** A ledger in memory that fails when it is asked for something: as often as there are failures. */
function failing(store: LedgerSource): LedgerSource & { readonly failures: { on: 'size' | 'read'; error: Error }[] } {
  const failures: { on: 'size' | 'read'; error: Error }[] = [];
  const failOn = (what: 'size' | 'read'): void => {
    if (failures[0]?.on === what) throw failures.shift()!.error;
  };
  return {
    name: 'failing',
    failures,
    sizeBytes: async () => {
      failOn('size');
      return store.sizeBytes();
    },
    async *read(range) {
      for await (const chunk of store.read(range)) {
        failOn('read');
        yield chunk;
      }
    },
  };
}

const passing = new LoglineError('LEDGER_UNAVAILABLE', 'It is away.', { details: { retryable: true } });

describe('a ledger that cannot be reached for the while', () => {
  test('is waited for by whoever follows, wherever that was met, and nothing is answered twice', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    const source = failing(store);
    await ledger.append(draft(1));
    const told: string[] = [];
    const entries = tailLedger(source, {
      follow: true,
      intervalMs: 2,
      onWait: ({ code }) => void told.push(code),
      onGoOn: () => void told.push('on'),
    })[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => ((await entries.next()).value as LedgerEntry).line;
    source.failures.push({ on: 'read', error: passing }, { on: 'read', error: passing }); // looking for the last lines
    assert.equal(await next(), 1);
    assert.deepEqual(told, ['LEDGER_UNAVAILABLE', 'on']);
    source.failures.push({ on: 'size', error: passing }, { on: 'read', error: passing }); // the end, and whether it is the same
    const second = next();
    await ledger.append(draft(2));
    assert.equal(await second, 2);
    source.failures.push({ on: 'size', error: passing }); // and there is nothing new when it is back
    const third = next();
    while (told.length < 6) await new Promise((resolve) => setTimeout(resolve, 2));
    await ledger.append(draft(3));
    assert.equal(await third, 3);
    assert.deepEqual(told, Array.from({ length: 3 }, () => ['LEDGER_UNAVAILABLE', 'on']).flat());
  });

  test('ends the tail of one who does not follow, and at the beginning', async () => {
    const store = createMemoryStore();
    await openLedger(store, { signer: signer(1) }).append(draft(1));
    const source = failing(store);
    for (const [follow, on] of [
      [false, 'read'],
      [true, 'size'],
    ] as const) {
      source.failures.push({ on, error: passing });
      await assert.rejects(all(tailLedger(source, { follow, intervalMs: 2 })), passing);
    }
  });

  test('ends the tail with a failure that will not pass', async () => {
    const store = createMemoryStore();
    const ledger = openLedger(store, { signer: signer(1) });
    await ledger.append(draft(1));
    for (const error of [new LoglineError('LEDGER_UNAVAILABLE', 'closed'), new RangeError('a fault')]) {
      const source = failing(store);
      const entries = tailLedger(source, { follow: true, intervalMs: 2 })[Symbol.asyncIterator]();
      await entries.next();
      source.failures.push({ on: 'size', error });
      await assert.rejects(entries.next(), error);
    }
  });

  test('is waited for no longer than the signal says', async () => {
    const store = createMemoryStore();
    await openLedger(store, { signer: signer(1) }).append(draft(1));
    const source = failing(store);
    const ending = new AbortController();
    const options = { follow: true, intervalMs: 2, signal: ending.signal, onWait: () => ending.abort() };
    source.failures.push({ on: 'read', error: passing });
    assert.deepEqual(await all(tailLedger(source, options)), []);
  });
});
