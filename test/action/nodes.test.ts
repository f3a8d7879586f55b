/** Every file of action/dist, executed by the Node of this process: test:nodes runs this on the other versions as well. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../checks/scratch.ts';
import { INPUT_NAMES } from '../../action/src/inputs.ts';
import { manifest, runStep } from './runner.ts';
import { LEDGER, PAGE, Scene, keyring, ledgerOf, pullPayload, specText } from './scene.ts';
import '../uncounted.ts';

const dist = join(projectRoot, 'action/dist');

describe('the bundle', () => {
  test('verifies a ledger and a change spec, which loads engine and compiler', async (t) => {
    const scene = new Scene(t);
    scene.commit({ [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1), 'src/page.ts': PAGE });
    const pull = scene.pull({
      [LEDGER]: await ledgerOf([1, 2]),
      'specs/1.json': specText(),
      'src/page.ts': PAGE.replace('Welcome', 'Hello'),
    });
    const step = { workspace: scene.folder.path, event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
    const result = await runStep(t, { ...step, inputs: { fetch: 'never' } });
    assert.deepEqual([result.status, result.stderr, result.log.includes('1 of 1 change spec applied')], [0, '', true]);
  });

  test('starts the thread that checks signatures of large ledgers', async () => {
    const worker = new Worker(join(dist, 'verify-worker.js'));
    await new Promise<void>((resolve, reject) => {
      worker.once('online', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
  });

  test('has no file that does not load: what a build leaves undefined shows when it runs', () => {
    const late = readdirSync(dist).filter(
      (name) => name.endsWith('.js') && !['index.js', 'verify-worker.js'].includes(name),
    );
    assert.ok(late.length >= 10, late.join());
    const program = `for (const name of ${JSON.stringify(late)}) await import(${JSON.stringify(`${dist}/`)} + name);`;
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    assert.deepEqual([run.status, run.stderr, run.stdout], [0, '', '']);
  });

  test('is small where every run loads it, and loads the rest late', () => {
    const first = loadedBy('index.js');
    const sizeBytes = [...first].reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
    assert.ok(sizeBytes <= 1_000_000, `${String(sizeBytes)} bytes`);
    assert.ok(!first.has('typescript.js') && !first.has('engine.js'), [...first].join());
    assert.ok(readdirSync(dist).includes('engine.js'));
  });

  test('comes with the licences of what is in it', () => {
    const text = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
    for (const name of ['@noble/hashes', '@ts-morph/common', 'picomatch', 'esquery', 'web-tree-sitter'])
      assert.match(text, new RegExp(`^${name} \\d`, 'm'));
  });
});

test('action.yml has the inputs that the code reads, and runs on a Node that runners have', () => {
  assert.deepEqual(Object.keys(manifest.inputs), [...INPUT_NAMES]);
  assert.equal(manifest.runs.using, 'node24');
});

/** A file, and all that it imports as it starts. */
function loadedBy(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, path] of text.matchAll(/^(?:import|export)\b[^'"\n]*['"]\.\/([^'"]+)['"]/gm)) loadedBy(path!, found);
  return found;
}
