/**
 * The files of a work tree. Nothing else of missions touches them.
 *
 * What is done to them was announced in the ledger, with an image of every file before and after. So whoever comes after a crash sees at
 * each path which of the two stands there, and goes on: a file is written beside its place and moved there in one step.
 */
import { toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { writeFailure } from '../base/file-failure.ts';
import { FileLock } from '../base/file-lock.ts';
import { makeFolder, syncFolder } from '../base/fs.ts';
import { runGit } from '../base/git.ts';
import { describeProcess } from '../base/lock-owner.ts';
import {
  lookAt,
  moveFile,
  realFolder,
  removeEmptyFolder,
  removeFile,
  setPermissions,
  writeStaged,
} from '../base/tree-fs.ts';
import { openGitTree } from '../dte/index.ts';
import type { BatchChange, FolderImage, ImageChange } from './generated/types.ts';
import { demandNone, demandOpenPath, foldersAbove, imageAt, isAs, sha256, strangers, unsafe } from './images.ts';
import { moveBranch, setIndex, TreeDraft } from './repository.ts';

/** Own folder below the root, which git does not look at. */
const OWN_FOLDER = '.jsonatomic/mission';
const LOCK_CODES = { locked: 'TREE_LOCKED', unavailable: 'OUTPUT_UNWRITABLE' } as const;

/** Answers the top of a work tree, links resolved. @throws {LoglineError} USAGE - it is a folder inside one. COMMAND_FAILED - no repository */
export async function openWorkspace(folder: string): Promise<string> {
  const root = realFolder(folder);
  const { stdout } = await runGit(root, ['rev-parse', '--show-toplevel']);
  const top = realFolder(new TextDecoder().decode(stdout).replace(/\n$/, ''));
  if (top === root) return root;
  throw new LoglineError('USAGE', `${root} is inside the work tree ${top}: missions run at its top.`);
}

/** Does something while no other mission does so in this work tree. @throws {LoglineError} TREE_LOCKED, OUTPUT_UNWRITABLE */
export async function exclusively<T>(root: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  prepareOwnFolder(root);
  const own = await describeProcess();
  const lock = new FileLock(ownPath(root, 'lock'), { own, timeoutMs, onNotice: () => undefined, codes: LOCK_CODES });
  await lock.acquire();
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function prepareOwnFolder(root: string): void {
  for (const path of ['.jsonatomic', OWN_FOLDER]) {
    const kind = lookAt(`${root}/${path}`)?.kind ?? 'folder';
    if (kind !== 'folder') throw unsafe(path, `is no folder, but a ${kind}`);
  }
  if (lookAt(ownPath(root, '.gitignore')) !== undefined) return;
  try {
    makeFolder(ownPath(root, ''));
    removeFile(ownPath(root, 'new'));
    writeStaged(ownPath(root, 'new'), toUtf8('*\n'), { permissions: 0o644 });
    moveFile(ownPath(root, 'new'), ownPath(root, '.gitignore'));
  } catch (cause) {
    throw writeFailure(ownPath(root, ''), cause);
  }
}

const ownPath = (root: string, name: string): string => `${root}/${OWN_FOLDER}/${name}`;

/** Does something with a tree that is being made, and takes away what it was made with. */
export async function withTreeDraft<T>(root: string, work: (draft: TreeDraft) => Promise<T>): Promise<T> {
  const index = ownPath(root, 'index');
  const clean = (): void => [index, `${index}.lock`].forEach(removeFile);
  clean();
  try {
    return await work(new TreeDraft(root, index));
  } finally {
    clean();
  }
}

/**
 * Carries out an announced change, or what is left of it, and moves the branch on. On disk when it returns. Twice is as good as once.
 *
 * @param onStep - told before each step.
 * @throws {LoglineError} MODIFIED_SINCE - a file is neither as before nor as after, or the branch is elsewhere. PATH_UNSAFE - a path is not
 *   for batches. Nothing is touched.
 */
export async function carryOut(
  root: string,
  change: BatchChange,
  onStep: (step: string) => void = () => undefined,
): Promise<void> {
  for (const { path } of [...change.files, ...change.folders]) demandOpenPath(path);
  demandNone(strangers(root, change.files), 'changed since the change was announced');
  const wanted = new Set(change.files.map(({ path }) => path));
  const tree = await openGitTree(root, change.tree, { wants: (path) => wanted.has(path) });
  const others = change.files.filter(({ path, after }) => after && sha256(tree.read(path)) !== after.sha256);
  demandNone(
    others.map(({ path }) => path),
    'are not in the announced tree as they were announced',
  );
  try {
    // Names go before names come: on a file system without case, one could be the other.
    for (const file of [...change.files].sort(
      (a, b) => Number(a.after !== undefined) - Number(b.after !== undefined),
    )) {
      onStep(`file ${file.path}`);
      writeImage(root, file, change.folders, () => tree.read(file.path));
    }
    onStep('folders');
    for (const { path } of [...change.folders].reverse()) removeEmptyFolder(`${root}/${path}`);
    syncFolders(root, change.files);
  } catch (cause) {
    throw writeFailure(root, cause);
  }
  onStep('branch');
  await moveBranch(root, change);
  onStep('index');
  await setIndex(root, new Map(change.files.map(({ path, after }) => [path, after])), change.commit.length);
  onStep('done');
}

function writeImage(
  root: string,
  { path, after }: ImageChange,
  folders: readonly FolderImage[],
  read: () => Uint8Array,
): void {
  const place = `${root}/${path}`;
  if (after === undefined) {
    removeFile(place);
    return;
  }
  if (imageAt(root, path)?.permissions === after.permissions && isAs(root, path, after)) return;
  makeFolders(root, path, folders);
  const staged = ownPath(root, 'new');
  removeFile(staged);
  writeStaged(staged, read(), { permissions: parseInt(after.permissions, 8) });
  moveFile(staged, place);
}

function makeFolders(root: string, path: string, folders: readonly FolderImage[]): void {
  for (const folder of foldersAbove(path)) {
    if (lookAt(`${root}/${folder}`) !== undefined) continue;
    makeFolder(`${root}/${folder}`);
    const known = folders.find((one) => one.path === folder);
    if (known !== undefined) setPermissions(`${root}/${folder}`, parseInt(known.permissions, 8));
  }
}

function syncFolders(root: string, files: readonly ImageChange[]): void {
  for (const folder of new Set(['.', ...files.flatMap(({ path }) => foldersAbove(path))]))
    if (lookAt(`${root}/${folder}`) !== undefined) syncFolder(`${root}/${folder}`);
}

/**
 * Merges what stands at a path with another version of it, line by line. Nothing is written to the place.
 *
 * @returns `undefined` where both changed the same lines.
 */
export async function mergeLines(
  root: string,
  [ours, base, theirs]: readonly [Uint8Array, Uint8Array, Uint8Array],
): Promise<Uint8Array | undefined> {
  const names = ['ours', 'base', 'theirs'].map((name) => ownPath(root, name));
  const clean = (): void => names.forEach(removeFile);
  clean();
  try {
    for (const [i, bytes] of [ours, base, theirs].entries()) writeStaged(names[i]!, bytes, { permissions: 0o600 });
    // As many as 127 places where they differ; then 255 for files that are no text.
    const acceptStatus = Array.from({ length: 256 }, (_, status) => status);
    const { status, stdout } = await runGit(root, ['merge-file', '-p', ...names], { acceptStatus });
    return status === 0 ? stdout : undefined;
  } catch (cause) {
    throw writeFailure(root, cause);
  } finally {
    clean();
  }
}
