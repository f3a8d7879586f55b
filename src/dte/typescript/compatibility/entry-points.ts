/** The modules that users of a package import: what its package.json names, as the sources that it is built from. */
import { posix } from 'node:path';
import { fromUtf8 } from '../../../base/bytes.ts';
import { safePath } from '../../path-filter.ts';
import type { SourceTree } from '../../source-tree.ts';
import { isScriptPath } from '../declarations.ts';

/** Sources by the name that users import them by, such as `pkg` or `pkg/sub`. */
export type EntryPoints = ReadonlyMap<string, string>;

/** Answers entry points that are named by their paths. Those that the tree does not have are left out. */
export function namedEntryPoints(tree: SourceTree, paths: readonly string[]): EntryPoints {
  const plain = paths.map(safePath);
  return new Map(plain.filter((path) => tree.modes.has(path)).map((path) => [path, path]));
}

/** Answers the entry points of all packages of a tree. What has no source in the tree is left out. */
export function packageEntryPoints(tree: SourceTree): EntryPoints {
  const manifests = [...tree.modes.keys()].filter(
    (path) => /^(?:.*\/)?package\.json$/.test(path) && !path.includes('node_modules/'),
  );
  return new Map(manifests.flatMap((path) => entriesOf(tree, path)));
}

type Json = Readonly<Record<string, unknown>>;

function entriesOf(tree: SourceTree, manifest: string): [string, string][] {
  const folder = posix.dirname(manifest) === '.' ? '' : `${posix.dirname(manifest)}/`;
  const json = jsonOf(tree, manifest);
  const name = typeof json['name'] === 'string' ? json['name'] : folder.replace(/\/$/, '') || '.';
  if (json['exports'] !== undefined) return exportsOf(tree, folder, name, json['exports']);
  const targets = [json['types'], json['typings'], json['module'], json['main'], './index.js', './src/index.ts'];
  const source = firstSource(tree, folder, targets);
  return source === undefined ? [] : [[name, source]];
}

function jsonOf(tree: SourceTree, path: string): Json {
  try {
    const json: unknown = JSON.parse(fromUtf8(tree.read(path)) ?? '');
    return isObject(json) ? json : {};
  } catch {
    return {}; // a package.json that is none names no entry point
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function exportsOf(tree: SourceTree, folder: string, name: string, exports: unknown): [string, string][] {
  const isByPath = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  const subpaths = isByPath ? Object.entries(exports) : [['.', exports] as const];
  return subpaths.flatMap(([subpath, target]) => {
    const targets = targetsIn(target);
    const key = name + subpath.slice(1);
    if (subpath.includes('*')) return patternEntries(tree, folder, key, targets);
    const source = firstSource(tree, folder, targets);
    return source === undefined ? [] : [[key, source] as [string, string]];
  });
}

/** All paths that conditions lead to, in their order. */
function targetsIn(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(targetsIn);
  return isObject(target) ? Object.values(target).flatMap(targetsIn) : [];
}

/** Answers the sources that a pattern such as `./dist/*.js` stands for. */
function patternEntries(tree: SourceTree, folder: string, key: string, targets: readonly string[]): [string, string][] {
  const stars = new Set<string>();
  for (const target of targets) {
    const [before = ''] = target.split('*');
    for (const start of sourceFolders(folder + before.replace(/^\.\//, ''))) {
      for (const path of tree.modes.keys()) {
        if (path.startsWith(start) && isScriptPath(path)) stars.add(withoutExtension(path.slice(start.length)));
      }
    }
  }
  return [...stars].sort().flatMap((star) => {
    const source = firstSource(
      tree,
      folder,
      targets.map((target) => target.replaceAll('*', star)),
    );
    return source === undefined ? [] : [[key.replace('*', star), source] as [string, string]];
  });
}

function firstSource({ modes }: SourceTree, folder: string, targets: readonly unknown[]): string | undefined {
  for (const target of targets) {
    if (typeof target !== 'string' || target.includes('..')) continue;
    const path = posix.join(folder, target);
    const found = sourceFolders(withoutExtension(path))
      .flatMap((stem) => ENDINGS.map((ending) => stem + ending))
      .find((candidate) => modes.has(candidate));
    if (modes.has(path) && isScriptPath(path) && !/\.d\.[cm]?ts$/.test(path)) return path;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A module that is written in TypeScript says more than what was built from it. */
const ENDINGS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.d.ts',
  '.d.mts',
  '.d.cts',
  '/index.ts',
  '/index.js',
];

const withoutExtension = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');

/** Where the source of something that was built may be: there, or in `src`, or in the folder above. */
function sourceFolders(path: string): string[] {
  const match = /^(|.*?\/)(?:dist|lib|build|out|es|esm|cjs|types)(?:\/(?:esm|cjs|es|types|src))?\/(.*)$/.exec(path);
  return match === null ? [path] : [path, `${match[1]!}src/${match[2]!}`, match[1]! + match[2]!];
}
