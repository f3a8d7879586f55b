/** What stands in for `node:test` while mutants run: its own tests, run by it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutationTest } from '../../../src/dte/mutation/mutation-test.ts';
import { runTests } from '../../../src/dte/tests/run-tests.ts';
import { treeOf } from '../trees.ts';

const FILES = {
  'package.json': '{"type":"module"}',
  'lib/old.cjs':
    "exports.twice = (n) => n * 2; exports.load = () => import('../src/value.js'); exports.data = require('./data.json');",
  'lib/data.json': '{"n":1}',
  'src/value.js':
    '#!/usr/bin/env node\nexport const value = () => 3 + 4\nlet n = 0\nn++\nexport const arrow = () => n\n',
  'src/typed.ts':
    "import { value } from './value.js';\nexport enum Kind { A = 'a' }\nexport class Box { constructor(private readonly n = value()) {} get size(): number { return this.n + 1; } }\n",
  'test/hooks.test.js': `
import { after, afterEach, before, beforeEach, describe, it, test } from 'node:test';
import assert from 'node:assert/strict';
const log = [];
before(() => log.push('before'));
after(() => log.push('after'));
beforeEach(() => log.push('each'));
describe('outer', async () => {
  await null;
  before(() => log.push('before outer'));
  after(() => log.push('after outer'));
  beforeEach((t) => { assert.equal(typeof t.name, 'string'); log.push('each outer'); });
  afterEach(() => log.push('end outer'));
  describe('inner', () => { it('first', () => log.push('first')); });
  it('second', () => log.push('second'));
  it.skip('third', () => assert.fail());
});
test('order', () => assert.deepEqual(log, ['before', 'before outer', 'each', 'each outer', 'first', 'end outer', 'each', 'each outer', 'second', 'end outer', 'after outer', 'each']));
`,
  'test/context.test.js': `
import test, { mock } from 'node:test';
import assert from 'node:assert/strict';
import { value, arrow } from '../src/value.js';
import { Box, Kind } from '../src/typed.ts';
import old, { twice } from '../lib/old.cjs';
const target = { name: () => 'real' };
test('callback', (t, done) => setTimeout(done, 1));
test('subtests', async (t) => {
  const seen = [];
  t.before(() => seen.push('before'));
  t.beforeEach(() => seen.push('each'));
  t.afterEach(() => seen.push('end'));
  await t.test('one', (inner) => { seen.push(inner.name); assert.equal(inner.fullName, 'subtests > one'); });
  await t.test('two', { skip: true }, () => assert.fail());
  t.diagnostic('x');
  assert.deepEqual(seen, ['before', 'each', 'one', 'end']);
  assert.equal(t.signal.aborted, false);
});
test('mocks of a test', (t) => { t.mock.method(target, 'name', () => 'mocked'); assert.equal(target.name(), 'mocked'); });
test('are undone', () => assert.equal(target.name(), 'real'));
test('mocks of a file', () => { const f = mock.fn(() => 5); assert.equal(f(), 5); assert.equal(f.mock.callCount(), 1); });
test('plan', { plan: 1 }, async (t) => { await t.test('inner', () => undefined); });
test('common', async () => {
  assert.equal(twice(2), 4);
  assert.equal(old.data.n, 1);
  assert.equal((await old.load()).value(), 7);
});
test('names and meta', async () => {
  assert.equal(arrow.name, 'arrow');
  assert.equal(value.name, 'value');
  assert.match(import.meta.url, /test\\/context\\.test\\.js$/);
  assert.ok(import.meta.resolve('../src/value.js').endsWith('src/value.js'));
  assert.equal((await import('../src/' + 'value.js')).value, value);
  assert.equal(new Box().size, 8);
  assert.equal(Kind.A, 'a');
});
`,
  'test/old.test.cjs': `
const { test, it, describe } = require('node:test');
const assert = require('node:assert');
const { join } = require('node:path');
const old = require('../lib/old.cjs');
test('required', () => { assert.equal(old.twice(3), 6); assert.equal(require('../lib/old.cjs'), old); assert.ok(join(__dirname, 'x') && __filename); });
test('missing', () => assert.throws(() => require('./nowhere'), { code: 'MODULE_NOT_FOUND' }));
describe('none');
it.todo('some day');
`,
};

test("tests do the same under Node's own runner and with all mutants of all files in them", async () => {
  const tree = treeOf(FILES);
  const own = await runTests(tree, { workers: 2 });
  assert.deepEqual(own.failures, []);
  const everywhere = [{ first: 1, last: 1000 }];
  const changed = new Map(['src/value.js', 'src/typed.ts', 'lib/old.cjs'].map((path) => [path, everywhere]));
  const report = await mutationTest(tree, { changed });
  assert.deepEqual(report.findings, []);
  assert.ok(report.counts.mutants > 8);
  const alive = report.survivors.map(({ path, operator, replacement }) => `${path} ${operator} ${replacement}`);
  assert.deepEqual(alive, ['src/value.js UpdateOperator n--', 'src/value.js ArrowFunction () => undefined']);
});
