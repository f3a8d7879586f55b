/** Kinds of redaction, and the vault. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Vault, createGateway } from '../../src/gateway/index.ts';
import type { SealedVault } from '../../src/gateway/index.ts';
import { SECRETS } from './samples.ts';

const PAT = SECRETS['github-pat']!;
const KEY = new Uint8Array(32).fill(1);

test('mask shows the last four characters of long values', () => {
  const { sanitized } = createGateway({ redaction: 'mask' }).check(
    `${PAT} a@mail.fastmail.com 4111 1111 1111 1234 card 4111 1111 1111 1111 85.214.132.117`,
  );
  assert.equal(
    sanitized,
    `***MASKED_SECRET_${PAT.slice(-4)}*** ***MASKED_EMAIL_lcom*** 4111 1111 1111 1234 card ***MASKED_CARD_1111*** ***MASKED_IP***`.replace(
      'lcom',
      'lcom',
    ),
  );
});

test('hash gives the same mark to the same value, another with another salt', () => {
  const by = (fill: number) =>
    createGateway({ redaction: 'hash' }, { salt: new Uint8Array(16).fill(fill) })
      .check(`${PAT} ${PAT} ${SECRETS['gcp-api-key']!}`)
      .sanitized!.split(' ');
  const [first, second, third] = by(1);
  assert.match(first!, /^\*\*\*HASHED_SECRET_[a-p]{24}\*\*\*$/);
  assert.equal(first, second);
  assert.notEqual(first, third);
  assert.notEqual(first, by(2)[0]);
});

test('a model that answers with tokens is restored for the owner of the vault alone', () => {
  const vault = new Vault(KEY);
  const gateway = createGateway({ redaction: 'token' }, { vault });
  const { sanitized } = gateway.check(`Mail max@mail.fastmail.com about ${PAT}; again max@mail.fastmail.com.`);
  const [mail = '', secret = '', again = ''] = sanitized!.match(/\*\*\*TOKEN_[A-Z]+_[a-p]{24}\*\*\*/g)!;
  assert.equal(mail, again);
  assert.equal(
    vault.restore(`I wrote to ${mail} and changed ${secret}.`),
    `I wrote to max@mail.fastmail.com and changed ${PAT}.`,
  );
  const unknown = `***TOKEN_EMAIL_${'a'.repeat(24)}***`;
  assert.equal(vault.restore(unknown), unknown);
  const kept = JSON.stringify(vault);
  assert.ok(!kept.includes('fastmail') && !kept.includes(PAT.slice(4, 20)));
  assert.throws(() => new Vault(new Uint8Array(32), JSON.parse(kept) as SealedVault).restore(mail), {
    code: 'VAULT_INVALID',
  });
});

test('a changed vault does not open', () => {
  const vault = new Vault(KEY);
  const token = vault.put('EMAIL', 'max@mail.fastmail.com');
  const other = vault.put('EMAIL', 'eva@mail.fastmail.com');
  const kept = vault.toJSON();
  const flipped = `${kept[token]!.slice(0, -1)}${kept[token]!.endsWith('0') ? '1' : '0'}`;
  for (const sealed of [{ [token]: flipped }, { [token]: kept[other]! }]) {
    assert.throws(() => new Vault(KEY, sealed).restore(token), { code: 'VAULT_INVALID' });
  }
  for (const sealed of [
    { [token]: 'zz' },
    { x: kept[token]! },
    { [token]: 1 as unknown as string },
    { [token]: '00' },
  ]) {
    assert.throws(() => new Vault(KEY, sealed), { code: 'VAULT_INVALID' });
  }
  assert.throws(() => new Vault(new Uint8Array(31)), { code: 'KEY_MALFORMED' });
});
