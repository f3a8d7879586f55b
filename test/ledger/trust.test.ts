import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Draft } from '../../src/atomic/index.ts';
import {
  formatKeyring,
  keyChangeOf,
  keyringOf,
  parseKeyring,
  revocationDraft,
  rotationDraft,
  verifyLedger,
} from '../../src/ledger/index.ts';
import type { Keyring, KeyringKey, Revocation } from '../../src/ledger/index.ts';
import { at, chain, draft, publicKey, signer, sourceOf, textOf } from './fixtures.ts';
import type { Step } from './fixtures.ts';

const key = (n: number, more: Partial<KeyringKey> = {}): KeyringKey => ({ public_key: publicKey(n), ...more });
const facts = (n: number): { actor: string; createdAt: string; reason: string } => ({
  actor: 'ops@example.com',
  createdAt: at(n),
  reason: 'planned',
});
const rotation = (n: number, from: number, to: number, graceUntil?: string): Draft =>
  rotationDraft(
    { oldKey: publicKey(from), newKey: publicKey(to), ...(graceUntil !== undefined && { graceUntil }) },
    facts(n),
  );
const revocation = (n: number, of: number, why: Revocation['revocation'] = 'compromised'): Draft =>
  revocationDraft({ key: publicKey(of), revocation: why }, facts(n));
const by = (n: number, second: number): Step => ({ draft: draft(second), by: signer(n) });

async function codes(keyring: Keyring | KeyringKey[], steps: readonly Step[]): Promise<string[]> {
  const ring = Array.isArray(keyring) ? { keys: keyring } : keyring;
  const { findings } = await verifyLedger(sourceOf(await chain(steps)), { keyring: ring });
  return findings.map(({ code, line }) => `${code}@${String(line)}`);
}

describe('a keyring', () => {
  test('reads what it writes', () => {
    const keyring: Keyring = { keys: [key(1, { actor: 'a', roles: ['human'], valid_from: at(0) })], rotations: 'off' };
    assert.deepEqual(parseKeyring(formatKeyring(keyring)), keyring);
    assert.equal(formatKeyring(keyring).endsWith('}\n'), true);
  });

  test('that is none is refused, with the place', () => {
    assert.throws(
      () => parseKeyring('{"keys":[{"public_key":"00"}]}'),
      (error: { code: string; message: string }) => {
        assert.equal(error.code, 'KEYRING_INVALID');
        assert.match(error.message, /public_key/);
        return true;
      },
    );
    assert.throws(() => keyringOf(['ff']), { code: 'KEYRING_INVALID' });
    assert.throws(() => keyringOf([publicKey(1), publicKey(2), publicKey(1)]), {
      code: 'KEYRING_INVALID',
      message: /twice/,
    });
    assert.throws(() => parseKeyring('{'), { code: 'PARSE_ERROR' });
  });

  test('limits a key in time', async () => {
    const keys = [key(1, { valid_from: at(1), valid_until: at(3) })];
    assert.deepEqual(await codes(keys, [by(1, 0), by(1, 1), by(1, 2), by(1, 3)]), ['KEY_EXPIRED@1', 'KEY_EXPIRED@4']);
  });

  test('ends a superseded key at its time', async () => {
    const keys = [key(1), key(2, { revoked_at: at(5), revocation: 'superseded' })];
    assert.deepEqual(await codes(keys, [by(2, 4), by(1, 6), by(2, 4), by(2, 5)]), ['KEY_REVOKED@4']);
  });

  test('ends a compromised key where the chain has reached its time, whatever its lines claim', async () => {
    const keys = [key(1), key(2, { revoked_at: at(5), revocation: 'compromised' })];
    assert.deepEqual(await codes(keys, [by(2, 4), by(1, 6), by(2, 4), by(2, 5)]), ['KEY_REVOKED@3', 'KEY_REVOKED@4']);
  });
});

