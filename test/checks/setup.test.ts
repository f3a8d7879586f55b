/** The set-up sees when something has to be installed or built again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { linkPackages, plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

/** A project of a source file for each program and thread, with our set-up and our packages. */
function project(t: TestContext): string {
  const folder = plant(t, {
    'src/cli/logline.ts': 'export const n: number = 1;\n',
    'src/cli/atomic.ts': 'export const a: number = 1;\n',
    'src/ledger/verify-worker.ts': 'export const w: number = 1;\n',
    'src/dte/index.ts': 'export const d: number = 1;\n',
    ...{ 'src/playground/index.html': '', 'src/playground/style.css': '', 'src/playground/icon.svg': '' },
    'src/playground/main.ts': 'export const m: number = 1;\n',
    'src/playground/worker/ledger-worker.ts': 'export const l: number = 1;\n',
    'src/playground/worker/pack-worker.ts': 'export const p: number = 1;\n',
    'services/src/main.ts': "import { n } from 'logline-core/atomic';\nexport const s = n;\n",
    'services/src/dte/worker.ts': 'export const j: number = 1;\n',
    'src/atomic/index.ts': 'export const n: number = 1;\n',
  });
  for (const name of ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  }
  linkPackages(folder);
  return folder;
}

function ask(folder: string, question: 'isInstalled' | 'isBuilt' | 'ensureReady') {
  const program = `import * as setup from './scripts/setup.mjs'; console.log(setup.${question}());`;
  const args = ['--input-type=module', '--eval', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, answer: stdout.trim(), said: stderr };
}

function edit(folder: string, file: string, from: RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  assert.match(text, from);
  writeFileSync(path, text.replace(from, to));
}

test('what is installed as locked is enough', (t) => {
  assert.equal(ask(project(t), 'isInstalled').answer, 'true');
});

test('a clone without packages has to install', (t) => {
  const folder = project(t);
  rmSync(join(folder, 'node_modules'));
  assert.equal(ask(folder, 'isInstalled').answer, 'false');
});

test('another version in the lock file, or another dependency in package.json, has to be installed', (t) => {
  const folder = project(t);
  edit(folder, 'package-lock.json', /(node_modules\/fast-check"[^}]*?"integrity": ")[^"]*/, '$1sha512-other');
  assert.equal(ask(folder, 'isInstalled').answer, 'false');
  const other = project(t);
  edit(other, 'package.json', /"fast-check": "[^"]*"/, '"fast-check": "1.0.0"');
  assert.equal(ask(other, 'isInstalled').answer, 'false');
});

test('builds once, and again when a source or the result was touched', (t) => {
  const folder = project(t);
  assert.equal(ask(folder, 'isBuilt').answer, 'false');
  assert.match(ask(folder, 'ensureReady').said, /^setting up: build/);
  assert.equal(ask(folder, 'isBuilt').answer, 'true');
  assert.equal(ask(folder, 'ensureReady').said, '');
  edit(folder, 'src/cli/logline.ts', /1/, '2');
  assert.equal(ask(folder, 'isBuilt').answer, 'false');
  ask(folder, 'ensureReady');
  assert.match(readFileSync(join(folder, 'dist/cli/logline.js'), 'utf8'), /n = 2/);
  rmSync(join(folder, 'dist/cli/logline.js.map'));
  assert.equal(ask(folder, 'isBuilt').answer, 'false');
});

test('builds the services alone where nothing else changed', (t) => {
  const folder = project(t);
  assert.match(ask(folder, 'ensureReady').said, /build of dist\/\n[^]*build of services\/dist\/\n/);
  edit(folder, 'services/src/main.ts', /s = n/, 's = n + 41');
  assert.equal(ask(folder, 'ensureReady').said, 'setting up: build of services/dist/\n');
  assert.match(readFileSync(join(folder, 'services/dist/main.js'), 'utf8'), /s = n \+ 41/);
  assert.equal(ask(folder, 'ensureReady').said, '');
  edit(folder, 'services/src/main.ts', /from 'logline-core/, "from 'no-such");
  assert.match(ask(folder, 'ensureReady').said, /no-such[^]*The build failed/);
  assert.match(readFileSync(join(folder, 'services/dist/main.js'), 'utf8'), /s = n \+ 41/);
});

test('a build that fails leaves the last good one, and says so', (t) => {
  const folder = project(t);
  ask(folder, 'ensureReady');
  edit(folder, 'src/cli/logline.ts', /1/, '"one"');
  const { status, said } = ask(folder, 'ensureReady');
  assert.equal(status, 3);
  assert.match(said, /not assignable to type 'number'[^]*The build failed/);
  assert.match(readFileSync(join(folder, 'dist/cli/logline.js'), 'utf8'), /n = 1/);
});
