import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyMap } from '../../src/atomic/key-map.ts';

/** A key that begins with `first` and ends with `last`. */
const key = (first: number, last = 0): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : i === 31 ? last : 7));

test('a value is found under the bytes of its key, and no others', () => {
  const map = new KeyMap<string>(10);
  map.set(key(1), 'one');
  assert.equal(map.get(key(1)), 'one');
  assert.equal(map.get(key(2)), undefined);
  assert.equal(map.get(key(1, 1)), undefined);
});

test('it keeps a copy of the key', () => {
  const map = new KeyMap<string>(10);
  const own = key(1);
  map.set(own, 'one');
  own[5] = 0;
  assert.equal(map.get(own), undefined);
  assert.equal(map.get(key(1)), 'one');
});

test('of two keys with the same first bytes the later one is kept, and the other is told of', () => {
  const dropped: string[] = [];
  const map = new KeyMap<string>(10, (value) => dropped.push(value));
  map.set(key(1), 'one');
  map.set(key(1, 1), 'namesake');
  assert.deepEqual([map.get(key(1)), map.get(key(1, 1)), dropped], [undefined, 'namesake', ['one']]);
  assert.deepEqual([...map.values()], ['namesake']);
});

test('one more than it keeps, and it begins anew', () => {
  const dropped: number[] = [];
  const map = new KeyMap<number>(3, (value) => dropped.push(value));
  for (let i = 0; i < 4; i++) map.set(key(i), i);
  assert.deepEqual([dropped, [...map.values()]], [[0, 1, 2], [3]]);
});

test('nobody has to be told', () => {
  const map = new KeyMap<number>(1);
  map.set(key(1), 1);
  map.set(key(2), 2);
  assert.deepEqual([...map.values()], [2]);
});
