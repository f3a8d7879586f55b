import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { keepingEvidence } from '../../src/cli/disagreement.ts';

const details = { publicKey: 'ab', signature: 'cd'.repeat(64), message: 'ef', verdicts: { fast: true, native: false } };

test('what two engines judge differently is kept in a file, which the error names', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'logline-evidence-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'logline-disagreement-cdcdcdcdcdcdcdcd.json');
  await assert.rejects(
    keepingEvidence(folder, () => Promise.reject(new LoglineError('ENGINE_DISAGREEMENT', 'They differ.', { details }))),
    (error) => {
      assert.ok(error instanceof LoglineError);
      assert.deepEqual(
        [error.code, error.message, error.details['file']],
        ['ENGINE_DISAGREEMENT', `They differ. They are in ${file}.`, file],
      );
      return true;
    },
  );
  const { node, arch, platform, ...kept } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  assert.deepEqual(kept, details);
  assert.deepEqual([node, arch, platform], [process.version, process.arch, process.platform]);
});

test('other failures, and what succeeds, are left as they are', async () => {
  const other = new LoglineError('CANCELLED', 'Enough.');
  await assert.rejects(
    keepingEvidence('.', () => Promise.reject(other)),
    (error) => error === other,
  );
  await assert.rejects(
    keepingEvidence('.', () => Promise.reject(new Error('x'))),
    /^Error: x$/,
  );
  assert.equal(await keepingEvidence('.', () => Promise.resolve(3)), 3);
});
