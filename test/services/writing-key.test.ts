/** What services do once the key that they sign with was ended. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { WritingKey } from '../../services/src/ledger/writing-key.ts';
import { createMemorySigner } from '../../src/atomic/index.ts';
import { keyringOf, rotationDraft } from '../../src/ledger/index.ts';
import { at, chain, draft, publicKey, signer, sourceOf, textOf } from '../ledger/fixtures.ts';
import { KEY, startServices } from './running.ts';

const HASH = new Uint8Array(64).fill(0x61);

describe('the key that services sign with', () => {
  test('signs until its time is up', async () => {
    const keyring = { keys: [{ public_key: publicKey(1), valid_until: at(5) }] };
    let now = at(4);
    const key = new WritingKey(signer(1), { source: sourceOf(''), keyring, now: () => new Date(now) });
    assert.deepEqual(await key.sign(HASH), await signer(1).sign(HASH));
    now = at(5);
    await assert.rejects(key.sign(HASH), {
      code: 'SIGNER_FAILED',
      message:
        /^The services sign no more \(KEY_EXPIRED\): The key .* was valid until .*\. Set SIGNING_KEY_FILE to its/,
    });
  });

  test('is looked for in the ledger once a second, whoever asks meanwhile', async () => {
    const rotation = rotationDraft(
      { oldKey: publicKey(1), newKey: publicKey(2) },
      { actor: 'a', createdAt: at(1), reason: 'r' },
    );
    const text = textOf(await chain([{ draft: draft(1) }, { draft: rotation, by: signer(1), cosigners: [signer(2)] }]));
    let found = '';
    let readings = 0;
    const source = {
      ...sourceOf(''),
      sizeBytes: () => Promise.resolve(found.length),
      read: (range?: object) => {
        readings++;
        return sourceOf(found).read(range);
      },
    };
    let now = Date.parse(at(10));
    const keyring = keyringOf([publicKey(3)]);
    const key = new WritingKey(signer(1), { source, keyring, now: () => new Date(now) });
    assert.equal(await key.fault(), undefined);
    found = text;
    now += 999;
    assert.equal(await key.fault(), undefined);
    now += 1;
    const faults = await Promise.all([key.fault(), key.fault(), key.fault()]);
    assert.deepEqual(
      faults.map((fault) => fault?.code),
      ['KEY_EXPIRED', 'KEY_EXPIRED', 'KEY_EXPIRED'],
    );
    assert.equal(readings, 1);
  });
});

test('services whose key the ledger has ended append nothing, say so to the log and to whoever asks how they are', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'logline-key-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.jsonl');
  const own = createMemorySigner(KEY);
  const rotation = rotationDraft(
    { oldKey: own.publicKey, newKey: publicKey(2) },
    { actor: 'a', createdAt: at(1), reason: 'r' },
  );
  const text = textOf(await chain([{ draft: rotation, by: own, cosigners: [signer(2)] }]));
  writeFileSync(path, text);
  const services = await startServices(['ledger'], { LEDGER_PATH: path, PUBLIC_KEY_HEX: publicKey(2) });
  t.after(() => services.close());
  const answer = await services.ask('ledger', 'POST /append', { body: draft(1) });
  assert.deepEqual(
    [answer.status, answer.json()],
    [502, { error: 'The signer gave no usable signature.', code: 'SIGNER_FAILED', details: {} }],
  );
  const health = await services.ask('ledger', 'GET /health');
  assert.equal(health.status, 503);
  assert.match(health.text, /KEY_EXPIRED: the key of the services was ended, so they append nothing/);
  assert.match(JSON.stringify(services.lines), /services is not in the keyring/);
  assert.match(JSON.stringify(services.lines), /The services sign no more \(KEY_EXPIRED\)/);
  assert.equal(readFileSync(path, 'utf8'), text);
});
