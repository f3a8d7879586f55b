/** Source trees as values: what files there are and what stands in them, wherever they come from. */
import { compareText } from './order.ts';

/** File modes as git has them: a file, an executable file, a symbolic link, a submodule. */
export type FileMode = '100644' | '100755' | '120000' | '160000';

/** One file of a tree. */
export interface TreeFile {
  readonly mode: FileMode;
  /** Content; of a link the path it names, of a submodule nothing. */
  readonly bytes: Uint8Array;
}

/** A tree of files by path. Paths are relative to its root, with forward slashes; the same path always answers the same. */
export interface SourceTree {
  /** All paths, in the order of their UTF-16 code units, with the modes. */
  readonly modes: ReadonlyMap<string, FileMode>;
  /** Answers the content of a file. @throws {LoglineError} FILE_UNSUPPORTED - it was not loaded, or cannot be read. */
  read(path: string): Uint8Array;
}

/** Answers a tree of these files. Their bytes are not copied. Pure. */
export function memoryTree(files: ReadonlyMap<string, TreeFile>): SourceTree {
  const paths = [...files.keys()].sort(compareText);
  return {
    modes: new Map(paths.map((path) => [path, files.get(path)!.mode])),
    read: (path) => files.get(path)!.bytes,
  };
}

/** What overlays were made of: one over another is made of the same base, so that reading does not lead through all of them. */
const overlays = new WeakMap<SourceTree, { readonly base: SourceTree; readonly changes: Changes }>();

type Changes = ReadonlyMap<string, TreeFile | undefined>;

/** Answers a tree with some files changed: `undefined` takes one away. `base` stays as it is. Pure. */
export function overlayTree(base: SourceTree, changes: Changes): SourceTree {
  if (changes.size === 0) return base;
  const below = overlays.get(base) ?? { base, changes: new Map<string, TreeFile | undefined>() };
  const all = new Map([...below.changes, ...changes]);
  const tree = {
    modes: changedModes(base.modes, changes),
    read: (path: string) => all.get(path)?.bytes ?? below.base.read(path),
  };
  overlays.set(tree, { base: below.base, changes: all });
  return tree;
}

/** Most changes are of contents: a list of all paths is made only where it is another one. */
function changedModes(modes: SourceTree['modes'], changes: Changes): SourceTree['modes'] {
  if ([...changes].every(([path, file]) => file !== undefined && modes.get(path) === file.mode)) return modes;
  const changed = new Map(modes);
  for (const [path, file] of changes) {
    if (file === undefined) changed.delete(path);
    else changed.set(path, file.mode);
  }
  return new Map([...changed].sort(([a], [b]) => compareText(a, b)));
}

/** Whether a mode is that of a file with text in it, and not of a link or a submodule. */
export const isPlainFile = (mode: FileMode): boolean => mode === '100644' || mode === '100755';
