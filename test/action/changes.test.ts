/** Change specs and spending of a pull request: what is explained, what is not, and what the report shows of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Folder } from '../dte/git-fixture.ts';
import { draft } from '../ledger/fixtures.ts';
import type { Step } from '../ledger/fixtures.ts';
import { demandGolden } from './golden.ts';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, PAGE, Scene, keyring, ledgerOf, pullPayload, specText } from './scene.ts';
import type { Changes } from './scene.ts';

const CONFIG = '.jsonatomic/config.json';
const strict = { [CONFIG]: JSON.stringify({ action: { changes: [{ paths: ['src/**'], allow: 'explained' }] } }) };

async function judge(
  t: TestContext,
  base: Changes,
  changes: Changes,
  inputs: Readonly<Record<string, string>> = {},
  body = '',
): Promise<StepResult> {
  const scene = new Scene(t);
  const common = { [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1), 'src/page.ts': PAGE };
  scene.commit({ ...common, ...base });
  const pull = scene.pull(changes);
  return runStep(t, {
    workspace: scene.folder.path,
    event: 'pull_request',
    payload: pullPayload(pull, { body }),
    sha: pull.merge,
    inputs: { fetch: 'never', comment: 'never', ...inputs },
  });
}

const rulesOf = ({ annotations }: StepResult): string[] => annotations.map(({ properties }) => properties['title']!);

const HELLO = PAGE.replace('Welcome', 'Hello');

describe('a pull request with a change spec', () => {
  test('that yields the change explains it', async (t) => {
    const result = await judge(t, strict, { 'specs/1.json': specText(), 'src/page.ts': HELLO });
    assert.deepEqual([result.status, result.stderr, rulesOf(result)], [0, '', []]);
    assert.equal(result.outputs['changespecs'], '[{"id":"CS-1","edits":1,"ok":true}]');
    demandGolden('explained', result.summary);
  });

  test('and a line that it does not yield is part explained, and the line is shown', async (t) => {
    const smuggled = `${HELLO}export const backdoor = true; // @octocat <img src=x>\n`;
    const result = await judge(t, strict, { 'specs/1.json': specText(), 'src/page.ts': smuggled });
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/part-explained']]);
    demandGolden('part-explained', result.summary);
  });

  test('whose name is a pattern vouches for itself alone', async (t) => {
    const everything = { [CONFIG]: JSON.stringify({ action: { changes: [{ paths: ['**'], allow: 'explained' }] } }) };
    const changes = {
      '*.json': specText(),
      'src/page.ts': HELLO,
      'package.json': '{"scripts":{"postinstall":"evil"}}',
    };
    const result = await judge(t, everything, changes);
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/unexplained']]);
    assert.equal(result.annotations[0]!.properties['file'], 'package.json');
  });

  test('and a hundred more of them is not judged by some of them', async (t) => {
    const spec = JSON.parse(specText()) as object;
    const many = Array.from({ length: 101 }, (_, i) => [`specs/${i}.json`, JSON.stringify({ ...spec, id: `CS-${i}` })]);
    const result = await judge(t, {}, Object.fromEntries(many) as Changes);
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/LIMIT_EXCEEDED']]);
    assert.equal(result.annotations[0]!.properties['file'], 'specs/99.json');
    assert.match(result.annotations[0]!.message, /more than 100 specs .* split the change into smaller ones/);
  });

  test('that takes the place of settings vouches for nothing', async (t) => {
    const everything = {
      [CONFIG]: JSON.stringify({ action: { changes: [{ paths: ['**'], allow: 'explained' }] } }),
      'package.json': '{"type":"module"}',
    };
    const result = await judge(t, everything, { 'package.json': specText(), 'src/page.ts': HELLO });
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/unexplained']]);
    assert.match(
      result.annotations[0]!.message,
      /^package\.json is unexplained: it was no spec before, and is one now\./,
    );
  });

  test('need not explain what is appended to ledgers, as long as that is good', async (t) => {
    const everything = { [CONFIG]: JSON.stringify({ action: { changes: [{ paths: ['**'], allow: 'explained' }] } }) };
    const changes = { 'specs/1.json': specText(), 'src/page.ts': HELLO };
    assert.equal((await judge(t, everything, { ...changes, [LEDGER]: await ledgerOf([1, 2]) })).status, 0);
    const bad = await judge(t, everything, { ...changes, [LEDGER]: await ledgerOf([9]) });
    assert.deepEqual(rulesOf(bad), ['ledger/NOT_APPEND_ONLY', 'changes/unexplained']);
  });

  test('that does nothing here is a claim that is wrong', async (t) => {
    const missing = specText({ selector: 'VariableDeclarator[id.name="nothing"] > Literal' });
    const result = await judge(t, {}, { 'specs/1.json': missing });
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/TARGET_MISSING']]);
  });

  test('that is none is a fault of the change', async (t) => {
    const result = await judge(t, {}, { 'specs/1.json': specText().replace('editString', 'editAnything') });
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/SPEC_INVALID']]);
  });

  test('whose invariant does not hold fails; whose tests would be executed says that they were not', async (t) => {
    const invariant = { name: 'no greeting', type: 'regex', spec: 'Hello' };
    const text = specText({}, { invariants: [invariant], tests: { strategy: 'augment', targets: ['test/a.test.ts'] } });
    const result = await judge(t, {}, { 'specs/1.json': text, 'src/page.ts': HELLO });
    assert.equal(result.status, 1);
    assert.match(result.log, /CS-1, no greeting/);
    assert.match(result.summary, /Did not run:\n- The tests and mutants of CS/);
  });
});

describe('a tree that git would not write', () => {
  /** Judges a change that its spec explains, whose tree of `src` was forged. */
  async function judgeForged(t: TestContext, forge: (rows: Buffer, folder: Folder) => Buffer): Promise<StepResult> {
    const scene = new Scene(t);
    const { folder } = scene;
    const common = { [LEDGER]: await ledgerOf([1]), '.jsonatomic/keyring.json': keyring(1), 'src/page.ts': PAGE };
    scene.commit({ ...common, ...strict });
    const { base } = scene.pull({ 'specs/1.json': specText(), 'src/page.ts': HELLO });
    const rowsOf = (tree: string): Buffer => spawnSync('git', ['cat-file', 'tree', tree], { cwd: folder.path }).stdout;
    const write = (input: Buffer): string =>
      folder.gitWith({ input }, 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin');
    const top = rowsOf('HEAD^{tree}');
    const at = top.indexOf(Buffer.from(folder.git('rev-parse', 'HEAD:src'), 'hex'));
    const forged = Buffer.from(write(forge(rowsOf('HEAD:src'), folder)), 'hex');
    const tree = write(Buffer.concat([top.subarray(0, at), forged, top.subarray(at + forged.length)]));
    const commit = (...parents: string[]): string =>
      folder.git('commit-tree', tree, '-m', 'forged', ...parents.flatMap((parent) => ['-p', parent]));
    const head = commit(base);
    const merge = commit(base, head);
    folder.git('update-ref', '--no-deref', 'HEAD', merge);
    return runStep(t, {
      workspace: folder.path,
      event: 'pull_request',
      payload: pullPayload({ base, head, merge }, { body: '' }),
      sha: merge,
      inputs: { fetch: 'never', comment: 'never' },
    });
  }

  test('fails, however well its files are explained: others may read it in another way', async (t) => {
    const result = await judgeForged(t, (rows) =>
      Buffer.from(rows.toString('latin1').replace('100644 page.ts', '100664 page.ts'), 'latin1'),
    );
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/NOT_CHECKED']]);
    assert.match(result.log, /is written in a form that git does not write/);
  });

  test('with a name twice is not judged at all', async (t) => {
    const result = await judgeForged(t, (rows, folder) => {
      const evil = folder.gitWith({ input: 'evil();\n' }, 'hash-object', '-w', '--stdin');
      return Buffer.concat([Buffer.from('100644 page.ts\0'), Buffer.from(evil, 'hex'), rows]);
    });
    assert.deepEqual([result.status, rulesOf(result)], [3, ['run/unreadable']]);
    assert.match(result.log, /has two files whose names read src\/page\.ts\./);
  });
});

