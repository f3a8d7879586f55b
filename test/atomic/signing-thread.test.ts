import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { NativeSigning } from '../../src/atomic/native-signing.ts';
import type { SigningQueue } from '../../src/atomic/signing-queue.ts';
import { ROOM } from '../../src/atomic/signing-queue.ts';
import { SigningThread } from '../../src/atomic/signing-thread.ts';

const { privateKey: key } = crypto.generateKeyPairSync('ed25519');
const messages = Array.from({ length: 1000 }, (_, n) => Buffer.from(String(n).padStart(64, 'a')));
const signatures = messages.map((message) => crypto.sign(null, message, key));

const nothing = { resolve: (): never => assert.fail('answered'), reject: (): never => assert.fail('refused') };

const start = (t: TestContext, by: typeof crypto = crypto): SigningThread => {
  const thread = SigningThread.start(by, key)!;
  t.after(() => thread.end());
  return thread;
};

const give = (thread: SigningThread, message: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    assert.equal(thread.give({ message, resolve, reject }), true);
  });

const TWO_PROCESSORS = { 'node:os': { availableParallelism: () => 2 } };

/** Puts modules of Node in the place of its own. */
function withModules(t: TestContext, modules: Readonly<Record<string, object>>): void {
  const own = process.getBuiltinModule.bind(process);
  t.mock.method(process, 'getBuiltinModule', ((name: string) => modules[name] ?? own(name)) as typeof own);
}

/** A thread that does nothing but to take so many messages and to keep them. */
class Idle extends EventEmitter {
  static readonly started: Idle[] = [];
  readonly queue: SigningQueue;

  constructor(_program: string, { workerData }: { readonly workerData: { readonly queue: SigningQueue } }) {
    super();
    this.queue = workerData.queue;
    Idle.started.push(this);
  }

  take(count: number): void {
    Atomics.add(this.queue.counts, 1, count);
  }

  /** Signs a message that it has taken. */
  sign(number: number): void {
    this.queue.signatures.set(signatures[number]!, 64 * number);
    Atomics.store(this.queue.signed, number, number + 1);
  }

  unref(): void {
    // it keeps nothing alive
  }

  async terminate(): Promise<number> {
    return 1;
  }
}

function startIdle(t: TestContext, by: typeof crypto = crypto): { thread: SigningThread; idle: Idle } {
  withModules(t, { ...TWO_PROCESSORS, 'node:worker_threads': { Worker: Idle } });
  return { thread: start(t, by), idle: Idle.started.at(-1)! };
}

describe('a thread that signs', () => {
  test('signs as this thread does, together with it', async (t) => {
    withModules(t, TWO_PROCESSORS);
    const thread = start(t);
    for (let from = 0; from < messages.length; from += 100) {
      const made = messages.slice(from, from + 100).map((message) => give(thread, message));
      assert.equal(thread.backlog, 100);
      await thread.finishPart(1);
      assert.equal(thread.backlog, 0);
      assert.deepEqual(
        await Promise.all(made),
        signatures.slice(from, from + 100).map((bytes) => new Uint8Array(bytes)),
      );
    }
  });

  test('signs by itself while this thread does something else', async (t) => {
    withModules(t, TWO_PROCESSORS);
    const thread = start(t);
    const made = messages.slice(0, 10).map((message) => give(thread, message));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sign = t.mock.method(crypto, 'sign');
    await thread.finishPart(1);
    assert.equal((await Promise.all(made)).length, 10);
    assert.equal(sign.mock.callCount(), 0);
  });

  test('ends after a while without anything to do', async (t) => {
    withModules(t, TWO_PROCESSORS);
    const thread = SigningThread.start(crypto, key, 10)!;
    while (!thread.isGone) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(thread.give({ ...nothing, message: messages[0]! }), false);
  });
});

