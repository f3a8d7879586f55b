/** A source tree as the file system that the compiler sees. Nothing outside of it exists but the compiler's own library files. */
import { equalBytes } from '../../base/bytes.ts';
import { decodeSource } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import { LIB_FOLDER, libText } from './ts.ts';

/** Where the root of the tree is for the compiler. */
const ROOT = '/tree';

/** Answers the name that the compiler knows a path by. Pure. */
export const fileNameOf = (path: string): string => `${ROOT}/${path}`;

/** Answers the path of a name of the compiler, or `undefined` for what is not in the tree. Pure. */
export function pathOf(fileName: string): string | undefined {
  return fileName.startsWith(`${ROOT}/`) ? fileName.slice(ROOT.length + 1) : undefined;
}

/** Whether a path belongs to an installed package. Those are nowhere part of a tree, even where somebody keeps them in it. */
const isInstalled = (path: string): boolean => /(?:^|\/)node_modules\//.test(path);

/** A file that was read; without members one that is no plain file. */
interface ReadFile {
  readonly bytes?: Uint8Array;
  readonly source?: SourceText;
  readonly fault?: string;
}

/** A plain file that has no text. */
export interface UnreadFile {
  /** Why: a sentence that names it. */
  readonly fault: string;
  /** Its bytes, unless they are too many. */
  readonly bytes: Uint8Array | undefined;
}

/** The files of a tree by the compiler's names. */
export class TreeFiles {
  readonly #tree: SourceTree;
  readonly #read: Map<string, ReadFile>;
  #paths: readonly string[] | undefined;
  /** Of all paths; those of the tree before this one, where it has the same. */
  #folders: Folders | undefined;
  /** Files that the tree before this one read already. */
  readonly #before: ReadonlyMap<string, ReadFile>;

  constructor(tree: SourceTree, before: ReadonlyMap<string, ReadFile> = new Map()) {
    this.#tree = tree;
    this.#read = new Map();
    this.#before = before;
  }

  /** Answers the files of another tree. Those whose bytes are the same are not decoded again. */
  next(tree: SourceTree): TreeFiles {
    const known = [...this.#before, ...this.#read].filter(([path]) => tree.modes.has(path));
    const next = new TreeFiles(tree, new Map(known));
    if (tree.modes !== this.#tree.modes) return next;
    next.#paths = this.#paths;
    next.#folders = this.#folders;
    return next;
  }

  /** All paths of the tree that are not installed packages, sorted. */
  get paths(): readonly string[] {
    this.#paths ??= [...this.#tree.modes.keys()].filter((path) => !isInstalled(path));
    return this.#paths;
  }

  /** Answers the text of a path, or `undefined` where there is no plain UTF-8 file of a bearable size. */
  source(path: string): SourceText | undefined {
    return this.#file(path).source;
  }

  /** Answers what is known of a plain file that has no such text; `undefined` for any other. */
  unread(path: string): UnreadFile | undefined {
    const { fault, bytes } = this.#file(path);
    return fault === undefined ? undefined : { fault, bytes };
  }

  #file(path: string): ReadFile {
    let file = this.#read.get(path);
    if (file === undefined) this.#read.set(path, (file = this.#readFile(path)));
    return file;
  }

  #readFile(path: string): ReadFile {
    const mode = this.#tree.modes.get(path);
    if (mode === undefined || !isPlainFile(mode)) return {};
    let bytes: Uint8Array | undefined;
    try {
      bytes = this.#tree.read(path);
      const before = this.#before.get(path);
      if (before?.bytes !== undefined && (before.bytes === bytes || equalBytes(before.bytes, bytes))) return before;
      return { bytes, source: decodeSource(path, bytes) };
    } catch (error) {
      // the compiler takes it as missing; whoever wants to edit it, or to be sure of it, is told why
      return { ...(bytes === undefined ? {} : { bytes }), fault: (error as Error).message };
    }
  }

  readFile(fileName: string): string | undefined {
    const path = pathOf(fileName);
    return path === undefined ? libText(fileName) : this.source(path)?.text;
  }

  fileExists(fileName: string): boolean {
    const path = pathOf(fileName);
    if (path === undefined) return libText(fileName) !== undefined;
    const mode = this.#tree.modes.get(path);
    return mode !== undefined && isPlainFile(mode) && !isInstalled(path);
  }

  directoryExists(folder: string): boolean {
    const plain = folder.replace(/\/$/, '');
    return plain === LIB_FOLDER || this.#allFolders().has(plain);
  }

  /** Answers the names of the folders right in a folder. */
  getDirectories(folder: string): string[] {
    return [...(this.#allFolders().get(folder.replace(/\/$/, '')) ?? [])];
  }

  #allFolders(): Folders {
    this.#folders ??= foldersOf(this.#tree);
    return this.#folders;
  }
}

/** Names of the folders in each folder, by the compiler's name of it. */
type Folders = ReadonlyMap<string, ReadonlySet<string>>;

function foldersOf(tree: SourceTree): Folders {
  const folders = new Map<string, Set<string>>([[ROOT, new Set()]]);
  for (const path of tree.modes.keys()) {
    let above = ROOT;
    for (const step of path.split('/').slice(0, -1)) {
      folders.get(above)!.add(step);
      above = `${above}/${step}`;
      if (!folders.has(above)) folders.set(above, new Set());
    }
  }
  return folders;
}
