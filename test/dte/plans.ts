/** Plans for tests, made of edits by hand. */
import { fromUtf8, toUtf8 } from '../../src/base/bytes.ts';
import type { ChangeSpec } from '../../src/dte/generated/types.ts';
import { memoryTree, overlayTree } from '../../src/dte/source-tree.ts';
import type { SourceTree, TreeFile } from '../../src/dte/source-tree.ts';
import type { ByteEdit, FileChange, Plan } from '../../src/dte/plan.ts';
import { specDigest } from '../../src/dte/spec.ts';

/** A spec that says nothing: what it does is in the plan. */
export const specOf = (n: number): ChangeSpec => ({
  id: `CS-${n}`,
  intent: 'for a test',
  scope: ['**'],
  language: 'typescript',
  patches: [],
  invariants: [],
  tests: { strategy: 'augment', targets: ['test'], mutationThreshold: 0 },
});

/** What happens to one file: pieces of it replaced, each once, and perhaps another path. */
export interface Step {
  readonly replace?: readonly (readonly [old: string, replacement: string])[];
  readonly to?: string;
}

/** Answers a plan that does these steps to a tree. */
export function planOf(spec: ChangeSpec, tree: SourceTree, steps: Readonly<Record<string, Step>>): Plan {
  const files = Object.entries(steps).map(([path, { replace = [], to = path }]) => {
    return changeOf(tree, path, to, editsOf(fromUtf8(tree.read(path))!, replace));
  });
  return planOfChanges(spec, tree, files);
}

/** Answers the change of one file. */
export function changeOf(tree: SourceTree, path: string, newPath: string, edits: readonly ByteEdit[]): FileChange {
  const before = tree.read(path);
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const edit of edits) {
    pieces.push(before.subarray(at, edit.start), toUtf8(edit.new));
    at = edit.end;
  }
  const after = new Uint8Array(Buffer.concat([...pieces, before.subarray(at)]));
  return { path, newPath, mode: tree.modes.get(path)!, edits, before, after };
}

/** Answers the plan of changes. */
export function planOfChanges(spec: ChangeSpec, tree: SourceTree, files: readonly FileChange[]): Plan {
  const changes = new Map<string, TreeFile | undefined>(files.map(({ path }) => [path, undefined]));
  for (const { newPath, mode, after } of files) changes.set(newPath, { mode, bytes: after });
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { specDigest: specDigest(spec), patches: [], files: sorted, findings: [], after: overlayTree(tree, changes) };
}

function editsOf(text: string, replace: NonNullable<Step['replace']>): ByteEdit[] {
  let at = 0;
  return replace.map(([old, replacement]) => {
    const start = text.indexOf(old, at);
    at = start + old.length;
    const size = (end: number): number => toUtf8(text.slice(0, end)).length;
    return { start: size(start), end: size(at), old, new: replacement };
  });
}

/** Answers a tree that has everything in memory. */
export function heldTree(tree: SourceTree): SourceTree {
  return memoryTree(new Map([...tree.modes].map(([path, mode]) => [path, { mode, bytes: tree.read(path) }])));
}
