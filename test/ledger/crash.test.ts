/**
 * Writers that are killed, and media that fail, at every step of an append: nothing acknowledged is lost, nothing is there twice, and
 * the next append goes on. The steps are those that strace sees, so that no step is forgotten when the store changes.
 *
 * With LOGLINE_LONG=1, also at every opening for reading, and in a second append.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createFileStore } from '../../src/ledger/store-file.ts';
import { hash, lines, needs, bundledArgv, runChild, scratch } from './store-support.ts';
import type { ChildResult } from './store-support.ts';
import { isLong } from '../long.ts';

/** What changes something on the disk. */
const STEPS = ['mkdir', 'symlink', 'openat', 'write', 'fdatasync', 'fsync', 'ftruncate', 'unlink'] as const;
const TORN = '{"hash":"torn';
/** Several at a time: most of what they do is to wait for strace. */
const AT_ONCE = 3;

interface Fault {
  readonly step: string;
  /** Which one of the steps of this name. */
  readonly when: number;
  /** What strace does to it. */
  readonly how: 'signal=KILL' | 'error=EIO';
}

/** A ledger, and how far it is when the writer comes. */
interface Scene {
  readonly name: string;
  readonly content: string | undefined;
  readonly linesBefore: number;
  readonly appends: number;
}

const SCENES: readonly Scene[] = [
  { name: 'a ledger that does not exist', content: undefined, linesBefore: 0, appends: isLong ? 2 : 1 },
  { name: 'a ledger with a torn tail', content: `${lines(1, 2).toString()}${TORN}`, linesBefore: 2, appends: 1 },
];

const hasStrace = spawnSync('strace', ['-o', '/dev/null', '-e', 'trace=none', 'true']).status === 0;

for (const scene of SCENES) {
  describe(`at ${scene.name}`, () => {
    for (const how of ['signal=KILL', 'error=EIO'] as const) {
      test(`${how} at every step`, async (t) => {
        if (!needs(t, hasStrace, 'strace')) return;
        const faults = (await stepsOf(t, scene)).map((step) => ({ ...step, how }));
        assert.ok(faults.length >= 8, JSON.stringify(faults));
        const queue = faults.values();
        await Promise.all(Array.from({ length: AT_ONCE }, () => work(t, scene, queue)));
      });
    }
  });
}

async function work(t: TestContext, scene: Scene, queue: Iterable<Fault>): Promise<void> {
  for (const fault of queue) await suffer(t, scene, fault);
}

/** The steps that a writer takes when nothing goes wrong. */
async function stepsOf(t: TestContext, scene: Scene): Promise<Omit<Fault, 'how'>[]> {
  const ledger = stage(t, scene);
  const trace = join(scratch(t), 'trace');
  const { output } = await runWriter(ledger, scene, ['-o', trace]);
  assert.equal(output.filter((said) => said.startsWith('ok')).length, scene.appends, output.join());
  const counts = new Map<string, number>();
  const steps = [...readFileSync(trace, 'utf8').matchAll(/^\d+ +(\w+)\((.*)/gm)].map(([, step = '', how = '']) => {
    counts.set(step, (counts.get(step) ?? 0) + 1);
    return { step, when: counts.get(step)!, isReading: step === 'openat' && !how.includes('O_CREAT') };
  });
  return steps.filter(({ isReading }) => isLong || !isReading);
}

/** Lets a writer suffer one fault, and proves that the ledger is well. */
async function suffer(t: TestContext, scene: Scene, { step, when, how }: Fault): Promise<void> {
  const name = `${how} at ${step} number ${when}`;
  const ledger = stage(t, scene);
  const { output, status, killedBy } = await runWriter(ledger, scene, [
    '-e',
    `inject=${step}:${how}:when=${when}`,
    '-o',
    '/dev/null',
  ]);
  const acknowledged = scene.linesBefore + output.filter((said) => said.startsWith('ok')).length;
  const found = wholeLines(ledger);
  if (how === 'signal=KILL') {
    assert.equal(killedBy, 'SIGKILL', `${name}: ${output.join()}`);
    assert.ok(
      found - acknowledged <= 1 && found >= acknowledged,
      `${name}: ${found} lines, ${acknowledged} acknowledged`,
    );
  } else {
    assert.equal(status, 0, name);
    assert.ok(
      output.some((said) => /^failed (LEDGER_UNAVAILABLE|INPUT_UNREADABLE) E|^notice lock-not-released/.test(said)),
      `${name}: ${output.join()}`,
    );
    assert.equal(found, acknowledged, name);
  }
  await goOn(ledger, found);
  const folder = join(ledger, '..');
  const others = readdirSync(folder).filter((file) => file !== 'ledger.jsonl');
  assert.ok(
    others.every((file) => /^ledger\.jsonl\.torn-\d+(-\d+)?$/.test(file)),
    `${name}: ${others.join()}`,
  );
  if (scene.content?.endsWith(TORN)) {
    assert.ok(
      others.some((file) => readFileSync(join(folder, file), 'utf8') === TORN),
      `${name}: the torn tail is gone`,
    );
  }
}

/** A ledger as the scene has it. */
function stage(t: TestContext, { content }: Scene): string {
  const ledger = join(scratch(t), 'deep', 'ledger.jsonl');
  if (content !== undefined) {
    spawnSync('mkdir', [join(ledger, '..')]);
    writeFileSync(ledger, content);
  }
  return ledger;
}

/** Runs a writer under strace, which looks at the steps on the ledger, its lock and its folder only. */
function runWriter(ledger: string, { appends, linesBefore }: Scene, args: readonly string[]): Promise<ChildResult> {
  const aside = `${ledger}.torn-${lines(1, linesBefore).length}`;
  const paths = [ledger, `${ledger}.lock`, aside, join(ledger, '..'), join(ledger, '..', '..')].flatMap((path) => [
    '-P',
    path,
  ]);
  const strace = ['-f', '-qq', '-e', 'signal=none', '-e', `trace=${STEPS.join()}`, ...paths, ...args];
  return runChild(['strace', ...strace, ...bundledArgv('store-writer.ts', ledger, String(appends))], {
    // strace counts the steps of each thread by themselves.
    env: { ...process.env, NODE_V8_COVERAGE: '', UV_THREADPOOL_SIZE: '1' },
  });
}

/** The number of whole lines, which have to be those from the first on, each once. */
function wholeLines(ledger: string): number {
  const text = spawnSync('cat', [ledger], { encoding: 'utf8' }).stdout;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const count = whole.split('\n').length - 1;
  assert.equal(whole, lines(1, count).toString());
  return count;
}

/** The next writer goes on behind the last whole line. */
async function goOn(ledger: string, found: number): Promise<void> {
  const store = createFileStore(ledger);
  const next = found + 1;
  await store.append(found === 0 ? null : hash(found), lines(next, next), hash(next));
  await store.close();
  assert.equal(readFileSync(ledger, 'utf8'), lines(1, next).toString());
}
