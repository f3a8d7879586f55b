/** Signatures on other threads: the same verdicts, in the same order, whatever happens to the threads. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { LoglineError, createNativeEngine } from '../../src/atomic/index.ts';
import type { Engine, SignatureCheck } from '../../src/atomic/index.ts';
import { packChecks, unpackChecks } from '../../src/ledger/packed-checks.ts';
import { VerifyWorkers, usefulThreads } from '../../src/ledger/verify-workers.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { messageOf, testSigner, withFlippedBit } from '../atomic/fast-checks.ts';
import { simpleChain, sourceOf, textOf } from './fixtures.ts';
import '../counted-programs.ts';

const native = createNativeEngine()!;
const signer = testSigner(5);
const good = Array.from({ length: 90 }, (_, i) => signer.check(messageOf(i)));
const mixed = good.map((check, i) => (i % 4 === 1 ? withFlippedBit(check, 'signature', i) : check));
const expected = mixed.map((_, i) => i % 4 !== 1);

/** An engine that counts what it is asked here. */
function counting(): Engine & { readonly asked: SignatureCheck[] } {
  const asked: SignatureCheck[] = [];
  const verifyMany: Engine['verifyMany'] = (checks) => {
    asked.push(...checks);
    return native.verifyMany(checks);
  };
  return { ...native, verifyMany, asked };
}

/** The thread, on the sources. */
const onSource = new URL('./verify-worker-source.mjs', import.meta.url);
const isDisagreement =
  (expected: object) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof LoglineError);
    assert.deepEqual([error.code, error.message, error.details], ['ENGINE_DISAGREEMENT', 'They differ.', expected]);
    return true;
  };

const program = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

test('checks are packed and unpacked, whatever their sizes', () => {
  const odd = {
    publicKey: new Uint8Array(0),
    signature: new Uint8Array(3).fill(7),
    message: new Uint8Array(70_000).fill(9),
  };
  const checks = [good[0]!, odd, good[1]!];
  assert.deepEqual(unpackChecks(packChecks(checks)), checks);
  assert.deepEqual(unpackChecks(packChecks([])), []);
});

describe('threads', () => {
  test('give the verdicts of all batches, and say which engine judged', async () => {
    const here = counting();
    const workers = new VerifyWorkers(2, here, onSource);
    assert.equal(workers.engineName, 'native');
    const batches = Array.from({ length: 2 * 8 + 5 }, () => workers.verifyMany(mixed));
    for (const verdicts of await Promise.all(batches)) assert.deepEqual(verdicts, expected);
    // Eight for each thread, before any of them can have answered; the others are done here meanwhile.
    assert.deepEqual([here.asked.length, workers.engineName], [5 * mixed.length, 'fast']);
    assert.deepEqual(await workers.verifyMany([]), []);
    assert.deepEqual(await workers.verifyMany(mixed), expected);
    assert.equal(here.asked.length, 5 * mixed.length, 'threads that are done are given more');
    workers.close();
  });

  test('may be none', async () => {
    const here = counting();
    const workers = new VerifyWorkers(0, here);
    assert.deepEqual(await workers.verifyMany(mixed), expected);
    assert.equal(here.asked.length, mixed.length);
    workers.close();
  });

  for (const [what, code] of [
    ['that cannot be started', 'import "./no-such-file.js"'],
    [
      'that fail at work',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("gone"); });',
    ],
  ] as const) {
    test(`${what} leave their work to this one`, async () => {
      const here = counting();
      const workers = new VerifyWorkers(2, here, program(code));
      const batches = Array.from({ length: 5 }, () => workers.verifyMany(mixed));
      for (const verdicts of await Promise.all(batches)) assert.deepEqual(verdicts, expected);
      assert.deepEqual(await workers.verifyMany(mixed), expected);
      assert.equal(here.asked.length, 6 * mixed.length);
      workers.close();
    });
  }

  test('hand on a failure of their engine', async () => {
    const workers = new VerifyWorkers(
      1,
      native,
      program(`
      import { parentPort } from 'node:worker_threads';
      parentPort.once('message', () => parentPort.postMessage({ code: 'ENGINE_DISAGREEMENT', message: 'They differ.', details: { signature: 'ab' } }));
    `),
    );
    await assert.rejects(workers.verifyMany(mixed), isDisagreement({ signature: 'ab' }));
  });

  test('answer a failure, where their engine has one', async () => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const thread = new Worker(onSource, { workerData: done });
    thread.postMessage('no checks');
    const [answer] = (await once(thread, 'message')) as [{ code?: string }];
    assert.equal(answer.code, 'INTERNAL');
    assert.equal(Atomics.load(done, 0), 1);
    thread.postMessage('end');
    assert.deepEqual(await once(thread, 'exit'), [0]);
  });
});

describe('a ledger', () => {
  test('has the same report with threads and without', async () => {
    const text = textOf(await simpleChain(400)).replace('console', 'consola');
    const here = await verifyLedger(sourceOf(text), { threads: 0 });
    assert.equal(here.ok, false);
    for (const threads of [1, 3]) assert.deepEqual(await verifyLedger(sourceOf(text), { threads }), here);
    assert.deepEqual(await verifyLedger(sourceOf(text), { threads: 2, engine: native }), { ...here, engine: 'native' });
  });

  test('that stops at the first fault leaves no thread behind', async () => {
    const text = textOf(await simpleChain(300)).replace('console', 'consola');
    const report = await verifyLedger(sourceOf(text), { threads: 1, stopOnError: true });
    assert.equal(report.counts.invalid, 1);
  });

  test('gets a thread where it is large and there is a processor', () => {
    assert.equal(usefulThreads(1_000_000), 0);
    assert.equal(usefulThreads(100_000_000), availableParallelism() > 1 ? 1 : 0);
  });
});
