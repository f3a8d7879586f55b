import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { esTreeOf } from '../../../src/dte/typescript/estree/convert.ts';
import type { EsNode } from '../../../src/dte/typescript/estree/es-node.ts';
import { childrenOf } from '../../../src/dte/selector/query-node.ts';
import type { QueryNode } from '../../../src/dte/selector/query-node.ts';
import { ts } from '../../../src/dte/typescript/ts.ts';
import { differences } from './estree-oracle.ts';
import { SAMPLES } from './estree-samples.ts';
import { isLong } from '../../long.ts';

const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));

describe('the view of a file is what typescript-estree makes of it', () => {
  for (const [path, text] of Object.entries(SAMPLES)) {
    test(path, () => {
      const { found, nodes } = differences(path, text);
      assert.deepEqual(found, []);
      assert.ok(nodes > 0);
    });
  }

  test(`of ${isLong ? 'all' : 'some'} sources of this project`, () => {
    const all = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const some = isLong ? all : all.sort().filter((_, index) => index % Math.ceil(all.length / 12) === 0);
    let count = 0;
    for (const name of some) {
      const { found, nodes } = differences(name, readFileSync(`${SOURCES}/${name}`, 'utf8'));
      assert.deepEqual(found, [], name);
      count += nodes;
    }
    assert.ok(count > 1000, String(count));
  });

  test('all types of syntax are among the samples', () => {
    const seen = new Set<string>();
    const visit = (node: QueryNode): void => {
      seen.add(node.type);
      for (const child of childrenOf(node)) visit(child);
    };
    for (const [path, text] of Object.entries(SAMPLES)) visit(viewOf(path, text));
    assert.ok(seen.size > 150, [...seen].sort().join(' '));
  });
});

describe('a node of the view', () => {
  const view = viewOf('a.ts', 'export const a = b.c(1);');

  test('is the same whenever it is asked for', () => {
    assert.equal((view.get('body') as unknown[])[0], (view.get('body') as unknown[])[0]);
  });

  test('has no other fields than those of its type', () => {
    assert.equal(view.get('constructor'), undefined);
    assert.equal(view.get('__proto__'), undefined);
    assert.equal(view.get('type'), 'Program');
    assert.deepEqual(view.get('range'), [0, 24]);
  });

  test('knows what it is in', () => {
    const declaration = (view.get('body') as EsNode[])[0]!;
    assert.equal(declaration.type, 'ExportNamedDeclaration');
    assert.equal(declaration.parent, view);
    const inner = declaration.get('declaration') as EsNode;
    assert.equal(inner.parent, declaration);
    assert.equal(inner.node, declaration.node);
  });

  test('is there for text that does not parse as well', () => {
    const types: string[] = [];
    const visit = (node: QueryNode): void => {
      types.push(node.type);
      for (const child of childrenOf(node)) visit(child);
    };
    visit(viewOf('a.ts', 'let x: ?string = ; @dec; a b ( { class'));
    assert.ok(types.length > 5, types.join(' '));
  });
});

function viewOf(path: string, text: string): EsNode {
  return esTreeOf(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true));
}
