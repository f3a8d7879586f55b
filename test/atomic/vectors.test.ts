/** All vectors, in this Node. test/browser judges the same ones in a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeVectors } from './suite/suite.ts';
import { missingVectors, readVectors } from './suite/vector-files.ts';

/** How many there are: a folder that was half copied must not look like a good run. */
const expected: Readonly<Record<string, number>> = {
  'RFC 8785 texts': 6,
  'RFC 8785 numbers': 10_000,
  'JSONTestSuite y_': 95,
  'JSONTestSuite n_': 188,
  'JSONTestSuite i_': 35,
  'JSONTestSuite transforms': 22,
  'BLAKE3 derive_key': 35,
  'Wycheproof Ed25519': 151,
  'Taming the many EdDSAs': 12,
  'small order': 196,
  'our atomics': 36,
  'our lines': 45,
  'our numbers': 49,
  'our signatures': 30,
};

test('foreign vectors are at hand where everything has to be tested', () => {
  if (process.env['CI'] === 'true') assert.equal(missingVectors, false);
});

if (missingVectors !== false) console.error(missingVectors);
const groups = missingVectors === false ? judgeVectors(readVectors()) : [];

for (const name of Object.keys(expected)) {
  test(name, { skip: missingVectors }, () => {
    const group = groups.find((one) => one.name === name);
    assert.deepEqual(group?.faults, []);
    assert.equal(group.checked, expected[name]);
  });
}

test('every group is counted', { skip: missingVectors }, () => {
  assert.deepEqual(
    groups.map(({ name }) => name),
    Object.keys(expected),
  );
});
