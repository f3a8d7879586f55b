/** TLS by the services themselves, and by a proxy before them: with real certificates, and with nginx where it is installed. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { plant, projectRoot } from '../checks/scratch.ts';
import { startServices } from '../services/running.ts';
import { makeCertificate } from './certificates.ts';
import '../uncounted.ts';

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}
interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly servername?: string;
}

/** Asks with a certificate that is trusted, and no other. */
function askTls(port: number, path: string, ca: string, { body, ...asking }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, ca: readFileSync(ca), agent: false, ...asking },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

describe('TLS of the services', () => {
  test('is spoken with the certificate that is set, and nothing else is', async (t) => {
    const folder = plant(t, {});
    const { cert: TLS_CERT, key: TLS_KEY } = makeCertificate(folder, 'ledger.example');
    const services = await startServices(['ledger', 'metrics'], { TLS_CERT, TLS_KEY, API_KEY: 'k' });
    t.after(() => services.close());
    const port = services.ports['ledger']!;
    const answer = await askTls(port, '/stats', TLS_CERT, { headers: { 'x-api-key': 'k' } });
    assert.equal(answer.status, 200, answer.text);
    assert.match(String(answer.headers['strict-transport-security']), /^max-age=\d{8,}/);
    const { cert: other } = makeCertificate(folder, 'other.example');
    await assert.rejects(askTls(port, '/stats', other), { code: /SELF_SIGNED/ });
    await assert.rejects(fetch(`http://127.0.0.1:${String(port)}/health`));
    await assert.rejects(askTls(port, '/stats', TLS_CERT, { servername: 'other.example' }), {
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });

    const env = {
      PATH: process.env['PATH'] ?? '',
      TLS_CERT,
      SERVICES: 'ledger,metrics',
      PORT: String(port),
      METRICS_PORT: String(services.ports['metrics']),
    };
    const check = spawn(process.execPath, [join(projectRoot, 'services/deploy/healthy.mjs')], { env });
    let output = '';
    check.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [status] = (await once(check, 'close')) as [number];
    assert.deepEqual({ status, output }, { status: 0, output: 'ledger: healthy\nmetrics: healthy\n' });
  });

  test('does not begin with half of it, with files that are none, or with a key of another certificate', async (t) => {
    const folder = plant(t, { 'none.crt': 'no certificate\n' });
    const { cert, key } = makeCertificate(folder, 'ledger.example');
    const { key: otherKey } = makeCertificate(folder, 'other.example');
    for (const env of [
      { TLS_CERT: cert },
      { TLS_KEY: key },
      { TLS_CERT: join(folder, 'missing.crt'), TLS_KEY: key },
      { TLS_CERT: join(folder, 'none.crt'), TLS_KEY: key },
      { TLS_CERT: cert, TLS_KEY: otherKey },
    ])
      await assert.rejects(startServices(['ledger'], env), { code: 'CONFIG_INVALID', message: /TLS_CERT|TLS_KEY/ });
  });
});

const SERVICES = ['ledger', 'gateway', 'orchestrator', 'dte', 'finops', 'evidence'];
const DEFAULTS = [8000, 3001, 3002, 3003, 3004, 3005];
const hasNginx = spawnSync('nginx', ['-v']).error === undefined;

describe('nginx.conf', { skip: !hasNginx && 'nginx is not installed: it is in the package nginx of Debian' }, () => {
  test('leads each path to its service, and nobody in without a key', async (t) => {
    const services = await startServices(SERVICES, { API_KEY: 'k', DTE_WORKERS: '1' });
    t.after(() => services.close());
    const proxy = await startProxy(
      t,
      SERVICES.map((name) => services.ports[name]!),
    );
    const headers = { 'x-api-key': 'k', host: 'ledger.example' };
    const ask = (path: string, more: Asking = {}): Promise<Answered> =>
      proxy(path, { ...more, headers: { ...headers, ...more.headers } });
    for (const path of [
      '/stats',
      '/missions',
      '/missions?status=active',
      '/finops/budget',
      '/policies/models',
      '/health',
    ])
      assert.equal((await ask(path)).status, 200, path);
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const created = await ask('/missions', {
      ...json,
      headers: { ...json.headers, traceparent },
      body: '{"title":"Behind a proxy"}',
    });
    assert.equal(created.status, 201, created.text);
    assert.ok(
      services.lines.some(
        ({ trace_id: id, msg }) => id === '0af76519-16cd-43dd-8448-eb211c80319c' && msg === 'POST /missions 201',
      ),
    );
    assert.equal((await ask('/evidence/mission/M-1')).status, 200);
    assert.equal((await ask('/gateway/preflight', { ...json, body: '{"content":"x","metadata":{}}' })).status, 200);
    assert.equal((await ask('/dte/plan', { ...json, body: '{}' })).status, 400);
    assert.equal((await ask('/metrics')).status, 404);
    assert.equal((await proxy('/stats', { headers: { host: 'ledger.example' } })).status, 401);
  });

  test('before services without a key lets nobody in, though they listen to this machine alone', async (t) => {
    const services = await startServices(['ledger']);
    t.after(() => services.close());
    const proxy = await startProxy(
      t,
      SERVICES.map(() => services.ports['ledger']!),
    );
    const refused = await proxy('/stats', { headers: { host: 'ledger.example' } });
    assert.equal(refused.status, 403, refused.text);
    assert.equal((await services.ask('ledger', 'GET /stats')).status, 200);
  });
});

/** Starts nginx with the recipe, its addresses and files changed to those of the test. */
async function startProxy(
  t: TestContext,
  ports: readonly number[],
): Promise<(path: string, asking?: Asking) => Promise<Answered>> {
  const folder = plant(t, {});
  const { cert, key } = makeCertificate(folder, 'ledger.example');
  const port = await freePort();
  let recipe = readFileSync(join(projectRoot, 'services/deploy/nginx.conf'), 'utf8');
  const changes = [
    ['listen 443 ssl', `listen 127.0.0.1:${String(port)} ssl`],
    ['/etc/ssl/logline/tls.crt', cert],
    ['/etc/ssl/logline/tls.key', key],
    ...DEFAULTS.map((preset, i) => [`127.0.0.1:${String(preset)};`, `127.0.0.1:${String(ports[i])};`] as const),
  ] as const;
  for (const [from, to] of changes) {
    assert.ok(recipe.includes(from), from);
    recipe = recipe.replace(from, to);
  }
  mkdirSync(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, 'tmp', name)};`,
  );
  writeFileSync(join(folder, 'recipe.conf'), recipe);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr warn;
events { }
http { access_log off; ${temporary.join(' ')} include ${join(folder, 'recipe.conf')}; }
`,
  );
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  t.after(() => child.kill());
  for (let i = 0; !(await answers(port)) && i < 100; i++) {
    assert.equal(child.exitCode, null, said);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return (path, asking) => askTls(port, path, cert, { servername: 'ledger.example', ...asking });
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
