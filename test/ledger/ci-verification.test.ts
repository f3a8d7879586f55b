import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ciVerificationDraft, ciVerificationOf } from '../../src/ledger/index.ts';
import type { CiVerification } from '../../src/ledger/index.ts';
import { signDraft } from '../../src/atomic/index.ts';
import { at, signer } from './fixtures.ts';

const verification: CiVerification = {
  commit: 'a'.repeat(40),
  tree: 'b'.repeat(40),
  base: 'c'.repeat(64),
  branch: 'main',
  verdict: 'pass',
  report_sha256: 'd'.repeat(64),
  ledgers: [{ path: '.jsonatomic/ledger/', lines: 3 }],
  spending: { calls: 1, tokens: 2, unread: 0, sums: [{ currency: 'USD', amount: '1.25', signed: '0' }] },
};

test('a verification becomes an atomic, and is read from it', async () => {
  const draft = ciVerificationDraft(verification, { actor: 'ci', createdAt: at(1) });
  const { atomic } = await signDraft(draft, signer(1));
  assert.deepEqual(ciVerificationOf(atomic), verification);
  assert.equal(atomic.this, `/commits/${verification.commit}`);
});

test('what is another fact, or not of its shape, is none', async () => {
  const draft = ciVerificationDraft(verification, { actor: 'ci', createdAt: at(1) });
  for (const other of [
    { ...draft, intent: 'law_test' },
    { ...draft, payload: { ...verification, verdict: 'fail' } },
    { ...draft, payload: { ...verification, commit: 'main' } },
  ])
    assert.equal(ciVerificationOf((await signDraft(other, signer(1))).atomic), undefined);
});