test('there are no more threads than processors besides this one', (t) => {
  withModules(t, TWO_PROCESSORS);
  const first = start(t);
  assert.equal(SigningThread.start(crypto, key), undefined);
  first.end();
  first.end();
  start(t);
  assert.equal(SigningThread.start(crypto, key), undefined);
});

test('a thread whose key cannot sign ends, and what it was given is signed here', async (t) => {
  withModules(t, TWO_PROCESSORS);
  const sign = (_: null, message: Uint8Array): Buffer => crypto.sign(null, message, key);
  const thread = SigningThread.start({ ...crypto, sign } as typeof crypto, crypto.createPublicKey(key))!;
  const made = messages.slice(0, 10).map((message) => give(thread, message));
  while (!thread.isGone) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(thread.hasFailed, true);
  await thread.finishPart(1);
  assert.deepEqual(await Promise.all(made), signatures.slice(0, 10));
});

describe('a thread that does not sign', () => {
  test('leaves all to this one, as large a part as is asked for', async (t) => {
    const { thread } = startIdle(t);
    const made = messages.slice(0, 10).map((message) => give(thread, message));
    await thread.finishPart(0.35);
    assert.equal(thread.backlog, 6);
    await thread.finishPart(1);
    assert.deepEqual(
      await Promise.all(made),
      signatures.slice(0, 10).map((bytes) => new Uint8Array(bytes)),
    );
  });

  test('is given no more than there is room for, and nothing but hashes', async (t) => {
    const { thread } = startIdle(t);
    const [message] = messages;
    for (const size of [0, 63, 65]) assert.equal(thread.give({ ...nothing, message: new Uint8Array(size) }), false);
    const made = Array.from({ length: ROOM }, () => give(thread, message!));
    assert.equal(thread.give({ ...nothing, message: message! }), false);
    await thread.finishPart(1);
    assert.equal((await Promise.all(made)).length, ROOM);
    assert.equal(thread.isGone, false);
  });

  for (const [when, elapsed] of [
    ['at once', [0, 0]],
    ['later', [0, 1]],
  ] as const) {
    test(`until it does: the signature that comes ${when} is its own`, async (t) => {
      const { thread, idle } = startIdle(t);
      const made = messages.slice(0, 2).map((message) => give(thread, message));
      idle.take(1);
      let looks = 0;
      t.mock.method(performance, 'now', () => {
        if (looks === 1) idle.sign(0);
        return elapsed[looks++] ?? 1;
      });
      await thread.finishPart(1);
      assert.deepEqual(
        await Promise.all(made),
        signatures.slice(0, 2).map((bytes) => new Uint8Array(bytes)),
      );
      assert.deepEqual([thread.isGone, looks], [false, 2]);
    });
  }

  test('is not waited for any more once it keeps what it has taken', async (t) => {
    const { thread, idle } = startIdle(t);
    const made = messages.slice(0, 4).map((message) => give(thread, message));
    idle.take(2);
    await thread.finishPart(1);
    assert.deepEqual(await Promise.all(made), signatures.slice(0, 4));
    assert.equal(thread.isGone, true);
  });

  test('has ended with an error: what it was given is signed here', async (t) => {
    const { thread, idle } = startIdle(t);
    const made = give(thread, messages[0]!);
    idle.take(1);
    idle.emit('error', new Error('out of memory'));
    assert.equal(thread.isGone, true);
    await thread.finishPart(1);
    assert.deepEqual(await made, signatures[0]);
  });

  test('and a key that does not, either, is told to each who asked', async (t) => {
    const failure = new Error('no such key');
    const by = Object.assign({}, crypto, {
      sign: () => {
        throw failure;
      },
    });
    const { thread } = startIdle(t, by);
    const made = messages.slice(0, 3).map((message) => give(thread, message));
    await thread.finishPart(1);
    for (const result of await Promise.allSettled(made))
      assert.equal((result as PromiseRejectedResult).reason, failure);
  });

  test('is none where there is one processor, or threads are refused', (t) => {
    withModules(t, { 'node:os': { availableParallelism: () => 1 } });
    assert.equal(SigningThread.start(crypto, key), undefined);
    function refuse(): never {
      throw Object.assign(new Error('Access to this API has been restricted'), { code: 'ERR_ACCESS_DENIED' });
    }
    t.mock.restoreAll();
    withModules(t, { ...TWO_PROCESSORS, 'node:worker_threads': { Worker: refuse } });
    assert.equal(SigningThread.start(crypto, key), undefined);
  });
});

