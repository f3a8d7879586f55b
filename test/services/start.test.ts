/** Start and end in this process: who signs, who is trusted, what stops a start by the name of its setting, and what an end waits for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { TestContext } from 'node:test';
import type { Environment } from '../../services/src/settings.ts';
import { publicKeyOf } from '../../src/atomic/index.ts';
import { plant } from '../checks/scratch.ts';
import { makeCertificate } from '../deploy/certificates.ts';
import { assertError, KEY, startServices } from './running.ts';
import type { Reply, Running } from './running.ts';

const PUBLIC_KEY_HEX = publicKeyOf(KEY);
const OTHER_KEY_HEX = publicKeyOf('1'.repeat(64));
const DRAFT = {
  entity_type: 'file',
  this: '/a',
  did: { action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
};
/** As an HSM's tool would: takes the bytes, answers the signature. */
const SIGNING_PROGRAM = `import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const der = Buffer.from('302e020100300506032b657004220420${KEY}', 'hex');
process.stdout.write(sign(null, readFileSync(0), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })));
`;

async function start(t: TestContext, names: readonly string[], env: Environment): Promise<Running> {
  const services = await startServices(names, env);
  t.after(() => services.close());
  return services;
}
/** A line of the log, which is written when the answer is on its way. */
async function lineOf(
  { lines }: Running,
  isIt: (line: Record<string, unknown>) => boolean,
): Promise<Record<string, unknown>> {
  for (let i = 0; !lines.some(isIt) && i < 200; i++) await new Promise((go) => setTimeout(go, 10));
  return lines.find(isIt) ?? assert.fail('there is no such line');
}
const append = (services: Running): Promise<Reply> => services.ask('ledger', 'POST /append', { body: DRAFT });

describe('who signs', () => {
  test('is a program, where one is named together with its public key', async (t) => {
    const folder = plant(t, { 'sign.mjs': SIGNING_PROGRAM });
    const SIGNING_KEY_COMMAND = `${process.execPath} ${join(folder, 'sign.mjs')}`;
    const services = await start(t, ['ledger'], { SIGNING_KEY_HEX: '', SIGNING_KEY_COMMAND, PUBLIC_KEY_HEX });
    const reply = await append(services);
    assert.deepEqual([reply.status, reply.json().atomic.signature.public_key], [201, PUBLIC_KEY_HEX], reply.text);
    const { ok, counts } = (await services.ask('ledger', 'GET /verify')).json();
    assert.deepEqual([ok, counts.valid], [true, 1]);
  });

  test('is told by a file', async (t) => {
    const SIGNING_KEY_FILE = join(plant(t, { key: `${KEY}\n` }), 'key');
    const services = await start(t, ['ledger'], { SIGNING_KEY_HEX: '', SIGNING_KEY_FILE });
    assert.equal((await append(services)).json().atomic.signature.public_key, PUBLIC_KEY_HEX);
  });
});

describe('who is trusted', () => {
  const keyring = (key: string): string =>
    JSON.stringify({ keys: [{ public_key: key, actor: 'services', roles: ['ci'] }] });

  test('is said by keys or by a keyring, and who is not is found by verification', async (t) => {
    const folder = plant(t, { 'own.json': keyring(PUBLIC_KEY_HEX), 'other.json': keyring(OTHER_KEY_HEX) });
    for (const [env, isTrusted] of [
      [{ PUBLIC_KEY_HEX: `${OTHER_KEY_HEX}, ${PUBLIC_KEY_HEX}` }, true],
      [{ PUBLIC_KEY_HEX: OTHER_KEY_HEX }, false],
      [{ KEYRING_FILE: join(folder, 'own.json'), PUBLIC_KEY_HEX: OTHER_KEY_HEX }, true],
      [{ KEYRING_FILE: join(folder, 'other.json') }, false],
    ] as const) {
      const services = await start(t, ['ledger', 'metrics'], env);
      assert.equal((await append(services)).status, 201);
      assert.equal((await services.ask('ledger', 'GET /verify')).json().ok, isTrusted);
      const { text } = await services.ask('metrics', 'GET /metrics');
      assert.match(text, isTrusted ? /^ledger_valid_signatures 1$/m : /^ledger_invalid_signatures 1$/m);
      if (!isTrusted) assert.match(text, /^verification_errors_total\{code="\w+"\} 1$/m);
    }
  });
});

