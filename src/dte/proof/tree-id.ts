/** Ids of whole trees, from the ids of their files. */
import type { GitEntry } from '../tree/git-listing.ts';
import { folderId } from '../tree/object-id.ts';
import type { FolderEntry, ObjectFormat } from '../tree/object-id.ts';

const FOLDER = '40000';

/**
 * Answers the id of the tree with these entries, as git's `write-tree` would. Pure.
 *
 * @param entries - by path from the top, one character for each byte.
 * @param known - ids of folders that hold what `entries` has of them; they save work and nothing else.
 */
export function treeId(
  entries: ReadonlyMap<string, GitEntry>,
  format: ObjectFormat,
  known: ReadonlyMap<string, string> = new Map(),
): string {
  const folders = new Map<string, FolderEntry[]>([['', []]]);
  const seen = new Set<string>();
  for (const [path, { mode, id }] of entries) {
    const parent = openFolders(path, folders, known, seen);
    if (parent !== undefined) folders.get(parent)!.push({ name: path.slice(nameStart(path)), mode, id });
  }
  return idOf('', folders, format);
}

/** Answers the folder of a path, or `undefined` where that stands for itself already by an id that is known. */
function openFolders(
  path: string,
  folders: Map<string, FolderEntry[]>,
  known: ReadonlyMap<string, string>,
  seen: Set<string>,
): string | undefined {
  let parent = '';
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    const id = known.get(folder);
    if (!seen.has(folder)) {
      seen.add(folder);
      if (id === undefined) folders.set(folder, []);
      folders.get(parent)!.push({ name: folder.slice(nameStart(folder)), mode: FOLDER, id: id ?? '' });
    }
    if (id !== undefined) return undefined;
    parent = folder;
  }
  return parent;
}

const nameStart = (path: string): number => path.lastIndexOf('/') + 1;

function idOf(folder: string, folders: ReadonlyMap<string, readonly FolderEntry[]>, format: ObjectFormat): string {
  const entries = folders.get(folder)!.map((entry) => {
    if (entry.id !== '') return entry;
    return { ...entry, id: idOf(folder === '' ? entry.name : `${folder}/${entry.name}`, folders, format) };
  });
  return folderId(entries, format);
}

/** Answers the folders that hold none of some paths, with their ids: nothing in them is touched. Pure. */
export function untouched(folders: ReadonlyMap<string, string>, paths: Iterable<string>): ReadonlyMap<string, string> {
  const left = new Map(folders);
  for (const path of paths)
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
      left.delete(path.slice(0, slash));
  return left;
}