describe('signing by node:crypto', () => {
  const inRounds = async (signing: NativeSigning, size: number, rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      const some = Array.from({ length: size }, (_, i) => (round * size + i) % messages.length);
      const made = await Promise.all(some.map((n) => signing.sign(messages[n]!)));
      assert.deepEqual(
        made.map((bytes) => Buffer.from(bytes)),
        some.map((n) => signatures[n]),
      );
    }
  };

  test('is the same for one, for several, and where several go on', async (t) => {
    withModules(t, TWO_PROCESSORS);
    const started = t.mock.method(SigningThread, 'start');
    const signing = new NativeSigning(crypto, key, 100);
    await inRounds(signing, 1, 20);
    await inRounds(signing, 7, 10);
    assert.equal(started.mock.callCount(), 0);
    await inRounds(signing, 300, 5); // more than there is room for
    await inRounds(signing, 64, 20);
    await inRounds(signing, 1, 20);
    await inRounds(signing, 2, 20);
    assert.equal(started.mock.callCount(), 1);
    started.mock.calls[0]!.result?.end();
  });

  test('goes on without a thread that has ended, and gets another one', async (t) => {
    withModules(t, TWO_PROCESSORS);
    const started = t.mock.method(SigningThread, 'start');
    const signing = new NativeSigning(crypto, key, 50);
    await inRounds(signing, 64, 2);
    started.mock.calls[0]!.result?.end();
    await inRounds(signing, 10, 2);
    assert.equal(started.mock.callCount(), 1);
    await inRounds(signing, 64, 2);
    assert.equal(started.mock.callCount(), 2);
    started.mock.calls[1]!.result?.end();
  });

  test('answers what a thread was given that ended meanwhile', async (t) => {
    startIdle(t).thread.end();
    const signing = new NativeSigning(crypto, key, 2);
    const started = t.mock.method(SigningThread, 'start');
    const some = [0, 1, 2, 3].map((n) => signing.sign(messages[n]!));
    started.mock.calls[0]!.result!.end();
    some.push(signing.sign(messages[4]!));
    assert.deepEqual(
      (await Promise.all(some)).map((bytes) => Buffer.from(bytes)),
      signatures.slice(0, 5),
    );
    await inRounds(signing, 64, 3);
    started.mock.calls.at(-1)!.result!.end();
  });

  test('gets no other thread once one has failed', async (t) => {
    startIdle(t).thread.end();
    const started = t.mock.method(SigningThread, 'start');
    const signing = new NativeSigning(crypto, key, 50);
    await inRounds(signing, 64, 2);
    Idle.started.at(-1)!.emit('error', new Error('out of memory'));
    await inRounds(signing, 64, 4);
    assert.equal(started.mock.callCount(), 1);
    assert.equal(started.mock.calls[0]!.result!.hasFailed, true);
  });

  test('gets a thread only where several go on without a break', async (t) => {
    const started = t.mock.method(SigningThread, 'start');
    const signing = new NativeSigning(crypto, key, 50);
    for (let n = 0; n < 10; n++) {
      await inRounds(signing, 10, 1);
      await inRounds(signing, 1, 3);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(started.mock.callCount(), 0);
  });

  test('needs no thread', async (t) => {
    t.mock.method(SigningThread, 'start', () => undefined);
    await inRounds(new NativeSigning(crypto, key, 10), 64, 3);
  });
});
