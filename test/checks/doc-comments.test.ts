/** Every export that a user can reach has a doc comment, and `@throws` names codes that exist. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import ts from 'typescript';
import { CODES } from '../../src/base/errors.ts';
import { checkDocComments } from './doc-comments.ts';
import type { DocumentedApi } from './doc-comments.ts';
import { plant, projectRoot } from './scratch.ts';
import '../uncounted.ts';

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  allowImportingTsExtensions: true,
  noEmit: true,
};

test('every export behind the doors is documented', () => {
  const doors = ['src/index.ts', 'src/atomic/index.ts', 'src/ledger/index.ts'].map((door) => join(projectRoot, door));
  const { faults, count } = checkDocComments(projectRoot, doors, new Set(Object.keys(CODES)), options);
  assert.deepEqual(faults, []);
  assert.ok(count > 100, `only ${count} exports and members were found behind the doors`);
});

test('a documented door has no fault', (t) => {
  const text = `
    /** Answers one. @throws {LoglineError} PARSE_ERROR - the text is no JSON. */
    export function one(): number { return 1; }
    /** A thing. */
    export interface Thing {
      /** Its name. */
      readonly name: string;
    }
    /** A box. */
    export class Box extends Error {
      #inside = 1;
      private hidden = this.#inside;
      override readonly name = 'Box';
      constructor() { super(); }
      /** Looks. */
      look(): number { return this.hidden; }
    }
    /** Answers one as well. @throws as {@link one} */
    export function alsoOne(): number { return one(); }
    /** Either way. */
    export function either(a: string): string;
    /** Or the other. */
    export function either(a: number): number;
    export function either(a: unknown): unknown { return a; }
    const inner = 1;
  `;
  const { faults, count } = check(t, { 'index.ts': "export * from './inside.ts';", 'inside.ts': text });
  assert.deepEqual(faults, []);
  assert.equal(count, 9);
});

test('an export without a doc comment is named, with its place', (t) => {
  const { faults } = check(t, {
    'index.ts': "export { bare, empty as renamed } from './inside.ts';\nexport type { Thing } from './inside.ts';",
    'inside.ts':
      '// no doc comment\nexport const bare = 1;\n/** */\nexport const empty = 1;\n/** A thing. */\nexport type Thing = {\n  name: string };',
  });
  assert.deepEqual(faults, [
    'inside.ts:2 bare: has no doc comment',
    'inside.ts:4 empty: has no doc comment',
    'inside.ts:7 name: has no doc comment',
  ]);
});

test('@throws has to name the error class and codes that exist', (t) => {
  const throwing = (throws: string) => `/** Does.\n * @throws ${throws} */\nexport function f(): void {}`;
  const faultOf = (throws: string) =>
    check(t, { 'index.ts': throwing(throws) }).faults.map((fault) => fault.split(': ')[1]);
  assert.deepEqual(faultOf('{LoglineError} USAGE2 - never'), ['@throws names USAGE2, which is no code']);
  assert.deepEqual(faultOf('{LoglineError} while reading JSON: PARSE_ERROR'), []);
  assert.deepEqual(faultOf('{LoglineError} NO_SUCH - never'), ['@throws names NO_SUCH, which is no code']);
  assert.deepEqual(faultOf('{LoglineError} PARSE_ERROR - a. NO_SUCH - b'), ['@throws names NO_SUCH, which is no code']);
  assert.deepEqual(faultOf('{LoglineError} when it fails'), ['@throws names no code']);
  assert.deepEqual(faultOf('{RangeError} PARSE_ERROR - x'), ['@throws names RangeError instead of {LoglineError}']);
  assert.deepEqual(faultOf('{LoglineError} PARSE_ERROR - the text is no JSON (RFC_8259 is not a code)'), [
    '@throws names RFC_8259, which is no code',
  ]);
});

function check(t: TestContext, files: Record<string, string>): DocumentedApi {
  const folder = plant(t, { 'package.json': '{"type":"module"}', ...files });
  return checkDocComments(folder, [join(folder, 'index.ts')], new Set(['PARSE_ERROR']), { ...options, noLib: true });
}
