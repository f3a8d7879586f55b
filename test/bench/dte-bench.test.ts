/** The benches of the transform engine, beside the others: each takes long. */
import { test } from 'node:test';
import { BENCHES } from './all.ts';
import { checkShortForm } from './short-form.ts';
import '../uncounted.ts';

for (const bench of BENCHES.filter(({ name }) => name.startsWith('dte-')))
  test(`${bench.name} in its short form`, () => checkShortForm(bench));
