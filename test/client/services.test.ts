/** The client against the services as they run, and its types against what they answer. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SHARED_SCHEMAS } from '../../services/src/http/shared-schemas.ts';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import { createClient, LoglineError } from '../../src/client/index.ts';
import type { Mission, ServiceClient, TailedLine } from '../../src/client/index.ts';
import { OPERATIONS } from '../../src/client/generated/operations.ts';
import { verifyPack } from '../../src/evidence/index.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { decisionDigest, missionReader } from '../../src/mission/index.ts';
import type { MissionView } from '../../src/mission/index.ts';
import { KEYS } from '../cli/cli-runner.ts';
import { SPEC } from '../mission/scene.ts';
import { startServices } from '../services/running.ts';
import type { Running } from '../services/running.ts';

const ROLES = ['viewer', 'agent', 'approver', 'operator'] as const;
const folder = mkdtempSync(join(tmpdir(), 'logline-client-'));
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
writeFileSync(
  join(folder, 'keys'),
  ROLES.map((role) => `${role}, ${digest(`key-${role}`)}, ${role}, ${role}-1\n`).join(''),
);

let services: Running;
let as: Record<(typeof ROLES)[number], ServiceClient>;
const answered: { name: string; body: unknown }[] = [];

/** The platform's own, looked at: what was answered to what. */
const looking: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const { pathname } = new URL(input);
  const found = Object.entries(OPERATIONS).find(
    ([, { method, path }]) =>
      method === init?.method && new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  if (response.ok && found !== undefined && isJson)
    answered.push({ name: found[0], body: await response.clone().json() });
  return response;
};