describe('a start', () => {
  test('is stopped by a setting that is wrong, by its name', async (t) => {
    const folder = plant(t, {
      'keys.json': '{"keys":',
      'forms.json': '{"keys":1}',
      policy: '{"maxBytes":-1}',
      'rules.toml': '[[rules]\n',
    });
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    t.after(() => taken.close());
    const port = String((taken.address() as AddressInfo).port);
    const { cert, key } = makeCertificate(folder, 'ledger.example');
    const { key: ofOther } = makeCertificate(folder, 'other.example');
    const at = (name: string): string => join(folder, name);
    const cases: readonly (readonly [Environment, string, RegExp])[] = [
      [{ PORT: port }, 'CONFIG_INVALID', /^PORT, HOST: 127\.0\.0\.1:\d+: another program .* \(EADDRINUSE\)\.$/],
      [{ HOST: '192.0.2.1' }, 'CONFIG_INVALID', /^PORT, HOST: 192\.0\.2\.1:0: .* \(EADDRNOTAVAIL\)\.$/],
      [
        { SIGNING_KEY_HEX: '', SIGNING_KEY_COMMAND: 'sign' },
        'CONFIG_INVALID',
        /^SIGNING_KEY_COMMAND .* PUBLIC_KEY_HEX/,
      ],
      [{ SIGNING_KEY_HEX: '', DATABASE_URL: 'postgres://localhost/a' }, 'CONFIG_INVALID', /SIGNING_KEY_FILE/],
      [{ SIGNING_KEY_HEX: '', SIGNING_KEY_FILE: at('none') }, 'INPUT_MISSING', /none/],
      [{ SIGNING_KEY_HEX: '', LEDGER_PATH: at('policy/data/l') }, 'OUTPUT_UNWRITABLE', /^No signing key is set/],
      [{ KEYRING_FILE: at('none') }, 'CONFIG_INVALID', /^KEYRING_FILE: .*none cannot be read\.$/],
      [{ KEYRING_FILE: at('keys.json') }, 'PARSE_ERROR', /^KEYRING_FILE: .*keys\.json: /],
      [{ KEYRING_FILE: at('forms.json') }, 'KEYRING_INVALID', /^KEYRING_FILE: .*forms\.json: /],
      [{ API_KEYS_FILE: at('none') }, 'CONFIG_INVALID', /^API_KEYS_FILE: .*none cannot be read\.$/],
      [{ TLS_KEY: key }, 'CONFIG_INVALID', /TLS_CERT and TLS_KEY/],
      [{ TLS_CERT: at('none'), TLS_KEY: key }, 'CONFIG_INVALID', /^TLS_CERT: .*none cannot be read\.$/],
      [{ TLS_CERT: cert, TLS_KEY: ofOther }, 'CONFIG_INVALID', /no certificate with its private key/],
      [{ GATEWAY_POLICY_FILE: at('none') }, 'CONFIG_INVALID', /^GATEWAY_POLICY_FILE: .*none cannot be read\.$/],
      [{ GATEWAY_POLICY_FILE: at('policy') }, 'POLICY_INVALID', /^GATEWAY_POLICY_FILE: .*policy: maxBytes/],
      [{ GATEWAY_RULES_FILE: at('rules.toml') }, 'RULES_INVALID', /^GATEWAY_RULES_FILE: .*rules\.toml: /],
    ];
    for (const [env, code, message] of cases)
      await assert.rejects(startServices(['ledger', 'gateway'], env), { code, message }, JSON.stringify(env));
    for (const names of [[], ['ledger', 'nothing'], ['constructor']])
      await assert.rejects(startServices(names), { code: 'CONFIG_INVALID', message: /^There is no service "/ });
  });

  test('with a certificate speaks TLS, and nothing else', async (t) => {
    const folder = plant(t, {});
    const { cert: TLS_CERT, key: TLS_KEY } = makeCertificate(folder, 'ledger.example');
    const services = await start(t, ['metrics'], { TLS_CERT, TLS_KEY });
    await assert.rejects(services.ask('metrics', 'GET /health'));
    const socket = connectTls({ host: '127.0.0.1', port: services.ports['metrics']!, ca: readFileSync(TLS_CERT) });
    await once(socket, 'secureConnect');
    assert.match(socket.getProtocol()!, /^TLSv1\.[23]$/);
    socket.destroy();
  });

  test('on an address that others reach is warned of, where no key is set', async (t) => {
    const services = await start(t, ['ledger'], { HOST: '0.0.0.0' });
    assert.ok(services.lines.some(({ level, msg }) => level === 'warn' && String(msg).includes('Set API_KEY')));
    assertError(await services.ask('ledger', 'GET /stats'), 401, 'UNAUTHENTICATED');
  });

  test('beside the writer of a ledger file answers what is read, and writes nothing', async (t) => {
    const names = ['ledger', 'orchestrator', 'finops', 'evidence', 'metrics'];
    const first = await start(t, names, {});
    assert.equal((await first.ask('orchestrator', 'POST /missions', { body: { title: 'One' } })).status, 201);
    const second = await start(t, names, { LEDGER_PATH: first.ledgerPath });
    const third = await start(t, ['finops'], { LEDGER_PATH: join(plant(t, { l: '{"broken"\n' }), 'l') });
    const said = (of: Running): unknown[] => of.lines.filter(({ level }) => level === 'warn').map(({ msg }) => msg);
    assert.ok(said(second).some((msg) => String(msg).includes('Another process is the writer')));
    assert.ok(said(third).some((msg) => String(msg).startsWith('The budget default is not set')));
    const event = { type: 'Done', missionId: 'M-1', data: { n: 1 } };
    for (const [service, path, body] of [
      ['ledger', '/append', DRAFT],
      ['evidence', '/evidence/events', event],
      ['finops', '/finops/budget', { consumed: 1 }],
    ] as const) {
      const refused = await second.ask(service, `POST ${path}`, { body });
      assertError(refused, 503, 'LEDGER_NOT_WRITER');
      assert.equal(refused.headers.get('retry-after'), '1');
      assert.ok((await first.ask(service, `POST ${path}`, { body })).status < 300);
    }
    assert.equal((await second.ask('finops', 'GET /finops/budget')).json().consumed, 1);
    assert.match((await second.ask('metrics', 'GET /metrics')).text, /^ledger_is_writer 0$/m);
    assert.match((await first.ask('metrics', 'GET /metrics')).text, /^ledger_is_writer 1$/m);
  });
});

describe('surroundings that are gone', () => {
  test('a ledger that is none makes services unwell, and say why', async (t) => {
    const services = await start(t, ['ledger'], {});
    mkdirSync(services.ledgerPath);
    for (const path of ['/health', '/ready']) {
      const reply = await services.ask('ledger', `GET ${path}`);
      assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '1'], reply.text);
      assert.match(reply.json().reasons.join(), /^[A-Z]+_[A-Z_]+: /);
    }
    for (const request of ['GET /lines', 'GET /verify', 'GET /query', 'GET /scan', 'GET /stats', 'GET /head']) {
      const refused = await services.ask('ledger', request);
      assertError(refused, 500, 'INPUT_UNREADABLE');
      assert.doesNotMatch(refused.text, /logline-services-/);
    }
    const fault = await lineOf(services, ({ level }) => level === 'error');
    assert.match(String(fault['stack']), /ledger\.jsonl cannot be read as a ledger: it is a folder/);
  });

  test('a project that is gone makes the transform engine unwell, and nothing is done outside of it', async (t) => {
    const DTE_ROOT = plant(t, { 'src/a.ts': '' });
    const services = await start(t, ['dte'], { DTE_ROOT });
    const plan = (workingDir: string) =>
      services.ask('dte', 'POST /dte/plan', { body: { intent: 'rename A to B', workingDir } });
    for (const out of ['..', '/etc', 'src/../..', '../no-such']) assertError(await plan(out), 422, 'PATH_UNSAFE');
    for (const none of ['no-such', 'src/a.ts', 'src/a.ts/b', 'src/\0']) {
      const refused = await plan(none);
      assertError(refused, 404, 'INPUT_MISSING');
      assert.doesNotMatch(refused.text, /logline-planted-/);
    }
    assert.equal((await services.ask('dte', 'GET /health')).status, 200);
    rmSync(DTE_ROOT, { recursive: true });
    const reply = await services.ask('dte', 'GET /health');
    assert.deepEqual([reply.status, reply.json().reasons], [503, ['DTE_ROOT cannot be read']]);
  });

  test('a content that cannot be read is a fault, and one that is gone is told by its digest', async (t) => {
    const services = await start(t, ['orchestrator', 'evidence'], {});
    assert.equal((await services.ask('orchestrator', 'POST /missions', { body: { title: 'One' } })).status, 201);
    const body = { type: 'Done', missionId: 'M-1', data: { n: 1 } };
    assert.equal((await services.ask('evidence', 'POST /evidence/events', { body })).status, 201);
    const folder = join(services.folder, 'evidence');
    const [digest] = readdirSync(folder);
    const pack = () => services.ask('evidence', 'POST /evidence/export', { body: { missionId: 'M-1' } });
    assert.equal((await pack()).status, 200);
    rmSync(join(folder, digest!));
    assert.equal((await pack()).status, 200, 'what is missing is said in the pack');
    mkdirSync(join(folder, digest!));
    const unread = await pack();
    assertError(unread, 500, 'INPUT_UNREADABLE');
    assert.doesNotMatch(unread.text, /logline-services-/);
  });

  test('a folder of contents that cannot be written is a fault, without its name', async (t) => {
    const EVIDENCE_PATH = join(plant(t, { file: '' }), 'file/evidence');
    const services = await start(t, ['orchestrator', 'evidence', 'metrics'], { EVIDENCE_PATH });
    assert.equal((await services.ask('orchestrator', 'POST /missions', { body: { title: 'One' } })).status, 201);
    const body = { type: 'Done', missionId: 'M-1', data: { n: 1 } };
    const reply = await services.ask('evidence', 'POST /evidence/events', { body });
    assertError(reply, 500, 'OUTPUT_UNWRITABLE');
    assert.doesNotMatch(reply.text, /logline-planted/);
    // The log is for whoever runs the services.
    const fault = await lineOf(services, ({ level }) => level === 'error');
    assert.match(String(fault['cause']), /^ENOTDIR: .*logline-planted-\w+\/file\/evidence/);
    assert.match((await services.ask('metrics', 'GET /metrics')).text, /^evidence_storage_bytes 0$/m);
  });

  test('a ledger that was cut is counted anew', async (t) => {
    const services = await start(t, ['ledger', 'metrics'], {});
    assert.equal((await services.ask('ledger', 'GET /lines')).text, '');
    for (let i = 0; i < 3; i++) assert.equal((await append(services)).status, 201);
    assert.match((await services.ask('metrics', 'GET /metrics')).text, /^ledger_total_atomics 3$/m);
    const { text } = await services.ask('ledger', 'GET /lines');
    writeFileSync(services.ledgerPath, text.slice(0, text.indexOf('\n') + 1));
    assert.match((await services.ask('metrics', 'GET /metrics')).text, /^ledger_total_atomics 1$/m);
    assertError(await services.ask('ledger', `GET /lines?cursor=${String(text.length)}`), 400, 'REQUEST_INVALID');
  });
});

test('an end cuts what takes longer than it waits', async () => {
  const services = await startServices(['ledger'], { SHUTDOWN_TIMEOUT_MS: '100' });
  const socket = connect(services.ports['ledger']!, '127.0.0.1').on('error', () => undefined);
  socket.write(
    'POST /append HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  assert.equal((await services.ask('ledger', 'GET /health')).status, 200);
  const cut = once(socket, 'close');
  await services.close();
  await cut;
  await assert.rejects(services.ask('ledger', 'GET /health'));
});
