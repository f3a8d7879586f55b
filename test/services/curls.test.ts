/** Every `curl` of docs/services.md, as it is typed and in its order, against services that run. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_NAMES } from '../../services/src/run.ts';
import { SETTINGS } from '../../services/src/settings.ts';
import { projectRoot } from '../checks/scratch.ts';
import { pageOf } from '../docs/pages.ts';
import { workTree } from '../mission/scene.ts';
import { startServices } from './running.ts';
import '../uncounted.ts';

/** A command ends with its line, unless that ends in a backslash or within quotes, whose next line is further in. */
const COMMANDS = pageOf('docs/services.md')
  .fences.filter(({ language }) => language === 'text')
  .flatMap(({ text }) => text.split(/\n(?! )/))
  .filter((line) => /^(?:curl|atomic) /.test(line));

/** Names of services by the ports that they have where nothing is set. */
const USUAL = new Map(
  Object.entries(SETTINGS)
    .filter(([name]) => name.endsWith('PORT'))
    .map(([name, { preset }]) => [String(preset), name === 'PORT' ? 'ledger' : name.slice(0, -5).toLowerCase()]),
);

/** Runs a line of a shell, and answers what it says. What goes on for ever is ended once it has said something. */
async function told(line: string, cwd: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd };
  const child = spawn('bash', ['-c', line], { cwd, env, detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const isEndless = line.includes('follow=true');
  for (let i = 0; isEndless && !text.includes('\n') && i < 400; i++) await sleep(25);
  if (isEndless) process.kill(-child.pid!, 'SIGKILL');
  const [status] = await ended;
  assert.ok(status === 0 || (isEndless && text.includes('\n')), `${line}\n${String(status)} ${text}`);
  return text;
}

test('each works', async (t) => {
  const folder = workTree(t);
  const services = await startServices(SERVICE_NAMES, { DTE_ROOT: folder.path, DTE_WORKERS: '1' });
  t.after(() => services.close());
  const typed = (command: string): string =>
    command
      .replaceAll(/\blocalhost:(\d+)/g, (_, port: string) => `127.0.0.1:${String(services.ports[USUAL.get(port)!])}`)
      .replace(/^curl /, 'curl --silent --show-error --fail-with-body ')
      .replace(/^atomic /, `${process.execPath} ${join(projectRoot, 'dist/cli/atomic.js')} `);
  const said: string[] = [];
  for (const command of COMMANDS) said.push(await told(typed(command), folder.path));
  const paths = new Set(COMMANDS.map((command) => /localhost:\d+(\/[\w/.-]*)/.exec(command)?.[1]));
  assert.ok(
    COMMANDS.length > 30 && paths.size > 20,
    `${String(COMMANDS.length)} commands, ${String(paths.size)} paths`,
  );
  assert.match(said.at(-2)!, /^VERIFIED {2}audit-pack\.zip$/m);
});
