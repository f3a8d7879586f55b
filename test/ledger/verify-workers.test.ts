/** Lines checked on other threads: the same is found, in the same order, whatever happens to the threads. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { LoglineError, createNativeEngine } from '../../src/atomic/index.ts';
import type { Engine, SignatureCheck } from '../../src/atomic/index.ts';
import { LineChecker } from '../../src/ledger/line-checks.ts';
import type { CheckedLines, LineRules } from '../../src/ledger/line-checks.ts';
import { VerifyThread } from '../../src/ledger/verify-thread.ts';
import { VerifyWorkers, usefulThreads } from '../../src/ledger/verify-workers.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { chain, draft, simpleChain, sourceOf, textOf } from './fixtures.ts';
import { linesOfAllKinds, pieceOf, told } from './line-pieces.ts';
import '../counted-programs.ts';

const native = createNativeEngine()!;
const rules: LineRules = { limits: {}, vouchedLines: 0, isLarge: false };
const plain = pieceOf((await simpleChain(20)).map(({ line }) => line));
const mixed = pieceOf(Object.values(await linesOfAllKinds()));
const checkedHere = new LineChecker(native, rules);
const expected = { plain: told(await checkedHere.check(plain)), mixed: told(await checkedHere.check(mixed)) };

/** An engine that counts what it is asked here. */
function counting(): Engine & { readonly asked: SignatureCheck[] } {
  const asked: SignatureCheck[] = [];
  const verifyMany: Engine['verifyMany'] = (checks) => {
    asked.push(...checks);
    return native.verifyMany(checks);
  };
  return { ...native, verifyMany, asked };
}

const allAre = (found: readonly CheckedLines[], wanted: object): void => {
  for (const each of found) assert.deepEqual(told(each), wanted);
};

/** The thread, on the sources. */
const onSource = new URL('./verify-worker-source.mjs', import.meta.url);
const isDisagreement =
  (details: object) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof LoglineError);
    assert.deepEqual([error.code, error.message, error.details], ['ENGINE_DISAGREEMENT', 'They differ.', details]);
    return true;
  };

