/** Whose key signs where nothing names one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { ALICE, KEYS, cli, inFolder, read, write } from './cli-runner.ts';

const DRAFT = JSON.stringify({
  entity_type: 'file',
  this: '/a',
  did: { actor: 'kim', action: 'create' },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
});
const append = (env = {}) => cli(['append', '--ledger', 'data/ledger.jsonl', 'draft.json'], { env });
const signer = (): string =>
  (JSON.parse(read('data/ledger.jsonl').trim().split('\n').at(-1)!) as { metadata: { signed_by: string } }).metadata
    .signed_by;

test('the key of the services signs what goes into their ledger, and that is said, unless a key is named', async (t) => {
  inFolder(t);
  write('draft.json', DRAFT);
  write('data/private.key', KEYS.bob.privateKey);
  chmodSync('data/private.key', 0o600);
  const { status, stderr } = await append();
  assert.equal(status, 0, stderr);
  assert.equal(stderr, 'warning: no signing key is set, so the one of the services signs: data/private.key\n');
  assert.equal(signer(), KEYS.bob.publicKey);
  assert.equal((await append(ALICE)).stderr, '');
  assert.equal(signer(), KEYS.alice.publicKey);
});

test("but nobody's decision: that is signed by a key that was named", async (t) => {
  inFolder(t);
  write('data/private.key', KEYS.bob.privateKey);
  chmodSync('data/private.key', 0o600);
  const mission = (...args: string[]) =>
    cli(['mission', ...args, '--ledger', 'data/ledger.jsonl'], { program: ATOMIC });
  const created = await mission('create', '--title', 'Rename', '--risk', 'medium', '--id', 'M-1');
  assert.equal(created.status, 0, created.stderr);
  const { status, stderr } = await mission('approve', '--mission', 'M-1');
  assert.equal(status, 2);
  assert.match(stderr, /KEY_MISSING/);
});

test('a key that others may read, such as one that came with a clone, or a link to one, signs nothing', async (t) => {
  inFolder(t);
  write('draft.json', DRAFT);
  write('data/private.key', KEYS.bob.privateKey);
  chmodSync('data/private.key', 0o644);
  assert.match((await append()).stderr, /KEY_MISSING/);
  rmSync('data/private.key');
  write('elsewhere.key', KEYS.bob.privateKey);
  chmodSync('elsewhere.key', 0o600);
  symlinkSync('../elsewhere.key', 'data/private.key');
  const { status, stderr } = await append();
  assert.equal(status, 2);
  assert.match(stderr, /KEY_MISSING/);
});

test('nor does one that a repository brought, where a clone is as private as the key; one that git does not have does', async (t) => {
  inFolder(t);
  const git = (...args: string[]) => execFileSync('git', args, { stdio: 'ignore' });
  git('init');
  write('draft.json', DRAFT);
  write('data/private.key', KEYS.bob.privateKey);
  chmodSync('data/private.key', 0o600);
  git('add', 'data/private.key');
  assert.match((await append()).stderr, /KEY_MISSING/);
  git('rm', '--cached', 'data/private.key');
  // What such a file is called on file systems that do not tell case apart.
  renameSync('data/private.key', 'data/Private.KEY');
  git('add', 'data/Private.KEY');
  renameSync('data/Private.KEY', 'data/private.key');
  assert.match((await append()).stderr, /KEY_MISSING/);
  git('rm', '--cached', 'data/Private.KEY');
  assert.equal((await append()).status, 0);
  assert.equal(signer(), KEYS.bob.publicKey);
});

test('nor does one where git cannot say whether it has it', async (t) => {
  inFolder(t);
  write('draft.json', DRAFT);
  write('data/private.key', KEYS.bob.privateKey);
  chmodSync('data/private.key', 0o600);
  mkdirSync('.git');
  writeFileSync('.git/HEAD', 'nothing that git reads');
  assert.match((await append()).stderr, /KEY_MISSING/);
});

test('of a folder of streams, the key is beside them', async (t) => {
  inFolder(t);
  write('draft.json', DRAFT);
  write('data/main.jsonl', '');
  write('data/private.key', KEYS.bob.privateKey);
  write('private.key', KEYS.alice.privateKey);
  for (const path of ['data/private.key', 'private.key']) chmodSync(path, 0o600);
  const { status, stderr } = await cli(['append', '--ledger', 'data', 'draft.json']);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /: data\/private\.key$/m);
});
