/** The coverage gates: planted reports that miss them are refused, with the place. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkCoverage } from '../../scripts/coverage.ts';
import { projectRoot } from './scratch.ts';

/** A report on a file: how often each line and each branch ran. */
function report(path: string, lines: readonly number[], branches: readonly number[]) {
  const entries = <T>(counts: readonly number[], of: (count: number, i: number) => T) =>
    Object.fromEntries(counts.map((count, i) => [String(i), of(count, i)]));
  return {
    path: join(projectRoot, path),
    statementMap: entries(lines, (_, i) => ({ start: { line: i + 1 } })),
    s: entries(lines, (count) => count),
    branchMap: entries(branches, (_, i) => ({ loc: { start: { line: 10 * (i + 1) } } })),
    b: entries(branches, (count) => [count]),
  };
}

const files = { base: 'src/base/bytes.ts', cli: 'test/run.ts' };
const full = report(files.base, [1, 5], [1, 1]);
const often = (hits: number, misses: number) => [...Array<number>(hits).fill(1), ...Array<number>(misses).fill(0)];

test('full coverage has no fault', () => {
  assert.deepEqual(checkCoverage([full]), []);
});

test('one line or branch that did not run in a folder of 100 % is a fault, with its place', () => {
  assert.deepEqual(checkCoverage([full, report('src/base/errors.ts', [1, 0, 0, 1, 0], [1])]), [
    'src/base: 57.14 % of lines are covered, the gate is 100 %. Not covered:',
    '  src/base/errors.ts:2-3,5',
  ]);
  assert.deepEqual(checkCoverage([report(files.base, [1], [1, 0])]), [
    'src/base: 50.00 % of branches are covered, the gate is 100 %. Not covered:',
    '  src/base/bytes.ts:20',
  ]);
});

test('other folders have to reach 95 %, each as a whole', () => {
  assert.deepEqual(checkCoverage([full, report(files.cli, often(95, 5), often(19, 1))]), []);
  const [fault] = checkCoverage([full, report(files.cli, often(94, 6), [1])]);
  assert.match(fault ?? '', /94\.00 % of lines are covered, the gate is 95 %/);
});

test('services are one folder, the Action is one, and files directly in src are one', () => {
  const [services, action, rest] = ['services/src/http/server.ts', 'action/src/git/run-git.ts', 'src/index.ts'].map(
    (path) => checkCoverage([full, report(path, often(94, 6), [1])]),
  );
  assert.match(action!.join(), /^action: 94\.00 % of lines are covered, the gate is 95 %/);
  assert.match(services!.join(), /^services: 94\.00 % of lines are covered, the gate is 95 %/);
  assert.match(rest!.join(), /^src: 94\.00 %/);
});

test('a good folder does not pay for another', () => {
  const large = report(files.cli, often(10_000, 0), often(10_000, 0));
  assert.equal(checkCoverage([large, report(files.base, [0], [1])]).length, 2);
});

test('the bracket behind a loop without end is no branch', () => {
  const file = 'src/base/file-lock.ts';
  const text = readFileSync(join(projectRoot, file), 'utf8').split('\n');
  const loop = text.findIndex((line) => /for \(.*; ; /.test(line)) + 1;
  const bracket = text.findIndex((line, i) => i > loop && line === '  }') + 1;
  const at = (line: number, column: number) => ({
    ...report(file, [1], [1, 0]),
    branchMap: {
      0: { loc: { start: { line: 1 } } },
      1: { loc: { start: { line: bracket, column: -1 }, end: { line, column } } },
    },
  });
  assert.deepEqual(checkCoverage([at(bracket, 3)]), []);
  assert.equal(checkCoverage([at(bracket + 2, 12)]).length, 2);
});

test('a report without files is a fault', () => {
  assert.deepEqual(checkCoverage([]), ['the report holds no file of src: nothing was measured']);
});

test('a file of types alone does not count', () => {
  assert.match(checkCoverage([report('src/base/report.ts', [0], [0])]).join(), /no file of src/);
});
