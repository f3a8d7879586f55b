/** What is read from reports, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toUtf8 } from '../../src/base/bytes.ts';
import type { EvidenceRecord } from '../../src/evidence/index.ts';
import { readContent } from '../../src/evidence/reports/facts.ts';
import { xmlTags } from '../../src/evidence/reports/xml-tags.ts';

const factsOf = (kind: EvidenceRecord['kind'], text: string) => readContent(kind, toUtf8(text))?.facts;

test('JUnit reports are counted by their cases', () => {
  const text = `\ufeff<?xml version="1.0"?><!-- <testcase/> --><testsuites tests="99">
    <testsuite name='a &gt; b'><testcase name="one"/><testcase name="two"><failure message="no">x &lt; y<![CDATA[ </testcase> <failure> ]]></failure></testcase></testsuite>
    <testsuite><testcase><skipped/></testcase><testcase><error/></testcase></testsuite></testsuites>`;
  assert.deepEqual(factsOf('test_report', text), { tests: 4, failures: 1, errored: 1, skipped: 1 });
  assert.equal(readContent('test_report', toUtf8('<testsuite/>'))?.mediaType, 'application/xml');
});

test('coverage is read as Cobertura, LCOV and Istanbul write it', () => {
  const expected = { lines: 10, lines_covered: 8, branches: 4, branches_covered: 3 };
  const cobertura = `<coverage lines-valid="10" lines-covered='8' branches-valid="4" branches-covered="3"><packages/></coverage>`;
  assert.deepEqual(factsOf('coverage', cobertura), expected);
  const lcov = 'TN:\nSF:a.ts\nLF:6\nLH:5\nBRF:4\nBRH:3\nend_of_record\r\nSF:b.ts\nLF:4\r\nLH:3\r\nend_of_record\n';
  assert.deepEqual(factsOf('coverage', lcov), expected);
  const istanbul = { total: { lines: { total: 10, covered: 8 }, branches: { total: 4, covered: 3 } } };
  assert.deepEqual(factsOf('coverage', ` ${JSON.stringify(istanbul)}`), expected);
});

test('SBOMs and verification reports', () => {
  assert.deepEqual(factsOf('sbom', '{"bomFormat":"CycloneDX","components":[{},{}]}'), { components: 2 });
  assert.deepEqual(factsOf('sbom', '{"bomFormat":"CycloneDX"}'), { components: 0 });
  assert.deepEqual(factsOf('sbom', '{"spdxVersion":"SPDX-2.3","packages":[{}]}'), { components: 1 });
  assert.deepEqual(factsOf('sbom', '{"spdxVersion":"SPDX-2.3"}'), { components: 0 });
  assert.deepEqual(factsOf('verification_report', '{"ok":false,"findings":[{}]}'), { findings: 1 });
});

test('of other kinds nothing is read', () => {
  assert.equal(readContent('other', Uint8Array.of(0xff)), undefined);
  assert.equal(readContent('commit', toUtf8('x')), undefined);
});

describe('refuses', () => {
  const refused: readonly (readonly [kind: EvidenceRecord['kind'], text: string, message: RegExp])[] = [
    ['test_report', '<html/>', /its root is html/],
    ['test_report', 'no XML', /there is no element/],
    ['test_report', '<testsuite>', /<testsuite> is not closed/],
    ['test_report', '<testsuite></testsuites>', /<\/testsuites> closes nothing/],
    ['test_report', '<testsuite/><testsuite/>', /two roots/],
    ['test_report', '<!DOCTYPE x [<!ENTITY a "aaaa">]><testsuite/>', /document type/],
    ['test_report', '<!-- <testsuite/>', /<!-- is not closed/],
    ['test_report', '<testsuite name=a/>', /cannot be read at character 0/],
    ['test_report', '<a>'.repeat(300), /nested too deep/],
    ['coverage', '<coverage lines-valid="1" lines-covered="2" branches-valid="0" branches-covered="0"/>', /counts/],
    ['coverage', '<coverage lines-valid="x"/>', /counts/],
    ['coverage', '<report/>', /root is not coverage/],
    ['coverage', '{"total":{"lines":{"total":1}}}', /counts/],
    ['coverage', '{"total":{"lines":{"total":1,"covered":1},"branches":{"total":1,"covered":2}}}', /counts/],
    ['coverage', 'LF:1\n', /names no file/],
    ['sbom', '[]', /no JSON object/],
    ['sbom', '{', /no JSON/],
    ['sbom', '{}', /neither/],
    ['sbom', '{"bomFormat":"CycloneDX","components":3}', /list of components/],
    ['verification_report', '{"ok":true,"findings":[1]}', /no verification report/],
    ['verification_report', '{"ok":1,"findings":[]}', /no verification report/],
    ['verification_report', '{"ok":true}', /no verification report/],
  ];
  for (const [kind, text, message] of refused) {
    test(`${kind} ${text.slice(0, 50)}`, () => {
      assert.throws(() => readContent(kind, toUtf8(text)), { code: 'EVIDENCE_INVALID', message });
    });
  }

  test('what is not UTF-8', () => {
    assert.throws(() => readContent('sbom', Uint8Array.of(0xff)), { code: 'EVIDENCE_INVALID', message: /UTF-8/ });
  });
});

test('any text is read or refused, in time by its length', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    'a',
    '="',
    '"',
    "'",
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    ' ',
    '<a b="c">',
    '</a>',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      try {
        for (const { depth } of xmlTags(parts.join(''))) assert.ok(depth >= 0);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'EVIDENCE_INVALID');
      }
    }),
    { seed: 4, numRuns: 500 },
  );
  const started = performance.now();
  for (const hostile of [
    '<a ' + 'b="c" '.repeat(40_000),
    '<a' + ' '.repeat(200_000),
    '<'.repeat(200_000),
    '<a b="' + 'x'.repeat(200_000),
  ])
    assert.throws(() => [...xmlTags(hostile)], { code: 'EVIDENCE_INVALID' });
  assert.ok(performance.now() - started < 2000, `${String(performance.now() - started)} ms`);
});
