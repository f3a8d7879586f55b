import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { LoglineError, createPortableEngine } from '../../src/atomic/index.ts';
import type { Draft, Signer } from '../../src/atomic/index.ts';
import { createFileStore, createMemoryStore, openLedger } from '../../src/ledger/index.ts';
import type { LedgerStore } from '../../src/ledger/index.ts';
import { failure, names, open, spy } from './append-support.ts';
import { draft, hashOf, publicKey, signer, simpleChain, textOf } from './fixtures.ts';
import { collect, scratch } from './store-support.ts';

describe('append', () => {
  test('signs with prev set to the head, and answers what is stored', async (t) => {
    const store = createFileStore(join(scratch(t), 'ledger.jsonl'));
    const ledger = open({}, store);
    const first = await ledger.append(draft(0));
    const second = await ledger.append(draft(1));
    assert.equal(first.atomic.prev, undefined);
    assert.equal(second.atomic.prev, hashOf(first));
    assert.equal(await collect(store.read()), textOf([first, second]));
    assert.deepEqual(
      [first.line, second.line],
      (await simpleChain(2)).map(({ line }) => line),
    );
    assert.deepEqual(await ledger.head(), { hash: hashOf(second), sizeBytes: textOf([first, second]).length });
    assert.equal((await ledger.verify()).ok, true);
    await ledger.close();
  });

  test('goes on where another writer of the same file stopped', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const one = open({}, createFileStore(path));
    const two = open({}, createFileStore(path));
    await one.append(draft(0));
    await two.append(draft(1));
    await one.append(draft(2));
    assert.deepEqual(await names(two), ['/functions/f0', '/functions/f1', '/functions/f2']);
    assert.equal((await two.verify()).ok, true);
    await Promise.all([one.close(), two.close()]);
  });

  test('writes what the draft said when it was asked', async () => {
    const ledger = open();
    const fact = { ...draft(0), input: { content: 'before' } };
    const appended = ledger.append(fact);
    fact.input.content = 'after';
    assert.deepEqual((await appended).atomic.input, { content: 'before' });
  });

  test('can leave the signer out of the hash, and hash by another engine', async () => {
    const ledger = open({ bindSigner: false, engine: createPortableEngine() });
    const { atomic } = await ledger.append(draft(0));
    assert.equal(atomic.metadata.signed_by, undefined);
    assert.equal((await ledger.verify()).engine, 'portable');
    assert.equal((await ledger.verify()).ok, true);
  });

  test('needs a signer', async () => {
    const ledger = openLedger(createMemoryStore({ name: 'mine' }));
    assert.match((await failure(ledger.append(draft(0)))).message, /^mine /);
    assert.equal((await failure(ledger.append(draft(0)))).code, 'KEY_MISSING');
  });
});

test('what a program stamps on all drafts stands in the lines', async () => {
  const stamp = (each: Draft): Draft => ({ ...each, metadata: { ...each.metadata, owner_id: `of ${each.this}` } });
  const { atomic } = await open({ stamp }).append(draft(1));
  assert.equal(atomic.metadata.owner_id, 'of /functions/f1');
});

