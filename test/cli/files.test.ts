import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { appendBytes } from '../../src/cli/append-bytes.ts';
import { isVersionPath } from '../../src/cli/base-version.ts';
import { expandPattern, isPattern } from '../../src/cli/glob.ts';
import { isStreamPath } from '../../src/cli/ledgers.ts';
import { placeFinding, placeText, withPlace } from '../../src/cli/place.ts';
import { cli, inFolder, read, write } from './cli-runner.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a JSON pointer', () => {
  const text = '{\n  "a": [1, {"b/c": "}\\"]", "~": {}}],\n\t"é": null , "e":[ ],\r\n "d" : -1.5e3 }';
  const places: readonly [string, string][] = [
    ['', '1:1'],
    ['/a', '2:8'],
    ['/a/0', '2:9'],
    ['/a/1', '2:12'],
    ['/a/1/b~1c', '2:20'],
    ['/a/1/~0', '2:33'],
    ['/a/1/~0/none', '2:33'],
    ['/a/2', '2:8'],
    ['/é', '3:8'],
    ['/é/none', '3:8'],
    ['/e', '3:19'],
    ['/e/0', '3:19'],
    ['/d', '4:8'],
    ['/none/deeper', '1:1'],
  ];
  for (const [pointer, place] of places) {
    test(`${pointer} is found`, () => {
      const found = placeFinding(bytes(text), { code: 'SCHEMA_INVALID', message: '', pointer });
      assert.equal(`${found.line!}:${found.column!}`, place);
      assert.equal(Buffer.from(text).subarray(0, found.byteOffset).toString().split('\n').length, found.line);
    });
  }

  test('is not looked for where the place is known, or where there is none', () => {
    const known = { code: 'PARSE_ERROR', message: '', line: 3, pointer: '/a' } as const;
    assert.equal(placeFinding(bytes('{}'), known), known);
    const none = { code: 'PARSE_ERROR', message: '' } as const;
    assert.equal(placeFinding(bytes('{}'), none), none);
    assert.equal(placeText('a.json', none), 'a.json');
    assert.equal(placeText('a.json', known), 'a.json:3');
  });

  test('is put in front of errors about content, and of no others', () => {
    const fail = (error: unknown) => (): never =>
      withPlace(
        'a.json',
        bytes('[\n1]'),
        () => {
          throw error as Error;
        },
        5,
      );
    const finding = { code: 'SCHEMA_INVALID', message: 'Wrong.', pointer: '/0' } as const;
    assert.throws(
      fail(
        new LoglineError('SCHEMA_INVALID', 'Wrong.', {
          details: { findings: [finding, { code: 'UNSIGNED', message: '' }] },
        }),
      ),
      {
        code: 'SCHEMA_INVALID',
        message: 'a.json:6:1: Wrong.',
        details: {
          path: 'a.json',
          findings: [
            { ...finding, line: 6, column: 1, byteOffset: 2 },
            { code: 'UNSIGNED', message: '' },
          ],
        },
      },
    );
    for (const error of [
      new TypeError('x'),
      new LoglineError('USAGE', 'x'),
      new LoglineError('USAGE', 'x', { details: { findings: [] } }),
    ]) {
      assert.throws(fail(error), error);
    }
  });
});

describe('a pattern', () => {
  test('finds files by *, ? and **, and leaves out hidden ones', (t) => {
    const folder = inFolder(t);
    for (const path of ['a.jsonl', 'b.txt', '[x].jsonl', '.h.jsonl', 'd/a.jsonl', 'd/e/b.jsonl', 'd/.g/c.jsonl'])
      write(path, '');
    const found = (pattern: string): string[] => expandPattern(pattern);
    assert.deepEqual(found('*.jsonl'), ['[x].jsonl', 'a.jsonl']);
    assert.deepEqual(found('?.*'), ['a.jsonl', 'b.txt']);
    assert.deepEqual(found('.*.jsonl'), ['.h.jsonl']);
    assert.deepEqual(found('**/*.jsonl'), ['[x].jsonl', 'a.jsonl', 'd/a.jsonl', 'd/e/b.jsonl']);
    assert.deepEqual(found('d/**/b.jsonl'), ['d/e/b.jsonl']);
    assert.deepEqual(found('*/*.jsonl'), ['d/a.jsonl']);
    assert.deepEqual(found('d/**'), []);
    assert.deepEqual(found('a.jsonl/*'), []);
    assert.deepEqual(found(`${folder}/?.txt`), [`${folder}/b.txt`]);
    assert.deepEqual([isPattern('a[1].jsonl'), isPattern('a?')], [false, true]);
  });

  test('that is the name of a file means that file', async (t) => {
    inFolder(t);
    write('a*.jsonl', '');
    write('ab.jsonl', 'x\n');
    assert.equal((await cli(['verify', 'a*.jsonl'])).status, 0);
  });

  test('over a folder that cannot be read is a failure', () => {
    assert.throws(() => expandPattern(`${'x'.repeat(300)}/*`), { code: 'INPUT_UNREADABLE' });
  });
});

test('a version is a path by its text alone', () => {
  const paths = ['./main', '../x', '/x', 'a.jsonl', 'a.ndjson', 'old/', './a:b'];
  const revisions = ['main', 'origin/main', 'HEAD~1', 'v1.0', 'HEAD:a.jsonl', 'HEAD:old/', '.x', '..x'];
  assert.deepEqual([paths.filter((path) => !isVersionPath(path)), revisions.filter(isVersionPath)], [[], []]);
});

test('a stream is named .jsonl or .ndjson, with no part that is hidden', () => {
  const streams = ['a.jsonl', 'a/b.ndjson', 'a b/c.d.jsonl'];
  const others = ['a.json', '.a.jsonl', '.a/b.jsonl', 'a/.b.jsonl', 'a.jsonl/b', 'a.jsonl.lock', ''];
  assert.deepEqual([streams.filter((path) => !isStreamPath(path)), others.filter(isStreamPath)], [[], []]);
});

test('bytes are appended, or the failure says why', (t) => {
  inFolder(t);
  write('a', 'x');
  appendBytes('a', bytes('y'));
  assert.equal(read('a'), 'xy');
  mkdirSync('folder');
  assert.throws(() => appendBytes('folder', bytes('y')), { code: 'OUTPUT_UNWRITABLE' });
  assert.throws(() => appendBytes('/dev/full', bytes('y')), { code: 'OUTPUT_UNWRITABLE' });
});
