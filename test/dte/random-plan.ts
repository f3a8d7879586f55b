/** Random trees, and random plans for them. */
import fc from 'fast-check';
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import type { FileChange, Plan } from '../../src/dte/plan.ts';
import { memoryTree } from '../../src/dte/source-tree.ts';
import type { FileMode, SourceTree } from '../../src/dte/source-tree.ts';
import type { Files } from './git-fixture.ts';
import { changeOf, planOfChanges, specOf } from './plans.ts';

/** A tree, and what is to happen to it. */
export interface Case {
  readonly tree: SourceTree;
  readonly plan: Plan;
}

const NAMES = ['a.ts', 'b b.ts', 'é.ts', 'd/a.ts', 'd/e/q"x.ts', 'd/e/f.ts', 'g/日本.ts', '-x.ts'] as const;
const TO = ['moved.ts', 'd/new/file.ts', 'n/ew.ts', 'n/é"w.ts'] as const;

const line = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'one',
    'two',
    'a b',
    '\tx',
    'ü😀',
    '-- a',
    '++ b',
    '@@ -1 +1 @@',
    '\\ No newline',
    'diff --git a/x b/x',
  ),
  fc.string({ maxLength: 6, unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\0]/g, '')),
);
const eol = fc.constantFrom('\n', '\n', '\r\n', '\r');
const text = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(line, eol), { maxLength: 30 }), fc.option(line, { nil: '' }))
  .map(([hasBom, lines, last]) => (hasBom ? '\ufeff' : '') + lines.map((pair) => pair.join('')).join('') + last);

const mode = fc.constantFrom<FileMode>('100644', '100755');
const pieces = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(12),
    text.map((some) => some.slice(0, 20)),
  ),
  {
    maxLength: 6,
  },
);

interface FileCase {
  readonly content: string;
  readonly mode: FileMode;
  readonly pieces: readonly (readonly [at: number, size: number, replacement: string])[];
  readonly isMoved: boolean;
  readonly isChanged: boolean;
}

const file: fc.Arbitrary<FileCase> = fc.record({
  content: text,
  mode,
  pieces,
  isMoved: fc.boolean(),
  isChanged: fc.boolean(),
});

/** Trees of up to eight files, of which some are edited, moved or both. */
export const cases: fc.Arbitrary<Case> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), file), { selector: ([name]) => name, minLength: 1, maxLength: 6 })
  .map((files) => {
    const tree = memoryTree(
      new Map(files.map(([name, { content, mode: of }]) => [name, { mode: of, bytes: toUtf8(content) }])),
    );
    const targets = [...TO];
    const changes = files.flatMap(([name, { pieces: some, isMoved, isChanged }]): FileChange[] => {
      const newPath = isMoved ? (targets.pop() ?? name) : name;
      const edits = isChanged ? editsOf(tree.read(name), some) : [];
      return edits.length === 0 && newPath === name ? [] : [changeOf(tree, name, newPath, edits)];
    });
    return { tree, plan: planOfChanges(specOf(1), tree, changes) };
  });

/** Edits at whole characters, apart from each other, that change something. */
function editsOf(bytes: Uint8Array, some: FileCase['pieces']): FileChange['edits'] {
  const whole = fromUtf8(bytes)!;
  const chars = Array.from(whole);
  const size = (count: number): number => toUtf8(chars.slice(0, count).join('')).length;
  let at = 0;
  return [...some]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, count, replacement]) => {
      const start = Math.max(at, Math.floor(place * chars.length));
      const end = Math.min(chars.length, start + count);
      const old = chars.slice(start, end).join('');
      if (old === replacement || start > chars.length) return [];
      at = end;
      return [{ start: size(start), end: size(end), old, new: replacement }];
    });
}

/** Answers the files of a tree to be written to disk. */
export function filesOf(tree: SourceTree): Files {
  return Object.fromEntries([...tree.modes.keys()].map((path) => [path, tree.read(path)]));
}