describe('a group', () => {
  test('takes in all who ask at the same time, in their order', async () => {
    const store = spy(createMemoryStore(), {});
    const ledger = open({}, store);
    await Promise.all(Array.from({ length: 50 }, (_, i) => ledger.append(draft(i))));
    assert.deepEqual(store.groups, [50]);
    assert.deepEqual(
      await names(ledger),
      Array.from({ length: 50 }, (_, i) => `/functions/f${String(i)}`),
    );
  });

  test('collects while the one before is being written', async () => {
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const store = spy(createMemoryStore(), { beforeAppend: (count) => (count === 1 ? gate : Promise.resolve()) });
    const ledger = open({}, store);
    const first = ledger.append(draft(0));
    while (store.groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const rest = [1, 2, 3].map((i) => ledger.append(draft(i)));
    letGo();
    await Promise.all([first, ...rest]);
    assert.deepEqual(store.groups, [1, 3]);
  });

  test('has at most 256 drafts, or 4 MiB', async () => {
    const store = spy(createMemoryStore(), {});
    const ledger = open({}, store);
    await Promise.all(Array.from({ length: 300 }, (_, i) => ledger.append(draft(i))));
    assert.deepEqual(store.groups, [256, 44]);
    const large = draft(0, { input: { content: 'x'.repeat(1024 * 1024) } });
    await Promise.all([large, large, large, large].map((each) => ledger.append(each)));
    assert.deepEqual(store.groups, [256, 44, 3, 1]);
  });

  test('never divides one request', async () => {
    const store = spy(createMemoryStore(), {});
    const ledger = open({}, store);
    const many = Array.from({ length: 300 }, (_, i) => draft(i));
    await Promise.all([ledger.append(draft(0)), ledger.appendMany(many), ledger.append(draft(0))]);
    assert.deepEqual(store.groups, [1, 300, 1]);
    assert.equal((await ledger.verify()).ok, true);
  });
});

describe('appendMany', () => {
  test('appends one behind the other', async () => {
    const ledger = open();
    const [a, many] = await Promise.all([
      ledger.append(draft(0)),
      ledger.appendMany([draft(1), draft(2)]),
      ledger.append(draft(3)),
    ]);
    assert.deepEqual(
      many.map(({ atomic }) => atomic.prev),
      [hashOf(a), hashOf(many[0]!)],
    );
    assert.deepEqual(
      await names(ledger),
      [0, 1, 2, 3].map((i) => `/functions/f${String(i)}`),
    );
  });

  test('of nothing does nothing', async () => {
    const ledger = open();
    assert.deepEqual(await ledger.appendMany([]), []);
    assert.equal((await ledger.head()).hash, null);
  });

  test('appends none where one is refused, and says which', async () => {
    const guard = ({ this: path }: Draft): { code: 'GUARD_REFUSED'; message: string }[] =>
      path.endsWith('f2') ? [{ code: 'GUARD_REFUSED', message: 'no' }] : [];
    const ledger = open({ guard });
    const wrong = await failure(ledger.appendMany([draft(0), { ...draft(1), this: ' ' }]));
    assert.deepEqual([wrong.code, wrong.details['index']], ['SCHEMA_INVALID', 1]);
    assert.match(wrong.message, /^Draft 2 of 2: /);
    const refused = await failure(ledger.appendMany([draft(0), draft(1), draft(2)]));
    assert.deepEqual([refused.code, refused.details['index']], ['GUARD_REFUSED', 2]);
    assert.equal((await ledger.head()).hash, null);
  });

  test('passes on what is no fault of a draft as it is', async () => {
    const ledger = open();
    const trap = new Proxy(draft(0), {
      ownKeys: () => {
        throw new RangeError('trap');
      },
    });
    await assert.rejects(ledger.appendMany([draft(1), trap]), { name: 'RangeError', message: 'trap' });
  });
});

describe('a draft that fails, fails alone', () => {
  test('for its schema, its size or its prev', async () => {
    const ledger = open({ limits: { maxLineBytes: 2000 } });
    const all = await Promise.allSettled([
      ledger.append(draft(0)),
      ledger.append({ ...draft(1), intent: 'No' }),
      ledger.append(draft(2, { input: { content: 'x'.repeat(2000) } })),
      ledger.append(draft(3, { prev: '0'.repeat(64) })),
      ledger.appendMany([draft(4), draft(5, { prev: '0'.repeat(64) })]),
      ledger.append(draft(6)),
    ]);
    assert.deepEqual(
      all.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as LoglineError).code)),
      ['done', 'SCHEMA_INVALID', 'LINE_TOO_LARGE', 'LEDGER_CONFLICT', 'LEDGER_CONFLICT', 'done'],
    );
    assert.deepEqual(await names(ledger), ['/functions/f0', '/functions/f6']);
    assert.equal((await ledger.verify()).ok, true);
  });

  test('unless its prev is the head at its turn', async () => {
    const ledger = open();
    const lines = await simpleChain(3);
    const [a, b, c] = [draft(0), draft(1, { prev: hashOf(lines[0]!) }), draft(2, { prev: hashOf(lines[1]!) })];
    await Promise.all([ledger.append(a), ledger.appendMany([b, c])]);
    assert.equal((await ledger.head()).hash, hashOf(lines[2]!));
    const conflict = await failure(ledger.append(b));
    assert.deepEqual(conflict.details, { name: 'memory', head: hashOf(lines[2]!), expected: b.prev });
    const empty = await failure(open().append(b));
    assert.match(empty.message, /none \(it is empty\)/);
  });

  test('for the guard, which is shown what would be signed', async () => {
    const shown: Draft[] = [];
    const finding = { code: 'GUARD_REFUSED', message: 'a secret', pointer: '/input/content' } as const;
    const ledger = open({
      guard: async (each) => {
        shown.push(each);
        if (each.this.endsWith('f2')) throw new TypeError('broken policy');
        return each.this.endsWith('f1') ? [finding] : [];
      },
    });
    const [good, refused, broken] = await Promise.allSettled([0, 1, 2].map((i) => ledger.append(draft(i))));
    assert.equal(good?.status, 'fulfilled');
    const error = (refused as PromiseRejectedResult).reason as LoglineError;
    assert.deepEqual([error.code, error.details], ['GUARD_REFUSED', { findings: [finding] }]);
    assert.match(error.message, /a secret/);
    assert.match(String((broken as PromiseRejectedResult).reason), /TypeError: broken policy/);
    assert.deepEqual(await names(ledger), ['/functions/f0']);
    const { metadata } = draft(0);
    assert.deepEqual(shown[0], {
      ...draft(0),
      schema_version: '1.1.0',
      metadata: { ...metadata, signed_by: publicKey(1) },
    });
  });

  test('also when there is nobody else', async () => {
    const store = spy(createMemoryStore(), {});
    const ledger = open({ guard: () => [{ code: 'GUARD_REFUSED', message: 'no' }] }, store);
    assert.equal((await failure(ledger.append(draft(0)))).code, 'GUARD_REFUSED');
    const strict = open({}, store);
    assert.equal((await failure(strict.append(draft(0, { prev: '1'.repeat(64) })))).code, 'LEDGER_CONFLICT');
    assert.deepEqual(store.groups, []);
  });
});

