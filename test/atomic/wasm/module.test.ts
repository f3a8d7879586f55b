/** The module is the one whose source was reviewed, and can do what it has to and no more. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { binary, exportNames, imports } from './module.ts';

/** Changes with every change of src/atomic/wasm or of its compiler: on purpose, and seen by a reviewer. */
const DIGEST = '2cd16008435c395e2ff5057b1d52bfa4f84c28941613694258725ac7424ce3b2';

test('the binary has the digest that belongs to the sources', () => {
  assert.equal(createHash('sha256').update(binary).digest('hex'), DIGEST);
});

test('it imports nothing: it reaches nothing but its own memory', () => {
  assert.deepEqual(imports, []);
});

test('it makes tables of public keys, judges signatures and hashes; the rest is arithmetic for the tests', () => {
  assert.deepEqual([...exportNames].sort(), [
    'carry',
    'checks',
    'chunkText',
    'contextKey',
    'digest',
    'fillTable',
    'freeMemory',
    'fromBytes',
    'hashChunk',
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
    'writeDigits',
  ]);
});