describe('a change spec that the base has, and that a pull request names', () => {
  const approved = { ...strict, 'specs/1.json': specText() };
  const body = 'As it was approved:\r\n\r\nChange-Spec: specs/1.json\r\n';

  test('explains the change that it yields', async (t) => {
    const result = await judge(t, approved, { 'src/page.ts': HELLO }, {}, body);
    assert.deepEqual([result.status, rulesOf(result)], [0, []]);
    assert.equal(result.outputs['changespecs'], '[{"id":"CS-1","edits":1,"ok":true}]');
    demandGolden('named', result.summary);
  });

  test('explains nothing where it is not named, and nothing else where it is', async (t) => {
    assert.deepEqual(rulesOf(await judge(t, approved, { 'src/page.ts': HELLO })), ['changes/unexplained']);
    const other = PAGE.replace('Welcome', 'Evil');
    assert.deepEqual(rulesOf(await judge(t, approved, { 'src/page.ts': other }, {}, body)), ['changes/part-explained']);
  });

  test('is the one that the change brings, where it changes it', async (t) => {
    const changes = { 'specs/1.json': specText({ details: { to: 'Ahoy' } }), 'src/page.ts': HELLO };
    assert.deepEqual(rulesOf(await judge(t, approved, changes, {}, body)), ['changes/part-explained']);
  });

  for (const [what, path] of [
    ['is not there', 'specs/2.json'],
    ['is no spec', 'src/page.ts'],
    ['leads elsewhere', '../../etc/passwd'],
  ] as const) {
    test(`that ${what} is a fault of the change`, async (t) => {
      const result = await judge(t, approved, { 'src/page.ts': HELLO }, {}, `Change-Spec: ${path}`);
      assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/SPEC_INVALID']]);
    });
  }
});

