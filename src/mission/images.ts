/** Images of files: what stands at a path now, and what a change makes of it. Nothing is written here. */
import { createHash } from 'node:crypto';
import { LoglineError } from '../base/errors.ts';
import { lookAt, readPlainFile } from '../base/tree-fs.ts';
import { openGitTree } from '../dte/index.ts';
import type { FileImage, FolderImage, ImageChange } from './generated/types.ts';
import { differences, indexEntries } from './repository.ts';
import type { TreeEntry } from './repository.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Answers the digest that files are compared by: 64 lower-case hex. Pure. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Answers what a change from one commit to a tree does to each file of the work tree, and the folders that it leaves empty.
 *
 * @throws {LoglineError} MODIFIED_SINCE - a file is not as the commit has it, or staged changes of it wait in the index. TARGET_EXISTS -
 *   a new path is taken. FILE_UNSUPPORTED - a link, a submodule or a large file. PATH_UNSAFE - a link on the way, or an own folder.
 */
export async function imagesOf(
  root: string,
  parent: string,
  tree: string,
  permissionsOf: (path: string) => string | undefined = () => undefined,
): Promise<{ files: ImageChange[]; folders: FolderImage[] }> {
  const changed = await differences(root, parent, tree);
  changed.forEach(({ path, before, after }) => demandPlain(path, before, after));
  await demandUnstaged(root, changed);
  const wanted = new Set(changed.map(({ path }) => path));
  const wants = (path: string): boolean => wanted.has(path);
  const [old, now] = await Promise.all([openGitTree(root, parent, { wants }), openGitTree(root, tree, { wants })]);
  const files = changed.map(({ path, before, after }): ImageChange => {
    demandFolders(root, path);
    const image = before && imageIn(root, path, before, old.read(path));
    if (before === undefined && lookAt(`${root}/${path}`) !== undefined)
      throw new LoglineError('TARGET_EXISTS', `${path} exists already, and git does not have it.`, {
        details: { path },
      });
    if (after === undefined) return { path, ...(image && { before: image }) };
    const permissions = permissionsOf(path) ?? permissionsFor(after.mode, image?.permissions);
    const made = { sha256: sha256(now.read(path)), blob: after.blob, mode: modeOf(after), permissions };
    return { path, ...(image && { before: image }), after: made };
  });
  return { files, folders: emptied(root, files) };
}

const modeOf = ({ mode }: TreeEntry): FileImage['mode'] => (mode === '100755' ? '100755' : '100644');

function demandPlain(path: string, ...entries: readonly (TreeEntry | undefined)[]): void {
  demandOpenPath(path);
  const strange = entries.find((entry) => entry !== undefined && !['100644', '100755'].includes(entry.mode));
  if (strange === undefined) return;
  const message = `${path} is a link or a submodule (${strange.mode}): batches change files alone.`;
  throw new LoglineError('FILE_UNSUPPORTED', message, { details: { path } });
}

/**
 * Looked at where a change is made, and again where it is carried out: a ledger's line says what its signer likes, and may name a path
 * that no tree of git would have.
 *
 * @throws {LoglineError} PATH_UNSAFE - it leads out of the work tree, into git's own folder or ours, or is none on another system.
 */
export function demandOpenPath(path: string): void {
  const steps = path.split('/').map((step) => step.toLowerCase());
  const isOpen = !steps.some((step) => ['', '.', '..', '.git'].includes(step)) && steps[0] !== '.jsonatomic';
  if (!isOpen || /[\0\\]|^[A-Za-z]:/.test(path)) throw unsafe(path, 'is not for batches');
}

async function demandUnstaged(
  root: string,
  changed: readonly { path: string; before: TreeEntry | undefined }[],
): Promise<void> {
  const index = await indexEntries(
    root,
    changed.map(({ path }) => path),
  );
  const staged = changed.filter(({ path, before }) => index.get(path)?.blob !== before?.blob);
  demandNone(
    staged.map(({ path }) => path),
    'have staged changes: commit them, or take them back',
  );
}

