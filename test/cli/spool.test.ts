/** A ledger on standard input that is too long for memory. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { TRUSTS_ALICE, appendUnasked, cli, draft, inFolder } from './cli-runner.ts';
import type { CliResult } from './cli-runner.ts';

const LEDGER = 'ledger.jsonl';

/** Temporary files go into a folder of the test, or nowhere. */
function temporaryIn(t: TestContext, folder: string): void {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
}

/** Runs the command on the ledger as it comes through a pipe. */
function piped(args: readonly string[]): Promise<CliResult> {
  const bytes = readFileSync(LEDGER);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
    bytes.subarray(65_536 * i, 65_536 * (i + 1)),
  );
  return cli(args, { env: TRUSTS_ALICE, stdin: Readable.from(pieces) });
}

test('is read as one in a file, and leaves nothing behind', async (t) => {
  const folder = inFolder(t);
  mkdirSync('tmp');
  const text = 'x'.repeat(1_000_000);
  await appendUnasked(
    LEDGER,
    Array.from({ length: 18 }, (_, n) => n).map((n) => draft(n, { input: { content: text } })),
  );
  temporaryIn(t, `${folder}/tmp`);
  const shown = ({ status, stdout, stderr }: CliResult): unknown[] => [
    status,
    stdout.replaceAll(/ledger\.jsonl|standard input|(?<=")-(?=")/g, 'LEDGER'),
    stderr,
  ];
  for (const args of [
    ['verify', '--check-prev-chain', '--strict', '--output', 'json'],
    ['query', '--reverse', '--limit', '1'],
    ['stats', '--output', 'json'],
  ]) {
    const flag = args[0] === 'verify' ? [] : ['--ledger'];
    const file = await cli([...args, ...flag, LEDGER], { env: TRUSTS_ALICE });
    assert.equal(file.status, 0, file.stderr);
    assert.deepEqual(shown(await piped([...args, ...flag, '-'])), shown(file));
  }
  assert.deepEqual(readdirSync('tmp'), []);
  process.env['TMPDIR'] = `${folder}/nowhere`;
  const { status, stderr } = await piped(['verify', '-']);
  assert.equal(status, 3);
  assert.match(
    stderr,
    /^error OUTPUT_UNWRITABLE: The folder for temporary files, .*nowhere \(TMPDIR\), cannot be written: /,
  );
});