const program = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe('threads', () => {
  test('find what is found here, and say which engine judged', async () => {
    const here = counting();
    const workers = new VerifyWorkers(2, here, rules, onSource);
    assert.equal(workers.engineName, 'native');
    allAre(await Promise.all(Array.from({ length: 2 * 4 + 5 }, () => workers.check(plain))), expected.plain);
    // Four for each thread, before any of them can have answered; the others are done here meanwhile.
    assert.deepEqual([here.asked.length, workers.engineName], [5 * 20, 'fast']);
    allAre([await workers.check(plain)], expected.plain);
    assert.equal(here.asked.length, 5 * 20, 'threads that are done are given more');
    allAre([await workers.check(mixed)], expected.mixed);
    assert.equal(here.asked.length, 5 * 20 + 7, 'lines with anything to them are checked here as well');
    workers.close();
  });

  test('are given no line that is very long: with a fault it would be read twice', async () => {
    const here = counting();
    const workers = new VerifyWorkers(1, here, rules, onSource);
    const [big] = await chain([{ draft: draft(1, { input: { content: 'x'.repeat(1024 * 1024) } }) }]);
    const long = pieceOf([big!.line]);
    allAre([await workers.check(long)], told(await checkedHere.check(long)));
    assert.equal(here.asked.length, 1);
    workers.close();
  });

  test('that were never asked end at once, and keep no process waiting', async () => {
    const ofItsOwn = new URL('?never-asked', onSource); // else it may be one that rests since another test
    const thread = VerifyThread.take(ofItsOwn, rules);
    thread.rest();
    const other = VerifyThread.take(ofItsOwn, rules);
    assert.notEqual(other, thread);
    await other.check(plain);
    other.rest();
  });

  test('check by the rules of whoever takes them', async () => {
    for (const [limits, code] of [
      [{ maxLineBytes: 10 }, 'LINE_TOO_LARGE'],
      [{}, undefined],
    ] as const) {
      const workers = new VerifyWorkers(1, native, { ...rules, limits }, onSource);
      const { facts } = await workers.check(plain);
      assert.equal(facts[0]!.findings[0]?.code, code);
      workers.close();
    }
  });

  test('rest for a while when they are let go, and are taken by the next', async () => {
    const named = program(`
      import { parentPort } from 'node:worker_threads';
      const lines = { hashes: [] };
      const engine = String(Math.random());
      parentPort.on('message', (request) => {
        if (request === 'end') parentPort.close();
        else if (request.bytes) parentPort.postMessage({ lines, engine });
      });
    `);
    const ask = async (restMs?: number): Promise<string | undefined> => {
      const thread = VerifyThread.take(named, rules);
      const checked = await thread.check(plain);
      thread.rest(restMs);
      return checked?.engine;
    };
    const first = await ask();
    assert.ok(first);
    assert.equal(await ask(0), first);
    await setTimeout(20);
    assert.notEqual(await ask(0), first);
  });

  test('may be none', async () => {
    const here = counting();
    const workers = new VerifyWorkers(0, here, rules);
    allAre([await workers.check(mixed)], expected.mixed);
    workers.close();
  });

  for (const [what, code] of [
    ['that cannot be started', 'import "./no-such-file.js"'],
    [
      'that fail at work',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ bytes }) => { if (bytes) throw new Error("gone"); });',
    ],
  ] as const) {
    test(`${what} leave their work to this one`, async () => {
      const here = counting();
      const workers = new VerifyWorkers(2, here, rules, program(code));
      allAre(await Promise.all(Array.from({ length: 5 }, () => workers.check(plain))), expected.plain);
      allAre([await workers.check(mixed)], expected.mixed);
      assert.equal(here.asked.length, 5 * 20 + 12);
      workers.close();
      const others = new VerifyWorkers(1, here, rules, program(code));
      allAre([await others.check(plain)], expected.plain);
      others.close();
    });
  }

  test('that are gone answer nothing, and do not rest', async () => {
    const failing = program('throw new Error("gone");');
    const thread = VerifyThread.take(failing, rules);
    for (const _ of [1, 2]) assert.equal(await thread.check(plain), undefined);
    assert.ok(thread.isGone);
    thread.rest();
    assert.notEqual(VerifyThread.take(failing, rules), thread);
  });

  test('hand on a failure of their engine', async () => {
    const workers = new VerifyWorkers(
      1,
      native,
      rules,
      program(`
      import { parentPort } from 'node:worker_threads';
      const failure = { code: 'ENGINE_DISAGREEMENT', message: 'They differ.', details: { signature: 'ab' } };
      parentPort.on('message', ({ bytes }) => { if (bytes) parentPort.postMessage(failure); });
    `),
    );
    await assert.rejects(workers.check(plain), isDisagreement({ signature: 'ab' }));
    workers.close();
  });

  test('whose hash errs accuse no line: what two engines hash differently ends the work here', async () => {
    const workers = new VerifyWorkers(
      1,
      native,
      rules,
      program(`
      process.env.LOGLINE_ENGINE = 'fast'; // from the first line on
      const { Instance } = WebAssembly;
      WebAssembly.Instance = function (module) {
        const { exports } = new Instance(module);
        const hashChunk = (size) => {
          exports.hashChunk(size);
          const bytes = new Uint8Array(exports.memory.buffer);
          const isLine = bytes[exports.chunkText()] === 0x7b; // and not one of the texts that it is tested with when it is loaded
          if (isLine) bytes[exports.digest()] ^= 1;
        };
        return { exports: { ...exports, hashChunk } };
      };
      await import(${JSON.stringify(onSource.href)});
    `),
    );
    const { hash } = JSON.parse((await simpleChain(1))[0]!.line) as { hash: string };
    const isOfHash = (error: unknown): boolean => {
      assert.ok(error instanceof LoglineError && error.code === 'ENGINE_DISAGREEMENT');
      const { hash: stated, material, hashes } = error.details as { hash: string; material: string; hashes: object };
      assert.equal(stated, hash);
      assert.deepEqual(Object.keys(hashes), ['fast', '@noble/hashes']);
      assert.match(material, /^\{"did":/);
      return true;
    };
    await assert.rejects(workers.check(plain), isOfHash);
    workers.close();
  });

  test('answer a failure, where there is one, and end when they are told to', async () => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const thread = new Worker(onSource, { workerData: done });
    thread.postMessage(rules);
    thread.postMessage({ firstLine: 1 });
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
    const traceId = '00000000-0000-4000-8000-000000000007';
    const { counts } = await verifyLedger(sourceOf(text), { threads: 1, traceId });
    assert.deepEqual([counts.total, counts.valid], [1, 1], 'atomics are parsed where they are asked for');
  });

  test('that stops at the first fault leaves no thread behind', async () => {
    const text = textOf(await simpleChain(300)).replace('console', 'consola');
    const report = await verifyLedger(sourceOf(text), { threads: 1, stopOnError: true });
    assert.equal(report.counts.invalid, 1);
  });

  test('of some megabytes gets a thread where there is a processor, and the same report', async () => {
    assert.equal(usefulThreads(), availableParallelism() > 1 ? 1 : 0);
    const content = 'x'.repeat(100_000);
    const lines = await chain(Array.from({ length: 64 }, (_, i) => ({ draft: draft(i, { input: { content } }) })));
    const here = await verifyLedger(sourceOf(lines), { threads: 0 });
    assert.equal(here.counts.valid, 64);
    assert.deepEqual(await verifyLedger(sourceOf(lines)), here);
  });
});
