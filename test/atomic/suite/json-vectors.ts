/** RFC 8785's own vectors, and JSONTestSuite. */
import { canonicalize, hashAtomic, parseJson, scanJson, verifyAtomic } from 'logline-core/atomic';
import { CanonicalScan } from '../../../src/atomic/canonical-scan.ts';
import { Verdicts, filesOf, textOf } from './group.ts';
import type { Group, VectorFiles } from './group.ts';

const scan = new CanonicalScan(64);
const utf8 = new TextEncoder();

function proves(text: string): boolean {
  const bytes = utf8.encode(text);
  return scan.prove(bytes, 0, bytes.length);
}

/** The canonical text of each input is its output, byte for byte, and is canonical itself. */
export function canonicalTexts(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  for (const [name] of filesOf(files, 'jcs/testdata/input')) {
    const text = canonicalize(JSON.parse(textOf(files, `jcs/testdata/input/${name}`)));
    const hex = [...utf8.encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const isOutput = text === textOf(files, `jcs/testdata/output/${name}`);
    const isHex = hex === textOf(files, `jcs/testdata/outhex/${name.replace('.json', '.txt')}`).replaceAll(/\s/g, '');
    verdicts.note(name, String([isOutput, isHex, canonicalize(JSON.parse(text)) === text]), 'true,true,true');
  }
  return verdicts.group('RFC 8785 texts');
}

/** Every double is written as expected; what is written is taken in a line, unless it is an integer beyond 2^53. */
export function canonicalNumbers(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const bits = new DataView(new ArrayBuffer(8));
  for (const line of textOf(files, 'jcs/es6-numbers-10k.txt').trimEnd().split('\n')) {
    const [hex = '', expected = ''] = line.split(',');
    bits.setBigUint64(0, BigInt(`0x${hex}`));
    const size = Math.abs(bits.getFloat64(0));
    const isTaken = size <= 2 ** 53 || size >= 1e21;
    const text = canonicalize({ n: bits.getFloat64(0) });
    verdicts.note(
      hex,
      `${text} ${String(proves(text))} ${codes(text)}`,
      `{"n":${expected}} ${String(isTaken)} ${isTaken ? '' : 'NUMBER_PRECISION'}`,
    );
  }
  return verdicts.group('RFC 8785 numbers');
}

/** What JSON is not is refused. What it is, is taken, or refused for what I-JSON forbids; then it is the same in the hash. */
export function jsonTestSuite(files: VectorFiles): Group[] {
  return ['y', 'n', 'i'].map((kind) => {
    const verdicts = new Verdicts();
    for (const [name, bytes] of filesOf(files, 'json-test-suite/test_parsing')) {
      if (!name.startsWith(`${kind}_`)) continue;
      const found = codes(bytes);
      const wanted =
        kind === 'y' ? (DUPLICATES[name] ?? '') : kind === 'n' ? refusal(found) : leftToReaders(name, bytes);
      verdicts.note(name, `${found} ${String(embedded(bytes, found))}`, `${wanted} true`);
    }
    return verdicts.group(`JSONTestSuite ${kind}_`);
  });
}

/** What other readers make different values of is refused. */
export function jsonTransforms(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  for (const [name, bytes] of filesOf(files, 'json-test-suite/test_transform')) {
    const found = codes(bytes);
    const wanted = TRANSFORMS[name] ?? 'a file that is not known';
    verdicts.note(name, `${found} ${String(embedded(bytes, found))}`, `${wanted} true`);
  }
  return verdicts.group('JSONTestSuite transforms');
}

const codes = (text: string | Uint8Array): string =>
  [...new Set(scanJson(typeof text === 'string' ? utf8.encode(text) : text).map(({ code }) => code))].join('+');

/** What is no JSON ends with one of these, and may have other faults before it. */
const refusal = (found: string): string => (/(PARSE_ERROR|INVALID_UTF8|TOO_DEEP)$/.test(found) ? found : 'a refusal');

/** What JSON leaves to its readers, I-JSON does not. */
function leftToReaders(name: string, bytes: Uint8Array): string {
  if (name.startsWith('i_number')) return 'NUMBER_PRECISION';
  if (name === 'i_structure_500_nested_arrays.json') return 'TOO_DEEP';
  if (name === 'i_structure_UTF-8_BOM_empty_object.json') return 'PARSE_ERROR';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'INVALID_UTF8';
  }
  return 'LONE_SURROGATE';
}

/** Whether the text, as a payload of an atomic with the right hash, verifies exactly where nothing was found in it. */
function embedded(bytes: Uint8Array, found: string): boolean {
  const text = new TextDecoder().decode(bytes);
  if (found === '') {
    const atomic = atomicWith(parseJson(bytes));
    const written = canonicalize(atomic);
    return verdictOf(written) === '' && verdictOf(written.replace(canonicalize(parseJson(bytes)), () => text)) === '';
  }
  const hash = hashAtomic(atomicWith(0));
  return verdictOf(canonicalize({ ...atomicWith(0), hash }).replace('{"value":0}', () => `{"value":${text}}`)) !== '';
}

function atomicWith(value: unknown): object {
  const atomic = {
    schema_version: '1.1.0',
    entity_type: 'test',
    this: '/vectors',
    did: { actor: 'JSONTestSuite', action: 'embed' },
    metadata: { created_at: '2026-01-31T12:00:00Z' },
    payload: { value },
  };
  return { ...atomic, hash: hashAtomic(atomic) };
}

const verdictOf = (text: string): string =>
  verifyAtomic(text, { requireSignature: false })
    .findings.map(({ code }) => code)
    .join('+');

/** What JSON allows and I-JSON does not. */
const DUPLICATES: Readonly<Record<string, string>> = {
  'y_object_duplicated_key.json': 'DUPLICATE_KEY',
  'y_object_duplicated_key_and_value.json': 'DUPLICATE_KEY',
};

const TRANSFORMS: Readonly<Record<string, string>> = {
  'number_-9223372036854775808.json': 'NUMBER_PRECISION',
  'number_-9223372036854775809.json': 'NUMBER_PRECISION',
  'number_1.0.json': '',
  'number_1.000000000000000005.json': 'NUMBER_PRECISION',
  'number_1000000000000000.json': '',
  'number_10000000000000000999.json': 'NUMBER_PRECISION',
  'number_1e-999.json': 'NUMBER_PRECISION',
  'number_1e6.json': '',
  'number_9223372036854775807.json': 'NUMBER_PRECISION',
  'number_9223372036854775808.json': 'NUMBER_PRECISION',
  'object_key_nfc_nfd.json': '',
  'object_key_nfd_nfc.json': '',
  'object_same_key_different_values.json': 'DUPLICATE_KEY',
  'object_same_key_same_value.json': 'DUPLICATE_KEY',
  'object_same_key_unclear_values.json': 'DUPLICATE_KEY',
  'string_1_escaped_invalid_codepoint.json': 'LONE_SURROGATE',
  'string_1_invalid_codepoint.json': 'INVALID_UTF8',
  'string_2_escaped_invalid_codepoints.json': 'LONE_SURROGATE',
  'string_2_invalid_codepoints.json': 'INVALID_UTF8',
  'string_3_escaped_invalid_codepoints.json': 'LONE_SURROGATE',
  'string_3_invalid_codepoints.json': 'INVALID_UTF8',
  'string_with_escaped_NULL.json': '',
};
