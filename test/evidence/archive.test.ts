/** Archives of the one form, and hostile ones. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { toUtf8 } from '../../src/base/bytes.ts';
import { ArchiveWriter, readArchive } from '../../src/evidence/pack/archive.ts';
import type { CompressionLevel } from '../../src/evidence/pack/archive.ts';
import { crc32 } from '../../src/evidence/pack/crc32.ts';

function archiveOf(files: Readonly<Record<string, string>>, level: CompressionLevel = 6): Uint8Array {
  const writer = new ArchiveWriter();
  for (const [name, text] of Object.entries(files)) writer.add({ name, bytes: toUtf8(text) }, level);
  return writer.end();
}

const refuses = (bytes: Uint8Array, message: RegExp, limits = {}): void => {
  assert.throws(() => readArchive(bytes, limits), { code: 'PACK_MALFORMED', message });
};

test('what is written is read, by others too', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}(?:\/[a-z][a-z0-9]{0,4})?$/);
  fc.assert(
    fc.property(
      fc.dictionary(name, fc.string({ maxLength: 200 }), { maxKeys: 6 }),
      fc.constantFrom<CompressionLevel>(0, 1, 6, 9),
      (files, level) => {
        const names = Object.keys(files);
        fc.pre(!names.some((one) => names.some((other) => other.startsWith(`${one}/`))));
        const bytes = archiveOf(files, level);
        const expected = Object.entries(files).map(([one, text]) => [one, Buffer.from(toUtf8(text)).toString('hex')]);
        assert.deepEqual(
          readArchive(bytes).map((file) => [file.name, Buffer.from(file.bytes).toString('hex')]),
          expected,
        );
        const others = unzipSync(bytes);
        assert.deepEqual(
          Object.entries(others)
            .map(([one, content]) => [one, Buffer.from(content).toString('hex')])
            .sort(),
          expected.sort(),
        );
      },
    ),
    { seed: 4, numRuns: 100 },
  );
});

test('the check sum is that of ZIP', () => {
  assert.equal(crc32(toUtf8('123456789')), 0xcbf43926);
  assert.equal(crc32(new Uint8Array(0)), 0);
});

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (noise, at) => {
      const bytes = archiveOf({ a: 'x'.repeat(100), b: 'y' });
      bytes.set(
        noise.subarray(0, bytes.length),
        at % bytes.length > bytes.length - noise.length ? 0 : at % bytes.length,
      );
      for (const one of [noise, bytes]) {
        try {
          readArchive(one);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'PACK_MALFORMED', String(error));
        }
      }
    }),
    { seed: 4, numRuns: 300 },
  );
});

describe('refuses', () => {
  const changed = (from: string, to: string, level: CompressionLevel = 0): Uint8Array => {
    const bytes = Buffer.from(archiveOf({ [from]: 'content', other: 'x' }, level));
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
    return new Uint8Array(bytes);
  };

  for (const name of [
    '../evil',
    '/absolu',
    'a/../ab',
    'a\\..\\b',
    'C:/evil',
    '.hidden',
    'a//bcde',
    'a/./bcd',
    'con\0abc',
    'dir/bc/',
    'a\u00e9bcdef',
  ])
    test(`the name ${JSON.stringify(name)}`, () => {
      refuses(changed('abcdefg', name), /plain path|directory|stand where/);
    });

  test('two files of one name, also where a system sees one', () => {
    refuses(changed('othes', 'other'), /in it twice/);
    refuses(archiveOf({ abc: '1', ABC: '2' }), /in it twice/);
    refuses(archiveOf({ 'a/b': '1', a: '2' }), /stands in a file/);
  });

  test('links, folders, devices: whatever is no ordinary file', () => {
    const link = zipSync({
      a: [toUtf8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16, mtime: '1980-01-01T00:00:00' }],
    });
    refuses(link, /directory/);
    refuses(zipSync({ 'a/': new Uint8Array(0) }), /plain path|directory/);
  });

  test('what another writer makes', () => {
    refuses(zipSync({ a: toUtf8('x') }, { mtime: '1990-01-01T00:00:00' }), /directory/);
    refuses(zipSync({ a: [toUtf8('x'), { comment: 'hello' }] }), /directory/);
  });

  test('something before, between, behind', () => {
    const bytes = Buffer.from(archiveOf({ a: 'x', b: 'y' }));
    refuses(Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes]), /./);
    refuses(Buffer.concat([bytes, Buffer.from('\n')]), /end of a ZIP file/);
    const directory = bytes.readUInt32LE(bytes.length - 6);
    const moved = Buffer.concat([bytes.subarray(0, directory), Buffer.from('gap'), bytes.subarray(directory)]);
    moved.writeUInt32LE(directory + 3, moved.length - 6);
    refuses(moved, /between its files and its directory/);
    refuses(Buffer.alloc(10), /end of a ZIP file/);
  });

  test('files that overlap, and headers that do not agree', () => {
    const bytes = Buffer.from(archiveOf({ a: 'same', b: 'same' }));
    const directory = bytes.readUInt32LE(bytes.length - 6);
    const second = directory + 46 + 1;
    const overlapping = Buffer.from(bytes);
    overlapping.writeUInt32LE(0, second + 42);
    refuses(overlapping, /does not stand where/);
    const other = Buffer.from(bytes);
    other.write('c', 30, 'latin1');
    refuses(other, /does not stand where/);
  });

  test('a directory that is cut off, or too large', () => {
    const bytes = Buffer.from(archiveOf({ a: 'x' }));
    bytes.writeUInt16LE(7, bytes.length - 12);
    bytes.writeUInt16LE(7, bytes.length - 14);
    refuses(bytes, /cut off/);
    refuses(archiveOf({ a: '1', b: '2', c: '3' }), /3 files/, { maxFiles: 2 });
  });

  test('bombs: more than the limit, and more than a header says', () => {
    const bomb = archiveOf({ a: '\0'.repeat(2_000_000) }, 9);
    assert.ok(bomb.length < 10_000);
    refuses(bomb, /2000000 bytes when unpacked/, { maxUnpackedBytes: 1_000_000 });
    const lying = Buffer.from(bomb);
    const directory = lying.readUInt32LE(lying.length - 6);
    lying.writeUInt32LE(10, 22);
    lying.writeUInt32LE(10, directory + 24);
    refuses(lying, /cannot be unpacked|not what its header says/);
  });

  test('a content with another check sum, another length, another method, a broken or a padded stream', () => {
    const patched = (patch: (bytes: Buffer, directory: number) => void, text = 'a'.repeat(100)): Uint8Array => {
      const bytes = Buffer.from(archiveOf({ a: text }));
      patch(bytes, bytes.readUInt32LE(bytes.length - 6));
      return bytes;
    };
    refuses(
      patched((bytes, at) => {
        bytes.writeUInt32LE(1, 14);
        bytes.writeUInt32LE(1, at + 16);
      }),
      /not what its header says/,
    );
    refuses(
      patched((bytes, at) => {
        bytes.writeUInt32LE(200, 22);
        bytes.writeUInt32LE(200, at + 24);
      }),
      /not what its header says/,
    );
    refuses(
      patched((bytes, at) => {
        bytes.writeUInt16LE(12, 8);
        bytes.writeUInt16LE(12, at + 10);
      }),
      /not what its header says/,
    );
    refuses(
      patched((bytes) => bytes.fill(0xff, 31, 34)),
      /cannot be unpacked/,
    );
    refuses(padded(), /behind the end of a/);
  });
});

/** A file whose packed bytes go on behind the end of what is packed. */
function padded(): Uint8Array {
  const content = toUtf8('a'.repeat(100));
  const stream = Buffer.concat([deflateRawSync(content), Buffer.from('hidden')]);
  const bytes = Buffer.from(archiveOf({ a: 'a'.repeat(100) }));
  const directory = bytes.readUInt32LE(bytes.length - 6);
  const whole = Buffer.concat([bytes.subarray(0, 31), stream, bytes.subarray(directory)]);
  const moved = 31 + stream.length;
  whole.writeUInt32LE(stream.length, 18);
  whole.writeUInt32LE(stream.length, moved + 20);
  whole.writeUInt32LE(moved, whole.length - 6);
  return whole;
}
