import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiff } from '../../../src/dte/diff/format-diff.ts';
import { headPath, quotePath } from '../../../src/dte/diff/git-path.ts';
import { planOf, specOf } from '../plans.ts';
import type { Step } from '../plans.ts';
import { treeOf } from '../trees.ts';

const diff = (files: Readonly<Record<string, string>>, steps: Readonly<Record<string, Step>>): string =>
  formatDiff(planOf(specOf(1), treeOf(files), steps));

const numbers = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

test('changed lines stand among three lines of context, and near changes in one hunk', () => {
  const text = diff(
    { 'a.ts': numbers(30) },
    {
      'a.ts': {
        replace: [
          ['line 5\n', 'five\n'],
          ['line 12\n', ''],
          ['line 28', 'line 28\nmore'],
        ],
      },
    },
  );
  assert.equal(
    text,
    `diff --git a/a.ts b/a.ts
--- a/a.ts
+++ b/a.ts
@@ -2,14 +2,13 @@
 line 2
 line 3
 line 4
-line 5
+five
 line 6
 line 7
 line 8
 line 9
 line 10
 line 11
-line 12
 line 13
 line 14
 line 15
@@ -26,5 +25,6 @@
 line 26
 line 27
 line 28
+more
 line 29
 line 30
`,
  );
});

test('a move is a rename, with or without edits; odd names are quoted as git does', () => {
  const files = { 'a.ts': 'one\ntwo\n', 'b b.ts': 'x', 'é"\\.ts': 'x\n' };
  assert.equal(
    diff(files, {
      'a.ts': { to: 'c.ts', replace: [['two', '2']] },
      'b b.ts': { to: 'd/b.ts' },
      'é"\\.ts': { replace: [['x', 'y']] },
    }),
    `diff --git a/a.ts b/c.ts
similarity index 62%
rename from a.ts
rename to c.ts
--- a/a.ts
+++ b/c.ts
@@ -1,2 +1,2 @@
 one
-two
+2
diff --git a/b b.ts b/d/b.ts
similarity index 100%
rename from b b.ts
rename to d/b.ts
diff --git "a/\\303\\251\\"\\\\.ts" "b/\\303\\251\\"\\\\.ts"
--- "a/\\303\\251\\"\\\\.ts"
+++ "b/\\303\\251\\"\\\\.ts"
@@ -1 +1 @@
-x
+y
`,
  );
  assert.equal(quotePath('a\tb\x01'), '"a\\tb\\001"');
  assert.equal(headPath('a/b b.ts'), 'a/b b.ts\t');
});

test('a last line without its line feed says so, on each side', () => {
  assert.match(
    diff({ a: 'x\ny' }, { a: { replace: [['y', 'z']] } }),
    /-y\n\\ No newline at end of file\n\+z\n\\ No newline at end of file\n$/,
  );
  assert.match(diff({ a: 'x\ny' }, { a: { replace: [['y', 'y\n']] } }), /-y\n\\ No newline at end of file\n\+y\n$/);
  assert.match(diff({ a: 'x\n' }, { a: { replace: [['x\n', '']] } }), /@@ -1 \+0,0 @@\n-x\n$/);
  assert.match(diff({ a: '' }, { a: { replace: [['', 'x\n']] } }), /@@ -0,0 \+1 @@\n\+x\n$/);
});

test('bytes are not touched: CRLF and a byte order mark stand in the patch', () => {
  const text = diff({ a: '\ufeffone\r\ntwo\r\n' }, { a: { replace: [['one', '1']] } });
  assert.ok(text.endsWith('@@ -1,2 +1,2 @@\n-\ufeffone\r\n+\ufeff1\r\n two\r\n'), JSON.stringify(text));
});

test('a plan without changes is no text', () => {
  assert.equal(diff({ a: 'x' }, {}), '');
});
