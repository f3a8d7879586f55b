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

/** Answers a tree with some files changed: `undefined` takes one away. `base` stays as it is. Pure. */
export function overlayTree(base: SourceTree, changes: ReadonlyMap<string, TreeFile | undefined>): SourceTree {
  const modes = new Map(base.modes);
  for (const [path, file] of changes) {
    if (file === undefined) modes.delete(path);
    else modes.set(path, file.mode);
  }
  const paths = [...modes.keys()].sort(compareText);
  return {
    modes: new Map(paths.map((path) => [path, modes.get(path)!])),
    read: (path) => changes.get(path)?.bytes ?? base.read(path),
  };
}

/** Whether a mode is that of a file with text in it, and not of a link or a submodule. */
export const isPlainFile = (mode: FileMode): boolean => mode === '100644' || mode === '100755';