describe('rules of the base', () => {
  test('refuse what no spec explains, and let other paths be', async (t) => {
    const changes = { 'src/page.ts': HELLO, 'readme.txt': 'x\n' };
    assert.deepEqual(rulesOf(await judge(t, strict, changes)), ['changes/unexplained']);
    assert.equal((await judge(t, strict, { 'readme.txt': 'x\n' })).status, 0);
  });

  test('count although the change switches them off', async (t) => {
    const result = await judge(t, strict, { 'src/page.ts': HELLO, [CONFIG]: '{}' });
    assert.deepEqual([result.status, rulesOf(result)], [1, ['changes/unexplained', 'rules/changed']]);
  });

  test('that are none give no verdict', async (t) => {
    const result = await judge(t, { [CONFIG]: '{"action":{"chnges":[]}}' }, { 'a.txt': 'a\n' });
    assert.deepEqual([result.status, result.outputs['verdict']], [2, undefined]);
    assert.match(result.annotations[0]!.message, /config\.json/);
  });
});

const usage = (n: number, cost: string, more: Readonly<Record<string, unknown>> = {}): Step => ({
  draft: draft(n, {
    intent: 'usage_recorded',
    did: { actor: 'claude@ci', action: 'spend' },
    payload: {
      usage: `call-${String(n)}`,
      scope: {},
      cost,
      currency: 'USD',
      model: 'model-x',
      tokens: { input: 1000, output: 200 },
      attestation: 'signed',
      ...more,
    },
  }),
});