describe('a signer that fails', () => {
  const failing = (sign: Signer['sign']): Signer => ({ publicKey: publicKey(1), sign });

  test('fails the group, of which nothing is written', async () => {
    let calls = 0;
    const good = signer(1);
    const flaky = failing((bytes) => (++calls === 2 ? Promise.reject(new TypeError('no token')) : good.sign(bytes)));
    const ledger = open({ signer: flaky });
    const results = await Promise.allSettled([0, 1, 2].map((i) => ledger.append(draft(i))));
    for (const result of results) {
      const error = (result as PromiseRejectedResult).reason as LoglineError;
      assert.equal(error.code, 'SIGNER_FAILED');
      assert.match(String(error.cause), /no token/);
    }
    assert.equal((await ledger.head()).hash, null);
    await ledger.append(draft(3));
    assert.deepEqual(await names(ledger), ['/functions/f3']);
  });

  test('is told as it tells it', async () => {
    const ledger = open({
      signer: failing(() => Promise.reject(new LoglineError('COMMAND_FAILED', 'vault is sealed'))),
    });
    assert.equal((await failure(ledger.append(draft(0)))).message, 'vault is sealed');
  });

  test('is found before its first line is written, when it has another key or no signature', async () => {
    for (const sign of [
      (bytes: Uint8Array) => signer(2).sign(bytes),
      () => Promise.resolve(new Uint8Array(64)),
      () => Promise.resolve(new Uint8Array(3)),
    ]) {
      const ledger = open({ signer: failing(sign) });
      assert.equal((await failure(ledger.append(draft(0)))).code, 'SIGNER_FAILED');
      assert.equal((await ledger.head()).hash, null);
    }
  });
});

