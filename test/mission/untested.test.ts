/** What high risk asks of a report besides its yes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saysYes, untestedChanges } from '../../src/mission/index.ts';
import type { BatchReport } from '../../src/mission/index.ts';
import { reportOf } from './story.ts';

type Checks = BatchReport['checks'];

const IMAGES: Checks = [{ name: 'images', kind: 'images', ok: true, findings: [] }];
const change = (name: string, figures: object): Checks => [{ name, kind: 'spec', ok: true, findings: [], ...figures }];
const report = (...checks: Checks[]): BatchReport => ({ ...reportOf('M-1', 'batch-1', true), checks: checks.flat() });
const NOTICED = change('noticed', { mutation_score: 0.6, mutation_threshold: 0.6 });

test('with high risk every change has as many mutants noticed as it wants, and the others are named', () => {
  const untested = [
    change('few', { mutation_score: 0.5, mutation_threshold: 0.6 }),
    change('none', { mutation_threshold: 0.6 }),
    change('no-threshold', { mutation_score: 1 }),
  ];
  const whole = report(NOTICED, ...untested, IMAGES);
  const names = untestedChanges(whole, 'high').map(({ name }) => name);
  assert.deepEqual(names, ['few', 'none', 'no-threshold']);
  assert.equal(saysYes(whole, 'high'), false);
  assert.equal(saysYes(report(NOTICED, IMAGES), 'high'), true);
});

test('with high risk a report without a change says nothing of one', () => {
  assert.deepEqual(untestedChanges(report(IMAGES), 'high'), []);
  assert.equal(saysYes(report(IMAGES), 'high'), false);
});

test('with less risk its own yes is enough, and its no is one with any', () => {
  const whole = report(change('none', {}));
  assert.deepEqual(untestedChanges(whole, 'medium'), []);
  assert.equal(saysYes(whole, 'medium'), true);
  for (const risk of ['low', 'high'] as const) assert.equal(saysYes({ ...report(NOTICED), ok: false }, risk), false);
});