describe('a rotation', () => {
  test('signed by the old key and cosigned by the new one replaces it from its line on', async () => {
    const steps = [by(1, 0), { draft: rotation(1, 1, 2), by: signer(1), cosigners: [signer(2)] }, by(2, 2), by(1, 3)];
    assert.deepEqual(await codes([key(1)], steps), ['KEY_EXPIRED@4']);
  });

  test('gives the old key the grace period that it names', async () => {
    const steps = [
      { draft: rotation(0, 1, 2, at(5)), by: signer(1), cosigners: [signer(2)] },
      by(1, 4),
      by(2, 4),
      by(1, 5),
    ];
    assert.deepEqual(await codes([key(1)], steps), ['KEY_EXPIRED@4']);
    assert.deepEqual(await codes([key(1, { valid_until: at(3) })], [steps[0]!, by(1, 4)]), ['KEY_EXPIRED@2']);
  });

  test('leaves the old key no say over other keys, even within its grace period: its time is only what it claims', async () => {
    const replaced = { draft: rotation(1, 1, 2, at(100)), by: signer(1), cosigners: [signer(2)] };
    const takeover = { draft: rotation(5, 1, 3), by: signer(1), cosigners: [signer(3)] };
    const keyring = keyringOf([publicKey(1), publicKey(4)]);
    const stolen = [replaced, by(2, 200), takeover, by(3, 201), by(1, 6)];
    assert.deepEqual(await codes(keyring, stolen), ['UNTRUSTED_KEY@4']);
    const longer = { draft: rotation(5, 1, 2, at(900)), by: signer(1), cosigners: [signer(2)] };
    assert.deepEqual(await codes(keyring, [replaced, longer, by(1, 150)]), ['KEY_EXPIRED@3']);
    const revokes = { draft: revocation(6, 4), by: signer(1) };
    assert.deepEqual(await codes(keyring, [replaced, revokes, by(4, 7)]), []);
    const itself = { draft: revocation(7, 1), by: signer(1) };
    assert.deepEqual(await codes(keyring, [replaced, itself, by(1, 8)]), ['KEY_REVOKED@3']);
  });

  test('chains: the new key can be rotated in turn, with the roles of the first', async () => {
    const steps: Step[] = [
      { draft: rotation(0, 1, 2), by: signer(1), cosigners: [signer(2)] },
      { draft: rotation(1, 2, 3), by: signer(2), cosigners: [signer(3)] },
      { draft: revocation(2, 4), by: signer(3) },
      by(4, 3),
    ];
    assert.deepEqual(await codes([key(1, { actor: 'a', roles: ['admin'] }), key(4)], steps), ['KEY_REVOKED@4']);
    assert.deepEqual(await codes([key(1, { roles: ['agent'] }), key(4)], steps), []);
  });

  test('has no effect without the new key, by another key, or where rotations are off', async () => {
    const uncosigned = [{ draft: rotation(0, 1, 2), by: signer(1) }, by(2, 1)];
    assert.deepEqual(await codes([key(1)], uncosigned), ['UNTRUSTED_KEY@2']);
    const byOther = [{ draft: rotation(0, 1, 2), by: signer(3), cosigners: [signer(2)] }, by(2, 1), by(1, 2)];
    assert.deepEqual(await codes([key(1), key(3)], byOther), ['UNTRUSTED_KEY@2']);
    const good = { draft: rotation(0, 1, 2), by: signer(1), cosigners: [signer(2)] };
    assert.deepEqual(await codes({ keys: [key(1)], rotations: 'off' }, [good, by(2, 1), by(1, 2)]), [
      'UNTRUSTED_KEY@2',
    ]);
  });

  test('to a key that the keyring names already changes nothing of that key, and ends the old one', async () => {
    const good = { draft: rotation(0, 1, 2), by: signer(1), cosigners: [signer(2)] };
    const steps = [good, by(2, 1), by(1, 2)];
    assert.deepEqual(await codes([key(1), key(2)], steps), ['KEY_EXPIRED@3']);
    assert.deepEqual(await codes([key(1), key(2, { valid_until: at(1) })], steps), ['KEY_EXPIRED@2', 'KEY_EXPIRED@3']);
  });

  test('ends the old key for good: it does not come back when the new one is revoked in turn', async () => {
    const good = { draft: rotation(0, 1, 2), by: signer(1), cosigners: [signer(2)] };
    const steps = [good, by(2, 1), { draft: revocation(8, 2), by: signer(3) }, by(1, 2), by(2, 3)];
    const ended = ['KEY_EXPIRED@4', 'KEY_REVOKED@5'];
    assert.deepEqual(await codes([key(1, { valid_until: at(5) }), key(2), key(3)], steps), ended);
    const noted = key(2, { revoked_at: at(8), revocation: 'superseded' });
    assert.deepEqual(await codes([key(1, { valid_until: at(5) }), noted, key(3)], steps), ended);
  });

  test('by an unknown key says nothing', async () => {
    const steps = [{ draft: rotation(0, 3, 2), by: signer(3), cosigners: [signer(2)] }, by(2, 1)];
    assert.deepEqual(await codes([key(1)], steps), ['UNTRUSTED_KEY@1', 'UNTRUSTED_KEY@2']);
  });
});

