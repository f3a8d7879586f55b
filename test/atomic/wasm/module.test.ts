/** The module is the one whose source was reviewed, and can do what it has to and no more. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { binary, exportNames, imports } from './module.ts';

/** Changes with every change of src/atomic/wasm or of its compiler: on purpose, and seen by a reviewer. */
const DIGEST = '169f2e66847b75d0e5b95b4347ab5dbc6e713e2feb6a04904ca47d55332daea6';

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
  ]);
});
