import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODES, LoglineError, isRetryable } from '../../src/base/errors.ts';
import type { Code, CodeEntry } from '../../src/base/errors.ts';

const entries = Object.entries(CODES) as [Code, CodeEntry][];

test('every code says what is wrong and the way out, each in one line', () => {
  for (const [code, { title, fix }] of entries) {
    assert.match(code, /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    for (const text of [title, fix]) assert.match(text, /^\S.*\.$/, `${code}: ${text}`);
  }
});

test('every code has an exit status of 1, 2 or 3 and an HTTP status of a refusal', () => {
  for (const [code, { exit, http }] of entries) {
    assert.ok([1, 2, 3].includes(exit), code);
    assert.ok(http >= 400 && http < 600, code);
  }
});

test('an error without a message says the title of its code', () => {
  const error = new LoglineError('LEDGER_LOCKED');
  assert.equal(error.message, CODES.LEDGER_LOCKED.title);
  assert.equal(error.fix, CODES.LEDGER_LOCKED.fix);
  assert.deepEqual(error.details, {});
  assert.ok(error instanceof Error);
  assert.equal(String(error), `LoglineError: ${CODES.LEDGER_LOCKED.title}`);
  assert.equal('cause' in error, false);
});

test('an error keeps its details and its cause, and shows programs no cause', () => {
  const cause = new TypeError('deeper');
  const error = new LoglineError('INPUT_MISSING', 'a.jsonl does not exist.', { details: { path: 'a.jsonl' }, cause });
  assert.equal(error.cause, cause);
  const shown = JSON.parse(JSON.stringify(error)) as unknown;
  assert.deepEqual(shown, { code: 'INPUT_MISSING', message: 'a.jsonl does not exist.', details: { path: 'a.jsonl' } });
});

test('an error says whether it may pass', () => {
  assert.ok(isRetryable(new LoglineError('LEDGER_LOCKED', 'held', { details: { retryable: true } })));
  for (const error of [new LoglineError('LEDGER_LOCKED'), { details: { retryable: true } }, undefined])
    assert.ok(!isRetryable(error));
});
