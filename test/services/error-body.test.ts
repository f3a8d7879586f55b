/** What callers are told of an error, and what is kept from them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CODES, LoglineError } from '../../src/base/errors.ts';
import { errorAnswer } from '../../services/src/http/error-body.ts';
import { RateLimit } from '../../services/src/http/rate-limit.ts';
import { invalidRequest } from '../../services/src/http/validation.ts';

const thrown = (code: string, more: object = {}): Error => Object.assign(new Error('inner words'), { code, ...more });

describe('an error', () => {
  for (const [what, error, status, code, isFault] of [
    ['of nobody', new TypeError('inner words'), 500, 'INTERNAL', true],
    ['of the system', thrown('ENOENT', { path: '/srv/inner words' }), 500, 'INTERNAL', true],
    ['that is no error', undefined, 500, 'INTERNAL', true],
    ['of the framework', thrown('FST_ERR_REP_ALREADY_SENT', { statusCode: 500 }), 500, 'INTERNAL', true],
    [
      'of a caller, as the framework has it',
      thrown('FST_ERR_CTP_EMPTY', { statusCode: 400 }),
      400,
      'REQUEST_INVALID',
      false,
    ],
    [
      'of a type of a body',
      thrown('FST_ERR_CTP_INVALID_MEDIA_TYPE', { statusCode: 415 }),
      415,
      'MEDIA_TYPE_UNSUPPORTED',
      false,
    ],
    ['of a key of the service', new LoglineError('KEYRING_INVALID', 'It is none.'), 500, 'KEYRING_INVALID', true],
    ['of a store', new LoglineError('LEDGER_UNAVAILABLE', 'inner words'), 503, 'LEDGER_UNAVAILABLE', false],
    [
      'of a file',
      new LoglineError('INPUT_UNREADABLE', 'inner words', { details: { path: '/inner words' } }),
      500,
      'INPUT_UNREADABLE',
      true,
    ],
    [
      'of a file that is gone',
      new LoglineError('INPUT_MISSING', 'inner words', { details: { path: '/inner words' } }),
      404,
      'INPUT_MISSING',
      false,
    ],
  ] as const)
    test(`${what} is told without what is inside`, () => {
      const answer = errorAnswer(error);
      assert.deepEqual([answer.status, answer.body.code, answer.isFault], [status, code, isFault]);
      assert.doesNotMatch(JSON.stringify(answer.body), /inner words/);
    });

  test('of ours is told as it is, with the place in the project', () => {
    const details = { path: 'src/a.ts' };
    const { body } = errorAnswer(new LoglineError('INPUT_MISSING', 'src/a.ts is not there.', { details }));
    assert.deepEqual(body, { error: 'src/a.ts is not there.', code: 'INPUT_MISSING', details });
  });

  test('of a form is told by its words, or by that there are none', () => {
    assert.equal(errorAnswer({ validation: [], message: 'body is odd' }).body.error, 'body is odd.');
    assert.equal(errorAnswer({ validation: [] }).body.code, 'REQUEST_INVALID');
    assert.match(invalidRequest([], 'body').message, /^body is not as it has to be\.$/);
    assert.match(
      invalidRequest([{ instancePath: '/a', message: 'must be b' }], 'body').message,
      /^body\/a must be b\.$/,
    );
  });

  test('of a moment says when to come again', () => {
    for (const code of ['LEDGER_UNAVAILABLE', 'LEDGER_LOCKED', 'TOO_MANY_REQUESTS', 'OVERLOADED', 'CANCELLED'] as const)
      assert.equal(errorAnswer(new LoglineError(code)).headers['retry-after'], '1', code);
    const details = { retryAfterSeconds: 7 };
    assert.equal(errorAnswer(new LoglineError('TOO_MANY_REQUESTS', 'Wait.', { details })).headers['retry-after'], '7');
    assert.equal(errorAnswer(new LoglineError('UNAUTHENTICATED')).headers['www-authenticate'], 'Bearer');
    assert.deepEqual(errorAnswer(new LoglineError('NOT_FOUND')).headers, {});
    assert.equal(CODES.NOT_FOUND.http, 404);
  });
});

test('keys that are more than are counted share one count', () => {
  const limit = new RateLimit({ max: 1, windowMs: 1000, elapsedMs: () => 0 });
  let counted = 0;
  assert.throws(
    () => {
      for (; counted < 1_000_000; counted++) limit.take(`key-${String(counted)}`);
    },
    { code: 'TOO_MANY_REQUESTS' },
  );
  assert.ok(counted > 1000, String(counted));
});
