/** Each import rule refuses what it is there to refuse: a tree with one breach a rule, judged by the project's own rules. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

/** Files that break no rule, but for those named below. */
const tree: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'planted',
    type: 'module',
    exports: { './atomic': { 'logline:src': './src/atomic/index.ts' } },
    dependencies: { '@noble/hashes': '1', 'ts-morph': '1', pg: '1' },
    devDependencies: { tsx: '1' },
  }),
  'src/index.ts': "export * from './base/errors.ts';\nexport * from './atomic/index.ts';",
  'src/base/errors.ts': "export * from './bytes.ts';",
  'src/base/bytes.ts': 'export const bytes = 1;',
  'src/base/fs.ts': "export * from 'node:fs';",
  'src/base/process.ts': "export * from 'node:child_process';",
  'src/atomic/index.ts': "export * from './hash.ts';",
  'src/atomic/hash.ts':
    "import '@noble/hashes';\nimport '../base/bytes.ts';\nimport type { KeyObject } from 'node:crypto';\n" +
    "export type Module = typeof import('node:crypto') | KeyObject;",
  'src/ledger/index.ts': "import '../atomic/index.ts';\nimport '../base/errors.ts';\nimport './store-file.ts';",
  'src/ledger/store-file.ts': "import 'node:fs';",
  'src/ledger/store-postgres.ts': "import './store-postgres-connection.ts';",
  'src/ledger/store-postgres-connection.ts': "import 'pg';",
  'src/ledger/verify-thread.ts': "import 'node:worker_threads';",
  'src/ledger/verify-worker.ts': "import 'node:worker_threads';",
  'src/dte/index.ts': "import 'ts-morph';",
  'src/playground/main.ts':
    "import type { hash } from '../atomic/index.ts';\nimport './view.ts';\nexport type H = typeof hash;",
  'src/playground/view.ts': 'export const view = 1;',
  'src/playground/worker/ledger-worker.ts': "import '../../atomic/index.ts';",
  'src/playground/ports/crypto.ts': "import '@noble/hashes';",
  'src/cli/logline.ts': "import '../ledger/index.ts';\nimport '../ledger/store-postgres.ts';\nimport 'node:http';",
  'examples/good.ts': "import 'planted/atomic';",
  'services/good.ts': "import 'planted/atomic';",
  ...packages('@noble/hashes', 'ts-morph', 'pg', 'tsx', 'unlisted'),
};

function packages(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  );
}

