/** The examples that run from beginning to end by themselves. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pageOf } from '../docs/pages.ts';
import { plant, projectRoot } from '../checks/scratch.ts';
import '../uncounted.ts';

function run(folder: string, script: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, join(projectRoot, 'examples', script)],
    {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder },
      encoding: 'utf8',
    },
  );
  assert.deepEqual([status, stderr], [0, '']);
  return stdout.replaceAll(/[0-9a-f]{64}/g, '<hex>');
}

describe('examples', () => {
  test('sign and verify', (t) => {
    assert.equal(
      run(plant(t, {}), 'sign-and-verify/sign-and-verify.mjs'),
      'signed:  /functions/hello, hash <hex>\n' +
        'as signed: verified\n' +
        'edited: HASH_MISMATCH: The stored hash <hex> is not the hash of the content.\n' +
        'other key: UNTRUSTED_KEY: The key <hex> is not among the keys that are trusted.\n',
    );
  });

  test('rotate a key, and leave nothing behind', (t) => {
    const folder = plant(t, {});
    assert.equal(
      run(folder, 'rotate-a-key/rotate-a-key.mjs'),
      'the key of 2026 signs: verified\n' +
        'after the rotation, the key of 2027 signs: verified\n' +
        'the old key signs once more: line 4 KEY_EXPIRED\n' +
        'after a revocation by the admin, the key of 2027 signs: line 4 KEY_EXPIRED, line 6 KEY_REVOKED\n',
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('rotate')),
      [],
    );
  });

  test('the list names every one of them', () => {
    const folders = readdirSync(join(projectRoot, 'examples'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const listed = pageOf('examples/README.md').links.map((link) => link.split('/')[0]);
    assert.deepEqual(folders.map(({ name }) => name).sort(), [...new Set(listed)].sort());
  });
});
