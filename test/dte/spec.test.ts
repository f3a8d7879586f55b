/** What is a change spec, and what is not. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import type { Finding } from '../../src/base/report.ts';
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

/** The findings of a spec that is refused, as code and pointer. */
function faults(changes: object): string[] {
  try {
    parse(changes);
  } catch (error) {
    assert.ok(error instanceof LoglineError);
    return (error.details['findings'] as Finding[]).map(({ code, pointer }) => `${code} ${pointer!}`);
  }
  return [];
}

describe('each member is read before any tree is', () => {
  const invariant = (type: string, spec: string, details: object = {}): object => ({
    invariants: [{ name: 'n', type, spec, details }],
  });
  const patchOf = (astOp: string, details: object, more: object = {}): object => ({
    patches: [patch, { path: 'a.ts', astOp, selector: 'Literal', details, ...more }],
  });
  const refused: [string, object, string[]][] = [
    ['a checker', invariant('typecheck', 'tsc; rm -rf /'), ['SPEC_INVALID /invariants/0/spec']],
    ['a checker out of the tree', invariant('typecheck', 'tsc -p ../x.json'), ['PATH_UNSAFE /invariants/0/spec']],
    ['a symbol', invariant('symbolExists', 'a b'), ['SPEC_INVALID /invariants/0/spec']],
    ['a rule', invariant('semanticRule', 'Please be nice'), ['SPEC_INVALID /invariants/0/spec']],
    [
      'a selector in a rule',
      invariant('semanticRule', 'No matches of `[` remain'),
      ['SELECTOR_INVALID /invariants/0/spec'],
    ],
    ['either selector', invariant('semanticRule', 'Every `A` has `[`'), ['SELECTOR_INVALID /invariants/0/spec']],
    ['where a rule looks', invariant('semanticRule', 'All calls compile in ../x'), ['PATH_UNSAFE /invariants/0/spec']],
    ['a file of a rule', invariant('semanticRule', 'No calls to ../x#f remain'), ['PATH_UNSAFE /invariants/0/spec']],
    ['where an export is', invariant('semanticRule', 'f is exported from ../x'), ['PATH_UNSAFE /invariants/0/spec']],
    ['a pattern', invariant('regex', '(?=a)'), ['PATTERN_INVALID /invariants/0/spec']],
    ['where it looks', invariant('regex', 'a', { in: '/etc/*' }), ['PATH_UNSAFE /invariants/0/details/in']],
    ['a rule on interfaces', invariant('apiCompat', 'as good as it gets'), ['SPEC_INVALID /invariants/0/spec']],
    [
      'an entry point',
      invariant('apiCompat', 'none', { entry: ['a.ts', '../b.ts'] }),
      ['PATH_UNSAFE /invariants/0/details/entry/1'],
    ],
    ['a selector', { patches: [{ ...patch, selector: 'A[' }] }, ['SELECTOR_INVALID /patches/0/selector']],
    ['a symbol in it', { patches: [{ ...patch, selector: ':symbol()' }] }, ['SELECTOR_INVALID /patches/0/selector']],
    [
      'where a name is declared',
      { patches: [{ ...patch, details: { newName: 'B', declaredIn: '../b' } }] },
      ['PATH_UNSAFE /patches/0/details/declaredIn'],
    ],
    [
      'a regular expression',
      patchOf('editRegex', { pattern: '(', replacement: '$9' }),
      ['PATTERN_INVALID /patches/1/details/pattern'],
    ],
    [
      'one that is small to write and large to run',
      patchOf('editRegex', { pattern: '\\pL{1000}x', replacement: '' }),
      ['PATTERN_INVALID /patches/1/details/pattern'],
    ],
    [
      'a path that is too long',
      { patches: [{ ...patch, path: `${'a'.repeat(1024)}*` }] },
      ['PATTERN_INVALID /patches/0/path'],
    ],
    [
      'its replacement',
      patchOf('editRegex', { pattern: 'a', replacement: '$1' }),
      ['PATTERN_INVALID /patches/1/details/replacement'],
    ],
    [
      'arguments',
      patchOf('replaceAPI', { argsMap: { a: 1, b: '' } }),
      ['SPEC_INVALID /patches/1/details/argsMap', 'SPEC_INVALID /patches/1/details/argsMap'],
    ],
    [
      'a pattern that moves',
      patchOf('moveModule', { to: 'b' }, { path: 'a/*', selector: undefined }),
      ['PATH_UNSAFE /patches/1/path'],
    ],
    ['a target', patchOf('moveModule', { to: '/b' }, { selector: undefined }), ['PATH_UNSAFE /patches/1/details/to']],
    ['the scope', { scope: ['src', '!../x'] }, ['PATH_UNSAFE /scope/1']],
    ['targets of tests', { tests: { strategy: 'augment', targets: ['/t'] } }, ['PATH_UNSAFE /tests/targets/0']],
  ];
  for (const [what, changes, expected] of refused) test(what, () => assert.deepEqual(faults(changes), expected));

  test('all faults are told at once', () => {
    const both = { ...invariant('regex', '('), scope: ['../x'] };
    assert.deepEqual(faults({ ...both, patches: [{ ...patch, selector: '[', path: '/x' }] }), [
      'PATH_UNSAFE /patches/0/path',
      'SELECTOR_INVALID /patches/0/selector',
      'PATTERN_INVALID /invariants/0/spec',
      'PATH_UNSAFE /scope/0',
    ]);
  });

  test('what can be read is a spec', () => {
    const rules =
      'No calls to a.b remain in src; Every `CallExpression` has `Literal` and f is not exported from src/a.ts';
    assert.deepEqual(faults(invariant('semanticRule', rules, { in: 'src' })), []);
    assert.deepEqual(faults(invariant('apiCompat', 'No breaking changes.', { entry: ['src/a.ts'] })), []);
    assert.deepEqual(faults(patchOf('editRegex', { pattern: '(?<n>a)', replacement: '${n}$$' })), []);
  });
});

test('what is no strict JSON, or too much of it, is refused', () => {
  assert.throws(() => parseChangeSpec('{"id":"CS-1","id":"CS-2"}'), { code: 'DUPLICATE_KEY' });
  assert.throws(() => parseChangeSpec(new Uint8Array([0xff])), { code: 'INVALID_UTF8' });
  assert.throws(() => parse({ patches: Array.from({ length: 201 }, () => patch) }), { code: 'LIMIT_EXCEEDED' });
  const invariants = Array.from({ length: 201 }, () => ({ name: 'No', type: 'regex', spec: 'x' }));
  assert.throws(() => parse({ invariants }), { code: 'LIMIT_EXCEEDED' });
  assert.throws(() => parse({ intent: 'x'.repeat(1024 * 1024) }), { code: 'LINE_TOO_LARGE' });
});
