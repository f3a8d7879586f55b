/** The tree over a ledger's lines: proofs that hold, and none that holds for something else. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { toUtf8 } from '../../src/base/bytes.ts';
import { leafOf, pathOf, rootFrom, rootOf } from '../../src/evidence/pack/tree.ts';

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const sample = fc
  .array(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .chain((lines) => fc.tuple(fc.constant(lines), fc.subarray(lines.map((_, i) => i))));

test('the root is that of RFC 6962', () => {
  // From the test data of Certificate Transparency: leaves "", "00", "10", "2021", "3031".
  const leaves = ['', '00', '10', '2021', '3031'].map((text) => leafOf(Buffer.from(text, 'hex')));
  assert.equal(hex(rootOf(leaves.slice(0, 1))), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  assert.equal(hex(rootOf(leaves.slice(0, 2))), 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
  assert.equal(hex(rootOf(leaves.slice(0, 3))), 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77');
  assert.equal(hex(leafOf(toUtf8('x'))), createHash('sha256').update('\0x').digest('hex'));
});

test('the lines and the path give the root', () => {
  fc.assert(
    fc.property(sample, ([lines, places]) => {
      const leaves = lines.map((line) => leafOf(toUtf8(line)));
      const known = new Map(places.map((place) => [place, leaves[place]!]));
      assert.equal(hex(rootFrom(leaves.length, known, pathOf(leaves, places))), hex(rootOf(leaves)));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('another line, another place, another path or another size do not', () => {
  fc.assert(
    fc.property(sample, fc.nat(), ([lines, places], n) => {
      fc.pre(places.length > 0);
      const leaves = lines.map((line, i) => leafOf(toUtf8(`${String(i)} ${line}`)));
      const path = pathOf(leaves, places);
      const root = hex(rootOf(leaves));
      const entries = places.map((place): [number, Uint8Array] => [place, leaves[place]!]);
      const i = n % places.length;
      const changed = entries.map(([place, leaf], at): [number, Uint8Array] => [place, at === i ? leafOf(leaf) : leaf]);
      assert.notEqual(hex(rootFrom(leaves.length, new Map(changed), path)), root);
      assert.equal(rootFrom(leaves.length, new Map(entries), [...path, leaves[0]!]), undefined);
      if (path.length > 0) assert.equal(rootFrom(leaves.length, new Map(entries), path.slice(1)), undefined);
      const free = leaves.findIndex((_, at) => !places.includes(at));
      if (free >= 0 && places.length === 1) {
        const moved = rootFrom(leaves.length, new Map([[free, entries[0]![1]]]), path);
        assert.notEqual(hex(moved), root);
      }
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('a proof of a few lines is short, however long the ledger is', () => {
  const leaves = Array.from({ length: 5000 }, (_, i) => leafOf(toUtf8(String(i))));
  const path = pathOf(leaves, [7, 4711]);
  assert.ok(path.length < 26, String(path.length));
  const known = new Map([7, 4711].map((place) => [place, leaves[place]!]));
  assert.equal(hex(rootFrom(5000, known, path)), hex(rootOf(leaves)));
  assert.notEqual(hex(rootFrom(Number.MAX_SAFE_INTEGER, known, path)), hex(rootOf(leaves)));
});
