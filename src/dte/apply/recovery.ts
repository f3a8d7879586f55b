/** What a killed process left behind, brought to an end: the tree as it was before its change, or as it is after it. */
import { LoglineError } from '../../base/errors.ts';
import { writeFailure } from '../../base/file-failure.ts';
import { makeFolder, syncFolder } from '../../base/fs.ts';
import { lookAt, moveFile, readPlainFile, removeEmptyFolder, removeFile, setPermissions } from '../../base/tree-fs.ts';
import { MAX_CHANGED_BYTES } from '../limits.ts';
import { dropJournal, journalPath, readJournal, settleJournal } from './journal.ts';
import type { Journal, JournalRow } from './journal.ts';
import { exclusively, hasOwnFolder } from './own-files.ts';
import type { LockOptions } from './own-files.ts';
import { foldersAbove, sha256 } from './path-change.ts';

/** What was left, and what became of it. */
export type Recovered = 'nothing' | 'undone' | 'completed';

/**
 * Brings a change to an end that a killed process left behind; waits for one that is under way. Everything that reads or changes a
 * tree begins with it.
 *
 * @throws {LoglineError} MODIFIED_SINCE - a file was changed after that process, so it can be neither undone nor completed; nothing is
 *   touched. TREE_LOCKED, OUTPUT_UNWRITABLE, INPUT_UNREADABLE, PATH_UNSAFE
 */
export async function recoverTree(root: string, options: LockOptions = {}): Promise<Recovered> {
  if (!hasOwnFolder(root) || lookAt(journalPath(root, '').slice(0, -1)) === undefined) return 'nothing';
  return exclusively(root, options, () => Promise.resolve(recover(root)));
}

/** Does the same for who has the lock. @throws {LoglineError} as {@link recoverTree} */
export function recover(root: string): Recovered {
  if (!isJournalThere(root)) return 'nothing';
  try {
    const done = readJournal(root, 'done.json');
    if (done !== undefined) {
      settleJournal(root, done);
      return 'completed';
    }
    const open = readJournal(root, 'open.json');
    if (open !== undefined) undoChange(root, open);
    dropJournal(root);
    return open === undefined ? 'nothing' : 'undone';
  } catch (cause) {
    throw writeFailure(journalPath(root, ''), cause);
  }
}

function isJournalThere(root: string): boolean {
  const path = journalPath(root, '').slice(0, -1);
  const kind = lookAt(path)?.kind;
  if (kind === undefined || kind === 'folder') return kind === 'folder';
  throw new LoglineError('PATH_UNSAFE', `${path} has to be a folder, and is none.`, { details: { path } });
}

/**
 * Puts every path back to what stood there. Done twice, it does nothing more.
 *
 * @param isOurs - the paths that the change may have touched. @default all
 * @throws {LoglineError} MODIFIED_SINCE - a path is neither as before nor as after. @throws the system's error.
 */
export function undoChange(
  root: string,
  { rows, made, left }: Journal,
  isOurs: (row: JournalRow) => boolean = () => true,
): void {
  const states = rows.map((row) => (isOurs(row) ? stateOf(root, row) : 'before'));
  demandKnown(root, rows, states);
  for (const { path } of left) if (lookAt(`${root}/${path}`) === undefined) makeFolder(`${root}/${path}`);
  for (const [i, { path, before }] of rows.entries())
    if (states[i] === 'after' && before === null) removeFile(`${root}/${path}`);
  for (const [i, { path, before }] of rows.entries())
    if (states[i] === 'after' && before !== null) moveFile(journalPath(root, `old-${i}`), `${root}/${path}`);
  for (const { path, permissions } of left) setPermissions(`${root}/${path}`, permissions);
  for (const path of [...made].reverse()) removeEmptyFolder(`${root}/${path}`);
  const folders = new Set(['.', ...rows.flatMap(({ path }) => foldersAbove(path))]);
  for (const folder of folders) if (lookAt(`${root}/${folder}`) !== undefined) syncFolder(`${root}/${folder}`);
}

function stateOf(root: string, { path, before, after }: JournalRow): 'before' | 'after' | 'other' {
  if (foldersAbove(path).some((folder) => !['folder', undefined].includes(lookAt(`${root}/${folder}`)?.kind)))
    return 'other';
  const now = digestAt(`${root}/${path}`);
  if (now === before) return 'before';
  return now === after ? 'after' : 'other';
}

/** `null` for nothing, `undefined` for what is no file of ours. */
function digestAt(path: string): string | null | undefined {
  const entry = lookAt(path);
  if (entry === undefined) return null;
  return entry.kind === 'file' ? sha256(readPlainFile(path, MAX_CHANGED_BYTES)) : undefined;
}

/** What is to be put back has to be there: whatever it is now, it is what stood in the place. */
function demandKnown(root: string, rows: readonly JournalRow[], states: readonly string[]): void {
  const isLost = (i: number): boolean => lookAt(journalPath(root, `old-${i}`))?.kind !== 'file';
  const paths = rows
    .filter(({ before }, i) => states[i] === 'other' || (states[i] === 'after' && before !== null && isLost(i)))
    .map(({ path }) => path);
  if (paths.length === 0) return;
  const message =
    `A change of this tree was not brought to its end, and ${paths.slice(0, 5).join(', ')} changed since. ` +
    `Bring the files back to what they were, which is kept in ${journalPath(root, '')}, or remove that folder to keep all as it is.`;
  throw new LoglineError('MODIFIED_SINCE', message, { details: { paths } });
}
