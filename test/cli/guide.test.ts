import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { PROGRAM, ROOT, inFolder } from './cli-runner.ts';
import '../uncounted.ts';

const folder = process.env['CONTRACT_DIR'] ?? join(ROOT, '..', 'shared', 'contract');
const guide = resolve(folder, 'operations-guide.sh');
const isThere = existsSync(guide);
const isCi = (process.env['CI'] ?? '') !== '' && process.env['CI'] !== 'false';
const missing = `THE OPERATIONS GUIDE IS NOT HERE: ${guide}; set CONTRACT_DIR to the folder that holds it`;

test(
  'the operations guide runs as written, with the built program on PATH',
  { skip: isThere || isCi ? false : missing },
  (t) => {
    assert.ok(isThere, missing);
    inFolder(t);
    mkdirSync('bin');
    symlinkSync(PROGRAM, 'bin/logline-cli');
    mkdirSync('empty');
    process.chdir('empty');
    const env = {
      PATH: [resolve('../bin'), join(process.execPath, '..'), process.env['PATH']].join(':'),
      HOME: process.cwd(),
    };
    const { status, stdout, stderr } = spawnSync('bash', [guide], { env, encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /\noperations guide: every command ran\n$/);
  },
);
