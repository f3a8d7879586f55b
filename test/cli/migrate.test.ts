import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { oldBody, oldSigned, oldText } from '../ledger/old-ledger.ts';
import { ALICE, TRUSTS_ALICE, cli, cliJson, inFolder, read, write } from './cli-runner.ts';

const good = oldText([oldSigned(oldBody(1)), oldSigned(oldBody(2))]);

test('migrate makes a new ledger that verifies, and leaves the old one', async (t) => {
  inFolder(t);
  write('old.jsonl', good);
  const { status, value, stderr } = await cliJson(['migrate', '--ledger', 'old.jsonl', '--out', 'new.jsonl'], {
    env: ALICE,
  });
  const { lines, unverified, errors, source } = value as {
    lines: number;
    unverified: number;
    errors: unknown[];
    source: { size_bytes: number };
  };
  assert.deepEqual([status, stderr, lines, unverified, errors, source.size_bytes], [0, '', 2, 0, [], good.length]);
  assert.equal(read('old.jsonl'), good);
  const verified = await cli(['verify', 'new.jsonl', '--check-prev-chain', '--strict', '--require-signatures'], {
    env: TRUSTS_ALICE,
  });
  assert.equal(verified.status, 0);
  assert.match(
    (await cli(['migrate', '--ledger', 'old.jsonl', '--out', 'other.jsonl'], { env: ALICE })).stdout,
    /^from +old\.jsonl\nto +other\.jsonl\nlines +2\n/,
  );
});

test('migrate tells of lines that do not verify, and stops at them with --strict', async (t) => {
  inFolder(t);
  write('old.jsonl', good.replace('"args":[4,2]', '"args":[4,3]'));
  const strict = await cli(['migrate', '--ledger', 'old.jsonl', '--out', 'new.jsonl', '--strict'], { env: ALICE });
  assert.deepEqual([strict.status, strict.stdout, existsSync('new.jsonl')], [1, '', false]);
  assert.match(strict.stderr, /^error HASH_MISMATCH: Line 2 does not verify/);
  const { status, stderr } = await cli(['migrate', '--ledger', 'old.jsonl', '--out', 'new.jsonl'], { env: ALICE });
  assert.equal(status, 0);
  assert.match(stderr, /^warning: 1 old line does not verify, as the new ledger says; the first, line 2: /);
  assert.equal((await cli(['verify', 'new.jsonl', '--check-prev-chain'], { env: TRUSTS_ALICE })).status, 0);
});

test('migrate overwrites nothing, and needs a place, a key and an old ledger', async (t) => {
  inFolder(t);
  write('old.jsonl', good);
  const stderr = async (args: string[], env = ALICE): Promise<string> =>
    (await cli(['migrate', '--ledger', 'old.jsonl', ...args], { env })).stderr;
  assert.match(await stderr([]), /^error USAGE: Where does the new ledger go\? --out FILE\./);
  assert.match(await stderr(['--out', 'old.jsonl']), /^error LEDGER_EXISTS: old\.jsonl exists already\./);
  assert.match(await stderr(['--out', 'new.jsonl'], {}), /^error KEY_MISSING: /);
  assert.match(await stderr(['--out', 'new.jsonl', '--old-key', 'abc']), /^error KEY_MALFORMED: /);
  assert.equal(existsSync('new.jsonl'), false);
  assert.equal(read('old.jsonl'), good);
});
