import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName, nearestNames } from '../../src/base/nearest.ts';

const names = ['metadata', 'payload', 'trace_id', 'this', 'did'];

test('one slip of each kind is forgiven', () => {
  for (const word of ['metdata', 'mettadata', 'metaxata', 'medatata', 'emtadata', 'metadat', 'xmetadata']) {
    assert.equal(nearestName(word, names), 'metadata', word);
  }
});

test('case and separators count for nothing', () => {
  for (const word of ['traceId', 'TRACE-ID', 'trace id', 'traceid'])
    assert.equal(nearestName(word, names), 'trace_id', word);
});

test('a swap counts once, so that it is found in a short word', () => {
  assert.equal(nearestName('idd', names), 'did');
  assert.equal(nearestName('htis', names), 'this');
});

test('the nearest wins, and of two equally near the first', () => {
  assert.equal(nearestName('payloat', ['payment', 'payload']), 'payload');
  assert.equal(nearestName('bat', ['cat', 'hat']), 'cat');
});

test('a word with more slips than a third of its letters has no nearest', () => {
  assert.equal(nearestName('kitten', ['sittin']), 'sittin');
  assert.equal(nearestName('kitten', ['sitting']), undefined);
  assert.equal(nearestName('zzz', names), undefined);
  assert.equal(nearestName('ab', ['ac']), undefined);
  assert.equal(nearestName('', ['a']), undefined);
  assert.equal(nearestName('did', []), undefined);
});

test('the word itself is nearest to itself, however short', () => {
  assert.equal(nearestName('a', ['b', 'a']), 'a');
});

test('a word beyond any name is not compared', () => {
  assert.equal(nearestName('x'.repeat(64), ['x'.repeat(64)]), 'x'.repeat(64));
  assert.equal(nearestName('x'.repeat(65), ['x'.repeat(65)]), undefined);
});

test('several, the nearest first', () => {
  const models = ['gpt-4o-mini', 'gpt-4o', 'gpt-4.1', 'o3'];
  assert.deepEqual(nearestNames('gpt-4.o', models, 3), ['gpt-4o', 'gpt-4.1']);
  assert.deepEqual(nearestNames('gpt-4.o', models, 1), ['gpt-4o']);
  assert.deepEqual(nearestNames('x'.repeat(65), ['x'.repeat(65)], 3), []);
});
