/**
 * Marks: names in the file system that hold a short text and can be placed by one process only. They come into being with their text,
 * in one step: as a symbolic link to it, or, where there are none, as a folder that is filled elsewhere and moved in.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from './file-failure.ts';

/** What file systems and Windows answer where symbolic links are not to be had. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'];

/** What systems answer where a folder is to be removed as if it were a link. */
const IS_FOLDER: readonly string[] = ['EISDIR', 'EPERM'];

/**
 * Places a mark; answers `false` where something has the name already.
 *
 * @param link - makes a symbolic link.
 * @throws the system's error.
 */
export function placeMark(path: string, text: string, link: typeof symlinkSync = symlinkSync): boolean {
  try {
    link(text, path);
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EEXIST') return false;
    if (NO_LINKS.includes(errno)) return placeFolder(path, text);
    throw error;
  }
}

function placeFolder(path: string, text: string): boolean {
  const draft = mkdtempSync(`${path}.`);
  try {
    const mark = join(draft, 'mark');
    mkdirSync(mark);
    fillFolderMark(mark, text);
    return moveIn(mark, path);
  } finally {
    rmSync(draft, { recursive: true });
  }
}

/** Makes a mark of a folder, where nobody looks for it yet. @throws the system's error. */
export function fillFolderMark(path: string, text: string): void {
  writeFileSync(join(path, 'owner'), text);
}

/** A folder takes no place where a full folder, a file or a link is. Which error says so differs from system to system. */
function moveIn(folder: string, path: string): boolean {
  try {
    renameSync(folder, path);
    return true;
  } catch {
    return false;
  }
}

/** Answers the text of a mark; the empty text where there is none, or something else of that name. */
export function readMark(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return readFolder(path);
  }
}

function readFolder(path: string): string {
  try {
    return readFileSync(join(path, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

/** Removes a mark that this process placed, or proved to be dead. @throws the system's error. */
export function removeMark(path: string): void {
  try {
    unlinkSync(path);
    return;
  } catch (error) {
    if (!IS_FOLDER.includes(errnoOf(error))) throw error;
  }
  const away = mkdtempSync(`${path}.`);
  renameSync(path, join(away, 'mark'));
  rmSync(away, { recursive: true });
}
