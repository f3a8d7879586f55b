/** The pack of a mission as it is committed: a change of its form is seen, and packs that were made before go on verifying. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { equalBytes, fromUtf8 } from '../../src/base/bytes.ts';
import { readArchive } from '../../src/evidence/pack/archive.ts';
import { makePack } from '../../src/evidence/pack/make-pack.ts';
import { verifyPack } from '../../src/evidence/pack/verify-pack.ts';
import { KEYRING, signerOf } from '../mission/story.ts';
import { CONTENTS, READER, finishedMission } from './mission-ledger.ts';

const FOLDER = fileURLToPath(new URL('../golden/evidence', import.meta.url));
const PACK = join(FOLDER, 'pack.zip');
/** What a person reads who reviews a change. */
const READ = ['index.html', 'mission.json', 'graph.json', 'VERIFY.md', 'SHA256SUMS', 'ledger/proof.json'];

test('the pack of a mission is the committed one, to the byte', async () => {
  const ledger = await finishedMission();
  const bytes = await makePack(ledger.source, 'M-1', {
    reader: READER,
    keyring: KEYRING,
    signer: signerOf('ci'),
    content: (digest) => Promise.resolve(CONTENTS.get(digest)),
    verifier: '// not the real one: that one is made of the sources\n',
  });
  const files = new Map(readArchive(bytes).map((file) => [file.name, fromUtf8(file.bytes)!]));
  if (process.env['UPDATE_GOLDEN'] === '1') update(bytes, files);
  assert.ok(existsSync(PACK), `${PACK} is missing: run this test with UPDATE_GOLDEN=1 and read what it writes`);
  for (const name of READ) assert.equal(files.get(name), readFileSync(join(FOLDER, name), 'utf8'), name);
  assert.ok(equalBytes(bytes, readFileSync(PACK)), 'the pack is another one');
});

test('the committed pack verifies', async () => {
  const report = await verifyPack(readFileSync(PACK), { reader: READER, keyring: KEYRING });
  assert.deepEqual(report.findings, []);
  assert.equal(report.summary?.mission.status, 'finalized');
});

function update(bytes: Uint8Array, files: ReadonlyMap<string, string>): void {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const name of READ) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), files.get(name)!);
  }
  writeFileSync(PACK, bytes);
}
