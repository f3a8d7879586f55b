/** What services do with a line that two engines judge differently. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { ApiKeys } from '../../services/src/auth/keys.ts';
import { tellDisagreement } from '../../services/src/disagreement.ts';
import { BodyBudget } from '../../services/src/http/body-budget.ts';
import { RateLimit } from '../../services/src/http/rate-limit.ts';
import { createServer } from '../../services/src/http/server.ts';
import type { ServerOptions } from '../../services/src/http/server.ts';
import { createLog } from '../../services/src/log.ts';
import { Metrics } from '../../services/src/metrics.ts';
import { LoglineError } from '../../src/index.ts';
import { plant } from '../checks/scratch.ts';
import { ask } from './running.ts';

const details = { hash: 'ab'.repeat(32), material: '{"secret":1}', hashes: { fast: 'cd', '@noble/hashes': 'ab' } };
const differ = new LoglineError('ENGINE_DISAGREEMENT', 'They differ.', { details });
const NAME = 'logline-disagreement-abababababababab.json';

test('it is kept in a file, which the log names, and the log has nothing of the line', async (t) => {
  const folder = join(plant(t, {}), 'data');
  const told: [string, object?][] = [];
  const log = { error: (...all: [string, object?]) => void told.push(all) };
  await tellDisagreement(folder, differ, log);
  assert.deepEqual(told, [[`They differ. They are in ${folder}/${NAME}.`, { code: 'ENGINE_DISAGREEMENT' }]]);
  const kept = JSON.parse(readFileSync(join(folder, NAME), 'utf8')) as Record<string, unknown>;
  assert.deepEqual({ ...kept, ...details }, kept);
  writeFileSync(join(folder, 'file'), '');
  await tellDisagreement(join(folder, 'file', 'in'), differ, log);
  assert.match(told[1]![0], /^They differ\. They are in no file \(.*ENOTDIR/);
});

test('any other fault is that of the log line of the request', async (t) => {
  const folder = plant(t, {});
  await tellDisagreement(folder, new LoglineError('LEDGER_BROKEN'), { error: () => assert.fail('it is told') });
  await tellDisagreement(folder, new Error('secret'), { error: () => assert.fail('it is told') });
  assert.deepEqual(readdirSync(folder), []);
});

test('a server tells of it, and the caller hears nothing of the line', async (t) => {
  const faults: unknown[] = [];
  const now = (): Date => new Date();
  const options: ServerOptions = {
    gate: {
      keys: new ApiKeys({ apiKey: undefined, previousApiKey: undefined, file: undefined }),
      isLoopback: true,
      now,
    },
    log: createLog({ level: 'error', form: 'json', now, write: () => undefined }),
    metrics: new Metrics(),
    rateLimit: new RateLimit({ max: 9, windowMs: 9, elapsedMs: () => 0 }),
    bodies: new BodyBudget(9),
    limits: { maxBodyBytes: 9, maxInFlight: 9, requestTimeoutMs: 999, headersTimeoutMs: 999 },
    known: {} as ServerOptions['known'],
    isDraining: () => false,
    onFault: (error) => void faults.push(error),
  };
  const failing = { method: 'GET', path: '/', summary: 'Fails.', may: 'everybody', answers: {} } as const;
  const routes = [{ ...failing, run: () => Promise.reject(differ) }];
  const server = createServer({ name: 'doubting', title: 'Doubting', routes, ailments: async () => [] }, options);
  t.after(() => server.close());
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const { status, text } = await ask(port, 'GET /');
  assert.deepEqual([status, faults], [500, [differ]]);
  assert.doesNotMatch(text, /secret|abab/);
});
