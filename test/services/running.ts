/** Services that run in this process, on ports of their own, with a ledger in a folder that is gone at the end. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../services/src/log.ts';
import { runServices } from '../../services/src/run.ts';
import { readSettings, SETTINGS } from '../../services/src/settings.ts';
import type { Environment } from '../../services/src/settings.ts';

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  json(): any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** What is sent beside method and path. */
export interface Sent {
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** Services that are running. */
export interface Running {
  readonly folder: string;
  readonly ledgerPath: string;
  /** Every log line so far. */
  readonly lines: Record<string, unknown>[];
  readonly ports: Readonly<Record<string, number>>;
  ask(service: string, request: string, sent?: Sent): Promise<Reply>;
  close(): Promise<void>;
}

const PORTS = Object.fromEntries(
  Object.keys(SETTINGS)
    .filter((name) => name.endsWith('PORT'))
    .map((name) => [name, '0']),
);

/** A key for tests. */
export const KEY = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';

/** Starts services; `close` ends them and removes the folder. */
export async function startServices(names: readonly string[], env: Environment = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-services-'));
  const ledgerPath = env['LEDGER_PATH'] ?? join(folder, 'ledger.jsonl');
  const own = {
    ...PORTS,
    LEDGER_PATH: ledgerPath,
    SIGNING_KEY_HEX: KEY,
    LOG_LEVEL: 'debug',
    DTE_ROOT: folder,
    EVIDENCE_PATH: join(folder, 'evidence'),
    ...env,
  };
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const settings = readSettings(own);
  const now = (): Date => new Date();
  const log = createLog({ level: settings.LOG_LEVEL, form: 'json', write, now });
  const running = await runServices({ settings, log, now, elapsedMs: () => performance.now() }, names);
  return {
    folder,
    ledgerPath,
    lines,
    ports: running.ports,
    ask: (service, request, sent) => ask(running.ports[service]!, request, sent),
    close: async () => {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Sends `METHOD /path` to a port of this machine. */
export async function ask(port: number, request: string, { body, text, headers }: Sent = {}): Promise<Reply> {
  const [method, path] = request.split(' ') as [string, string];
  const content = body === undefined ? text : JSON.stringify(body);
  const reply = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(content !== undefined && { body: content }),
  });
  const answered = await reply.text();
  return { status: reply.status, headers: reply.headers, text: answered, json: () => JSON.parse(answered) as unknown };
}

/** Asserts that an answer is an error with a code, in the form that all errors have. */
export function assertError(reply: Reply, status: number, code: string): void {
  assert.equal(reply.status, status, reply.text);
  const body = reply.json() as Record<string, unknown>;
  assert.deepEqual(Object.keys(body).sort(), ['code', 'details', 'error']);
  assert.equal(body['code'], code, reply.text);
  assert.equal(typeof body['error'], 'string');
}
