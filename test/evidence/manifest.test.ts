/** Envelopes and manifests: each has one form, and every other one is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalize } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import type { Code } from '../../src/base/errors.ts';
import { ArchiveWriter, readArchive } from '../../src/evidence/pack/archive.ts';
import { openEnvelope, sealStatement, signedBytes } from '../../src/evidence/pack/envelope.ts';
import { openManifest } from '../../src/evidence/pack/manifest.ts';
import { packGraph, packLines } from '../../src/evidence/pack/pack-lines.ts';
import { sha256 } from '../../src/evidence/sha256.ts';
import { signerOf } from '../mission/story.ts';

const signer = signerOf('ci');

/** Signs any text as if it were a statement. */
async function envelopeOf(text: string, more: object = {}): Promise<Uint8Array> {
  const sig = Buffer.from(await signer.sign(signedBytes(toUtf8(text)))).toString('base64');
  const envelope = {
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(text).toString('base64'),
    signatures: [{ keyid: signer.publicKey, sig }],
    ...more,
  };
  return toUtf8(`${canonicalize(envelope)}\n`);
}

const refuses = (bytes: Uint8Array, message: RegExp): void => {
  assert.throws(() => openEnvelope('a.json', bytes), { code: 'PACK_ALTERED', message });
};

test('what is signed is what DSSE says', () => {
  assert.equal(Buffer.from(signedBytes(toUtf8('hello'))).toString(), 'DSSEv1 28 application/vnd.in-toto+json 5 hello');
});

test('an envelope is opened, and says who signed it', async () => {
  const opened = openEnvelope('a.json', await sealStatement({ b: 1, a: 2 }, signer));
  assert.deepEqual(opened, { text: '{"a":2,"b":1}', signers: [signer.publicKey] });
});

test('an envelope of another form, or with a signature that does not verify, is refused', async () => {
  const good = Buffer.from(await envelopeOf('{}')).toString();
  refuses(toUtf8('{'), /no JSON/);
  refuses(toUtf8('[]'), /no signed statement/);
  refuses(toUtf8(` ${good}`), /not in canonical form/);
  refuses(toUtf8(good.trimEnd()), /not in canonical form/);
  refuses(await envelopeOf('{}', { payload: 'e30' }), /not in canonical form/);
  refuses(await envelopeOf('{}', { payload: Buffer.of(0xff).toString('base64') }), /not in canonical form/);
  refuses(await envelopeOf('{}', { payload: Buffer.from('[]').toString('base64') }), /does not verify/);
  for (const sig of ['AAAA', '!', Buffer.alloc(64).toString('base64')])
    refuses(await envelopeOf('{}', { signatures: [{ keyid: signer.publicKey, sig }] }), /does not verify/);
  refuses(await envelopeOf('{}', { signatures: [] }), /no signed statement/);
});

describe('a manifest', () => {
  interface Manifest {
    subject: { name: string; digest: { sha256: string } }[];
    predicate: Record<string, unknown>;
  }

  async function packed(change: (manifest: Manifest) => void, textOf: (value: object) => string = canonicalize) {
    const archive = new ArchiveWriter();
    const files = ['a', 'b', 'c'].map((name) => ({ name, bytes: toUtf8(name) }));
    for (const file of files) archive.add(file, 0);
    const manifest = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: files.map(({ name, bytes }) => ({ name, digest: { sha256: sha256(bytes) } })),
      predicateType: 'urn:logline-core:audit-pack:1',
      predicate: { mission: 'M-1', generator: 'x', archive_sha256: sha256(archive.written()) },
    };
    change(manifest);
    archive.add({ name: 'manifest.dsse.json', bytes: await envelopeOf(textOf(manifest)) }, 0);
    return archive.end();
  }
  const open = (bytes: Uint8Array) => openManifest(bytes, readArchive(bytes));
  const refusesManifest = async (bytes: Promise<Uint8Array>, code: Code, message: RegExp): Promise<void> => {
    const whole = await bytes;
    assert.throws(() => open(whole), { code, message });
  };

  test('says what the pack is', async () => {
    assert.deepEqual(open(await packed(() => undefined)), {
      mission: 'M-1',
      generator: 'x',
      signers: [signer.publicKey],
    });
  });

  test('names each file with its digest, in order, and nothing else', async () => {
    const other = { name: 'd', digest: { sha256: '0'.repeat(64) } };
    await refusesManifest(
      packed(({ subject }) => void subject.push(other)),
      'PACK_ALTERED',
      /^d is missing/,
    );
    await refusesManifest(
      packed(({ subject }) => void subject.shift()),
      'PACK_ALTERED',
      /^a is not what was signed/,
    );
    await refusesManifest(
      packed(({ subject }) => void subject.reverse()),
      'PACK_ALTERED',
      /not in the order/,
    );
    await refusesManifest(
      packed(({ subject }) => {
        subject[1]!.digest.sha256 = '0'.repeat(64);
      }),
      'PACK_ALTERED',
      /^b is not/,
    );
  });

  test('is one canonical text of its own form', async () => {
    await refusesManifest(
      packed(
        () => undefined,
        (value) => JSON.stringify(value),
      ),
      'PACK_ALTERED',
      /canonical/,
    );
    await refusesManifest(
      packed(
        () => undefined,
        () => '{',
      ),
      'PACK_ALTERED',
      /holds no JSON/,
    );
    await refusesManifest(
      packed(({ predicate }) => {
        predicate['mission'] = 'x';
      }),
      'PACK_ALTERED',
      /predicate\.mission/,
    );
    await refusesManifest(
      packed(({ predicate }) => {
        predicate['archive_sha256'] = '0'.repeat(64);
      }),
      'PACK_ALTERED',
      /packed/,
    );
  });

  test('is the last file', () => {
    const archive = new ArchiveWriter();
    archive.add({ name: 'manifest.dsse.json', bytes: toUtf8('{}') }, 0);
    archive.add({ name: 'z', bytes: toUtf8('z') }, 0);
    assert.throws(() => open(archive.end()), { code: 'PACK_MALFORMED', message: /last file/ });
    assert.throws(() => packLines(archive.end()), { code: 'PACK_MALFORMED', message: /no lines/ });
    assert.throws(() => packGraph(archive.end()), { code: 'PACK_MALFORMED', message: /no provenance/ });
    assert.throws(() => packGraph(toUtf8('no archive')), { code: 'PACK_MALFORMED' });
    assert.throws(() => open(new ArchiveWriter().end()), { code: 'PACK_MALFORMED', message: /last file/ });
  });
});
