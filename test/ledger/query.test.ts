import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { traceIdOf } from '../../src/atomic/index.ts';
import type { Draft } from '../../src/atomic/index.ts';
import { createFileSource, queryLedger } from '../../src/ledger/index.ts';
import type { Entries, LedgerEntry, QueryFilter, ReadOptions } from '../../src/ledger/index.ts';
import { at, chain, draft, simpleChain, sourceOf, textOf, traceId } from './fixtures.ts';
import { scratch } from './store-support.ts';

async function all(entries: Entries): Promise<LedgerEntry[]> {
  const list: LedgerEntry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}
const paths = async (entries: Entries): Promise<string[]> => (await all(entries)).map(({ atomic }) => atomic.this);
const found = (
  content: Parameters<typeof sourceOf>[0],
  filter: QueryFilter,
  options?: ReadOptions,
): Promise<string[]> => paths(queryLedger(sourceOf(content), filter, options));

describe('without a filter', () => {
  test('every atomic is answered, with its place and its text', async () => {
    const lines = await simpleChain(3);
    const entries = await all(queryLedger(sourceOf(lines)));
    let byteOffset = 0;
    for (const [i, { line, atomic }] of lines.entries()) {
      assert.deepEqual(entries[i], { line: i + 1, byteOffset, atomic, text: line });
      byteOffset += line.length + 1;
    }
    assert.equal(entries.length, 3);
  });

  test('a part is read from one line to another, without line numbers', async () => {
    const lines = await simpleChain(4);
    const start = lines[0]!.line.length + 1;
    const end = start + lines[1]!.line.length + 1 + lines[2]!.line.length + 1;
    for (const reverse of [false, true]) {
      const entries = await all(queryLedger(sourceOf(lines), { reverse }, { start, end }));
      const seen = entries.map(({ atomic }) => atomic.this);
      assert.deepEqual(reverse ? seen.reverse() : seen, ['/functions/f1', '/functions/f2']);
      assert.ok(entries.every((entry) => !('line' in entry)));
    }
  });

  test('an empty ledger has no entries', async () => {
    assert.deepEqual(await found('', {}), []);
    assert.deepEqual(await found('', { reverse: true }), []);
  });
});

describe('each member of a filter', () => {
  const facts: readonly Partial<Draft>[] = [
    { trace_id: traceId(7), metadata: { created_at: at(0) } },
    { metadata: { created_at: at(1), trace_id: traceId(7) } },
    { metadata: { created_at: at(2), trace_id: traceId(8) }, payload: { trace_id: traceId(7) } },
    { did: { actor: 'Ünï "x"/y', action: 'approve' } },
    { entity_type: 'law', intent: 'law_test', did: { actor: 'a', action: 'approve', reason: 'run_code' } },
  ];
  const cases: readonly [QueryFilter, readonly number[]][] = [
    [{ traceId: traceId(7) }, [0, 1]],
    [{ traceId: traceId(9) }, []],
    [{ actor: 'Ünï "x"/y' }, [3]],
    [{ actor: 'user@example.com' }, [0, 1, 2]],
    [{ action: 'approve' }, [3, 4]],
    [{ intent: 'run_code' }, [0, 1, 2, 3]],
    [{ entityType: 'law' }, [4]],
    [{ this: '/functions/f2' }, [2]],
    [{ action: 'approve', entityType: 'function' }, [3]],
    [{ since: at(1), until: at(3) }, [1, 2]],
    [{ since: '2026-01-01T02:00:02+02:00' }, [2, 3, 4]],
    [{ until: '2026-01-01' }, []],
    [{ until: '2026-01-02', since: '2026-01-01', traceId: traceId(7) }, [0, 1]],
    [{ traceId: traceId(7), limit: 1 }, [0]],
  ];
  const ledger = chain(facts.map((more, i) => ({ draft: draft(i, more) })));

  for (const [filter, expected] of cases) {
    test(JSON.stringify(filter), async () => {
      const text = textOf(await ledger);
      const names = expected.map((i) => `/functions/f${String(i)}`);
      assert.deepEqual(await found(text, filter), names);
      if (filter.limit === undefined)
        assert.deepEqual(await found(text, { ...filter, reverse: true }), names.reverse());
    });
  }

  test('an older writer may spell a text by escapes', async () => {
    const [signed] = await simpleChain(1);
    const spelt = signed!.line.replace('"/functions/f0"', '"\\/functions\\u002Ff0"').replace('user@', '\\u0075ser@');
    assert.notEqual(spelt, signed!.line);
    assert.deepEqual(await found(`${spelt}\n`, { this: '/functions/f0' }), ['/functions/f0']);
    assert.deepEqual(await found(`${spelt}\n`, { actor: 'user@example.com' }), ['/functions/f0']);
  });

  test('newest first and limited are the last ones', async () => {
    const lines = await simpleChain(9);
    assert.deepEqual(await found(lines, { reverse: true, limit: 2 }), ['/functions/f8', '/functions/f7']);
  });
});

