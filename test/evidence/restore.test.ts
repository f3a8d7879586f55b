/** Events of a mission in another ledger: as they are, inside other atomics, once, and from nobody else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { evidenceDraft } from '../../src/evidence/drafts.ts';
import { collectEvidence } from '../../src/evidence/mission-evidence.ts';
import { makePack } from '../../src/evidence/pack/make-pack.ts';
import { verifyPack } from '../../src/evidence/pack/verify-pack.ts';
import { RECORDS } from '../../src/evidence/records.ts';
import { restoreEvents } from '../../src/evidence/restore.ts';
import type { Restored } from '../../src/evidence/restore.ts';
import { createMemoryStore, foldLedger, keyringOf, openLedger } from '../../src/ledger/index.ts';
import type { LedgerStore } from '../../src/ledger/index.ts';
import { at, draft, textOf } from '../ledger/fixtures.ts';
import { KEYRING, keyOf, signerOf } from '../mission/story.ts';
import { MissionLedger, READER, TRACE, finishedMission } from './mission-ledger.ts';

const CONTEXT = { actor: 'ci', createdAt: at(500) };
const OPTIONS = { context: CONTEXT, keyring: KEYRING, signer: signerOf('ci') };
const restore = (store: LedgerStore, lines: readonly string[], more: object = {}): Promise<Restored> =>
  restoreEvents(store, 'M-1', lines, { ...OPTIONS, ...more });
const storyOf = async (store: LedgerStore) => collectEvidence(store, 'M-1', { reader: READER, keyring: KEYRING });
const linesOf = (ledger: MissionLedger): string[] => ledger.lines.map(({ line }) => line);

async function storeWith(ledger: MissionLedger, count: number): Promise<LedgerStore> {
  const store = createMemoryStore();
  const kept = ledger.lines.slice(0, count);
  await store.append(null, toUtf8(textOf(kept)), kept.at(-1)!.atomic.hash!);
  return store;
}

test('lines that continue the ledger are appended as they are, once', async () => {
  const ledger = await finishedMission();
  const store = createMemoryStore();
  const all = linesOf(ledger);
  assert.deepEqual(await restore(store, all), { asTheyAre: all.length, inside: 0, known: 0 });
  assert.equal((await store.head()).hash, ledger.head);
  assert.deepEqual(await restore(store, all), { asTheyAre: 0, inside: 0, known: all.length });
  const part = await storeWith(ledger, 4);
  assert.deepEqual(await restore(part, all), { asTheyAre: all.length - 4, inside: 0, known: 4 });
  assert.equal((await part.head()).hash, ledger.head);
});

test('others go inside other atomics, and are read as if they stood there', async () => {
  const ledger = await finishedMission();
  const source = await collectEvidence(ledger.source, 'M-1', { reader: READER, keyring: KEYRING });
  const lines = source.events.map(({ text }) => text);
  const store = createMemoryStore();
  await openLedger(store, { signer: signerOf('ci') }).append(draft(1));
  assert.deepEqual(await restore(store, lines), { asTheyAre: 0, inside: lines.length, known: 0 });
  assert.deepEqual(await restore(store, lines), { asTheyAre: 0, inside: 0, known: lines.length });
  const restored = await storyOf(store);
  assert.deepEqual(restored.account, source.account);
  assert.deepEqual(
    restored.events.map(({ id, refused }) => [id, refused]),
    source.events.map(({ id, refused }) => [id, refused]),
  );
  const pack = await makePack(store, 'M-1', { reader: READER, keyring: KEYRING, signer: signerOf('ci') });
  const report = await verifyPack(pack, { reader: READER, keyring: KEYRING, ledger: store });
  assert.deepEqual(report.findings, []);
  assert.equal(report.summary?.mission.status, 'finalized');
});

test('what is inside counts by its own signature, and by that of who restored it', async () => {
  const ledger = await finishedMission();
  const created = linesOf(ledger)[1]!;
  const tell = async (who: 'ci' | 'mallory', line: string, event = ledger.lines[1]!.atomic.hash!) => {
    const store = createMemoryStore();
    const fact = evidenceDraft('event_restored', { mission: 'M-1', event, line }, CONTEXT);
    await openLedger(store, { signer: signerOf(who) }).append(fact);
    return storyOf(store);
  };
  assert.equal((await tell('ci', created)).account.title, 'A mission');
  await assert.rejects(tell('mallory', created), { code: 'MISSION_UNKNOWN' });
  await assert.rejects(tell('ci', created.replace('A mission', 'B mission')), { code: 'MISSION_UNKNOWN' });
  await assert.rejects(tell('ci', created, '0'.repeat(64)), { code: 'MISSION_UNKNOWN' });
});

test('a ledger that has the mission itself takes nothing from elsewhere', async () => {
  const ledger = await finishedMission();
  const own = new MissionLedger();
  await own.tell('bot', 'mission_created', { mission: 'M-1', title: 'Another one', risk: 'low' });
  const store = await storeWith(own, 1);
  await assert.rejects(restore(store, linesOf(ledger).slice(1)), { code: 'NAME_TAKEN' });
  const fact = evidenceDraft(
    'event_restored',
    { mission: 'M-1', event: ledger.lines[1]!.atomic.hash!, line: linesOf(ledger)[1]! },
    { ...CONTEXT, traceId: TRACE },
  );
  await openLedger(store, { signer: signerOf('ci') }).append(fact);
  const { account, events } = await storyOf(store);
  assert.equal(account.title, 'Another one');
  assert.deepEqual(
    events.map(({ type }) => type),
    ['mission_created', 'event_restored'],
  );
});

test('refuses lines that do not verify, and signers that are not trusted', async () => {
  const ledger = await finishedMission();
  const store = createMemoryStore();
  const [first, ...rest] = linesOf(ledger);
  await assert.rejects(restore(store, [first!.replace('run_code', 'run_core'), ...rest]), { code: 'HASH_MISMATCH' });
  await assert.rejects(restore(store, [` ${first!}`]), { code: 'NON_CANONICAL' });
  await assert.rejects(restore(store, ['{}']), { code: 'SCHEMA_INVALID' });
  await assert.rejects(restore(store, rest, { keyring: keyringOf([keyOf('kim')]) }), { code: 'UNTRUSTED_KEY' });
  const { sizeBytes } = await store.head();
  assert.equal(sizeBytes, 0);
  assert.equal((await restore(store, rest, { keyring: undefined, limits: { maxDepth: 64 } })).inside, rest.length);
});

test('the guard looks at what is appended as it is, too', async () => {
  const ledger = await finishedMission();
  const store = createMemoryStore();
  const seen: string[] = [];
  const guard = (fact: Draft) => {
    seen.push(...Object.keys(fact));
    return fact.intent === 'usage_recorded' ? [{ code: 'SECRET_FOUND' as const, message: 'a secret' }] : [];
  };
  await assert.rejects(restore(store, linesOf(ledger), { guard }), { code: 'GUARD_REFUSED', message: /a secret/ });
  assert.equal((await store.head()).sizeBytes, 0);
  assert.ok(!seen.includes('signature') && seen.includes('payload'));
});

test('records are counted once, by their names', async () => {
  const ledger = await finishedMission();
  const { state } = await foldLedger(ledger.source, RECORDS);
  assert.equal(state.records.size, 4);
  assert.deepEqual([...state.created.keys()], ['M-1']);
  assert.equal(state.hashes.size, ledger.lines.length);
  assert.throws(
    () => evidenceDraft('evidence_recorded', { evidence: 'E 1', mission: 'M-1', kind: 'other', name: 'x' }, CONTEXT),
    {
      code: 'SCHEMA_INVALID',
    },
  );
});
