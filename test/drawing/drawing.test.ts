/** Drawings: what is hostile in them is inert, in whatever form they are shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countText,
  formatDrawing,
  graphDrawing,
  lanesOf,
  lanesTable,
  minuteText,
  timelineTable,
} from '../../src/drawing/index.ts';
import type { Drawing, LaneEntries } from '../../src/drawing/index.ts';

const node = (id: string, label: string) => ({ id, kind: 'entity', type: 'commit', label }) as const;
const event = (more: object = {}) => ({
  line: 1,
  timestamp: '2026-01-31T12:00:00Z',
  type: 'mission_created',
  actor: 'kim',
  signer: null,
  ...more,
});

/** Names with their times. */
const entriesOf = (all: readonly (readonly [string | undefined, number])[]): LaneEntries<string> => ({
  total: all.length,
  keyAt: (i) => all[i]![0],
  timeAt: (i) => all[i]![1],
  nameOf: (name) => name,
});

/** All texts and values of attributes. */
const textsIn = ({ attributes, children }: Drawing): string[] => [
  ...Object.values(attributes).map(String),
  ...children.flatMap((child) => (typeof child === 'string' ? [child] : textsIn(child))),
];

test('texts are inert before they are shown, and markup is none when they are written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const edge = { from: 'a', to: 'b', rel: text };
      const drawings = [
        graphDrawing({ nodes: [node('a', text), node('b', 'b')], edges: [edge] }),
        timelineTable([event({ actor: text, timestamp: text, type: text, signer: text, refused: text })]),
        lanesTable('actor', lanesOf(entriesOf([[text, 0]]))),
      ];
      for (const drawing of drawings) {
        for (const shown of textsIn(drawing)) assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const tags = formatDrawing(drawing).match(/<[^>]*>/g) ?? [];
        for (const tag of tags) assert.match(tag, /^<\/?[a-z]+(?: [a-zA-Z0-9-]+="[^"<>]*")*>$/);
      }
    }),
  );
});

test('a timeline says who signed, and what counts for nothing and why', () => {
  const written = formatDrawing(timelineTable([event(), event({ signer: 'ab', refused: 'it is late' })]));
  assert.match(written, /<th scope="col">event<\/th>/);
  assert.match(written, /<td>mission created<\/td><td>kim<\/td><td>nobody signed<\/td><td>counts<\/td>/);
  assert.match(written, /<tr class="refused">.*<td>ab<\/td><td>counts for nothing: it is late<\/td>/);
});

test('a graph draws what it knows: an edge to nowhere is left out', () => {
  const written = formatDrawing(
    graphDrawing({
      nodes: [
        node('a', 'one'),
        { id: 'b', kind: 'agent', type: 'human', label: 'kim' },
        { id: 'c', kind: 'activity', type: 'approved', label: 'M-1', line: 2 },
      ],
      edges: [
        { from: 'a', to: 'c', rel: 'wasGeneratedBy' },
        { from: 'c', to: 'b', rel: 'wasAssociatedWith' },
        { from: 'c', to: 'nowhere', rel: 'used' },
      ],
    }),
  );
  assert.equal(written.match(/<line /g)?.length, 2);
  assert.match(written, /<g class="agent"[^>]*><title>kim<\/title>/);
  assert.match(written, /<g class="activity"[^>]*><title>approved: M-1<\/title>/);
});

test('a relation within a column leaves it in a bow', () => {
  const edge = { from: 'a', to: 'b', rel: 'wasDerivedFrom' };
  const written = formatDrawing(graphDrawing({ nodes: [node('a', 'one'), node('b', 'two')], edges: [edge] }));
  assert.match(written, /<path class="wasDerivedFrom" d="M1030 23 C1060 23 1060 61 1030 61"><title>/);
});

test('lanes count what was when; what has no time is counted, and what has no key is not', () => {
  const { lanes, others, firstMs, lastMs } = lanesOf(
    entriesOf([
      ['kim', 0],
      ['lee', 100],
      ['kim', 50],
      ['kim', Number.NaN],
      [undefined, 70],
    ]),
  );
  assert.deepEqual([firstMs, lastMs, others], [0, 100, 0]);
  const told = lanes.map(({ name, count, buckets }) => [name, count, buckets.flatMap((n, i) => (n > 0 ? [i] : []))]);
  assert.deepEqual(told, [
    ['kim', 3, [0, 24]],
    ['lee', 1, [47]],
  ]);
  const written = formatDrawing(lanesTable('actor', { lanes, others, firstMs, lastMs }));
  assert.match(written, /<caption>1970-01-01 00:00 to 1970-01-01 00:00 UTC: 2 actors<\/caption>/);
  assert.match(written, /<th scope="row">kim<\/th><td class="number">3<\/td>/);
  assert.equal(written.match(/M\d+ 28v-/g)?.length, 3);
});

test('lanes are at most 24, and those without times or names say so', () => {
  const many = lanesOf(entriesOf(Array.from({ length: 30 }, (_, i) => [`a${String(i)}`, 7])));
  assert.deepEqual([many.lanes.length, many.others], [24, 6]);
  assert.match(formatDrawing(lanesTable('mission', many)), /UTC: 24 missions, and 6 more/);
  const bare = formatDrawing(lanesTable('mission', lanesOf(entriesOf([['', Number.NaN]]))));
  assert.match(bare, /<caption>No line has a time<.*<th scope="row">none<\/th><td class="number">1<\/td><td><\/td>/);
});

test('every line with a time stands in one part of the time', () => {
  const times = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -8e15, max: 8e15 })));
  fc.assert(
    fc.property(times, (all) => {
      const { lanes } = lanesOf(entriesOf(all));
      for (const { buckets, count } of lanes) assert.equal(sum(buckets), count);
      assert.equal(sum(lanes.map(({ count }) => count)), all.length);
    }),
  );
});

test('numbers and times are written the same everywhere', () => {
  assert.deepEqual([0, 999, 1000, 1_234_567].map(countText), ['0', '999', '1,000', '1,234,567']);
  assert.deepEqual([minuteText(0), minuteText(Number.NaN)], ['1970-01-01 00:00', '']);
});

const sum = (all: readonly number[]): number => all.reduce((total, n) => total + n, 0);