describe('lines that are no atomics', () => {
  test('are left out, counted, and the first is named', async () => {
    const [first, second] = await simpleChain(2);
    const entries = queryLedger(sourceOf([first!, '{"a":1,"a":2}', '', second!]));
    assert.equal(entries.skipped, 0);
    assert.deepEqual(await paths(entries), ['/functions/f0', '/functions/f1']);
    assert.equal(entries.skipped, 2);
    const { message, ...finding } = entries.firstSkipped!;
    assert.deepEqual(finding, { code: 'DUPLICATE_KEY', line: 2, byteOffset: first!.line.length + 1 });
    assert.match(message, /"a"/);
  });

  test('a torn last line is called one; a whole one without its line feed is an entry', async () => {
    const [first, second] = await simpleChain(2);
    const torn = queryLedger(sourceOf(`${first!.line}\n${second!.line.slice(0, 40)}`));
    assert.deepEqual(await paths(torn), ['/functions/f0']);
    assert.equal(torn.firstSkipped?.code, 'TRUNCATED_TAIL');
    const whole = queryLedger(sourceOf(`${first!.line}\n${second!.line}`));
    assert.deepEqual([(await all(whole)).length, whole.skipped], [2, 0]);
  });

  test('are counted anew by each iteration', async () => {
    const entries = queryLedger(sourceOf('x\n'), { reverse: true });
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await all(entries), []);
      assert.deepEqual([entries.skipped, entries.firstSkipped?.code], [1, 'PARSE_ERROR']);
      assert.ok(!('line' in entries.firstSkipped!));
    }
  });

  test('are not looked at where the text that is wanted is not in them', async () => {
    const entries = queryLedger(sourceOf(['x', `x ${JSON.stringify(traceId(0))}`]), { traceId: traceId(0) });
    await all(entries);
    assert.equal(entries.skipped, 1);
  });

  test('are those beyond the limits', async () => {
    const entries = queryLedger(sourceOf(await simpleChain(1)), {}, { limits: { maxLineBytes: 100 } });
    await all(entries);
    assert.equal(entries.firstSkipped?.code, 'LINE_TOO_LARGE');
  });
});

describe('the caller', () => {
  test('is refused a time or a limit that is none, at once', () => {
    const source = sourceOf('');
    for (const filter of [
      { since: 'yesterday' },
      { until: '2026-02-30T25:00:00Z' },
      { until: '1' },
      { limit: 0 },
      { limit: 1.5 },
    ]) {
      assert.throws(() => queryLedger(source, filter), { code: 'USAGE' });
    }
  });

  test('can cancel', async () => {
    const controller = new AbortController();
    const entries = queryLedger(sourceOf(await simpleChain(4), 500), {}, { signal: controller.signal });
    const run = async (): Promise<void> => {
      for await (const _ of entries) controller.abort();
    };
    await assert.rejects(run(), { code: 'CANCELLED' });
  });

  test('is told of the progress, in both directions', async () => {
    const text = textOf(await simpleChain(4));
    for (const reverse of [false, true]) {
      const seen: [number, number][] = [];
      const onProgress = (read: number, total: number): unknown => seen.push([read, total]);
      await found(text, { reverse }, { onProgress });
      assert.deepEqual(seen.at(-1), [text.length, text.length]);
    }
  });
});

