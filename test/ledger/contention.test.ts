/**
 * Eight processes append to one ledger at once, and two of them are killed (`kill -9`) and started again all the while: one at any time,
 * one whenever it is seen to hold the lock. Every atomic that was acknowledged is there, in one unbroken chain, and nothing is there
 * twice.
 *
 * For 4 seconds; with LOGLINE_LONG=1 for 10.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Atomic } from 'logline-core/atomic';
import { createFileSource, keyringOf, verifyLedger } from 'logline-core/ledger';
import { FileLock } from '../../src/base/file-lock.ts';
import { readMark } from '../../src/base/lock-mark.ts';
import { describeProcess } from '../../src/base/lock-owner.ts';
import { publicKey } from './fixtures.ts';
import { scratch } from './store-support.ts';
import { Writer } from './writers.ts';
import { isLong } from '../long.ts';

const WRITERS = 8;
const DURATION_MS = isLong ? 10_000 : 4_000;

/** Takeovers that have to be seen, however long that takes. */
const TAKEOVERS = 3;

test('eight writers, two of them killed again and again', async (t) => {
  const path = join(scratch(t), 'ledger.jsonl');
  const writers = Array.from({ length: WRITERS }, (_, n) => new Writer(path, `w${n}`));
  t.after(() => {
    for (const writer of writers) writer.kill();
  });
  for (const writer of writers) await writer.moreAcks(1);

  let isDone = false;
  const isOver = (): boolean => isDone;
  const killers = [killAtAnyTime(writers[0]!, isOver), killWithTheLock(writers[1]!, path, isOver)];
  await setTimeout(DURATION_MS);
  while (takeovers(writers) < TAKEOVERS) await setTimeout(20);
  isDone = true;
  await Promise.all(killers);
  for (const writer of writers) await writer.moreAcks(1); // nobody waits for ever
  await Promise.all(writers.map((writer) => writer.finish()));

  const stored = await prove(path, writers);
  const kills = writers.reduce((sum, writer) => sum + writer.kills, 0);
  const each = writers.map(({ acks }) => acks.length).join(', ');
  t.diagnostic(`${stored} atomics, by writer ${each}; ${kills} kills, ${takeovers(writers)} locks taken over`);
});

test('a writer that is alone, and killed again and again in the middle of many appends', async (t) => {
  const path = join(scratch(t), 'ledger.jsonl');
  const writer = new Writer(path, 'alone');
  t.after(() => {
    writer.kill();
  });
  for (let kill = 0; kill < 4; kill++) {
    await writer.moreAcks(60);
    await writer.restart();
  }
  await writer.moreAcks(60);
  await writer.finish();
  await prove(path, [writer]);
});

/** What has to be true afterwards; answers the number of atomics. */
async function prove(path: string, writers: readonly Writer[]): Promise<number> {
  const report = await verifyLedger(createFileSource(path), {
    keyring: keyringOf([publicKey(1)]),
    requireSignatures: true,
    strict: true,
  });
  assert.deepEqual(report.findings, []);
  assert.equal(report.ok, true);

  const text = readFileSync(path, 'utf8');
  const atomics = text
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each) as Atomic);
  const hashes = new Set(atomics.map(({ hash }) => hash));
  assert.equal(hashes.size, atomics.length, 'an atomic is there twice');
  assert.equal(new Set(atomics.map((atomic) => atomic.this)).size, atomics.length, 'a fact is there twice');

  const acks = writers.flatMap((writer) => writer.acks);
  assert.equal(new Set(acks).size, acks.length);
  assert.deepEqual(
    acks.filter((hash) => !hashes.has(hash)),
    [],
    'acknowledged, and not there',
  );
  const kills = writers.reduce((sum, writer) => sum + writer.kills, 0);
  assert.ok(atomics.length - acks.length <= kills, 'only a kill leaves an atomic that was not acknowledged');
  await haveManyTurns(`${path}.lock`);
  const others = readdirSync(join(path, '..')).filter((name) => !/^ledger\.jsonl(\.torn-[\d-]+)?$/.test(name));
  assert.deepEqual(others, [], 'no lock is left');
  return atomics.length;
}

/** Whoever has many turns next removes what a writer left that was killed between two of many. */
async function haveManyTurns(path: string): Promise<void> {
  const own = await describeProcess();
  const codes = { locked: 'LEDGER_LOCKED', unavailable: 'LEDGER_UNAVAILABLE' } as const;
  const lock = new FileLock(path, { own, timeoutMs: 1000, onNotice: () => assert.fail('a writer is left'), codes });
  for (let turn = 0; turn < 1000; turn++) {
    assert.ok(lock.tryAcquire());
    lock.release();
  }
  await lock.close();
}

const takeovers = (writers: readonly Writer[]): number =>
  writers.flatMap(({ notices }) => notices).filter((kind) => kind === 'lock-taken-over').length;

async function killAtAnyTime(writer: Writer, isOver: () => boolean): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    await writer.moreAcks(1);
    await setTimeout((round * 37) % 150);
    await writer.restart();
  }
}

async function killWithTheLock(writer: Writer, path: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await writer.moreAcks(1);
    while (!isOver() && !holdsLock(writer, path)) await setTimeout(0);
    await writer.restart();
  }
}

function holdsLock({ pid }: Writer, path: string): boolean {
  return readMark(`${path}.lock`).startsWith(`${pid}.`);
}
