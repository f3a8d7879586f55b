/** Bytes outside of the edits stay as they are, whatever a file looks like. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { encodeSource } from '../../../src/dte/source-text.ts';
import { renameSymbol } from '../../../src/dte/typescript/rename-symbol.ts';
import { treeOf } from '../trees.ts';
import { changedTexts, projectOver } from './rename-case.ts';

const LINES = [
  '// 😀 tally, ünï',
  '\tlet\tx0  =  tally ;',
  'void [`${tally}`, "\u2028", /tally/u];',
  '',
  '   ',
  'const 𝒳1 = "𝒳 tally";\f',
  'if (tally > 1) { /* tally */ }',
  '"use strict"; ;',
];

const layout = fc.record({
  hasBom: fc.boolean(),
  lines: fc.uniqueArray(fc.nat(LINES.length - 1), { maxLength: LINES.length }),
  ends: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: LINES.length + 2, maxLength: LINES.length + 2 }),
  hasEnd: fc.boolean(),
});

test('names change and nothing else', () => {
  fc.assert(
    fc.property(layout, ({ hasBom, lines, ends, hasEnd }) => {
      const all = ['export const tally = 1;', ...lines.map((line) => LINES[line]!)];
      const text = all.map((line, at) => line + (at < all.length - 1 || hasEnd ? ends[at]! : '')).join('');
      const renamed = text.replaceAll(/(?<=const |= {2}|\$\{|\()tally/g, 'count');
      assert.deepEqual(renamedBytes(encodeSource({ text, hasBom })), encodeSource({ text: renamed, hasBom }));
    }),
    { numRuns: 25 },
  );
});

test('a file of ten thousand lines', () => {
  const text = `export const tally = 1;\n${'export {};\nvoid [tally];\r\n'.repeat(5000)}`;
  const expected = text.replaceAll('tally', 'count');
  assert.equal(fromUtf8(renamedBytes(encodeSource({ text, hasBom: true }))), `\ufeff${expected}`);
});

function renamedBytes(bytes: Uint8Array): Uint8Array {
  const project = projectOver(treeOf({ 'a.ts': bytes }));
  const selector = "VariableDeclarator[id.name='tally']";
  const patch = { path: 'a.ts', astOp: 'renameSymbol' as const, selector, details: { newName: 'count' } };
  const outcome = renameSymbol(project, { patch, language: 'typescript', scope: () => true });
  assert.deepEqual(outcome.findings, []);
  return new TextEncoder().encode(changedTexts(project, outcome)['a.ts']);
}