describe('a revocation', () => {
  test('ends a key from its line on, whatever time a later line claims', async () => {
    const steps = [by(2, 0), { draft: revocation(5, 2), by: signer(2) }, by(2, 1), by(1, 6)];
    assert.deepEqual(await codes([key(1), key(2)], steps), ['KEY_REVOKED@3']);
    assert.deepEqual(
      await codes([key(1), key(2)], [{ draft: revocation(5, 2, 'superseded'), by: signer(2) }, by(2, 1)]),
      ['KEY_REVOKED@2'],
    );
  });

  test('of another key needs an admin, or a key without roles', async () => {
    const steps = [{ draft: revocation(0, 2), by: signer(1) }, by(2, 1)];
    assert.deepEqual(await codes([key(1, { roles: ['admin'] }), key(2)], steps), ['KEY_REVOKED@2']);
    assert.deepEqual(await codes([key(1), key(2)], steps), ['KEY_REVOKED@2']);
    assert.deepEqual(await codes([key(1, { roles: ['agent'] }), key(2)], steps), []);
    assert.deepEqual(await codes([key(1)], [{ draft: revocation(0, 9), by: signer(1) }, by(1, 1)]), []);
  });

  test('cannot be undone by a rotation to the same key', async () => {
    const steps: Step[] = [
      { draft: revocation(0, 2), by: signer(1) },
      { draft: rotation(1, 1, 2), by: signer(1), cosigners: [signer(2)] },
      by(2, 2),
      by(1, 3),
    ];
    assert.deepEqual(await codes([key(1), key(2)], steps), ['KEY_REVOKED@3', 'KEY_EXPIRED@4']);
  });
});

test('an atomic says a change of keys by its intent', async () => {
  const [line] = await chain([{ draft: rotation(0, 1, 2, at(9)), cosigners: [signer(2)] }]);
  const { atomic } = line!;
  assert.deepEqual(keyChangeOf(atomic), {
    kind: 'rotation',
    oldKey: publicKey(1),
    newKey: publicKey(2),
    graceUntil: at(9),
  });
  const [revoked] = await chain([{ draft: revocation(0, 2) }]);
  assert.deepEqual(keyChangeOf(revoked!.atomic), { kind: 'revocation', key: publicKey(2), revocation: 'compromised' });
  for (const other of [{ intent: 'run_code' }, { payload: {} }, { intent: 'key_revocation' }]) {
    assert.equal(keyChangeOf({ ...atomic, ...other }), undefined);
  }
});

test('a slip in a revocation is told, not passed over', async () => {
  const slip = { ...revocation(0, 2), payload: { public_key: publicKey(2), revocation: 'compromised', why: 'stolen' } };
  await assert.rejects(chain([{ draft: slip }]), { code: 'SCHEMA_INVALID', message: /payload of key_revocation/ });
});

describe('whoever finds a key that the keyring has ended', () => {
  const toThief: Step = { draft: rotation(1, 2, 9), by: signer(2), cosigners: [signer(9)] };

  for (const revocation of ['compromised', 'superseded'] as const)
    test(`hands it over to nobody with an earlier time, where it was ${revocation}`, async () => {
      const keys = [key(1), key(2, { revoked_at: at(5), revocation })];
      assert.deepEqual(await codes(keys, [by(1, 0), toThief, by(9, 7)]), ['UNTRUSTED_KEY@3']);
      assert.deepEqual(await codes([...keys, key(9)], [by(1, 0), toThief, by(9, 7), by(2, 4)]), ['KEY_EXPIRED@4']);
    });

  test('hands it over to nobody once the chain has reached the end of its time', async () => {
    const keys = [key(1), key(2, { valid_until: at(5) })];
    assert.deepEqual(await codes(keys, [by(1, 4), toThief, by(9, 7)]), []);
    assert.deepEqual(await codes(keys, [by(1, 5), toThief, by(9, 7)]), ['UNTRUSTED_KEY@3']);
  });

  test('has no more power over what follows a verified prefix than over the whole', async () => {
    const keyrings: KeyringKey[][] = [
      [key(1), key(2, { valid_until: at(5) })],
      [key(1), key(2, { revoked_at: at(5), revocation: 'compromised' })],
    ];
    // The last line claims an earlier time than one above it.
    const lines = await chain([by(1, 6), by(1, 0), toThief, by(9, 7), by(2, 4)]);
    for (const keys of keyrings) {
      const whole = await verifyLedger(sourceOf(lines), { keyring: { keys } });
      const sizeBytes = Buffer.byteLength(textOf(lines.slice(0, 2)));
      const after = await verifyLedger(sourceOf(lines), { keyring: { keys }, after: { sizeBytes, lines: 2 } });
      assert.equal(whole.ok, false);
      assert.deepEqual(after.findings, whole.findings);
    }
  });

  test('is not heard in a verified prefix either', async () => {
    const keys = [key(1), key(2, { valid_until: at(1) })];
    const late: Step = { draft: rotation(3, 2, 9), by: signer(2), cosigners: [signer(9)] };
    const lines = await chain([by(1, 0), late, by(9, 7)]);
    const after = { sizeBytes: Buffer.byteLength(textOf(lines.slice(0, 2))), lines: 2 };
    const { findings } = await verifyLedger(sourceOf(lines), { keyring: { keys }, after });
    assert.deepEqual(
      findings.map(({ code, line }) => [code, line]),
      [['UNTRUSTED_KEY', 3]],
    );
  });
});