describe('a writer that goes past the lock', () => {
  test('makes the group be signed again, on the new head', async () => {
    const inner = createMemoryStore();
    const foreign = (await simpleChain(2)).map(({ line, atomic }) => ({
      bytes: Buffer.from(`${line}\n`),
      hash: atomic.hash!,
    }));
    const others = [...foreign];
    // The inner store's own lock would wait for this very turn, so the turn is left out.
    const store: LedgerStore = {
      ...spy(inner, {}),
      exclusive: (work) =>
        work({
          head: () => inner.head(),
          append: async (expected, lines, newHash) => {
            const other = others.shift();
            if (other) await inner.append((await inner.head()).hash, other.bytes, other.hash);
            return inner.append(expected, lines, newHash);
          },
        }),
    };
    const ledger = open({}, store);
    const own = hashOf((await simpleChain(1, 2))[0]!);
    const results = await Promise.allSettled([
      ledger.append(draft(2)),
      ledger.append(draft(3, { prev: own })),
      ledger.append(draft(4)),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(
      await names(ledger),
      [0, 1, 2, 4].map((i) => `/functions/f${String(i)}`),
    );
    assert.equal((await ledger.verify()).ok, true);
  });

  test('and never stops is a conflict at last', async () => {
    let attempts = 0;
    const store = spy(createMemoryStore(), {
      beforeAppend: () => {
        attempts++;
        throw new LoglineError('LEDGER_CONFLICT');
      },
    });
    assert.equal((await failure(open({}, store).append(draft(0)))).code, 'LEDGER_CONFLICT');
    assert.equal(attempts, 8);
  });
});

describe('a store that fails', () => {
  test('fails the group; the next one is tried', async () => {
    const store = spy(createMemoryStore(), {
      beforeAppend: async (count) => {
        if (count === 1) throw new LoglineError('LEDGER_UNAVAILABLE', 'disk full');
      },
    });
    const ledger = open({}, store);
    const results = await Promise.allSettled([ledger.append(draft(0)), ledger.append(draft(1))]);
    for (const result of results) {
      assert.equal(((result as PromiseRejectedResult).reason as LoglineError).code, 'LEDGER_UNAVAILABLE');
    }
    await ledger.append(draft(2));
    assert.deepEqual(await names(ledger), ['/functions/f2']);
  });

  test('with what is no error of ours passes it on', async () => {
    const store = spy(createMemoryStore(), { beforeAppend: () => Promise.reject(new TypeError('a fault')) });
    await assert.rejects(open({}, store).append(draft(0)), { name: 'TypeError' });
  });
});

describe('close', () => {
  test('waits for what was asked for, and refuses what comes later', async (t) => {
    const path = join(scratch(t), 'ledger.jsonl');
    const ledger = open({}, createFileStore(path));
    const accepted = [0, 1, 2].map((i) => ledger.append(draft(i)));
    const closed = ledger.close();
    assert.equal((await failure(ledger.append(draft(3)))).code, 'LEDGER_UNAVAILABLE');
    await closed;
    await ledger.close();
    assert.equal((await Promise.all(accepted)).length, 3);
    assert.equal((await names(ledger)).length, 3);
  });

  test('of a ledger that nothing was appended to lets go of its store', async () => {
    const store = createMemoryStore();
    await open({}, store).close();
    await assert.rejects(store.append(null, Buffer.from('x\n'), '0'.repeat(64)), { code: 'LEDGER_UNAVAILABLE' });
  });
});
