/** The reading of the bytes against the schema: one verdict, and the same texts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { AtomicScan } from '../../src/atomic/atomic-scan.ts';
import { CanonicalScan } from '../../src/atomic/canonical-scan.ts';
import { canonicalize } from '../../src/atomic/canonical.ts';
import { isAtomic } from '../../src/atomic/schema.ts';
import type { Atomic } from '../../src/atomic/schema.ts';
import { isHexText, isIntentText, isPathText, isTimestampText, isUuidText } from '../../src/atomic/text-forms.ts';
import { WELL_KNOWN_INTENTS } from '../../src/atomic/well-known.ts';
import { toUtf8 } from '../../src/base/bytes.ts';
import { apply, change, full, hex } from './changed-atomics.ts';
import { many } from '../long.ts';

const seed = 20_260_131;
const canonicalScan = new CanonicalScan(64);
const scan = new AtomicScan();

/** Whether the value is proven canonical, and to be an atomic; with bytes around it that must not matter. */
function proofOf(value: unknown): {
  canonical: boolean;
  atomic: boolean;
  textAt: (at: number, size: number) => string;
} {
  const bytes = toUtf8(`"}${canonicalize(value)}"}`);
  const canonical = canonicalScan.prove(bytes, 2, bytes.length - 2);
  const atomic = canonical && scan.prove(bytes, canonicalScan.members);
  return {
    canonical,
    atomic,
    textAt: (at, size) => (at < 0 ? '' : Buffer.from(bytes).toString('latin1', at, at + size)),
  };
}

const { cosignatures: _, ...uncosigned } = full;

test(`what is proven is an atomic by the schema, and an atomic of the usual kind is proven (seed ${String(seed)})`, () => {
  let proven = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      const value = apply(changes, uncosigned);
      const { canonical, atomic } = proofOf(value);
      if (!canonical) return;
      const isUsual =
        isAtomic(value) && value.cosignatures === undefined && !WELL_KNOWN_INTENTS.includes(value.intent ?? '');
      assert.equal(atomic, isUsual, canonicalize(value));
      if (atomic) proven++;
      else refused++;
    }),
    { seed, numRuns: many(20_000) },
  );
  assert.ok(proven > 1000 && refused > 1000, `${String(proven)} proven, ${String(refused)} refused`);
});

test('texts are found where the value has them', () => {
  const withoutBoth: Partial<Atomic> = { ...(uncosigned as Atomic) };
  delete withoutBoth.hash;
  delete withoutBoth.signature;
  for (const value of [uncosigned, withoutBoth, { ...uncosigned, did: { actor: 'Zoë 👋', action: 'x' } }] as Atomic[]) {
    const { atomic, textAt } = proofOf(value);
    assert.equal(atomic, true);
    const { places } = scan;
    const { hash = '', prev = '', metadata, signature } = value;
    assert.equal(textAt(places.hash, 64), hash);
    assert.equal(textAt(places.prev, 64), prev);
    assert.equal(textAt(places.signer, 64), signature?.public_key ?? '');
    assert.equal(textAt(places.sig, 128), signature?.sig ?? '');
    assert.equal(textAt(places.signedBy, 64), metadata.signed_by);
    assert.equal(textAt(places.createdAt, places.createdAtEnd - places.createdAt), metadata.created_at);
  }
});

test('one trace, in either place or both', () => {
  const older = (trace_id: string): object => ({ ...uncosigned, metadata: { ...full.metadata, trace_id } });
  assert.equal(proofOf(older(full.trace_id)).atomic, true);
  assert.equal(proofOf(older('00000000-0000-4000-8000-000000000000')).atomic, false);
});

test('what the format gives a meaning is left to the schema', () => {
  for (const intent of WELL_KNOWN_INTENTS) assert.equal(proofOf({ ...uncosigned, intent }).atomic, false);
  assert.equal(proofOf({ ...uncosigned, intent: 'key_rotations' }).atomic, true);
  assert.equal(proofOf(full).atomic, false);
});

test('leap days are judged as the calendar does', () => {
  const isDay = (day: string): boolean => isTimestampText(toUtf8(`"${day}T00:00:00Z"`), 1, 21);
  for (const year of ['2024', '2000', '0000', '2400']) assert.equal(isDay(`${year}-02-29`), true, year);
  for (const year of ['2023', '1900', '2100', '2b24']) assert.equal(isDay(`${year}-02-29`), false, year);
});

type Schemas = Readonly<Record<string, { readonly pattern: string }>>;
const { $defs, properties } = JSON.parse(
  readFileSync(new URL('../../schemas/atomic.schema.json', import.meta.url), 'utf8'),
) as { $defs: Schemas; properties: Schemas };

const samples: Readonly<Record<string, string>> = {
  hash: hex(64),
  timestamp: '2024-02-29T23:59:59.125+01:30',
  uuid: full.trace_id,
  path: '/laws/x_y-z.@:9',
  intent: 'law_test9',
};
const forms = {
  hash: (bytes: Uint8Array, start: number, end: number) => end - start === 64 && isHexText(bytes, start, end),
  timestamp: isTimestampText,
  uuid: isUuidText,
  path: isPathText,
  intent: isIntentText,
};
const patterns: Readonly<Record<string, string>> = {
  hash: $defs['hash']!.pattern,
  timestamp: $defs['timestamp']!.pattern,
  uuid: $defs['uuid']!.pattern,
  path: properties['this']!.pattern,
  intent: properties['intent']!.pattern,
};

/** The sample with some characters changed, dropped or added. */
const edited = (sample: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        at: fc.nat(sample.length),
        drop: fc.nat(2),
        add: fc.oneof(
          fc.constantFrom('', '0', '1', '2', '9', '6', 'a', 'F', 'Z', '-', '+', ':', '.', 'T', '_', '/', 'g', ' ', 'é'),
          fc.constantFrom(...Array.from(sample)),
        ),
      }),
      { maxLength: 4 },
    )
    .map((edits) => edits.reduce((text, { at, drop, add }) => text.slice(0, at) + add + text.slice(at + drop), sample));

const RUNS = many(6000);
for (const [name, accepts] of Object.entries(forms)) {
  test(`the form of a ${name} is that of the schema's pattern (seed ${String(seed)})`, () => {
    const pattern = new RegExp(patterns[name]!);
    let good = 0;
    fc.assert(
      fc.property(edited(samples[name]!), (text) => {
        const bytes = toUtf8(`"${text}"`);
        const isOne = pattern.test(text);
        assert.equal(accepts(bytes, 1, bytes.length - 1), isOne, text);
        if (isOne) good++;
      }),
      { seed, numRuns: RUNS },
    );
    assert.ok(good > RUNS / 10, `${String(good)} good ones`);
  });
}
