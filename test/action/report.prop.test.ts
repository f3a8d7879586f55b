/** Reports have a size, and text of others in them does nothing, whatever it is and however much of it there is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { Level, Remark } from '../../action/src/remark.ts';
import { stateOf } from '../../action/src/remark.ts';
import { annotations } from '../../action/src/report/annotations.ts';
import { formatReport } from '../../action/src/report/markdown.ts';
import { formatSarif } from '../../action/src/report/sarif.ts';
import { headlineOf } from '../../action/src/verdict.ts';
import type { Verdict } from '../../action/src/verdict.ts';
import schema from './sarif/schema.json' with { type: 'json' };

const levels: readonly Level[] = ['error', 'undecided', 'warning', 'notice'];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('@octocat', '<img src=x>', '```\n@octocat', '![a](http://e.vil)', '::error::x', '\u202e#1', '|||`'),
);
const remark: fc.Arbitrary<Remark> = fc.record({
  level: fc.constantFrom(...levels),
  rule: fc.constantFrom('ledger/NOT_APPEND_ONLY', 'changes/unexplained'),
  message: hostile,
  path: hostile,
  line: fc.integer({ min: 1, max: 1_000_000 }),
});
const verdict: fc.Arbitrary<Verdict> = fc
  .tuple(fc.array(remark, { maxLength: 80 }), fc.array(fc.tuple(hostile, hostile), { maxLength: 30 }))
  .map(([remarks, files]) => ({
    state: stateOf(remarks, 'error'),
    subject: { kind: 'change', event: 'pull_request', base: 'a'.repeat(40), head: 'b'.repeat(40) },
    judgedBy: 'aaaaaaa',
    ledgers: [],
    changes: {
      specs: [],
      files: files.map(([path, hunks]) => ({
        path,
        verdict: 'part-explained' as const,
        specs: [],
        hunks: hunks.repeat(40),
      })),
      remarks: [],
      notRun: [],
    },
    evidence: undefined,
    spending: undefined,
    remarks,
    notRun: [],
  }));
const context = { runUrl: 'https://github.com/octo/ledgers/actions/runs/1', degraded: [] };

test('a report is never longer than its channel takes, and always begins with the verdict', () => {
  fc.assert(
    fc.property(verdict, fc.integer({ min: 3000, max: 60_000 }), (one, maxBytes) => {
      const text = formatReport(one, context, maxBytes);
      assert.ok(Buffer.byteLength(text) <= maxBytes, `${String(Buffer.byteLength(text))} bytes of ${String(maxBytes)}`);
      const word = headlineOf(one).split(':', 1)[0]!;
      assert.ok(text.split('\n', 1)[0]!.includes(word));
      assert.match(text, /<\/sub>\n$/);
    }),
    { numRuns: 60 },
  );
});

test('a report has no mention, image, tag or hidden character that others wrote', () => {
  fc.assert(
    fc.property(verdict, (one) => {
      const text = formatReport(one, context, 60_000);
      assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b]/);
      const prose = text
        .replaceAll(/<code>[^<]*<\/code>/g, '')
        .replaceAll(/^(`{3,})\w*\n[^]*?\n\1$/gm, '')
        .replaceAll(/\\[^]|(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
      assert.doesNotMatch(prose, /<img|!\[|@octocat/);
    }),
    { numRuns: 60 },
  );
});

test('the runner is sent ten annotations of a kind at most, and nothing but annotations', () => {
  fc.assert(
    fc.property(fc.array(remark, { maxLength: 60 }), (remarks) => {
      const lines = annotations(remarks);
      for (const kind of ['error', 'warning', 'notice'])
        assert.ok(lines.filter((line) => line.startsWith(`::${kind} `)).length <= 10);
      for (const line of lines) assert.match(line, /^::(?:error|warning|notice) [^\n\r]*$/);
    }),
    { numRuns: 60 },
  );
});

test('SARIF is what its schema says', () => {
  const isUri = (text: string): boolean =>
    URL.canParse(text, 'https://example.com/') && !/[^\x21-\x7e]|[<>"`{}|\\^]/.test(text);
  const ajv = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: { uri: (text: string) => URL.canParse(text), 'uri-reference': isUri, 'date-time': /^\d{4}-/ },
  });
  const validate = ajv.compile(schema);
  const demandValid = (log: unknown): void => {
    assert.ok(validate(log), JSON.stringify(validate.errors));
  };
  fc.assert(
    fc.property(fc.array(remark, { maxLength: 20 }), fc.boolean(), (remarks, isAnywhere) => {
      const placed = isAnywhere ? remarks.map(({ level, rule, message }) => ({ level, rule, message })) : remarks;
      demandValid(JSON.parse(formatSarif(placed)));
    }),
    { numRuns: 60 },
  );
  const [first] = (JSON.parse(formatSarif([{ level: 'error', rule: 'x', message: 'y' }])) as { runs: object[] }).runs;
  for (const wrong of [{ version: '2.1.0' }, { version: '2.1.0', runs: [{ ...first, tool: {} }] }])
    assert.ok(!validate(wrong), 'the schema refuses nothing');
});

test('SARIF has at most as many results as GitHub shows', () => {
  const many: Remark[] = Array.from({ length: 6000 }, (_, line) => ({
    level: 'error',
    rule: 'ledger/NOT_APPEND_ONLY',
    message: 'x',
    line: line + 1,
  }));
  const { runs } = JSON.parse(formatSarif(many)) as { runs: { results: unknown[] }[] };
  assert.equal(runs[0]!.results.length, 5000);
});
