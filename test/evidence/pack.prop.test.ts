/** Packs of any mission, at any moment of it, in any ledger: each verifies, and nothing of it can be left out, moved or changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalBytes } from '../../src/base/bytes.ts';
import { makePack } from '../../src/evidence/pack/make-pack.ts';
import { verifyPack } from '../../src/evidence/pack/verify-pack.ts';
import type { PackReport } from '../../src/evidence/pack/verify-pack.ts';
import type { LedgerSource } from '../../src/ledger/index.ts';
import { KEYRING, changeOf, content, reportOf, signerOf } from '../mission/story.ts';
import { MissionLedger, READER, usage } from './mission-ledger.ts';
import { isLong } from '../long.ts';

/** What can happen next, whether the rules allow it or not: what they forbid is in the ledger all the same. */
const STEPS: readonly ((ledger: MissionLedger, n: number) => Promise<unknown>)[] = [
  (ledger, n) => ledger.other(n),
  (ledger, n) => ledger.append('bot', usage(`U-${String(n)}`, `0.${String(n + 1)}`)),
  (ledger) => anyhow(ledger.approve('kim', 'plan')),
  (ledger) => anyhow(ledger.approve('bot', 'finalize', false)),
  (ledger) =>
    anyhow(ledger.tell('bot', 'batch_added', { mission: 'M-1', batch: 'batch-1', contents: [content('one')] })),
  async (ledger) => {
    const { lease, commit } = changeOf('M-1', 'batch-1');
    await anyhow(
      ledger.tell('bot', 'mission_leased', {
        mission: 'M-1',
        lease,
        executor: '1.-.-.-.-@here',
        expires_at: '2030-01-01T00:00:00Z',
      }),
    );
    await anyhow(ledger.tell('bot', 'batch_started', changeOf('M-1', 'batch-1')));
    await anyhow(ledger.tell('bot', 'batch_applied', { mission: 'M-1', batch: 'batch-1', lease, commit }));
  },
  (ledger) => anyhow(ledger.tell('bot', 'batch_verified', reportOf('M-1', 'batch-1', true))),
  (ledger, n) =>
    ledger.evidence('ci', 'evidence_recorded', {
      evidence: `E-${String(n)}`,
      mission: 'M-1',
      kind: 'other',
      name: 'x',
    }),
  (ledger) =>
    ledger.evidence('kim', 'evidence_withheld', { mission: 'M-1', what: 'event', target: ledger.head, reason: 'why' }),
];

/** What the rules forbid at this moment does not happen. */
const anyhow = (step: Promise<unknown>): Promise<unknown> => step.catch(() => undefined);

async function ledgerOf(before: number, steps: readonly number[]): Promise<MissionLedger> {
  const ledger = new MissionLedger();
  for (let n = 0; n < before; n++) await ledger.other(100 + n);
  await ledger.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk: 'medium' });
  for (const [n, step] of steps.entries()) await STEPS[step]!(ledger, n);
  return ledger;
}

const story = fc.tuple(fc.nat({ max: 3 }), fc.array(fc.nat({ max: STEPS.length - 1 }), { maxLength: 12 }));
const pack = (ledger: MissionLedger): Promise<Uint8Array> =>
  makePack(ledger.source, 'M-1', { reader: READER, keyring: KEYRING, signer: signerOf('ci'), level: 1 });
const verify = (bytes: Uint8Array, ledger?: LedgerSource): Promise<PackReport> =>
  verifyPack(bytes, { reader: READER, keyring: KEYRING, ledger });

test('a pack verifies, says what the ledger says, and is the same again', async () => {
  let withheld = 0;
  await fc.assert(
    fc.asyncProperty(story, async ([before, steps]) => {
      const ledger = await ledgerOf(before, steps);
      const bytes = await pack(ledger);
      const report = await verify(bytes, ledger.source);
      assert.deepEqual(report.findings, []);
      const { missions } = ledger.missions;
      assert.equal(report.summary?.mission.status, READER.account({ missions }, 'M-1')?.status);
      assert.ok(equalBytes(await pack(ledger), bytes));
      withheld += report.counts['withheld']!;
    }),
    { seed: 4, numRuns: isLong ? 100 : 6 },
  );
  assert.ok(withheld > 0, 'nothing was ever withheld');
});

test('no byte of it can be another one', async () => {
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      fc.integer({ min: 1, max: 255 }),
      async ([before, steps], place, mask) => {
        const bytes = await pack(await ledgerOf(before, steps));
        const at = Math.floor(place * bytes.length);
        bytes[at]! ^= mask;
        assert.equal((await verify(bytes)).ok, false, `byte ${String(at)}`);
      },
    ),
    { seed: 4, numRuns: isLong ? 100 : 6 },
  );
});
