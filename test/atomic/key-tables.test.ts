/** Who gets a table, and who loses it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { KeyTables } from '../../src/atomic/key-tables.ts';
import { testSigner } from './fast-checks.ts';
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
  countTimes(tables, keys[0]!, 506);
  assert.equal(sizeOf(tables, keys[0]!), 4);
  tables.count(keys[0]!);
  assert.equal(sizeOf(tables, keys[0]!), 8);
  countTimes(tables, keys[0]!, 1000);
  assert.equal(sizeOf(tables, keys[0]!), 8);
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

test('there are 32 large ones; who loses one begins with a small one again', () => {
  const tables = new KeyTables(2);
  for (const key of keys.slice(0, 40)) countTimes(tables, key, 600);
  assert.deepEqual(
    [ownersOf(tables, 8), ownersOf(tables, 4)],
    [keys.slice(0, 32).map((_, i) => i), keys.slice(32, 40).map((_, i) => 32 + i)],
  );
  countTimes(tables, keys[35]!, 1000);
  assert.equal(sizeOf(tables, keys[35]!), 8);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  countTimes(tables, keys[0]!, 3);
  assert.equal(sizeOf(tables, keys[0]!), 4);
  assert.equal(ownersOf(tables, 8).length, 32);
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

test('a module that errs with large tables alone is used with small ones alone', (t: TestContext) => {
  const Instance = class {
    readonly exports: object;
    constructor(module: object) {
      const { exports } = new realWebAssembly.Instance(module);
      const { fillTable } = exports as { fillTable: (...args: number[]) => number };
      this.exports = { ...exports, fillTable: (...args: number[]) => (args[3] === 8 ? 0 : fillTable(...args)) };
    }
  };
  replaceWebAssembly(t, { Module: realWebAssembly.Module, Instance });
  const tables = new KeyTables(0);
  countTimes(tables, keys[0]!, 1000);
  assert.deepEqual([sizeOf(tables, keys[0]!), tables.isImpossible], [4, false]);
});
