/** What is a change spec, and what is not. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseChangeSpec, specDigest } from '../../src/dte/spec.ts';

const patch = { path: 'src/**/*.ts', astOp: 'renameSymbol', selector: 'Identifier', details: { newName: 'B' } };
const whole = {
  id: 'CS-1',
  intent: 'Rename A to B',
  scope: ['src'],
  language: 'typescript',
  patches: [patch],
  invariants: [{ name: 'new', type: 'symbolExists', spec: 'B' }],
  tests: { strategy: 'augment' },
};
const parse = (changes: object) => parseChangeSpec(JSON.stringify({ ...whole, ...changes }));
const patched = (changes: object) => parse({ patches: [{ ...patch, ...changes }] });

test('the examples of the schema are specs', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/change-spec.schema.json', import.meta.url), 'utf8'),
  ) as { examples: unknown[] };
  assert.ok(schema.examples.length > 0);
  for (const example of schema.examples) parseChangeSpec(JSON.stringify(example));
});

test('the digest is that of the canonical text: order and space do not count', () => {
  const reversed = Object.fromEntries(Object.entries(whole).reverse());
  const digest = specDigest(parse({}));
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.equal(specDigest(parseChangeSpec(JSON.stringify(reversed, null, 2))), digest);
  assert.notEqual(specDigest(parse({ intent: 'Rename A to C' })), digest);
});

test('a spec that does not fit the schema is refused by the member', () => {
  const faults: [object, RegExp][] = [
    [{ id: 'CS-x' }, /id: expected CS- and a number/],
    [{ intent: undefined }, /intent is missing/],
    [{ scope: [] }, /scope: expected a length of at least 1/],
    [{ language: 'typescrpt' }, /Did you mean typescript\?/],
    [{ command: 'rm -rf /' }, /command: unknown member/],
    [{ tests: { strategy: 'augment', mutationThreshold: 60 } }, /tests.mutationThreshold: expected at most 1/],
    [{ tests: { strategy: 'augment', mutationThreshold: 'high' } }, /expected a number/],
    [{ patches: [{ ...patch, astOp: 'exec' }] }, /patches\[0\].astOp: expected one of/],
  ];
  for (const [changes, message] of faults) assert.throws(() => parse(changes), { code: 'SPEC_INVALID', message });
});

test('an operation gets what it needs and nothing else', () => {
  const faults: [object, RegExp][] = [
    [{ selector: undefined }, /patches\[0\]: selector is missing\./],
    [{ details: {} }, /details\.newName is missing/],
    [{ details: { newName: 'B', to: 'x' } }, /renameSymbol takes no details\.to: it takes newName, all,/],
    [{ astOp: 'replaceAPI', details: { module: 'm' } }, /one of details\.newModule, .* is missing/],
    [{ astOp: 'moveModule', details: { to: 'b.ts' }, path: 'a.ts' }, /moveModule takes no selector/],
    [{ astOp: 'insertNode', details: { text: 'x' } }, /details\.position is missing/],
  ];
  for (const [changes, message] of faults) assert.throws(() => patched(changes), { code: 'SPEC_INVALID', message });
});

test('paths stay in the tree', () => {
  const move = { astOp: 'moveModule', selector: undefined };
  const unsafe: object[] = [
    { path: '/etc/passwd' },
    { path: '../x.ts' },
    { path: 'src/../../x.ts' },
    { path: '.git/config' },
    { path: 'src/.GIT/hooks/*' },
    { path: 'C:/x.ts' },
    { path: 'a\\b.ts' },
    { path: 'a\u0000b' },
    { ...move, path: 'a/*.ts', details: { to: 'b' } },
    { ...move, path: 'a.ts', details: { to: '../b.ts' } },
  ];
  for (const changes of unsafe) assert.throws(() => patched(changes), { code: 'PATH_UNSAFE' }, JSON.stringify(changes));
  assert.throws(() => parse({ scope: ['src', '!../x'] }), { code: 'PATH_UNSAFE' });
});

test('what is no strict JSON, or too much of it, is refused', () => {
  assert.throws(() => parseChangeSpec('{"id":"CS-1","id":"CS-2"}'), { code: 'DUPLICATE_KEY' });
  assert.throws(() => parseChangeSpec(new Uint8Array([0xff])), { code: 'INVALID_UTF8' });
  assert.throws(() => parse({ patches: Array.from({ length: 201 }, () => patch) }), { code: 'LIMIT_EXCEEDED' });
  assert.throws(() => parse({ intent: 'x'.repeat(1024 * 1024) }), { code: 'LINE_TOO_LARGE' });
});
