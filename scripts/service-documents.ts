/**
 * Prints the OpenAPI documents of the services as JSON, by service: what they answer when they run, and no copy of it.
 * `node --import tsx --conditions=logline:src scripts/service-documents.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../services/src/log.ts';
import { runServices, SERVICE_NAMES } from '../services/src/run.ts';
import { readSettings, SETTINGS } from '../services/src/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-documents-'));
const ports = Object.keys(SETTINGS).filter((name) => name.endsWith('PORT'));
const settings = readSettings({
  ...Object.fromEntries(ports.map((name) => [name, '0'])),
  LEDGER_PATH: join(folder, 'ledger.jsonl'),
  EVIDENCE_PATH: join(folder, 'evidence'),
  SIGNING_KEY_HEX: '1'.repeat(64),
  DTE_ROOT: folder,
});
const log = createLog({
  level: 'error',
  form: 'json',
  now: () => new Date(),
  write: (line) => process.stderr.write(line),
});
const surroundings = { settings, log, now: () => new Date(), elapsedMs: () => performance.now() };
const names = SERVICE_NAMES.filter((name) => name !== 'metrics');
const running = await runServices(surroundings, names);
try {
  const documents = await Promise.all(names.map((name) => documentAt(running.ports[name]!)));
  process.stdout.write(JSON.stringify(Object.fromEntries(names.map((name, i) => [name, documents[i]]))));
} finally {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
}

async function documentAt(port: number): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${String(port)}/openapi.json`)).json();
}