before(async () => {
  const names = ['ledger', 'gateway', 'orchestrator', 'dte', 'finops', 'evidence'];
  services = await startServices(names, { API_KEYS_FILE: join(folder, 'keys'), DTE_WORKERS: '1' });
  const url = `http://127.0.0.1:${String(services.ports['ledger'])}`;
  const clients = ROLES.map((role) => [role, createClient({ url, apiKey: `key-${role}`, fetch: looking })]);
  as = Object.fromEntries(clients) as typeof as;
});
after(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

const refused = (work: Promise<unknown>, code: string): Promise<void> =>
  assert.rejects(work, (error: unknown) => error instanceof LoglineError && error.code === code);

describe('missions', () => {
  test('begin, are planned, approved, rejected and get batches', async () => {
    const traceId = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
    const mission: Mission = await as.agent.missions.create({ title: 'API', risk: 'medium' }, { traceId });
    assert.deepEqual([mission.missionId, mission.createdBy, mission.traceId], ['M-1', 'agent-1', traceId]);
    const planned = await as.agent.missions.plan('M-1', { summary: 'rename', contents: [{ spec: SPEC as never }] });
    assert.equal(planned.plan.contents[0]?.name, SPEC.id);
    const approved = await as.approver.missions.approve('M-1', 'plan');
    assert.deepEqual(
      [approved.checkpoints[0]?.status, approved.checkpoints[0]?.approvals[0]?.by.actor],
      ['approved', 'approver-1'],
    );
    const batch = await as.agent.missions.addBatch('M-1', {
      prs: ['https://example.com/1'],
      contents: [{ spec: SPEC as never }],
    });
    assert.deepEqual([batch.id, batch.state, batch.reversible], ['batch-1', 'pending', true]);
    const rejected = await as.approver.missions.reject('M-1', 'plan', { reason: 'no' });
    assert.equal(rejected.status, 'rejected');
    assert.deepEqual((await as.viewer.missions.list({ status: 'active' })).length, 0);
    assert.deepEqual(await as.viewer.missions.list(), [rejected]);
    assert.deepEqual(await as.viewer.missions.get('M-1'), rejected);
    await refused(as.operator.missions.finalize('M-1'), 'TRANSITION_REFUSED');
    assert.deepEqual((await as.operator.missions.rollback('M-1', 'batch-1')).paths, []);
  });

  test("take an approver's own signature", async () => {
    const { missionId, checkpoints } = await as.agent.missions.create({ title: 'signed', approvals: 'signed' });
    await refused(as.approver.missions.approve(missionId, 'plan'), 'APPROVAL_REFUSED');
    const { subject } = checkpoints[0]!;
    const said = {
      mission: missionId,
      checkpoint: 'plan',
      decision: 'approved',
      subject,
      approver: { actor: 'alice' },
    } as const;
    const signer = createMemorySigner(KEYS.alice.privateKey);
    const sig = toHex(await signer.sign(toUtf8(decisionDigest(said))));
    const body = { subject, actor: 'alice', public_key: signer.publicKey, sig };
    const after = await as.approver.missions.approve(missionId, 'plan', body);
    assert.deepEqual(after.checkpoints[0]?.approvals[0]?.by.key, signer.publicKey);
  });

  test('are refused by roles, with the place', async () => {
    const error = await as.viewer.missions.create({ title: 'x' }).catch((thrown: unknown) => thrown as LoglineError);
    assert.ok(error instanceof LoglineError);
    assert.deepEqual(
      [error.code, error.details['request'], error.details['status']],
      ['FORBIDDEN', 'POST /missions', 403],
    );
  });
});

describe('the ledger', () => {
  const draft = (n: number) => ({
    entity_type: 'file' as const,
    this: `/files/${String(n)}`,
    did: { actor: 'whoever', action: 'create' },
    metadata: { created_at: '2026-01-31T12:00:00Z' },
  });

  test('is appended to, read by page and by what it says', async () => {
    const { hash, cursor, atomic } = await as.agent.ledger.append({ ...draft(1), onBehalfOf: 'kim' });
    assert.equal(atomic.did.actor, 'agent-1');
    assert.equal((await as.viewer.ledger.head()).hash, hash);
    assert.equal((await as.viewer.ledger.query({ this: '/files/1' })).atomics[0]?.hash, hash);
    const page = await as.viewer.ledger.scan({ limit: 2 });
    assert.equal(page.entries.length, 2);
    assert.notEqual(page.next, null);
    assert.equal((await as.viewer.ledger.scan({ cursor })).entries.length, 0);
    assert.equal((await as.viewer.ledger.stats()).sizeBytes, Number(cursor));
    assert.equal((await as.viewer.ledger.verify({ keys: [KEYS.bob.publicKey] })).ok, false);
  });

  test('verifies here as it does there, byte for byte', async () => {
    const there = await as.viewer.ledger.verify();
    const here = await verifyLedger(as.viewer.ledger.source());
    assert.equal(there.ok, true);
    assert.deepEqual([here.ok, here.head, here.counts], [true, there.head, there.counts]);
    const parts: Uint8Array[] = [];
    for await (const part of as.viewer.ledger.source().read()) parts.push(part.slice());
    assert.deepEqual(Buffer.concat(parts), readFileSync(services.ledgerPath));
    const some: Uint8Array[] = [];
    for await (const part of as.viewer.ledger.source().read({ start: 7, end: 20 })) some.push(part.slice());
    assert.deepEqual(Buffer.concat(some), readFileSync(services.ledgerPath).subarray(7, 20));
  });

  test('is followed from its end, and from a place', async () => {
    const start = (await as.viewer.ledger.head()).sizeBytes;
    const got: TailedLine[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      for await (const line of as.viewer.ledger.tail({ signal: stop.signal })) if (got.push(line) === 3) stop.abort();
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const n of [2, 3, 4]) await as.agent.ledger.append(draft(n));
    await reading;
    assert.deepEqual(
      got.map(({ atomic }) => atomic.this),
      ['/files/2', '/files/3', '/files/4'],
    );
    const whole = readFileSync(services.ledgerPath, 'utf8');
    assert.equal(`${got.map(({ text }) => text).join('\n')}\n`, whole.slice(start));
    assert.equal(got.at(-1)!.cursor, String(whole.length));
    for await (const { cursor } of as.viewer.ledger.tail({ cursor: got[0]!.cursor })) {
      assert.equal(cursor, got[1]!.cursor);
      break;
    }
    await refused(as.viewer.ledger.tail({ cursor: '99999999' }).next(), 'REQUEST_INVALID');
  });
});

describe('money, texts and evidence', () => {
  test('budgets, spending and forecasts', async () => {
    const used = { consumed: 2.5, usage: 'U-1', mission: 'M-1', model: 'gpt-4.1', tokens: { input: 1000, output: 10 } };
    const { consumed, recorded } = await as.agent.finops.consume(used);
    assert.deepEqual([consumed, recorded], [2.5, true]);
    assert.equal((await as.agent.finops.consume(used)).recorded, false);
    assert.equal((await as.operator.finops.setLimit({ total: 10, hard: true })).remaining, 7.5);
    assert.equal((await as.viewer.finops.budget()).total, 10);
    await refused(as.viewer.finops.budget({ budget: 'none' }), 'BUDGET_UNKNOWN');
    const [balance] = await as.viewer.finops.budgets();
    assert.deepEqual([balance?.total, balance?.consumed, balance?.hard], ['10', '2.5', true]);
    const [row] = await as.viewer.finops.spending({ by: 'mission' });
    assert.deepEqual([row?.key, row?.cost, row?.calls, row?.tokensIn], ['M-1', '2.5', 1, 1000]);
    writeFileSync(join(services.folder, 'auth.ts'), 'export type UserId = string;\n');
    const spec = { ...SPEC, scope: ['*.ts'], patches: SPEC.patches.map((patch) => ({ ...patch, path: '*.ts' })) };
    const { forecast, cost } = await as.agent.finops.forecast({
      changeSpec: spec as never,
      model: 'gpt-4.1',
      record: true,
    });
    await as.agent.finops.consume({ consumed: 1, forecast: forecast! });
    assert.deepEqual(
      (await as.viewer.finops.forecasts()).map((one) => [one.forecast, one.cost, one.actual]),
      [[forecast, cost, '1']],
    );
  });

  test('policies and routes', async () => {
    assert.deepEqual(await as.viewer.policies.list(), []);
    const policy = { task: 'review', model: 'gpt-4.1', budgetCeiling: 1 };
    assert.deepEqual(await as.operator.policies.set(policy), [policy]);
    assert.equal((await as.agent.gateway.route({ task: 'review' })).model, 'gpt-4.1');
    await refused(as.agent.policies.set(policy), 'FORBIDDEN');
  });

  test('texts', async () => {
    const content = 'mail kim@example.com';
    const { ok, sanitizedContent, redactions } = await as.agent.gateway.preflight({ content });
    assert.deepEqual([ok, redactions[0]?.type, redactions[0]?.position], [true, 'pii', 5]);
    assert.doesNotMatch(sanitizedContent!, /kim@/);
    const { check } = await as.agent.gateway.preflight({ content, detail: true });
    assert.deepEqual([check?.decision, check?.rulesDigest], ['redact', (await as.viewer.gateway.rules()).rulesDigest]);
  });

  test('changes', async () => {
    const spec = await as.agent.changes.plan({ intent: 'rename UserId to AccountId', scope: '*.ts', id: 'CS-7' });
    assert.equal(spec.id, 'CS-7');
    const dry = await as.agent.changes.apply(spec, { dryRun: true });
    assert.match(dry.patches[0]!.diff, /^-export type UserId/m);
    const { state } = await as.agent.changes.apply(spec);
    assert.equal(state, 'applied');
    assert.match(readFileSync(join(services.folder, 'auth.ts'), 'utf8'), /AccountId/);
    const verdict = await as.agent.changes.verify({ spec, detail: true });
    assert.equal(typeof verdict.success, 'boolean');
    await refused(as.agent.changes.plan({ intent: 'rename Nowhere to There', scope: '*.ts' }), 'TARGET_MISSING');
  });

  test('events, provenance and a pack', async () => {
    const event = await as.agent.evidence.record({ type: 'Looked', missionId: 'M-1', data: { at: 'it' } });
    assert.equal(event.type, 'Looked');
    const story = await as.viewer.evidence.mission('M-1');
    assert.ok(story.nodes.length > 3 && story.edges.length > 3 && story.events.length > 3);
    const again = await as.agent.evidence.record({ missionId: 'M-1', events: story.events });
    assert.deepEqual([again.asTheyAre, again.inside], [0, 0]);
    const pack = await as.operator.evidence.export({ missionId: 'M-1' });
    assert.equal((await verifyPack(pack, { reader: missionReader })).findings.length, 0);
  });
});

test('every operation was called, and answered what its schema says', async () => {
  const headers = { 'x-api-key': 'key-viewer' };
  const documents: Record<string, Document> = {};
  for (const name of Object.keys(services.ports))
    documents[name] = (await services.ask(name, 'GET /openapi.json', { headers })).json() as Document;
  const ajv = new Ajv2020({ strict: false, schemas: Object.values(SHARED_SCHEMAS) });
  const called = new Set(answered.map(({ name }) => name));
  // An end needs files in git; test/cli/api.test.ts has one. The others do not answer JSON, or are another one's twin.
  const left = ['getLines', 'getVerify', 'postEvidenceExport', 'postMissionsIdFinalize', 'postMissionsIdRun'];
  assert.deepEqual(
    Object.keys(OPERATIONS)
      .filter((name) => !called.has(name))
      .sort(),
    left,
  );
  for (const { name, body } of answered) {
    const { path, method, service } = OPERATIONS[name as keyof typeof OPERATIONS];
    const { responses } = documents[service]!.paths[path]![method.toLowerCase()]!;
    const status = Object.keys(responses).find((one) => one.startsWith('2'));
    const validate = ajv.compile(responses[status!]!.content['application/json']!.schema);
    assert.ok(validate(body), `${name}: ${JSON.stringify(validate.errors)}`);
  }
});

/** An OpenAPI document, as far as it is read here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
}
type Responses = Readonly<Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>>;

/** JSON has no `undefined`: a member that may be so is one that may be left out. */
type Json<T> = T extends readonly (infer I)[]
  ? readonly Json<I>[]
  : T extends object
    ? { readonly [K in keyof T as undefined extends T[K] ? never : K]: Json<T[K]> } & {
        readonly [K in keyof T as undefined extends T[K] ? K : never]?: Json<Exclude<T[K], undefined>>;
      }
    : T;

test('the types of missions are those of the library', () => {
  const toLibrary = (mission: Mission): Json<MissionView> => mission;
  const toClient = (view: Json<MissionView>): Mission => view;
  assert.equal(toLibrary.length + toClient.length, 2);
});