/** A file that is a link on its way could be anywhere. */
function demandFolders(root: string, path: string): void {
  for (const folder of foldersAbove(path)) {
    const kind = lookAt(`${root}/${folder}`)?.kind ?? 'folder';
    if (kind !== 'folder') throw unsafe(folder, `is no folder, but a ${kind}`);
  }
}

function imageIn(root: string, path: string, { mode, blob }: TreeEntry, bytes: Uint8Array): FileImage {
  const image = imageAt(root, path);
  if (image?.sha256 === sha256(bytes) && image.mode === mode) return { ...image, blob };
  throw modified([path], 'are not as the commit has them: commit the changes, or take them back');
}

/** Answers what stands at a path now; `undefined` for nothing, and for what is no plain file. */
export function imageAt(root: string, path: string): Omit<FileImage, 'blob'> | undefined {
  const entry = lookAt(`${root}/${path}`);
  if (entry?.kind !== 'file') return undefined;
  const digest = sha256(readPlainFile(`${root}/${path}`, MAX_FILE_BYTES));
  const mode = (entry.permissions & 0o100) === 0 ? '100644' : '100755';
  return { sha256: digest, mode, permissions: octal(entry.permissions) };
}

const octal = (permissions: number): string => permissions.toString(8).padStart(4, '0');

/** A file keeps its permissions, but for the bits that make it a program. */
function permissionsFor(mode: string, before: string | undefined): string {
  if (before === undefined) return mode === '100755' ? '0755' : '0644';
  const bits = parseInt(before, 8);
  return octal(mode === '100755' ? bits | ((bits & 0o444) >> 2) | 0o100 : bits & ~0o111);
}

/** Folders that hold nothing else than files that go. */
function emptied(root: string, files: readonly ImageChange[]): FolderImage[] {
  const gone = files.filter(({ after }) => after === undefined);
  const folders = new Set(gone.flatMap(({ path }) => foldersAbove(path)));
  return [...folders].sort().flatMap((path) => {
    const entry = lookAt(`${root}/${path}`);
    return entry?.kind === 'folder' ? [{ path, permissions: octal(entry.permissions) }] : [];
  });
}

/** Answers the paths that are neither as before nor as after a change, or not as one of them. */
export function strangers(
  root: string,
  files: readonly ImageChange[],
  sides: readonly ('before' | 'after')[] = ['before', 'after'],
): string[] {
  return files.filter((file) => !sides.some((side) => isAs(root, file.path, file[side]))).map(({ path }) => path);
}

/** Answers whether a path is as an image has it; `undefined` stands for nothing. */
export function isAs(root: string, path: string, image: FileImage | undefined): boolean {
  if (foldersAbove(path).some((folder) => (lookAt(`${root}/${folder}`)?.kind ?? 'folder') !== 'folder')) return false;
  if (image === undefined) return lookAt(`${root}/${path}`) === undefined;
  const now = imageAt(root, path);
  return now?.sha256 === image.sha256 && now.mode === image.mode;
}

/** Answers the bytes of a file as it stands now; `undefined` for nothing, and for what is no plain file. */
export function bytesAt(root: string, path: string): Uint8Array | undefined {
  return imageAt(root, path) && readPlainFile(`${root}/${path}`, MAX_FILE_BYTES);
}

/** Answers the folders above a path, from the top down. Pure. */
export function foldersAbove(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, i) => steps.slice(0, i + 1).join('/'));
}

/** Does nothing where there are no paths. @throws {LoglineError} MODIFIED_SINCE - with them as `details.paths`. */
export function demandNone(paths: readonly string[], what: string): void {
  if (paths.length > 0) throw modified(paths, what);
}

/** Answers the error that paths are not what they were. Pure. */
export const modified = (paths: readonly string[], what: string): LoglineError =>
  new LoglineError('MODIFIED_SINCE', `Nothing was touched: ${paths.slice(0, 5).join(', ')} ${what}.`, {
    details: { paths },
  });

/** Answers the error that a path is none for batches. Pure. */
export const unsafe = (path: string, what: string): LoglineError =>
  new LoglineError('PATH_UNSAFE', `${path} ${what}.`, { details: { path } });
