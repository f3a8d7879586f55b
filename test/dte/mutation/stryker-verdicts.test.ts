/** The same mutants and verdicts as StrykerJS has, mutant by mutant, on a project of our own. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mutationTest } from '../../../src/dte/mutation/mutation-test.ts';
import { treeOf } from '../trees.ts';

const folder = join(import.meta.dirname, '../../golden/dte/mutation');

type Row = readonly [operator: string, ...place: [number, number, number, number], replacement: string, status: string];

interface Verdicts {
  readonly files: Readonly<Record<string, readonly Row[]>>;
}

/** What is put in place of an empty text differs, and so do blanks and parentheses. */
const comparable = (text: string): string =>
  text.replace(/Stryker was here!?|mutated/g, 'X').replace(/[\s"'`();]+/g, '');

test('all mutants and verdicts are those of StrykerJS', async () => {
  const verdicts = JSON.parse(readFileSync(join(folder, 'stryker-verdicts.json'), 'utf8')) as Verdicts;
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(ts|json)$/.test(path));
  const tree = treeOf(
    Object.fromEntries(paths.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))])),
  );
  const everywhere = [{ first: 1, last: 1000 }];
  const changed = new Map(Object.keys(verdicts.files).map((path) => [path, everywhere]));
  const { elements, counts } = await mutationTest(tree, { changed, workers: 2 });
  const theirs = Object.entries(verdicts.files).flatMap(([path, rows]) =>
    rows.map(([operator, ...rest]) => {
      const [line, column, endLine, endColumn, replacement, status] = rest;
      return `${path} ${operator} ${line}:${column}-${endLine}:${endColumn} ${comparable(replacement)} ${status}`;
    }),
  );
  const ours = Object.entries(elements!.files).flatMap(([path, { mutants }]) =>
    mutants.map(({ mutatorName, location: { start, end }, replacement, status }) => {
      const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
      return `${path} ${mutatorName} ${place} ${comparable(replacement)} ${status}`;
    }),
  );
  assert.deepEqual(ours.sort(), theirs.sort());
  assert.equal(counts.mutants, 117);
});
