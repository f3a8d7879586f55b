/** Who gets a table, and who loses it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyTables } from '../../src/atomic/key-tables.ts';
import { testSigner } from './fast-checks.ts';

const keys = Array.from({ length: 70 }, (_, i) => testSigner(i).publicKey);

function countTimes(tables: KeyTables, key: Uint8Array, times: number): void {
  for (let i = 0; i < times; i++) tables.count(key);
}

test('a key that has been used often enough', () => {
  const tables = new KeyTables(5);
  countTimes(tables, keys[0]!, 5);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  tables.count(keys[0]!);
  assert.equal(tables.tableOf(keys[0]!), 0);
  assert.equal(tables.tableOf(keys[1]!), undefined);
});

test('a key that is no point has none, and is not tried again', () => {
  const tables = new KeyTables(0);
  const offCurve = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 2 : 0));
  countTimes(tables, offCurve, 3);
  assert.equal(tables.tableOf(offCurve), undefined);
  tables.count(keys[0]!);
  assert.equal(tables.tableOf(keys[0]!), 0); // the place is not lost
});

test('nor has one that the rule refuses', () => {
  const tables = new KeyTables(0);
  countTimes(tables, new Uint8Array(32), 3);
  assert.equal(tables.tableOf(new Uint8Array(32)), undefined);
});

test('there are 55; a key takes one from another only where it is used twice as much', () => {
  const tables = new KeyTables(2);
  const owners = (): number[] => keys.flatMap((key, i) => (tables.tableOf(key) === undefined ? [] : [i]));
  for (let round = 0; round < 6; round++) for (const key of keys) tables.count(key);
  assert.deepEqual(
    owners(),
    keys.slice(0, 55).map((_, i) => i),
  );
  countTimes(tables, keys[60]!, 5);
  assert.equal(tables.tableOf(keys[60]!), undefined);
  countTimes(tables, keys[60]!, 4);
  assert.equal(tables.tableOf(keys[60]!), 0);
  assert.equal(owners().length, 55);
  assert.equal(tables.tableOf(keys[0]!), undefined);
});

test('what was long ago weighs less', () => {
  const tables = new KeyTables(2);
  for (const key of keys.slice(0, 55)) countTimes(tables, key, 1000);
  countTimes(tables, keys[60]!, 1600);
  assert.equal(tables.tableOf(keys[60]!), undefined);
  countTimes(tables, keys[1]!, 65_536);
  countTimes(tables, keys[60]!, 800);
  assert.notEqual(tables.tableOf(keys[60]!), undefined);
});

test('a key that pushes out another of the same first bytes frees its table', () => {
  const tables = new KeyTables(0);
  const namesake = keys[0]!.slice();
  tables.count(keys[0]!);
  do namesake[31]! ^= ++namesake[30]! & 0x7f;
  while ((tables.count(namesake), tables.tableOf(namesake) === undefined));
  assert.deepEqual([tables.tableOf(keys[0]!), tables.tableOf(namesake)], [undefined, 0]);
});

test('nobody has loaded the module before the first table is due', () => {
  const tables = new KeyTables(1);
  assert.equal(tables.isImpossible, false);
  tables.count(keys[0]!);
  assert.equal(tables.tableOf(keys[0]!), undefined);
  assert.notEqual(tables.load(), undefined);
  assert.equal(tables.load(), tables.load());
});
