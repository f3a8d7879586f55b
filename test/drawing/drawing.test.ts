/** Drawings: what is hostile in them is inert, in whatever form they are shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDrawing, graphDrawing, timelineTable } from '../../src/drawing/index.ts';
import type { Drawing } from '../../src/drawing/index.ts';

const node = (id: string, label: string) => ({ id, kind: 'entity', type: 'commit', label }) as const;
const event = (more: object = {}) => ({
  line: 1,
  timestamp: '2026-01-31T12:00:00Z',
  type: 'mission_created',
  actor: 'kim',
  signer: null,
  ...more,
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
