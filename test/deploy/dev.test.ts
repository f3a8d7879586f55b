/** `npm run dev`: all services, or one workspace alone, from the sources, restarted when one of them changes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { appendFileSync, cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { SERVICE_NAMES } from '../../services/src/run.ts';
import { SETTINGS } from '../../services/src/settings.ts';
import { linkPackages, plant, projectRoot } from '../checks/scratch.ts';
import '../uncounted.ts';

const scriptsOf = (path: string): Readonly<Record<string, string>> =>
  (JSON.parse(readFileSync(join(projectRoot, path), 'utf8')) as { scripts: Record<string, string> }).scripts;

test('there is a workspace for each service, and their scripts differ in its name only', () => {
  const names = readdirSync(join(projectRoot, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter(({ name }) => readdirSync(join(projectRoot, 'services', name)).includes('package.json'))
    .map(({ name }) => name);
  assert.deepEqual(names.sort(), [...SERVICE_NAMES].sort());
  const { dev = '' } = scriptsOf('package.json');
  for (const name of names)
    assert.deepEqual(scriptsOf(`services/${name}/package.json`), {
      dev: `cd ../.. && ${dev} --only ${name}`,
      start: `cd ../.. && node services/${name}/index.js`,
    });
});

describe('npm run dev', { concurrency: 2 }, () => {
  test('starts all services, and again when a source has changed', { timeout: 120_000 }, async (t) => {
    const checkout = copyOfCheckout(t);
    const { child, ready } = run(t, checkout, []);
    assert.deepEqual(await ready(1), [...SERVICE_NAMES]);
    appendFileSync(join(checkout, 'services/src/finops/service.ts'), '// changed\n');
    assert.deepEqual(await ready(2), [...SERVICE_NAMES]);
    child.kill('SIGINT');
  });

  const alone = process.env['LOGLINE_LONG'] === '1' ? SERVICE_NAMES : ['gateway'];
  for (const name of alone)
    test(`--workspace=services/${name} starts that one`, { timeout: 120_000 }, async (t) => {
      const { child, ready } = run(t, copyOfCheckout(t), [`--workspace=services/${name}`]);
      assert.deepEqual(await ready(1), [name]);
      child.kill('SIGINT');
    });
});

/** The services are copied, so that a change is one of the copy. */
function copyOfCheckout(t: TestContext): string {
  const folder = plant(t, {});
  for (const name of ['package.json', 'services'])
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  for (const name of ['src', 'schemas']) symlinkSync(join(projectRoot, name), join(folder, name));
  linkPackages(folder);
  return folder;
}

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Answers which services were ready the nth time. */
  readonly ready: (n: number) => Promise<string[]>;
}

function run(t: TestContext, checkout: string, args: readonly string[]): Running {
  const ports = Object.fromEntries(
    Object.keys(SETTINGS).flatMap((name) => (name.endsWith('PORT') ? [[name, '0']] : [])),
  );
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('npm', ['run', 'dev', ...args], {
    cwd: checkout,
    env: { PATH, HOME, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // The watcher and what it started, too.
  t.after(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // They have ended.
    }
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    child,
    ready: async (n) => {
      for (const started = performance.now(); performance.now() - started < 100_000;) {
        const lines = [...said.matchAll(/ INFO {2}services: ready: (.*)$/gm)].map(([, list]) => list!);
        if (lines.length >= n) return lines[n - 1]!.split(', ').map((one) => one.split(' ')[0]!);
        assert.equal(child.exitCode, null, said);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return assert.fail(said);
    },
  };
}
