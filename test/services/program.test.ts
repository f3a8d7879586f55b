/** The program from its sources, as `npm run dev` runs it: settings of the folder, the end by a signal, and a log that nobody reads. */
import '../counted-programs.ts';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { plant, projectRoot } from '../checks/scratch.ts';
import { ask } from './running.ts';

const PORTS = { PORT: '0', GATEWAY_PORT: '0', METRICS_PORT: '0' };

const FROM_SOURCE = [
  '--import',
  join(projectRoot, 'test/sources/register.mjs'),
  '--conditions=logline:src',
  join(projectRoot, 'services/from-source.js'),
];

function start(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const inherited = { PATH: process.env['PATH']!, NODE_V8_COVERAGE: process.env['NODE_V8_COVERAGE'] ?? '' };
  return spawn(process.execPath, [...FROM_SOURCE, ...args], { cwd: folder, env: { ...inherited, ...PORTS, ...env } });
}

/** All that a stream says, as far as it has come. */
function heard(stream: ChildProcess['stdout']): { text: string } {
  const so = { text: '' };
  stream!.on('data', (chunk: Buffer) => (so.text += chunk.toString()));
  return so;
}

describe('the program', () => {
  test('takes settings from .env, and what is set from the environment; a signal ends it when its work is done', async (t) => {
    const folder = plant(t, {
      '.env': 'SERVICES=gateway, metrics\nLOG_LEVEL=error\nLOG_FORMAT=text\nLOGLINE_ENGINE=native\n',
    });
    const child = start(folder, [], { LOG_LEVEL: 'info', MAX_REQUEST_SIZE: '' });
    t.after(() => child.kill('SIGKILL'));
    const log = heard(child.stdout);
    const errors = heard(child.stderr);
    for (let i = 0; !/ ready: .*\n/.test(log.text) && child.exitCode === null && i < 600; i++) await sleep(50);
    const [, port] = / ready: gateway (\d+), metrics \d+\n/.exec(log.text) ?? assert.fail(log.text + errors.text);
    assert.equal((await ask(Number(port), 'GET /health')).json().service, 'gateway');
    // Its reader goes: the next lines find nobody.
    child.stdout!.destroy();
    for (let i = 0; i < 20; i++) assert.equal((await ask(Number(port), 'GET /gateway/rules')).status, 200);
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    assert.match(
      errors.text,
      /^services: nobody takes the log any more \(write EPIPE\); the services go on without it$/m,
    );
  });

  for (const [what, args, env, status, message] of [
    [
      'a name that is none',
      ['--only', 'ledger,nothing'],
      {},
      2,
      /^services: CONFIG_INVALID: There is no service "nothing"/,
    ],
    [
      'surroundings',
      ['--only', 'ledger'],
      { LEDGER_PATH: 'file/data/ledger.jsonl' },
      3,
      /^services: OUTPUT_UNWRITABLE: No signing/,
    ],
    [
      'an argument that is none',
      ['--port', '1'],
      {},
      2,
      /^services: CONFIG_INVALID: Unknown option '--port'; there are --only and --help\. /,
    ],
  ] as const)
    test(`is stopped by ${what}, with a status that says which`, async (t) => {
      const child = start(plant(t, { file: '' }), args, env);
      const errors = heard(child.stderr);
      const [code] = (await once(child, 'close')) as [number];
      assert.deepEqual([code, errors.text.trim().split('\n').length], [status, 1], errors.text);
      assert.match(errors.text, message);
    });

  test('says how it is used', async (t) => {
    const child = start(plant(t, { '.env': 'NOTHING=1\n' }), ['--help']);
    const said = heard(child.stdout);
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.match(said.text, /^usage: node services\/index\.js \[--only NAME,NAME\]\n[^]*Names: ledger, gateway,/);
  });
});
