/**
 * Whole projects of Python and Java in which name after name is renamed. What the engine does not refuse has to run as before: Python's
 * own assertions hold, and Java compiles and says "ok".
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ChangeSpec, Patch } from '../../src/dte/generated/types.ts';
import { planEdits } from '../../src/dte/plan-edits.ts';
import { openProjects } from '../../src/dte/projects.ts';
import type { SourceTree } from '../../src/dte/source-tree.ts';
import { treeOf } from './trees.ts';

const GOLDEN = join(dirname(fileURLToPath(import.meta.url)), '../golden/dte');

/** Why a rename may be refused. Anything else is a fault of the engine. */
const REFUSALS = ['NEEDS_PERSON', 'TARGET_AMBIGUOUS', 'TARGET_EXTERNAL', 'NAME_INVALID', 'TARGET_MISSING'];

test('a Python package runs after its names are renamed', async (t) => {
  const { tree, done, refused } = await renameAll('python', /^(?:shop\/.*|check)\.py$/);
  assert.ok(done.length >= 25, `${done.length} of ${done.length + refused.length} were renamed: ${refused.join(' ')}`);
  inFolder(tree, (folder) => runs(t, 'python3', ['check.py'], folder));
});

test('a Java program compiles and runs after its names are renamed', async (t) => {
  const { tree, done, refused } = await renameAll('java', /\.java$/);
  assert.ok(done.length >= 25, `${done.length} of ${done.length + refused.length} were renamed: ${refused.join(' ')}`);
  const main = [...tree.modes.keys()].find((path) => textOf(tree, path).includes('static void main('))!;
  inFolder(tree, (folder) => runs(t, 'java', ['-cp', compiled(t, tree, folder), mainClass(tree, main)], folder));
});

test('a Python package runs after its modules have moved', async (t) => {
  let tree = golden('python');
  const moves = [
    ['shop/stock.py', 'shop/parts/supply.py'],
    ['shop/cart.py', 'shop/parts/basket.py'],
    ['shop/pricing.py', 'shop/costs.py'],
    ['shop/parts', 'shop/inner/parts'],
    ['shop', 'store'],
    ['store/inner/parts/basket.py', 'store/basket.py'],
  ] as const;
  for (const [from, to] of moves) {
    tree = await patched(tree, 'python', { path: from, astOp: 'moveModule', details: { to } });
    inFolder(tree, (folder) => runs(t, 'python3', ['check.py'], folder));
  }
});

test('a Python package runs after its functions have been replaced by others', async (t) => {
  let tree = golden('python');
  for (const [path, name] of [
    ['shop/cart.py', 'total_of'],
    ['shop/pricing.py', 'price_of'],
    ['shop/stock.py', 'take'],
  ] as const) {
    const text = `def other_${name}(*a, **k):\n    return ${name}(*a, **k)`;
    const definition = `function_definition[name.text='${name}']`;
    tree = await patched(tree, 'python', {
      path,
      astOp: 'insertNode',
      selector: definition,
      details: { position: 'after', text },
    });
    const details = { newFunction: `other_${name}`, newModule: path.replace('.py', '').replaceAll('/', '.') };
    const calls = await planEdits(
      specOf('python', {
        path: 'check.py',
        astOp: 'replaceAPI',
        selector: `call[function.text='${name}']`,
        details,
      }),
      tree,
    );
    const isDone =
      calls.findings.length === 0
        ? calls.files.length > 0
        : calls.findings.every(({ code }) => REFUSALS.includes(code));
    assert.ok(isDone, JSON.stringify(calls.findings[0]));
    inFolder(calls.after, (folder) => runs(t, 'python3', ['check.py'], folder));
  }
});

interface Renamed {
  readonly tree: SourceTree;
  readonly done: readonly string[];
  readonly refused: readonly string[];
}

/** Renames each name of each file to a fresh one, in an order that is the same every time. */
async function renameAll(language: 'python' | 'java', files: RegExp): Promise<Renamed> {
  let tree = golden(language);
  const projects = openProjects();
  const done: string[] = [];
  const refused: string[] = [];
  for (const [index, name] of shuffled(wordsOf(tree, files)).entries()) {
    const path = [...tree.modes.keys()].find((one) => textOf(tree, one).includes(name));
    if (path === undefined) continue;
    const fresh = /^[A-Z]/.test(name) ? `Fresh${index}` : `fresh_${index}`;
    const kind = language === 'java' ? ':matches(identifier, type_identifier)' : 'identifier';
    const plan = await planEdits(spec(language, path, `${kind}[text='${name}']`, fresh), tree, { projects });
    const code = plan.findings[0]?.code;
    if (code === undefined) done.push(name);
    else refused.push(`${name}:${code}`);
    assert.ok(code === undefined || REFUSALS.includes(code), `${path} ${name}: ${JSON.stringify(plan.findings[0])}`);
    tree = plan.after;
  }
  return { tree, done, refused };
}

const spec = (language: 'python' | 'java', path: string, selector: string, newName: string): ChangeSpec =>
  specOf(language, { path, astOp: 'renameSymbol', selector, details: { newName } });

const specOf = (language: 'python' | 'java', patch: Patch): ChangeSpec => ({
  id: 'CS-1',
  intent: 'Change',
  scope: ['**'],
  language,
  patches: [patch],
  invariants: [],
  tests: { strategy: 'augment' },
});

async function patched(tree: SourceTree, language: 'python' | 'java', patch: Patch): Promise<SourceTree> {
  const plan = await planEdits(specOf(language, patch), tree);
  assert.deepEqual(plan.findings, []);
  assert.ok(plan.files.length > 0);
  return plan.after;
}

const textOf = (tree: SourceTree, path: string): string => new TextDecoder().decode(tree.read(path));

function wordsOf(tree: SourceTree, files: RegExp): string[] {
  const texts = [...tree.modes.keys()].filter((path) => files.test(path)).map((path) => textOf(tree, path));
  return [...new Set(texts.flatMap((text) => text.match(/\b[A-Za-z_]\w+\b/g) ?? []))].sort();
}

/** The same order every time, and not that of the alphabet. */
function shuffled(words: readonly string[]): string[] {
  let seed = 20_260_101;
  const keyed = words.map((word) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { word, key: seed };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ word }) => word);
}

function golden(language: string): SourceTree {
  const root = join(GOLDEN, language);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(?:py|java)$/.test(path));
  return treeOf(
    Object.fromEntries(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')])),
  );
}

function inFolder(tree: SourceTree, act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'logline-dte-'));
  try {
    for (const path of tree.modes.keys()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), tree.read(path));
    }
    act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compiled(t: TestContext, tree: SourceTree, folder: string): string {
  const out = join(folder, 'out');
  runs(t, 'javac', ['-d', out, ...[...tree.modes.keys()].map((path) => join(folder, path))], folder, '');
  return out;
}

function mainClass(tree: SourceTree, path: string): string {
  const text = textOf(tree, path);
  const [, packageName = ''] = /^package ([\w.]+);/m.exec(text) ?? [];
  return `${packageName}.${path.slice(path.lastIndexOf('/') + 1, -'.java'.length)}`;
}

function runs(t: TestContext, program: string, args: readonly string[], cwd: string, says = 'ok\n'): void {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) t.skip(`${program} is not installed, so that nothing was run`);
  else assert.deepEqual([status, stdout, stderr], [0, says, '']);
}