/** A breach: the file that commits it, what stands in it, and the rule that must name it. */
const breaches: readonly (readonly [file: string, text: string, rule: string])[] = [
  ['src/base/up.ts', "import '../atomic/index.ts';", 'tier-base'],
  [
    'src/base/up-by-type.ts',
    "import type { hash } from '../atomic/index.ts';\nexport type H = typeof hash;",
    'tier-base',
  ],
  ['src/atomic/up.ts', "import '../ledger/index.ts';", 'tier-atomic'],
  ['src/ledger/sideways.ts', "import '../dte/index.ts';", 'tier-ledger'],
  ['src/dte/sideways.ts', "import '../ledger/index.ts';", 'tier-dte'],
  ['src/finops/up.ts', "import '../cli/logline.ts';", 'tier-finops'],
  ['src/gateway/up.ts', "import '../evidence/index.ts';", 'tier-gateway'],
  ['src/evidence/index.ts', "import '../mission/index.ts';", 'tier-evidence'],
  ['src/mission/index.ts', "import '../cli/logline.ts';", 'tier-mission'],
  ['src/cli/up.ts', "import '../index.ts';", 'tier-cli'],
  ['src/drawing/up.ts', "import '../atomic/index.ts';", 'tier-drawing'],
  ['src/client/up.ts', "import '../cli/logline.ts';", 'tier-client'],
  ['src/client/node.ts', "import 'node:http';", 'client-is-fetch-alone'],
  ['src/playground/sideways.ts', "import '../cli/logline.ts';", 'tier-playground'],
  ['src/playground/worker/node.ts', "import 'node:os';", 'playground-is-a-page'],
  ['src/playground/library.ts', "import '../atomic/index.ts';", 'playground-page-loads-no-library'],
  ['src/ledger/noble.ts', "import '@noble/hashes';", 'noble-only-in-atomic'],
  ['src/ledger/morph.ts', "import 'ts-morph';", 'ts-morph-only-in-dte'],
  ['src/ledger/database.ts', "import 'pg';", 'database-driver-only-in-its-store'],
  ['src/ledger/files.ts', "import 'node:fs/promises';", 'operating-system-behind-its-ports'],
  ['src/ledger/processes.ts', "import 'child_process';", 'operating-system-behind-its-ports'],
  ['src/base/sockets.ts', "import 'node:net';", 'operating-system-behind-its-ports'],
  ['src/ledger/threads.ts', "import 'node:worker_threads';", 'threads-only-where-they-pay'],
  ['src/services/folder.ts', "import '../base/bytes.ts';", 'known-folder'],
  ['src/ledger/past-the-door.ts', "import '../atomic/hash.ts';", 'door'],
  ['src/atomic/node.ts', "import 'node:crypto';", 'atomic-runs-in-a-browser'],
  ['src/atomic/late.ts', "export const late = () => import('node:crypto');", 'atomic-runs-in-a-browser'],
  ['examples/deep.ts', "import '../src/atomic/index.ts';", 'shells-by-package-name'],
  ['services/deep.ts', "import '../src/base/bytes.ts';", 'shells-by-package-name'],
  ['src/base/tested.ts', "import '../../test/some.ts';", 'source-stands-alone'],
  ['src/base/circle.ts', "import type { R } from './round.ts';\nexport type C = R;", 'no-circular'],
  ['src/base/alone.ts', 'export const alone = 1;', 'no-orphans'],
  ['src/base/missing.ts', "import './no-such-file.ts';", 'resolvable'],
  ['src/base/dev.ts', "import 'tsx';", 'listed-for-users'],
  ['src/base/unlisted.ts', "import 'unlisted';", 'listed-for-users'],
];

/** What the breaches above need to be there. */
const helpers = {
  'src/base/round.ts': "import type { C } from './circle.ts';\nexport type R = C;",
  'test/some.ts': "import 'tsx';",
};

test('a tree that keeps the rules has no finding', (t) => {
  assert.deepEqual(violations(plant(t, tree)), []);
});

test('each rule names the file that breaks it', (t) => {
  const planted = Object.fromEntries(breaches.map(([file, text]) => [file, text]));
  const found = violations(plant(t, { ...tree, ...planted, ...helpers }));
  for (const [file, , rule] of breaches) {
    assert.ok(found.includes(`${rule}: ${file}`), `${rule} has to name ${file}; found:\n${found.join('\n')}`);
  }
});

test('the main door shows and reaches no more than it should', (t) => {
  const text = "export * from './dte/index.ts';";
  const found = violations(plant(t, { ...tree, 'src/index.ts': text }));
  assert.deepEqual(found, ['main-door-loads-no-compiler: src/index.ts', 'main-door: src/index.ts']);
});

test('each rule is broken by a test and tells why it is there', async () => {
  const path = join(projectRoot, '.dependency-cruiser.cjs');
  const { default: config } = (await import(path)) as { default: { forbidden: { name: string; comment: string }[] } };
  const broken = new Set([...breaches.map(([, , rule]) => rule), 'main-door', 'main-door-loads-no-compiler']);
  assert.deepEqual(new Set(config.forbidden.map(({ name }) => name)), broken);
  for (const { name, comment } of config.forbidden) assert.ok(comment.length > 40, name);
});

/** Runs dependency-cruiser over a folder; answers `rule: file` for each breach, once. */
function violations(folder: string): string[] {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(projectRoot, '.dependency-cruiser.cjs');
  const args = [program, 'src', 'examples', 'services', '--config', config, '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: {} });
  assert.equal(stderr, '');
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort();
}
