/** `npm run demo` fails where something answers otherwise, and leaves nothing behind. `npm test` runs the whole of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { plant, projectRoot } from '../checks/scratch.ts';
import '../uncounted.ts';

interface Shown {
  readonly status: number | null;
  readonly stdout: string;
  readonly left: readonly string[];
}

function show(folder: string, path: string): Shown {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const env = {
    ...process.env,
    PATH: path,
    TMPDIR: temporary,
    SIGNING_KEY_HEX: 'not a key',
    PUBLIC_KEY_HEX: 'neither',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs'], {
    cwd: projectRoot,
    env,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return { status, stdout, left: readdirSync(temporary) };
}

const { PATH = '' } = process.env;

test('a program that answers otherwise is noticed', (t) => {
  const folder = plant(t, { 'bin/git': '#!/bin/sh\nexit 0\n' });
  chmodSync(join(folder, 'bin/git'), 0o755);
  const { status, stdout, left } = show(folder, `${join(folder, 'bin')}${delimiter}${PATH}`);
  assert.equal(status, 1);
  assert.deepEqual(left, []);
  assert.match(stdout, /\$ logline-cli verify --base HEAD\n[^$]*\nNOT AS EXPECTED: /);
});

test('the script is what `npm run demo` runs, and `npm test`, and so CI', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  assert.equal(scripts['demo'], 'node scripts/demo.mjs');
  assert.match(readFileSync(join(projectRoot, '.ci/run'), 'utf8'), /^npm test$/m);
  assert.match(readFileSync(join(projectRoot, 'scripts/test.mjs'), 'utf8'), /args: \['scripts\/demo\.mjs'\]/);
});
