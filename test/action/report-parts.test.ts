/** Reports of what there is much of, or nothing; and where they are written. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerOutcome } from '../../action/src/checks/ledger-check.ts';
import { formatJsonReport } from '../../action/src/report/json.ts';
import { formatReport } from '../../action/src/report/markdown.ts';
import { writeReport } from '../../action/src/report/report-file.ts';
import { headlineOf } from '../../action/src/verdict.ts';
import type { Verdict } from '../../action/src/verdict.ts';
import { Folder } from '../dte/git-fixture.ts';

const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const remark = { level: 'undecided', rule: 'ledger/unreadable', message: 'It cannot be read.' } as const;
const ledger = (i: number): LedgerOutcome => ({
  path: `data/${String(i)}.jsonl`,
  isNew: true,
  total: 1,
  added: 1,
  verified: 1,
  trust: 'self-asserted',
  tip: null,
  baseTip: null,
  remarks: [remark],
  appended: [],
});
const much: Verdict = {
  state: 'undecided',
  subject: { kind: 'whole', event: 'schedule', head: 'a'.repeat(40) },
  judgedBy: undefined,
  ledgers: times(60, ledger),
  changes: {
    specs: [],
    files: times(60, (i) => ({ path: `src/${String(i)}.ts`, verdict: 'explained' as const, specs: [] })),
    remarks: [],
    notRun: [],
  },
  evidence: {
    records: times(60, (i) => ({ evidence: `E-${String(i)}`, mission: 'M-1', kind: 'other' as const, name: 'notes' })),
    unread: 0,
  },
  spending: {
    calls: 1,
    tokens: 1,
    spent: [{ currency: 'USD', amount: 1n, signed: 0n }],
    byModel: [],
    unread: 0,
    budget: { currency: 'USD', amount: 0n },
  },
  remarks: times(60, () => remark),
  notRun: [],
};
const context = { runUrl: 'https://github.com/o/r/actions/runs/1', degraded: [] };

test('of what there is much of, fifty are shown, and how many there are', () => {
  const text = formatReport(much, context, 1_000_000);
  for (const [one, said] of [
    ['❓ | `data/49.jsonl` (new)', '10 more ledgers'],
    ['`src/49.ts`', '10 more files'],
    ['`notes`', '10 more records'],
    ['`ledger/unreadable`', '- and 10 more'],
  ] as const)
    assert.ok(text.includes(one) && text.includes(said), said);
  assert.match(text, /█{20}` 100 % of 0\.00 USD/);
});

test('what was not looked at is null for programs', () => {
  const { changes: _, evidence: __, spending: ___, ...rest } = much;
  const nothing = { ...rest, changes: undefined, evidence: undefined, spending: undefined };
  const { specs, evidence, spending, judged_by } = JSON.parse(formatJsonReport(nothing)) as Record<string, unknown>;
  assert.deepEqual(
    { specs, evidence, spending, judged_by },
    { specs: [], evidence: [], spending: null, judged_by: null },
  );
});

test('a file is written in new folders, and through no link of the workspace', (t) => {
  const folder = new Folder(t, { 'sub/a.txt': 'a', out: { link: 'sub' }, 'b.json': { link: 'sub/a.txt' } });
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(folder.path);
  for (const path of ['r.json', 'new/folder/r.json', folder.at('other/r.json')]) writeReport(path, 'r');
  assert.deepEqual(
    ['r.json', 'new/folder/r.json', 'other/r.json'].map((path) => folder.read(path)),
    ['r', 'r', 'r'],
  );
  for (const path of ['b.json', 'out/r.json', 'out/new/r.json'])
    assert.throws(() => writeReport(path, 'r'), { code: 'PATH_UNSAFE' });
  assert.equal(folder.read('sub/a.txt'), 'a');
});

test('the first line says why warnings fail, and never that a broken ledger is intact', () => {
  const warning = { level: 'warning', rule: 'evidence/tests-failed', message: '1 of 2 tests failed.' } as const;
  assert.equal(headlineOf({ ...much, state: 'fail', remarks: [warning] }), 'Failed: 1 of 2 tests failed.');
  const error = { level: 'error', rule: 'ledger/HASH_MISMATCH', message: 'Line 1 was changed.' } as const;
  const failed = { ...much, state: 'fail', remarks: [warning, error] } as const;
  assert.equal(headlineOf(failed), 'Failed: Line 1 was changed.');
  const [good, bad] = [
    { ...ledger(0), remarks: [] },
    { ...ledger(1), remarks: [error] },
  ];
  const lenient = { ...much, state: 'warn', spending: undefined, remarks: [error] } as const;
  const headline = (ledgers: LedgerOutcome[]): string => headlineOf({ ...lenient, ledgers });
  assert.match(headline([good, bad]), /^Passed with remarks: 1 of 2 ledgers intact, /);
  assert.match(headline([bad]), /^Passed with remarks: 0 of 1 ledger intact, /);
  assert.match(headline([good]), /^Passed with remarks: 1 ledger intact, /);
  assert.match(headline([]), /^Passed with remarks: no ledger was verified, /);
});
