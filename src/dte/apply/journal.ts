/**
 * The journal of a change under way: `.jsonatomic/dte/journal/`, which holds for every path what stood there (`old-N`) and what is to
 * stand there (`new-N`), and the list of them.
 *
 * The list comes last, so a journal without one means that nothing was changed yet: it is thrown away. With the list as `open.json`
 * the change is not done: it is undone. With the list as `done.json` it is done: what is left to do is to put the receipt in its place.
 * One name becomes the other in one step, which is the moment of the change.
 */
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { makeFolder, syncFolder } from '../../base/fs.ts';
import {
  keepFile,
  lookAt,
  moveFile,
  readPlainFile,
  removeFile,
  removeFolder,
  writeStaged,
} from '../../base/tree-fs.ts';
import { safePath } from '../path-filter.ts';
import { ownFolderOf, writeOwnFile } from './own-files.ts';
import { foldersAbove } from './path-change.ts';
import { isReceiptName } from './receipt.ts';
import type { Target } from './targets.ts';

/** What the journal says about one path. */
export interface JournalRow {
  readonly path: string;
  /** SHA-256 of what stood there; `null` for nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What the journal says. */
export interface Journal {
  readonly version: 1;
  readonly rows: readonly JournalRow[];
  /** Folders that the change makes, from the top down. */
  readonly made: readonly string[];
  /** Folders that the change may leave empty, from the top down, with their permissions. */
  readonly left: readonly { readonly path: string; readonly permissions: number }[];
  /** The receipt that comes or goes. */
  readonly receipt: { readonly name: string; readonly comes: boolean };
}

const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

/** Answers a file of the journal, absolute. Pure. */
export const journalPath = (root: string, name: string): string => `${ownFolderOf(root)}/journal/${name}`;

/** Answers what the journal has to say about a change. */
export function journalOf(root: string, targets: readonly Target[], receipt: Journal['receipt']): Journal {
  const rows = targets.map(({ change: { path, before, after } }) => {
    return { path, before: before?.sha256 ?? null, after: after?.sha256 ?? null };
  });
  const foldersOf = (kind: 'before' | 'after'): string[] => [
    ...new Set(rows.filter((row) => row[kind] === null).flatMap(({ path }) => foldersAbove(path))),
  ];
  return {
    version: 1,
    rows,
    made: foldersOf('before').filter((path) => lookAt(`${root}/${path}`) === undefined),
    left: foldersOf('after').map((path) => ({ path, permissions: lookAt(`${root}/${path}`)!.permissions })),
    receipt,
  };
}

/** What else goes into a journal. */
export interface OpenJournalOptions {
  /** The receipt that comes. */
  readonly receipt: Uint8Array | undefined;
  /** Called for each file; what it throws ends the work. */
  readonly onFile: () => Promise<void>;
}

/** Puts old and new contents into the journal, and then the list. From then on the change is under way. @throws the system's error. */
export async function openJournal(
  root: string,
  targets: readonly Target[],
  journal: Journal,
  { receipt, onFile }: OpenJournalOptions,
): Promise<void> {
  makeFolder(journalPath(root, ''));
  const entries = new Map(targets.map(({ change, entry }) => [change.path, entry]));
  for (const [i, { change, entry }] of targets.entries()) {
    await onFile();
    if (entry !== undefined) keepFile(`${root}/${change.path}`, journalPath(root, `old-${i}`));
    if (change.after === undefined) continue;
    const { permissions, uid, gid } = entries.get(change.after.from)!;
    writeStaged(journalPath(root, `new-${i}`), change.after.bytes, { permissions, owner: { uid, gid } });
  }
  if (receipt !== undefined) writeStaged(journalPath(root, 'receipt'), receipt, { permissions: 0o644 });
  syncFolder(journalPath(root, ''));
  await onFile();
  writeOwnFile(root, 'journal/open.json', toUtf8(JSON.stringify(journal)));
}

/** Makes the change one that is done. @throws the system's error. */
export function closeJournal(root: string): void {
  moveFile(journalPath(root, 'open.json'), journalPath(root, 'done.json'));
}

/** Puts the receipt of a change that is done in its place, or takes it away, and the journal with it. @throws the system's error. */
export function settleJournal(root: string, { receipt: { name, comes } }: Journal): void {
  const staged = journalPath(root, 'receipt');
  syncFolder(journalPath(root, ''));
  if (!comes) removeFile(`${ownFolderOf(root)}/${name}`);
  else if (lookAt(staged) !== undefined) moveFile(staged, `${ownFolderOf(root)}/${name}`);
  syncFolder(ownFolderOf(root));
  dropJournal(root);
}

/** Takes the journal away, the list before what it lists. @throws the system's error. */
export function dropJournal(root: string): void {
  for (const name of ['open.json', 'done.json']) removeFile(journalPath(root, name));
  if (lookAt(journalPath(root, '')) !== undefined) syncFolder(journalPath(root, ''));
  removeFolder(journalPath(root, ''));
}

/** Answers the list of a journal, `undefined` where it has none. @throws {LoglineError} INPUT_UNREADABLE - it is damaged. PATH_UNSAFE */
export function readJournal(root: string, name: 'open.json' | 'done.json'): Journal | undefined {
  const path = journalPath(root, name);
  if (lookAt(path) === undefined) return undefined;
  const journal = parseJournal(readPlainFile(path, MAX_JOURNAL_BYTES));
  if (journal !== undefined) return journal;
  const message = `${path} is damaged. Look at the files of the tree, then remove the folder of this file.`;
  throw new LoglineError('INPUT_UNREADABLE', message, { details: { path } });
}

/** Whoever wrote it may be anybody: a repository can bring one along. */
function parseJournal(bytes: Uint8Array): Journal | undefined {
  try {
    const journal = JSON.parse(fromUtf8(bytes) ?? '') as Omit<Journal, 'version'> & { version: unknown };
    const paths = [...journal.rows, ...journal.left].map(({ path }) => path).concat(journal.made);
    const isWhole = journal.version === 1 && isReceiptName(journal.receipt.name);
    return isWhole && paths.every((path) => safePath(path) === path) ? (journal as Journal) : undefined;
  } catch {
    return undefined;
  }
}
