/** The module is the one whose source was reviewed, and can do what it has to and no more. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { binary, exportNames, imports } from './module.ts';

/** Changes with every change of src/atomic/wasm or of its compiler: on purpose, and seen by a reviewer. */
const DIGEST = 'd60ee531632bd8df205e0838ba3148af2d91b358d2ffe0244762b0d56eab0b8a';

test('the binary has the digest that belongs to the sources', () => {
  assert.equal(createHash('sha256').update(binary).digest('hex'), DIGEST);
});

test('it imports nothing: it reaches nothing but its own memory', () => {
  assert.deepEqual(imports, []);
});

test('it makes tables of public keys and judges signatures; the rest is arithmetic for the tests', () => {
  assert.deepEqual([...exportNames].sort(), [
    'carry',
    'checks',
    'fillTable',
    'freeMemory',
    'fromBytes',
    'invert',
    'memory',
    'multiply',
    'reduce',
    'square',
    'sumAndDifference',
    'tableBytes',
    'toBytes',
    'verdicts',
    'verify',
  ]);
});
