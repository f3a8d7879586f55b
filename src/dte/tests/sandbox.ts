/**
 * Where the tests of a project run: a copy of its tree in a temporary folder.
 *
 * What keeps them in:
 * - The copy: what tests write beside themselves is thrown away with it. Symbolic links and submodules of the tree are left out.
 * - The environment: PATH with Node and the system's own folders, HOME and TMPDIR in the temporary folder, NO_COLOR, CI, and nothing else, so
 *   that no secret of the caller reaches a test.
 * - Node's permission model (`--experimental-permission` of Node 20, `--permission` from 22.13 on), for `node:test` and for mutants:
 *   reading only in the temporary folder and in installed packages, writing only in the temporary folder; no programs, no threads, no
 *   native add-ons, no WASI. With `allowPrograms`, and for vitest, jest and mocha, which start processes themselves, it is off.
 * - Limits of time and of V8's heap; the whole process group is killed when time is up, and also when the tests are done.
 *
 * What does not: tests run as the user who runs the engine, and may use the network. The permission model is no wall against code that
 * means harm, as Node's own manual says; without it files of the user can be read and written. A program that leaves its process group
 * lives on. Memory outside of V8's heap is not limited. And a test decides what it reports: whoever writes the tests can make them pass.
 * So run the tests of strangers where nothing is to be had: in a container or a job without secrets.
 */
import { dirname, join } from 'node:path';
import { execPath, versions } from 'node:process';
import { inTemporaryFolder, linkFolder, realFolder, writeFiles } from '../../base/folders.ts';
import type { NewFile } from '../../base/folders.ts';
import { safePath } from '../path-filter.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';

/** A temporary folder for tests, with the way to make copies of a tree in it. */
export interface Sandbox {
  /** Absolute, no links in it. */
  readonly folder: string;
  /** Folder whose packages are linked into copies, no links in it; left out where there is none. */
  readonly packagesRoot?: string;
  /** Real paths of the folders of packages. */
  readonly packages: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Hands a sandbox to `work`, and removes it afterwards. @param packagesFrom - folder with `node_modules`, where there are some */
export async function inSandbox<T>(
  packagesFrom: string | undefined,
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder('logline-tests', async (folder) => {
    const packagesRoot = packagesFrom === undefined ? undefined : await realFolder(packagesFrom);
    const packages = packagesRoot === undefined ? undefined : await realFolder(join(packagesRoot, 'node_modules'));
    const home = { path: 'home/.keep', bytes: new Uint8Array() };
    await writeFiles(folder, [home, { ...home, path: 'temp/.keep' }, { ...home, path: 'out/.keep' }]);
    const root = packagesRoot === undefined ? {} : { packagesRoot };
    return work({ folder, ...root, packages: packages === undefined ? [] : [packages], env: environment(folder) });
  });
}

function environment(folder: string): Record<string, string> {
  const temp = join(folder, 'temp');
  return {
    PATH: [dirname(execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(folder, 'home'),
    TMPDIR: temp,
    TEMP: temp,
    CI: '1',
    NO_COLOR: '1',
  };
}

/**
 * Writes a copy of a tree, and answers its path. @param name - of its folder, which must not exist yet
 *
 * @throws {LoglineError} PATH_UNSAFE - a path leads out of the tree. OUTPUT_UNWRITABLE - no space, no permission.
 */
export async function copyTree(sandbox: Sandbox, name: string, tree: SourceTree): Promise<string> {
  const root = join(sandbox.folder, name);
  await writeFiles(root, filesOf(tree));
  const [packages] = sandbox.packages;
  if (packages !== undefined) await linkFolder(join(root, 'node_modules'), packages);
  return root;
}

function* filesOf(tree: SourceTree): Generator<NewFile> {
  for (const [path, mode] of tree.modes) {
    if (!isPlainFile(mode) || path.startsWith('node_modules/')) continue;
    yield { path: safePath(path), bytes: tree.read(path), mode: mode === '100755' ? 0o755 : 0o644 };
  }
}

/** Flags of Node that keep a program within a sandbox, and its heap within a limit. */
export function nodeFlags({ folder, packages }: Sandbox, memoryMb: number, allowPrograms: boolean): string[] {
  const limits = ['--no-warnings', `--max-old-space-size=${memoryMb}`];
  if (allowPrograms) return limits;
  const readable = [folder, ...packages].map((path) => `--allow-fs-read=${join(path, '/')}`);
  return [...limits, permissionFlag(versions.node), ...readable, `--allow-fs-write=${join(folder, '/')}`];
}

/** Answers what the permission model is switched on by in a version of Node. Pure. */
export function permissionFlag(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isStable = major >= 24 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return isStable ? '--permission' : '--experimental-permission';
}
