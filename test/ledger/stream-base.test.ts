import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareStreams, parseConfiguration } from '../../src/ledger/index.ts';
import { simpleChain, sourceOf, textOf } from './fixtures.ts';

test('a folder extends its base stream by stream', async () => {
  const lines = await simpleChain(3);
  const [short, long] = [textOf(lines.slice(0, 1)), textOf(lines)];
  const base = new Map([
    ['a.jsonl', sourceOf(short)],
    ['b.jsonl', sourceOf(long)],
    ['c.jsonl', sourceOf(short)],
  ]);
  const streams = [
    { path: 'a.jsonl', source: sourceOf(long) },
    { path: 'b.jsonl', source: sourceOf(short) },
    { path: 'new.jsonl', source: sourceOf(short) },
  ];
  const { prefixes, findings, lines: count, sizeBytes } = await compareStreams(base, streams);
  assert.deepEqual(prefixes, { 'a.jsonl': { sizeBytes: short.length, lines: 1 } });
  assert.deepEqual([count, sizeBytes], [1, short.length]);
  assert.deepEqual(
    findings.map(({ code, path, line }) => [code, path, line]),
    [
      ['NOT_APPEND_ONLY', 'b.jsonl', 2],
      ['NOT_APPEND_ONLY', 'c.jsonl', undefined],
    ],
  );
});

test('settings are read strictly', () => {
  assert.deepEqual(parseConfiguration('{"action":{"budget":"8 USD"}}'), { action: { budget: '8 USD' } });
  for (const text of [
    '{"ledgr":"x"}',
    '{"action":{"budget":"much"}}',
    '{"action":{"changes":[{"paths":[],"allow":"all"}]}}',
  ])
    assert.throws(() => parseConfiguration(text), { code: 'CONFIG_INVALID' }, text);
});
