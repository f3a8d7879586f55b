/**
 * Makes a fresh clone usable: dependencies as locked, `dist/` as the sources are now.
 *
 * Plain JavaScript without imports from node_modules, since it runs before anything is installed. `npm test` and
 * `npm run demo` begin with {@link ensureReady}.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const stampFile = join(root, '.cache', 'build.json');
const buildInputs = [
  'src',
  'schemas/atomic.schema.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/bundle-programs.mjs',
  'scripts/bundle-playground.mjs',
];

/** Installs what is missing or differs from the lock file, then builds what is missing or older than the sources. */
export function ensureReady() {
  ensureInstalled();
  if (!ensureBuilt()) stop('The build failed: see its message above.');
}

/** Installs what is missing or differs from the lock file; ends this process where that cannot be done. */
export function ensureInstalled() {
  requireNode();
  if (!isInstalled()) install();
}

/**
 * Builds if `dist/` is missing or older than the sources.
 *
 * @returns {boolean} whether `dist/` is up to date now
 */
export function ensureBuilt() {
  if (isBuilt()) return true;
  console.error('setting up: build');
  const args = [join(root, 'scripts', 'build.mjs')];
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  }
}

/**
 * True if every package of the lock file that this platform needs is in node_modules, in the locked version.
 *
 * @returns {boolean}
 */
export function isInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = readJson(installedFile).packages;
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  return locked.every(([path, entry]) => {
    if (path === '') return sameDependencies(entry, readJson(join(root, 'package.json')));
    return installed[path] === undefined ? entry.optional === true : installed[path].integrity === entry.integrity;
  });
}

/** @param {any} locked @param {any} declared */
function sameDependencies(locked, declared) {
  const both = [locked, declared].map((of) => JSON.stringify([of.dependencies ?? {}, of.devDependencies ?? {}]));
  return both[0] === both[1];
}

/** By `npm install` and not `npm ci`: that wants the optional packages of all platforms in the lock file, which not every registry has. */
function install() {
  console.error('setting up: npm install');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', '--no-save', '--no-audit', '--no-fund'];
  const { status } = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) stop('npm install failed: see its message above. It needs an npm registry or a filled npm cache.');
}

/**
 * True if `dist/` holds, byte for byte, what the last build made of the sources as they are now.
 *
 * @returns {boolean}
 */
export function isBuilt() {
  if (!existsSync(stampFile)) return false;
  const stamp = readJson(stampFile);
  return stamp.inputs === digest(buildInputs) && stamp.outputs === digest(['dist']);
}

/**
 * Records that `dist/` was built from inputs with this digest. Called by the build alone.
 *
 * @param {string} inputs
 */
export function stampBuild(inputs) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ inputs, outputs: digest(['dist']) }));
}

/** The digest of everything that a build depends on. */
export function digestInputs() {
  return digest(buildInputs);
}

/** @param {string[]} paths files and folders, from the root */
function digest(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => listFiles(join(root, path)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file)}\0${String(bytes.length)}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * All files below a path, sorted; the path itself if it is a file, nothing if it does not exist.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function listFiles(path) {
  if (!existsSync(path)) return [];
  try {
    const names = readdirSync(path).sort();
    return names.flatMap((name) => listFiles(join(path, name)));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @param {string} message @returns {never} */
function stop(message) {
  console.error(message);
  process.exit(3);
}
