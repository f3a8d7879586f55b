/** Files and folders that were dropped on the page. */
import type { OpenFile } from '../worker/ledger-tasks.ts';

/** Of a folder with more than this many files something else was meant. */
const MOST_FILES = 5000;

/** Answers the files with their paths below what was dropped. Has to be called while the drop is being told. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<OpenFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...files].map((file) => ({ path: file.name, blob: file }));
  const found: OpenFile[] = [];
  for (const entry of entries) await collect(entry, '', found, entries.length === 1);
  return found;
}

async function collect(entry: FileSystemEntry, below: string, found: OpenFile[], isOnly: boolean): Promise<void> {
  if (found.length >= MOST_FILES) return;
  const path = `${below}${entry.name}`;
  if (entry.isFile) found.push({ path, blob: await fileOf(entry as FileSystemFileEntry) });
  else {
    // Of one folder paths begin below it, as its seals have them.
    const inside = isOnly ? '' : `${path}/`;
    for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(inner, inside, found, false);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader answers some at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