test('finds in a file of 50 000 lines what a look at every line finds', async (t) => {
  const [signed] = await chain([{ draft: draft(0, { trace_id: traceId(0), metadata: { created_at: at(0) } }) }]);
  const lines = Array.from({ length: 50_000 }, (_, i) =>
    signed!.line.replace(traceId(0), traceId(i % 5000)).replace('f0', `f${String(i)}`),
  );
  const path = join(scratch(t), 'ledger.jsonl');
  writeFileSync(path, textOf(lines));
  const source = createFileSource(path);
  const filter = { traceId: traceId(77) };
  const entries = await all(queryLedger(source, filter));
  assert.deepEqual(
    entries.map(({ line, text }) => [line, text]),
    lines.flatMap((text, i) => (i % 5000 === 77 ? [[i + 1, text]] : [])),
  );
  const offset = lines.slice(0, 77).reduce((sum, { length }) => sum + length + 1, 0);
  assert.equal(entries[0]!.byteOffset, offset);
  const uncounted = await all(queryLedger(source, filter, { numbered: false }));
  assert.deepEqual(
    uncounted,
    entries.map(({ line: _, ...entry }) => entry),
  );
  const backward = await all(queryLedger(source, { ...filter, reverse: true }));
  assert.deepEqual(
    backward.map(({ byteOffset }) => byteOffset),
    entries.map(({ byteOffset }) => byteOffset).reverse(),
  );
});

test('any filter answers what a look at every atomic answers', async () => {
  const names = fc.constantFrom('a', 'b/c', 'c"', 'ü');
  const times = fc.integer({ min: 0, max: 5 });
  const fact = fc.record({
    actor: names,
    action: names,
    trace: fc.integer({ min: 0, max: 2 }),
    time: times,
    older: fc.boolean(),
  });
  const filters = fc.record(
    {
      actor: names,
      action: names,
      traceId: fc.integer({ min: 0, max: 3 }).map(traceId),
      since: times.map(at),
      until: times.map(at),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fact, { maxLength: 12 }),
      filters,
      fc.integer({ min: 1, max: 3000 }),
      fc.boolean(),
      async (facts, filter, chunk, reverse) => {
        const atomics = facts.map(({ actor, action, trace, time, older }, i) => ({
          schema_version: '1.1.0',
          entity_type: 'function',
          this: `/${String(i)}`,
          did: { actor, action },
          metadata: { created_at: at(time), ...(older && { trace_id: traceId(trace) }) },
          ...(!older && { trace_id: traceId(trace) }),
        }));
        const expected = atomics.filter(
          (atomic) =>
            (filter.actor ?? atomic.did.actor) === atomic.did.actor &&
            (filter.action ?? atomic.did.action) === atomic.did.action &&
            (filter.traceId ?? traceIdOf(atomic)) === traceIdOf(atomic) &&
            (filter.since ?? '') <= atomic.metadata.created_at &&
            atomic.metadata.created_at < (filter.until ?? '9'),
        );
        const source = sourceOf(textOf(atomics.map((atomic) => JSON.stringify(atomic))), chunk);
        const wanted = expected.map((atomic) => atomic.this);
        assert.deepEqual(await paths(queryLedger(source, { ...filter, reverse })), reverse ? wanted.reverse() : wanted);
      },
    ),
    { seed: 20260105, numRuns: 300 },
  );
});
