/** The runbook's commands, as its users type them, against the program that they start. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { plant, projectRoot } from '../checks/scratch.ts';
import { KEYS } from '../cli/cli-runner.ts';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import '../uncounted.ts';

const SCRIPT = process.env['RUNBOOK'] ?? join(projectRoot, '../shared/contract/runbook.sh');
/** An address of this machine that no other run has. */
const HOST = `127.${[41, process.pid >> 8, process.pid].map((n) => String(1 + (n % 250))).join('.')}`;

const options = { skip: !existsSync(SCRIPT) && `${SCRIPT} is not there`, timeout: 120_000 };

type Variables = Readonly<Record<string, string>>;

test('every command of the runbook runs, with nothing set', options, (t) => runRunbook(t));

test('every command of the runbook runs with a ledger in PostgreSQL', options, async (t) => {
  const server = await sharedPostgres();
  t.after(() => server.remove());
  const address = await server.newDatabase();
  const keys = { SIGNING_KEY_HEX: KEYS.alice.privateKey, PUBLIC_KEY_HEX: KEYS.alice.publicKey };
  // The programs are told by another name where the ledger is.
  await runRunbook(t, { ...keys, DATABASE_URL: address }, { ...keys, LEDGER_PATH: address });
});

async function runRunbook(t: TestContext, ofServices: Variables = {}, ofPrograms: Variables = {}): Promise<void> {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = plant(t, {
    'project/src/auth.ts': 'export const auth = (): string => "old";\n',
    'project/package.json': '{"type":"module"}\n',
  });
  const project = join(folder, 'project');
  mkdirSync(join(folder, 'bin'));
  for (const [name, file] of [
    ['atomic', 'atomic.js'],
    ['logline-cli', 'logline.js'],
  ] as const)
    symlinkSync(join(projectRoot, 'dist/cli', file), join(folder, 'bin', name));
  spawnSync('git', ['init', '--quiet'], { cwd: project });
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
  };
  const services = spawn(process.execPath, [join(projectRoot, 'services/index.js')], {
    cwd: project,
    env: { ...env, ...ofServices, HOST, DTE_WORKERS: '1' },
  });
  let log = '';
  services.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  services.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  for (let i = 0; !log.includes('"ready:') && services.exitCode === null && i < 600; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const script = spawn('bash', [SCRIPT], {
    cwd: project,
    env: { ...env, ...ofPrograms, HOST_URL: `http://${HOST}` },
  });
  let output = '';
  script.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  script.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(script, 'close')) as [number];
  services.kill('SIGTERM');
  await once(services, 'close');
  assert.equal(status, 0, `${output}\n${log}`);
  assert.match(output, /runbook: every command ran/);
  assert.doesNotMatch(log, /a1B2c3D4/);
}
