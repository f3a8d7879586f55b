import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readIntent } from '../../../src/dte/planner/clause.ts';

/** Clauses without the text that they were read from. */
const read = (intent: string): unknown[] =>
  readIntent(intent).clauses.map(({ text: _, in: place, ...clause }) =>
    place === undefined ? clause : { in: place, ...clause },
  );

const name = (steps: string, file?: string) => ({ file, steps: steps.split('.') });
const call = (steps: string, args?: string[]) => ({ steps: steps.split('.'), args });

const READ: readonly (readonly [intent: string, clauses: readonly unknown[]])[] = [
  ['rename X to Y', [{ kind: 'rename', from: name('X'), to: ['Y'] }]],
  ['RENAME the', []],
  ['Rename class Old → New in src/a.ts.', [{ in: 'src/a.ts', kind: 'rename', from: name('Old'), to: ['New'] }]],
  ['rename method A.b to A.c', [{ kind: 'rename', from: name('A.b'), to: ['A', 'c'] }]],
  ['rename src/a.ts#X -> Y', [{ kind: 'rename', from: name('X', 'src/a.ts'), to: ['Y'] }]],
  ['rename A.#x to #y', [{ kind: 'rename', from: name('A.#x'), to: ['#y'] }]],
  ['rename X to Y in "my files/a.ts"', [{ in: 'my files/a.ts', kind: 'rename', from: name('X'), to: ['Y'] }]],
  ['replace a.b with a.c', [{ kind: 'replaceCall', from: call('a.b'), to: call('a.c'), mapping: {} }]],
  ['replace calls to f with g', [{ kind: 'replaceCall', from: call('f'), to: call('g'), mapping: {} }]],
  [
    'replace auth.login with auth.signIn (mapping username to email, pw → password)',
    [
      {
        kind: 'replaceCall',
        from: call('auth.login'),
        to: call('auth.signIn'),
        mapping: { username: 'email', pw: 'password' },
      },
    ],
  ],
  [
    'replace a.b with a.c mapping u to v',
    [{ kind: 'replaceCall', from: call('a.b'), to: call('a.c'), mapping: { u: 'v' } }],
  ],
  [
    'replace a.b(x, y) with a.c(y)',
    [{ kind: 'replaceCall', from: call('a.b', ['x', 'y']), to: call('a.c', ['y']), mapping: {} }],
  ],
  ['replace a.b(…) with a.c(...)', [{ kind: 'replaceCall', from: call('a.b', []), to: call('a.c', []), mapping: {} }]],
  [
    'replace X from \'m\' with Y from "n"',
    [{ kind: 'replaceImport', from: { name: 'X', module: 'm' }, to: { name: 'Y', module: 'n' } }],
  ],
  ['move src/a.ts to lib/a.ts', [{ kind: 'move', from: 'src/a.ts', to: 'lib/a.ts' }]],
  ['move folder "my src" to lib', [{ kind: 'move', from: 'my src', to: 'lib' }]],
  ['move a.ts to b.ts', [{ kind: 'move', from: 'a.ts', to: 'b.ts' }]],
  [
    'move auth.login to auth.signIn',
    [{ kind: 'replaceCall', from: call('auth.login'), to: call('auth.signIn'), mapping: {} }],
  ],
  ['delete unused X', [{ kind: 'deleteUnused', name: name('X') }]],
  ['remove unused function f in a.ts', [{ in: 'a.ts', kind: 'deleteUnused', name: name('f') }]],
  [
    "add import { a, b as c } from 'm' to src/a.ts",
    [{ kind: 'addImport', source: "import { a, b as c } from 'm';", path: 'src/a.ts' }],
  ],
  ['add "import x from \'m\';" to a.ts', [{ kind: 'addImport', source: "import x from 'm';", path: 'a.ts' }]],
  ['replace string "a and b" with "c; d"', [{ kind: 'replaceString', from: 'a and b', to: 'c; d' }]],
  [
    'Rename UserId to AccountId and move auth.login to auth.signIn; delete unused X, then rename p to q',
    [
      { kind: 'rename', from: name('UserId'), to: ['AccountId'] },
      { kind: 'replaceCall', from: call('auth.login'), to: call('auth.signIn'), mapping: {} },
      { kind: 'deleteUnused', name: name('X') },
      { kind: 'rename', from: name('p'), to: ['q'] },
    ],
  ],
  ['Migrate auth API', []],
  ['rename X', []],
  ['rename 1x to y', []],
  ['rename X to a b', []],
  ['', []],
];

describe('what a sentence says', () => {
  for (const [intent, clauses] of READ) {
    test(intent === '' ? 'nothing' : intent, () => {
      assert.deepEqual(read(intent), clauses);
    });
  }

  test('what cannot be read is told apart', () => {
    assert.deepEqual(readIntent('rename X to Y and tidy up; then rename A to B').unread, ['tidy up']);
    assert.deepEqual(readIntent('x'.repeat(5000)).clauses, []);
  });

  test('hostile sentences are read in no time', () => {
    const hostile = ['(', '"', 'rename a to ', 'and ', '; ', 'a.', '{', 'replace x with y mapping a to b and '];
    for (const part of hostile) readIntent(part.repeat(Math.floor(4096 / part.length)));
    fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (intent) => void readIntent(intent)));
  });
});
