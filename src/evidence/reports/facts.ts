/** What can be counted in a report, by its kind. A report that cannot be read is refused: nobody could say what it shows. */
import { parseJson } from '../../atomic/index.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import type { EvidenceFacts, EvidenceRecord } from '../generated/types.ts';
import { xmlTags } from './xml-tags.ts';

/** What a content was read as. */
export interface ReadContent {
  /** Its media type. */
  readonly mediaType: string;
  /** What was counted. */
  readonly facts: EvidenceFacts;
}

/** 64 MiB. */
const LIMITS = { maxLineBytes: 64 * 1024 * 1024, maxDepth: 128 };

/**
 * Answers what can be counted in a content: JUnit test reports; coverage as LCOV, Cobertura or Istanbul's summary; SBOMs as CycloneDX or
 * SPDX in JSON; verification reports of this library. Of other kinds nothing is read, and `undefined` answered. Pure.
 *
 * @throws {LoglineError} EVIDENCE_INVALID - it is not what its kind says.
 */
export function readContent(kind: EvidenceRecord['kind'], bytes: Uint8Array): ReadContent | undefined {
  const read = READERS[kind];
  if (read === undefined) return undefined;
  const text = fromUtf8(bytes);
  if (text === undefined) throw invalid('It is not UTF-8.');
  return read(text.replace(/^\ufeff/, ''), bytes);
}

const READERS: Readonly<Partial<Record<EvidenceRecord['kind'], (text: string, bytes: Uint8Array) => ReadContent>>> = {
  test_report: (text) => ({ mediaType: 'application/xml', facts: junitFacts(text) }),
  coverage: (text, bytes) => {
    if (text.startsWith('<')) return { mediaType: 'application/xml', facts: coberturaFacts(text) };
    if (text.trimStart().startsWith('{')) return { mediaType: 'application/json', facts: istanbulFacts(jsonOf(bytes)) };
    return { mediaType: 'text/plain', facts: lcovFacts(text) };
  },
  sbom: (_, bytes) => sbomContent(jsonOf(bytes)),
  verification_report: (_, bytes) => ({ mediaType: 'application/json', facts: verificationFacts(jsonOf(bytes)) }),
};

function jsonOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(bytes, LIMITS);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw invalid(`It is no JSON: ${(error as LoglineError).message}`);
  }
  throw invalid('It is no JSON object.');
}

/** Test cases are counted, not believed: the totals that a suite states may be another tool's. */
function junitFacts(text: string): EvidenceFacts {
  const facts = { tests: 0, failures: 0, errored: 0, skipped: 0 };
  let root = '';
  for (const { name, depth } of xmlTags(text)) {
    if (depth === 0) root = name;
    if (name === 'testcase') facts.tests++;
    else if (name === 'failure') facts.failures++;
    else if (name === 'error') facts.errored++;
    else if (name === 'skipped') facts.skipped++;
  }
  if (root === 'testsuites' || root === 'testsuite') return facts;
  throw invalid(`It is no JUnit report: its root is ${root}.`);
}

function coberturaFacts(text: string): EvidenceFacts {
  for (const { name, attributes } of xmlTags(text)) {
    if (name !== 'coverage') break;
    return covered(
      ['lines-valid', 'lines-covered', 'branches-valid', 'branches-covered'].map((one) => Number(attributes.get(one))),
    );
  }
  throw invalid('It is no Cobertura report: its root is not coverage.');
}

function istanbulFacts({ total }: Readonly<Record<string, unknown>>): EvidenceFacts {
  const { lines, branches } = Object(total) as Readonly<Record<'lines' | 'branches', unknown>>;
  const counts = [lines, branches].flatMap((one) => {
    const { total: all, covered: some } = Object(one) as { readonly total?: unknown; readonly covered?: unknown };
    return [Number(all), Number(some)];
  });
  return covered(counts);
}

function lcovFacts(text: string): EvidenceFacts {
  const sums = { LF: 0, LH: 0, BRF: 0, BRH: 0 };
  let files = 0;
  for (const line of text.split('\n')) {
    const found = /^(LF|LH|BRF|BRH):(\d{1,15})\r?$/.exec(line);
    if (found !== null) sums[found[1] as keyof typeof sums] += Number(found[2]);
    if (line.startsWith('SF:')) files++;
  }
  if (files === 0) throw invalid('It is no LCOV report: it names no file.');
  return covered([sums.LF, sums.LH, sums.BRF, sums.BRH]);
}

function covered(counts: readonly number[]): EvidenceFacts {
  const [lines, linesCovered, branches, branchesCovered] = counts as [number, number, number, number];
  const isSound = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!isSound || linesCovered > lines || branchesCovered > branches)
    throw invalid('Its counts of lines and branches are none.');
  return { lines, lines_covered: linesCovered, branches, branches_covered: branchesCovered };
}

function sbomContent(bom: Readonly<Record<string, unknown>>): ReadContent {
  if (bom['bomFormat'] === 'CycloneDX') return sbomOf('application/vnd.cyclonedx+json', bom['components'] ?? []);
  if (typeof bom['spdxVersion'] === 'string') return sbomOf('application/spdx+json', bom['packages'] ?? []);
  throw invalid('It is neither a CycloneDX nor an SPDX document in JSON.');
}

function sbomOf(mediaType: string, components: unknown): ReadContent {
  if (!Array.isArray(components)) throw invalid('Its list of components is none.');
  return { mediaType, facts: { components: components.length } };
}

function verificationFacts({ ok, findings }: Readonly<Record<string, unknown>>): EvidenceFacts {
  if (typeof ok !== 'boolean' || !Array.isArray(findings) || ok !== (findings.length === 0))
    throw invalid('It is no verification report: it needs ok, and findings that are none exactly where ok is true.');
  return { findings: findings.length };
}

const invalid = (message: string): LoglineError => new LoglineError('EVIDENCE_INVALID', message);
