/** The module's hash is that of @noble/hashes, whatever the size; what is more than a chunk is left to the other implementation. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blake3 } from '@noble/hashes/blake3.js';
import { HASH_CONTEXT } from '../../../src/atomic/domains.ts';
import { createFastEngine } from '../../../src/atomic/engine-fast.ts';
import { FastModule } from '../../../src/atomic/fast-module.ts';
import { KeyTables } from '../../../src/atomic/key-tables.ts';
import { toUtf8 } from '../../../src/base/bytes.ts';
import { realWebAssembly, replaceWebAssembly } from '../samples.ts';

const text = Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);
const expected = (size: number): Uint8Array => blake3(text.subarray(0, size), { context: toUtf8(HASH_CONTEXT) });

test('of every size up to a chunk, in any order', () => {
  const module = FastModule.open()!;
  for (let i = 0; i <= 1024; i++) {
    const size = (i * 389) % 1025; // longer and shorter ones in turn: nothing of the one before may be left
    assert.deepEqual(module.hash(text.subarray(0, size)), expected(size), String(size));
  }
  assert.equal(module.hash(text.subarray(0, 1025)), undefined);
});

test('of an engine, before and after the module is loaded, and of any size', () => {
  for (const tableAfter of [0, 8]) {
    const engine = createFastEngine({ tableAfter });
    for (const size of [0, 400, 1024, 1025, 3000])
      assert.deepEqual(engine.hash(text.subarray(0, size)), expected(size));
  }
});

test('a digest stays what it is when the next one is asked for', () => {
  const module = FastModule.open()!;
  const first = module.hash(text.subarray(0, 10));
  module.hash(text.subarray(0, 20));
  assert.deepEqual(first, expected(10));
});

test('a module that hashes wrongly is not used at all', (t) => {
  const Instance = class {
    readonly exports: object;
    constructor(module: object) {
      const { exports } = new realWebAssembly.Instance(module);
      this.exports = { ...exports, hashChunk: () => undefined };
    }
  };
  replaceWebAssembly(t, { Module: realWebAssembly.Module, Instance });
  const tables = new KeyTables(0);
  tables.load();
  assert.deepEqual([tables.isImpossible, tables.module], [true, undefined]);
});
