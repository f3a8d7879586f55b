/** What is found of a sample of labelled texts, and what is found in ordinary code, does not get worse. docs/performance.md has all of it. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGateway } from '../../src/gateway/index.ts';
import { projectRoot } from '../checks/scratch.ts';
import { noCorpora, personalCases, scorePersonal, scoreSecrets, secretCases } from './corpora.ts';
import { isLong } from '../long.ts';

const isSample = (_: unknown, i: number) => isLong || i % 5 === 0;
const secretsAlone = createGateway({ personalData: 'allow' });
const personalAlone = createGateway({ secrets: 'allow' });

test('secrets: recall, and good texts that are flagged', { skip: noCorpora }, async (t) => {
  const { positives, found, whole, negatives, flagged } = await scoreSecrets(
    secretCases().filter(isSample),
    (text) => secretsAlone.check(text).spans,
  );
  t.diagnostic(`${found} of ${positives} found, ${whole} whole; ${flagged} of ${negatives} flagged`);
  assert.ok(positives > 200 && negatives > 200, 'there is nothing to measure');
  assert.ok(found / positives > 0.88, `${found} of ${positives} found`);
  assert.ok(whole / positives > 0.86, `${whole} of ${positives} found whole`);
  assert.ok(flagged / negatives < 0.32, `${flagged} of ${negatives} flagged`);
});

test('personal data: whole entities, and findings that are in none', { skip: noCorpora }, async (t) => {
  const { found, all, outside } = await scorePersonal(
    personalCases().filter(isSample),
    (text) => personalAlone.check(text).spans,
  );
  t.diagnostic(`${JSON.stringify(found)} of ${JSON.stringify(all)}, ${outside} outside`);
  assert.ok(Object.values(all).reduce((sum, count) => sum + count, 0) > 40, 'there is nothing to measure');
  assert.deepEqual({ ...found, PHONE_NUMBER: 0 }, { ...all, PHONE_NUMBER: 0 });
  assert.ok(found['PHONE_NUMBER']! / all['PHONE_NUMBER']! > 0.85);
  assert.equal(outside, 0);
});

/** Code that everybody has who works on the project. The last one is made of long tables and short names. */
const ORDINARY = [
  'src/cli',
  'src/ledger',
  'src/dte',
  'node_modules/eslint/lib',
  'node_modules/rollup/dist/es',
  'node_modules/@types/lodash',
];

test('ordinary code holds no secret', () => {
  let chars = 0;
  const findings = ORDINARY.flatMap((folder) =>
    filesIn(folder).flatMap((path) => {
      const text = readFileSync(join(projectRoot, path), 'utf8');
      chars += text.length;
      return secretsAlone
        .check(text)
        .findings.map(({ line, details }) => `${path}:${line ?? 0} ${String(details?.['rule'])}`);
    }),
  );
  assert.ok(chars > 2_000_000, `only ${chars} characters were read`);
  assert.deepEqual(findings, []);
});

function filesIn(folder: string): string[] {
  const absolute = join(projectRoot, folder);
  const paths = readdirSync(absolute, { recursive: true }) as string[];
  return paths
    .filter((path) => /\.(?:ts|js|json)$/.test(path) && !path.includes('generated'))
    .sort()
    .map((path) => `${folder}/${path}`);
}
