/**
 * Makes the files of the playground out of src/playground: a page, its style, its script, and the programs of its workers, each one file that
 * needs no other. They work on any host for static files, and from a disk.
 *
 * A browser starts no worker from a file on a disk, so that each program is there a second time as a text that the page can load and start
 * from memory. From a host that file is never loaded.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const source = join(root, 'src/playground');
/** Browsers that have everything that is used, Ed25519 of their own apart. */
const TARGET = ['chrome111', 'firefox114', 'safari16.4'];
/** In the place of Node's Buffer. */
const BUFFER = join(source, 'ports/buffer.ts');
const WORKERS = ['ledger-worker', 'pack-worker'];

/**
 * The policy inside the page. A service sends a stricter one besides, and both count: that of the page has to let workers be started from
 * memory, for pages on a disk, and services be reached, wherever they are.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' http: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types logline-worker',
].join('; ');

/**
 * Writes the files, and answers them.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function buildPlayground(folder) {
  const programs = new Map(
    await Promise.all(
      [['main', 'main.ts'], ...WORKERS.map((name) => [name, `worker/${name}.ts`])].map(
        async ([name, path]) => /** @type {const} */ ([name ?? '', await bundled(path ?? '')]),
      ),
    ),
  );
  /** @type {[string, string][]} */
  const texts = [
    ['index.html', readFileSync(join(source, 'index.html'), 'utf8').replace('%POLICY%', POLICY)],
    ['style.css', await styled(join(source, 'style.css'))],
    ['icon.svg', readFileSync(join(source, 'icon.svg'), 'utf8')],
    ...[...programs].map(([name, code]) => /** @type {[string, string]} */ ([`${name}.js`, code])),
    ...WORKERS.map(
      (name) => /** @type {[string, string]} */ ([`${name}-text.js`, textOf(name, programs.get(name) ?? '')]),
    ),
  ];
  const files = new Map(texts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return files;
}

/** A script that puts the program into one place. @param {string} name @param {string} code */
const textOf = (name, code) => `globalThis[${JSON.stringify(`${name}-text`)}]=${JSON.stringify(code)};\n`;

/** @param {string} path below src/playground */
async function bundled(path) {
  const { outputFiles, warnings, metafile } = await build({
    entryPoints: [join(source, path)],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    conditions: ['logline:src'],
    plugins: [ports],
    inject: existsSync(BUFFER) ? [BUFFER] : [],
    // The library looks for files beside itself in Node alone.
    define: { 'import.meta.url': '"https://playground.invalid/page.js"' },
    absWorkingDir: root,
    logLevel: 'silent',
  });
  for (const { text, location } of warnings) throw new Error(`${location?.file ?? path}: ${text}`);
  const left = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map((one) => one.path));
  if (left.length > 0) throw new Error(`${path} needs what a browser has not: ${left.join(', ')}`);
  return outputFiles[0]?.text ?? '';
}

/** @param {string} path */
async function styled(path) {
  const { outputFiles } = await build({ entryPoints: [path], write: false, minify: true, target: TARGET });
  return outputFiles[0]?.text ?? '';
}

/** Modules that have something in their place, and for whom. */
const PORTS = new Map([
  ['crypto', /./],
  ['zlib', /./],
  ['os', /verify-workers\.ts$/],
  ['worker_threads', /verify-thread\.ts$/],
]);

/**
 * What Node has and a browser has not. Some of it has something in its place; code that needs the rest is not used and goes.
 *
 * @type {import('esbuild').Plugin}
 */
const ports = {
  name: 'ports',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path, importer }) => {
      const name = path.slice('node:'.length);
      const port = join(source, 'ports', `${name}.ts`);
      const isUsed = PORTS.get(name)?.test(importer) === true;
      return isUsed ? { path: port, sideEffects: false } : { path, external: true, sideEffects: false };
    });
  },
};
