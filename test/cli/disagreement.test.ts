import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import type { Program } from '../../src/cli/command.ts';
import { LOGLINE } from '../../src/cli/program.ts';
import { cli, inFolder, parsed, read } from './cli-runner.ts';

const details = { publicKey: 'ab', signature: 'cd'.repeat(64), message: 'ef', verdicts: { fast: true, native: false } };
const FILE = './logline-disagreement-cdcdcdcdcdcdcdcd.json';

/** The program, whose commands all come upon a signature that two engines judge differently. */
const doubting: Program = {
  ...LOGLINE,
  commands: LOGLINE.commands.map((command) => ({
    ...command,
    load: () =>
      Promise.resolve(() => Promise.reject(new LoglineError('ENGINE_DISAGREEMENT', 'They differ.', { details }))),
  })),
};

test('what two engines judge differently is kept in a file, which the error names, whatever command verifies', async (t) => {
  inFolder(t);
  for (const command of ['verify', 'seal']) {
    const { status, stderr } = await cli([command, '--output', 'json'], { program: doubting });
    assert.equal(status, 3);
    const { error } = parsed(stderr) as { error: Record<string, unknown> };
    const message = `They differ. They are in ${FILE}.`;
    assert.deepEqual(error, { code: 'ENGINE_DISAGREEMENT', message, details: { ...details, file: FILE } });
    const { node, arch, platform, ...kept } = parsed(read(FILE)) as Record<string, unknown>;
    assert.deepEqual(kept, details);
    assert.deepEqual([node, arch, platform], [process.version, process.arch, process.platform]);
  }
});

test('what two engines hash differently is kept under the hash that the line states', async (t) => {
  inFolder(t);
  const kept = { hash: 'ab'.repeat(32), material: '{}', hashes: { fast: 'cd', '@noble/hashes': 'ab' } };
  const failing = () =>
    Promise.resolve(() => Promise.reject(new LoglineError('ENGINE_DISAGREEMENT', 'They differ.', { details: kept })));
  const program: Program = { ...LOGLINE, commands: LOGLINE.commands.map((command) => ({ ...command, load: failing })) };
  const { status, stderr } = await cli(['verify'], { program });
  const file = './logline-disagreement-abababababababab.json';
  assert.equal(status, 3);
  assert.match(
    stderr,
    /^error ENGINE_DISAGREEMENT: They differ\. They are in \.\/logline-disagreement-(?:ab){8}\.json\. /,
  );
  const { node: _, arch: __, platform: ___, ...written } = parsed(read(file)) as Record<string, unknown>;
  assert.deepEqual(written, kept);
});

test('a file that cannot be written hides no disagreement', async (t) => {
  inFolder(t);
  mkdirSync(FILE);
  const { status, stderr } = await cli(['verify', '--output', 'json'], { program: doubting });
  const { error } = parsed(stderr) as { error: { code: string; message: string; details: unknown } };
  assert.deepEqual([status, error.code, error.details], [3, 'ENGINE_DISAGREEMENT', details]);
  assert.match(error.message, /^They differ\. They are in no file \(.*EISDIR.*\), but in the details of this error\.$/);
});
