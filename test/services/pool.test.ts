/** Processes that do jobs: how many, how long, and what becomes of a job whose process, time or caller is gone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { WorkerPool } from '../../services/src/dte/pool.ts';
import type { PoolOptions } from '../../services/src/dte/pool.ts';
import type { Job } from '../../services/src/dte/jobs.ts';
import { SPEC, workTree } from '../mission/scene.ts';

const context = { actor: 'kim', createdAt: '2026-01-31T12:00:00Z', traceId: '0af76519-16cd-43dd-8448-eb211c80319c' };
const never = new AbortController().signal;

/** A pool, and the jobs of a work tree of its own. */
function scene(t: TestContext, options: Partial<PoolOptions> = {}) {
  const pool = new WorkerPool({ workers: 1, keeps: true, timeoutMs: 600_000, ...options });
  t.after(() => pool.close());
  const root = workTree(t).path;
  const plan: Job = { kind: 'plan', root, intent: SPEC.intent, scope: SPEC.scope };
  const show: Job = { kind: 'apply', root, spec: SPEC, dryRun: true, context };
  return { pool, plan, show, root };
}

/** Processes that this one started and that are there still. */
function below(): number[] {
  const { pid } = process;
  const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

describe('a process', () => {
  test('does one job after the other, tells errors by their codes, and gets no key of the services to see', async (t) => {
    process.env['API_KEY'] = 'not-for-programs';
    t.after(() => delete process.env['API_KEY']);
    const { pool, plan, show, root } = scene(t);
    const before = below();
    assert.equal((await pool.run(plan, never)).ok, true);
    const [kept] = below().filter((pid) => !before.includes(pid));
    assert.deepEqual(await pool.run(show, never), await pool.run(show, never));
    const wrong = { kind: 'apply', root, spec: { ...SPEC, id: undefined }, dryRun: true, context } as const;
    await assert.rejects(pool.run(wrong, never), {
      code: 'SPEC_INVALID',
      details: { findings: [{ code: 'SPEC_INVALID', message: 'id is missing.', pointer: '' }] },
    });
    assert.deepEqual(
      below().filter((pid) => !before.includes(pid)),
      [kept],
    );
    const seen = readFileSync(`/proc/${String(kept)}/environ`, 'utf8');
    assert.match(seen, /PATH=/);
    assert.doesNotMatch(seen, /not-for-programs/);
  });

  test('is a new one for each job where none is to be kept', async (t) => {
    const { pool, plan } = scene(t, { keeps: false });
    const before = below();
    assert.equal((await pool.run(plan, never)).ok, true);
    for (let i = 0; i < 200 && below().length > before.length; i++) await new Promise((go) => setTimeout(go, 20));
    assert.deepEqual(below(), before);
  });

  test('that is killed fails its job as a fault, and the next job gets another', async (t) => {
    const { pool, plan, show } = scene(t);
    const before = below();
    const doomed = pool.run(show, never);
    for (const pid of below().filter((one) => !before.includes(one))) process.kill(pid, 'SIGKILL');
    await assert.rejects(doomed, { code: 'INTERNAL', message: /has ended/ });
    assert.equal((await pool.run(plan, never)).ok, true);
  });
});

describe('a job', () => {
  test('that takes too long is stopped, and said to be', async (t) => {
    const { pool, show } = scene(t, { timeoutMs: 1 });
    await assert.rejects(pool.run(show, never), { code: 'LIMIT_EXCEEDED', message: /longer than 1 ms/ });
  });

  test('whose caller is gone is stopped, or not begun', async (t) => {
    const { pool, plan, show } = scene(t);
    const gone = new AbortController();
    const begun = pool.run(show, gone.signal);
    const waiting = pool.run(show, gone.signal);
    const next = pool.run(plan, never);
    gone.abort();
    await assert.rejects(begun, { code: 'CANCELLED' });
    await assert.rejects(waiting, { code: 'CANCELLED' });
    assert.equal((await next).ok, true);
  });

  test('that is one too many is told to come again; at the end no one waits on', async (t) => {
    const { pool, plan } = scene(t);
    const all = Array.from({ length: 18 }, () => pool.run(plan, never));
    const ends = Promise.allSettled(all);
    await assert.rejects(all[17]!, { code: 'OVERLOADED' });
    await pool.close();
    const codes = (await ends).map((end) =>
      end.status === 'rejected' ? (end.reason as { code: string }).code : 'done',
    );
    assert.deepEqual(new Set(codes.slice(1, 17)), new Set(['CANCELLED']));
    await assert.rejects(pool.run(plan, never), { code: 'OVERLOADED' });
  });
});