describe('what a pull request spent', () => {
  const budget = { [CONFIG]: JSON.stringify({ action: { budget: '8 USD' } }) };
  const spends = async (...usages: Step[]): Promise<Changes> => ({ [LEDGER]: await ledgerOf([1, ...usages]) });

  test('is summed up exactly, signed and claimed apart, each usage once', async (t) => {
    const twice = usage(4, '1.10', { usage: 'call-2' });
    const result = await judge(
      t,
      budget,
      await spends(usage(2, '1.10'), usage(3, '4.1200001', { attestation: 'claimed' }), twice),
    );
    assert.equal(result.status, 0);
    assert.deepEqual(JSON.parse(result.outputs['spending']!), {
      calls: 2,
      tokens: 2400,
      spent: [{ currency: 'USD', amount: '5.2200001', signed: '1.1' }],
      unread: 0,
    });
    demandGolden('spending', result.summary);
  });

  test('over the budget fails', async (t) => {
    const result = await judge(t, budget, await spends(usage(2, '9.50')));
    assert.deepEqual([result.status, rulesOf(result)], [1, ['spending/over-budget']]);
    demandGolden('over-budget', result.summary);
  });

  test('under one name at two prices is not known', async (t) => {
    const result = await judge(t, budget, await spends(usage(2, '0'), usage(3, '99', { usage: 'call-2' })));
    assert.deepEqual([result.status, rulesOf(result)], [3, ['spending/unread']]);
  });

  test('in another currency, or without an amount, is not known', async (t) => {
    const result = await judge(t, budget, await spends(usage(2, '1', { currency: 'EUR' }), usage(3, 'much')));
    assert.deepEqual([result.status, rulesOf(result).sort()], [3, ['spending/other-currency', 'spending/unread']]);
    demandGolden('undecided', result.summary);
  });

  test('is not asked where it is not wanted', async (t) => {
    const result = await judge(t, budget, await spends(usage(2, '9')), { checks: 'ledger' });
    assert.deepEqual([result.status, result.outputs['spending']], [0, '']);
  });
});

describe('what a pull request records as evidence', () => {
  const record = (n: number, facts: object, more: object = {}): Step => ({
    draft: draft(n, {
      entity_type: 'test',
      intent: 'evidence_recorded',
      payload: {
        evidence: `E-${String(n)}`,
        mission: 'M-1',
        kind: 'test_report',
        name: `junit-${String(n)}.xml`,
        facts,
        ...more,
      },
    }),
  });
  const records = async (...steps: Step[]): Promise<Changes> => ({ [LEDGER]: await ledgerOf([1, ...steps]) });

  test('is shown, and fails nothing', async (t) => {
    const again = { draft: { ...record(2, { tests: 4, failures: 0 }).draft, this: '/missions/M-1' } };
    const coverage = record(3, { lines: 10, lines_covered: 9 }, { kind: 'coverage', name: '| <lcov> @octocat' });
    const result = await judge(t, {}, await records(record(2, { tests: 4, failures: 0 }), coverage, again));
    assert.deepEqual([result.status, result.outputs['verdict'], result.stderr], [0, 'pass', '']);
    const names = (JSON.parse(result.outputs['evidence']!) as { evidence: string }[]).map(({ evidence }) => evidence);
    assert.deepEqual(names, ['E-2', 'E-3']);
    demandGolden('evidence', result.summary);
  });

  test('of tests that failed, of findings, and what is none, is to be seen', async (t) => {
    const findings = record(3, { findings: 2 }, { kind: 'verification_report' });
    const none = record(4, {}, { kind: 'rumour' });
    const result = await judge(t, {}, await records(record(2, { tests: 4, failures: 1, errored: 1 }), findings, none));
    assert.equal(result.outputs['verdict'], 'warn');
    assert.deepEqual(rulesOf(result), ['evidence/tests-failed', 'evidence/findings', 'evidence/unread']);
    demandGolden('evidence-failed', result.summary);
    assert.equal(
      (await judge(t, {}, await records(record(2, { tests: 1, failures: 1 })), { checks: 'ledger' })).outputs[
        'verdict'
      ],
      'pass',
    );
  });
});

test('reports for programs: JSON and SARIF', async (t) => {
  const folder = new Scene(t).folder.path;
  const [report, sarif] = [join(folder, 'report.json'), join(folder, 'report.sarif')];
  const result = await judge(t, strict, { 'src/page.ts': HELLO }, { 'report-file': report, 'sarif-file': sarif });
  assert.equal(result.outputs['report-file'], report);
  const { verdict, remarks } = JSON.parse(readFileSync(report, 'utf8')) as {
    verdict: string;
    remarks: { rule: string }[];
  };
  assert.deepEqual([verdict, remarks.map(({ rule }) => rule)], ['fail', ['changes/unexplained']]);
  const { runs } = JSON.parse(readFileSync(sarif, 'utf8')) as {
    runs: { results: { ruleId: string; level: string }[] }[];
  };
  assert.deepEqual(
    runs[0]!.results.map(({ ruleId, level }) => [ruleId, level]),
    [['changes/unexplained', 'error']],
  );
});
