/** Who gets a table, and who loses it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { KeyTables } from '../../src/atomic/key-tables.ts';
import { messageOf, testSigner } from './fast-checks.ts';
import { replaceWebAssembly, realWebAssembly } from './samples.ts';

const keys = Array.from({ length: 200 }, (_, i) => testSigner(i).publicKey);

function countTimes(tables: KeyTables, key: Uint8Array, times: number): void {
  for (let i = 0; i < times; i++) tables.count(key);
}

const sizeOf = (tables: KeyTables, key: Uint8Array): number | undefined => tables.tableOf(key)?.bits;
const ownersOf = (tables: KeyTables, bits: number): number[] =>
  keys.flatMap((key, i) => (sizeOf(tables, key) === bits ? [i] : []));

test('a key that has been used often enough has a small one, and one that goes on a large one', () => {
  const tables = new KeyTables(5);
  countTimes(tables, keys[0]!, 5);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  tables.count(keys[0]!);
  assert.equal(sizeOf(tables, keys[0]!), 4);
  countTimes(tables, keys[0]!, 1018);
  assert.equal(sizeOf(tables, keys[0]!), 4);
  tables.count(keys[0]!);
  assert.equal(sizeOf(tables, keys[0]!), 9);
  countTimes(tables, keys[0]!, 1000);
  assert.equal(sizeOf(tables, keys[0]!), 9);
  assert.equal(tables.tableOf(keys[1]!), undefined);
});

test('a key that is no point has none, and is not tried again', () => {
  const tables = new KeyTables(0);
  const offCurve = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 2 : 0));
  tables.load();
  const place = tables.module!.places[4][0];
  countTimes(tables, offCurve, 3);
  assert.equal(tables.tableOf(offCurve), undefined);
  tables.count(keys[0]!);
  assert.equal(tables.tableOf(keys[0]!), place); // it is not lost
});

test('nor has one that the rule refuses', () => {
  const tables = new KeyTables(0);
  countTimes(tables, new Uint8Array(32), 3);
  assert.equal(tables.tableOf(new Uint8Array(32)), undefined);
});

test('there are 188 small ones; a key takes one from another only where it is used twice as much', () => {
  const tables = new KeyTables(2);
  for (let round = 0; round < 6; round++) for (const key of keys) tables.count(key);
  assert.deepEqual(
    ownersOf(tables, 4),
    keys.slice(0, 188).map((_, i) => i),
  );
  countTimes(tables, keys[190]!, 5);
  assert.equal(tables.tableOf(keys[190]!), undefined);
  countTimes(tables, keys[190]!, 4);
  assert.equal(sizeOf(tables, keys[190]!), 4);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  assert.equal(ownersOf(tables, 4).length, 188);
});

test('there are 16 large ones; who loses one begins with a small one again', () => {
  const tables = new KeyTables(2);
  for (const key of keys.slice(0, 20)) countTimes(tables, key, 1100);
  assert.deepEqual(
    [ownersOf(tables, 9), ownersOf(tables, 4)],
    [keys.slice(0, 16).map((_, i) => i), keys.slice(16, 20).map((_, i) => 16 + i)],
  );
  countTimes(tables, keys[18]!, 2000);
  assert.equal(sizeOf(tables, keys[18]!), 9);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  countTimes(tables, keys[0]!, 3);
  assert.equal(sizeOf(tables, keys[0]!), 4);
  assert.equal(ownersOf(tables, 9).length, 16);
});

test('what was long ago weighs less', () => {
  const tables = new KeyTables(2);
  for (const key of keys.slice(0, 188)) countTimes(tables, key, 100);
  countTimes(tables, keys[190]!, 160);
  assert.equal(tables.tableOf(keys[190]!), undefined);
  countTimes(tables, keys[1]!, 65_536);
  countTimes(tables, keys[190]!, 80);
  assert.notEqual(tables.tableOf(keys[190]!), undefined);
});

test('a key that pushes out another of the same first bytes frees its table', () => {
  const tables = new KeyTables(0);
  tables.count(keys[0]!);
  const place = tables.tableOf(keys[0]!);
  const namesake = keys[0]!.slice();
  do namesake[31]! ^= ++namesake[30]! & 0x7f;
  while ((tables.count(namesake), tables.tableOf(namesake) === undefined));
  assert.deepEqual([tables.tableOf(keys[0]!), tables.tableOf(namesake)], [undefined, place]);
});

test('nobody has loaded the module before the first table is due', () => {
  const tables = new KeyTables(1);
  tables.count(keys[0]!);
  assert.deepEqual([tables.isImpossible, tables.module], [false, undefined]);
  tables.load();
  assert.notEqual(tables.module, undefined);
});

test('after 4096 uses of all keys the base point has a large one, whoever has none', (t: TestContext) => {
  const filled: number[] = [];
  replaceWebAssembly(t, { Module: realWebAssembly.Module, Instance: instanceThat((bits) => filled.push(bits) > 0) });
  const tables = new KeyTables(2);
  for (let i = 0; i < 4095; i++) tables.count(keys[i % 100]!);
  assert.deepEqual([...new Set(filled)], [4]);
  tables.count(keys[0]!);
  assert.deepEqual([filled.filter((bits) => bits === 9).length, ownersOf(tables, 9)], [2, []]); // with that of the self-test
});

test('a module that errs with large tables alone is used with small ones alone', (t: TestContext) => {
  replaceWebAssembly(t, { Module: realWebAssembly.Module, Instance: instanceThat((bits) => bits !== 9) });
  const tables = new KeyTables(0);
  countTimes(tables, keys[0]!, 2000);
  assert.deepEqual([sizeOf(tables, keys[0]!), tables.isImpossible], [4, false]);
  const { check, publicKey } = testSigner(0);
  assert.deepEqual([...tables.module!.verify([check(messageOf(1))], [tables.tableOf(publicKey)], [0])], [1]);
});

/** An instance that makes tables where it may, by the size of their windows. */
function instanceThat(mayFill: (bits: number) => boolean): new (module: object) => { readonly exports: object } {
  return class {
    readonly exports: object;
    constructor(module: object) {
      const { exports } = new realWebAssembly.Instance(module);
      const { fillTable } = exports as { fillTable: (...args: number[]) => number };
      this.exports = { ...exports, fillTable: (...args: number[]) => (mayFill(args[3]!) ? fillTable(...args) : 0) };
    }
  };
}
