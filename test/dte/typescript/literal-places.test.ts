/** A selector picks the same nodes where only those are visited that may hold what it requires. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SelectorMatcher } from '../../../src/dte/selector/match-selector.ts';
import { compileSelector } from '../../../src/dte/selector/selector.ts';
import { esTreeOf } from '../../../src/dte/typescript/estree/convert.ts';
import type { EsNode } from '../../../src/dte/typescript/estree/es-node.ts';
import { mayMatch, placesFor } from '../../../src/dte/typescript/literal-places.ts';
import { ts } from '../../../src/dte/typescript/ts.ts';
import { SAMPLES } from './estree-samples.ts';

const selectorsFor = (word: string): string[] => [
  `[name='${word}']`,
  `[value='${word}']`,
  `[raw='${word}'], [cooked='${word}'], [text='${word}']`,
  `[id.name='${word}']`,
  `[key.name='${word}'] > *`,
  `* > [typeAnnotation.typeAnnotation.typeName.name='${word}']`,
  `[local.name='${word}'], [exported.name='${word}']`,
  `[expression.callee.name='${word}'], [decorators.0.expression.name='${word}']`,
  `[declaration.id.name='${word}']:not([name='x'])`,
];

/** Some of the words of a text, from all over it. */
function wordsOf(text: string): string[] {
  const words = [...new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])];
  return words.filter((_, i) => i % Math.ceil(words.length / 8) === 0);
}

const parsed = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);

const places = (nodes: readonly EsNode[]): string[] => nodes.map(({ type, start, end }) => `${type} ${start}-${end}`);

function picked(path: string, text: string, selector: string): { readonly all: string[]; readonly some: string[] } {
  const compiled = compileSelector(selector);
  const matches = (mayHold?: (node: EsNode) => boolean): string[] =>
    places(new SelectorMatcher<EsNode>(compiled, () => false).matchesIn(esTreeOf(parsed(path, text)), mayHold));
  return { all: matches(), some: mayMatch(text, compiled) ? matches(placesFor(compiled, text)) : [] };
}

test('of all syntax', () => {
  let found = 0;
  for (const [path, text] of Object.entries(SAMPLES)) {
    const words = wordsOf(text);
    for (const selector of words.flatMap(selectorsFor)) {
      const { all, some } = picked(path, text, selector);
      assert.deepEqual(some, all, `${path} ${selector}`);
      found += all.length;
    }
  }
  assert.ok(found > 150, String(found));
});

test('spellings with escapes are found, and so is what stands beside its node', () => {
  const cases: readonly (readonly [text: string, selector: string, count: number])[] = [
    ['const \\u0061b = 1; ab;', "Identifier[name='ab']", 2],
    ["f('a\\x62'); f('ab');", "Literal[value='ab']", 2],
    ["f('a\\x62'); f('ab');", 'Literal[raw="\'ab\'"]', 1],
    ['function f(a: Shape) {}', "Identifier[typeAnnotation.typeAnnotation.typeName.name='Shape']", 1],
    ['@mark export class A {}', "ExportNamedDeclaration[declaration.decorators.0.expression.name='mark']", 1],
    ['f(a, b);', "Identifier[name='a'] ~ Identifier[name='b']", 1],
    ['f(a); g(b);', "CallExpression:has(Identifier[name='b'])", 1],
    ['f(a); g(b);', ":matches(Identifier[name='a'], CallExpression[callee.name='g'])", 2],
    ['f(a); g(b);', "ExpressionStatement:not([expression.callee.name='g'])", 1],
  ];
  for (const [text, selector, count] of cases) {
    const { all, some } = picked('a.ts', text, selector);
    assert.deepEqual([all.length, some], [count, all], selector);
  }
});
