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

/**
 * Something that is made of the sources.
 *
 * @typedef {object} Build
 * @property {string} script makes it
 * @property {string} output its folder
 * @property {string[]} inputs everything that it depends on
 */

/** The library and its programs. @type {Build} */
export const LIBRARY = {
  script: 'scripts/build.mjs',
  output: 'dist',
  inputs: [
    'src',
    'schemas/atomic.schema.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/build.mjs',
    'scripts/bundle-programs.mjs',
    'scripts/bundle-playground.mjs',
  ],
};

/** The services. @type {Build} */
export const SERVICES = {
  script: 'scripts/bundle-services.mjs',
  output: 'services/dist',
  inputs: ['src', 'services/src', 'package.json', 'package-lock.json', 'scripts/bundle-services.mjs'],
};

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
 * Builds what is missing or older than the sources.
 *
 * @returns {boolean} whether everything is up to date now
 */
export function ensureBuilt() {
  return [LIBRARY, SERVICES].map((build) => isBuilt(build) || make(build)).every(Boolean);
}

/** @param {Build} build */
function make({ script, output }) {
  console.error(`setting up: build of ${output}/`);
  return spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
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
 * True if a folder holds, byte for byte, what its last build made of the sources as they are now.
 *
 * @param {Build} build
 * @returns {boolean}
 */
export function isBuilt(build = LIBRARY) {
  if (!existsSync(stampFile(build))) return false;
  const stamp = readJson(stampFile(build));
  return stamp.inputs === digest(build.inputs) && stamp.outputs === digest([build.output]);
}

/**
 * Records that a folder was built from inputs with this digest. Called by the build alone.
 *
 * @param {Build} build
 * @param {string} inputs
 */
export function stampBuild(build, inputs) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stampFile(build), JSON.stringify({ inputs, outputs: digest([build.output]) }));
}

/** The digest of everything that a build depends on. @param {Build} build */
export function digestInputs(build) {
  return digest(build.inputs);
}

/** @param {Build} build */
const stampFile = ({ output }) => join(root, '.cache', `${output.replaceAll('/', '-')}.json`);

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
