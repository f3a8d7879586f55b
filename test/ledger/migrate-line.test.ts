import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import { at, publicKey, traceId } from './fixtures.ts';
import { migrate, migrateOne } from './migrate-fixtures.ts';
import { factsOf, oldAtomicOf, oldBody, oldSigned, oldText } from './old-ledger.ts';
import type { Members } from './old-ledger.ts';

const ledger = [oldSigned(oldBody(1), 1), oldSigned(oldBody(2), 2), oldSigned(oldBody(3), 1)];

describe('a line that 1.1.0 has no place for', () => {
  const kept = async (more: Members): Promise<Atomic> => {
    const line = oldSigned(JSON.parse(JSON.stringify(oldBody(9, more))) as Members, 1);
    const atomic = await migrateOne(line);
    assert.deepEqual(oldAtomicOf(atomic), line);
    assert.equal(factsOf(atomic).verdict, 'verified');
    return atomic;
  };

  test('a did that is a text', async () => {
    assert.deepEqual((await kept({ did: 'did:example:user' })).did, { actor: 'did:example:user', action: 'run_code' });
    assert.deepEqual((await kept({ did: 'did:example:user', intent: undefined })).did, {
      actor: 'did:example:user',
      action: 'unknown',
    });
    assert.deepEqual((await kept({ did: undefined })).did, { actor: 'unknown', action: 'run_code' });
    assert.deepEqual((await kept({ did: { actor: '', reason: 'because', role: 'x' } })).did, {
      actor: 'unknown',
      action: 'run_code',
      reason: 'because',
    });
    assert.deepEqual((await kept({ did: 7 })).did, { actor: 'unknown', action: 'run_code' });
  });

  test('members of other kinds, and members that nobody knows', async () => {
    const atomic = await kept({
      entity_type: 'span',
      intent: 'git-commit',
      this: 'a path with spaces',
      status: 'pending',
      payload: [1, 2],
      previousHash: 'blake3:12ab',
      prev: 'x',
      cosignatures: 7,
      schema_version: '1.0.0',
      hash: 'y',
      ['__proto__']: { polluted: true },
    });
    const { entity_type, intent, this: about, status, payload } = atomic;
    assert.deepEqual(
      [entity_type, intent, about, status, payload],
      ['file', undefined, '/migrated/2', undefined, undefined],
    );
  });

  test('intents that would mean something in the new ledger', async () => {
    for (const intent of ['key_rotation', 'key_revocation', 'ledger_seal', 'ledger_merge', 'ledger_migration']) {
      const payload = { public_key: publicKey(1), revocation: 'compromised', reason: 'no' };
      const atomic = await kept({ entity_type: 'agent', intent, payload });
      assert.equal(atomic.intent, undefined);
      assert.deepEqual(atomic.payload, payload);
    }
  });

  test('metadata that are none, or lack a time, or have another meaning now', async () => {
    for (const metadata of [undefined, 'none', [1], null]) {
      assert.equal((await kept({ metadata })).metadata.created_at, at(500_000));
    }
    const own = await kept({
      metadata: {
        trace_id: 'trace-1',
        created_at: '2024-01-01 00:00:00',
        signed_by: 'me',
        migrated: true,
        tags: 'none',
        parent_span_id: 'p',
        ['__proto__']: 1,
      },
    });
    assert.equal(own.trace_id, undefined);
    assert.equal(own.metadata.created_at, at(500_000));
    assert.equal(own.metadata['parent_span_id'], 'p');
    assert.deepEqual(factsOf(await kept({ metadata: { owner_id: 'x' } })).added, ['/metadata/created_at']);
  });

  test('two traces', async () => {
    const atomic = await kept({ trace_id: traceId(77) });
    assert.equal(atomic.trace_id, traceId(77));
    assert.equal(atomic.metadata.trace_id, undefined);
  });
});

describe('a line that is no JSON object', () => {
  const raw = async (line: string): Promise<[payload: unknown, problems: unknown]> => {
    const atomic = await migrateOne(line);
    const { verdict, problems, original } = factsOf(atomic);
    assert.deepEqual([verdict, original, atomic.metadata.created_at], ['unverified', undefined, at(500_000)]);
    return [atomic.payload, problems];
  };

  test('is kept as text', async () => {
    for (const [line, problem] of [
      ['no JSON', 'PARSE_ERROR'],
      ['<<<<<<< HEAD', 'PARSE_ERROR'],
      ['[1]', 'SCHEMA_INVALID'],
      ['null', 'SCHEMA_INVALID'],
      ['{"a":1,"a":2}', 'DUPLICATE_KEY'],
      ['{"a":12345678901234567890}', 'NUMBER_PRECISION'],
      ['{"a":"\\ud800"}', 'LONE_SURROGATE'],
      ['\ufeff{"a":1}', 'PARSE_ERROR'],
      [`${'['.repeat(65)}${']'.repeat(65)}`, 'TOO_DEEP'],
    ] as const) {
      assert.deepEqual(await raw(line), [{ text: line }, [problem]]);
    }
  });

  test('is kept as base64 where it is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(oldText([ledger[0]!])), Buffer.from([0x7b, 0xff, 0x0d, 0x0a])]);
    const { atomics } = await migrate(bytes);
    assert.deepEqual(
      [atomics[1]!.payload, factsOf(atomics[1]!).problems],
      [{ base64: Buffer.from([0x7b, 0xff]).toString('base64') }, ['INVALID_UTF8']],
    );
  });

  test('torn at the end, or whole without a line feed', async () => {
    const whole = JSON.stringify(ledger[0]);
    assert.deepEqual(oldAtomicOf((await migrate(whole)).atomics[0]!), ledger[0]);
    const { atomics } = await migrate(`${whole}\n${whole.slice(0, 50)}`);
    assert.deepEqual(atomics[1]!.payload, { text: whole.slice(0, 50) });
  });

  test('with CR at its end is one all the same', async () => {
    const { report, atomics } = await migrate(oldText(ledger).replaceAll('\n', '\r\n'));
    assert.equal(report.counts.verified, 3);
    assert.deepEqual(oldAtomicOf(atomics[2]!), ledger[2]);
  });

  test('nested so deep that it does not fit below another is kept as text, with its verdict', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(62)}1${'}'.repeat(62)}`) as Members;
    const line = oldSigned(oldBody(1, { unknown_member: deep }), 1);
    const atomic = await migrateOne(line);
    assert.deepEqual(atomic.payload, { text: JSON.stringify(line) });
    assert.equal(factsOf(atomic).verdict, 'verified');
  });
});
