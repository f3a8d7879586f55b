/** Packages whose sources are in the tree. Others of the tree import them by name, as if they were installed. */
import { fileNameOf } from './tree-files.ts';
import type { TreeFiles } from './tree-files.ts';

/** Where compilers put what they write, as most call it. */
const BUILT = /^(?:dist|lib|build|out|esm|cjs|es|types)(?:\/(?:esm|cjs|es|types))?\//;

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.d.mts', '.d.cts', '.js', '.jsx', '.mjs', '.cjs'];

interface TreePackage {
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** The packages of one tree, by name. */
export class TreePackages {
  readonly #files: TreeFiles;
  readonly #byName = new Map<string, TreePackage>();

  constructor(files: TreeFiles) {
    this.#files = files;
    for (const path of files.paths) {
      if (!/(?:^|\/)package\.json$/.test(path)) continue;
      const manifest = manifestOf(files, path);
      const { name } = manifest;
      if (typeof name === 'string' && !this.#byName.has(name)) {
        this.#byName.set(name, { folder: path.slice(0, -'package.json'.length), manifest });
      }
    }
  }

  get names(): ReadonlySet<string> {
    return new Set(this.#byName.keys());
  }

  /** Answers the path of the source that a specifier means, or `undefined`. */
  sourceOf(specifier: string): string | undefined {
    const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const found = name === undefined ? undefined : this.#byName.get(name);
    if (found === undefined) return undefined;
    for (const target of [
      ...targetsOf(found.manifest, rest),
      ...(rest === '' ? ['src/index', 'index'] : [rest, `src/${rest}`]),
    ]) {
      const path = this.#sourceAt(found.folder, target);
      if (path !== undefined) return path;
    }
    return undefined;
  }

  /** Answers the source that a target is built from, or else the target. */
  #sourceAt(folder: string, target: string): string | undefined {
    const plain = target.replace(/^\.\//, '');
    if (plain.split('/').includes('..')) return undefined;
    const bare = plain.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
    const unbuilt = BUILT.test(bare) ? [bare.replace(BUILT, 'src/'), bare.replace(BUILT, '')] : [];
    for (const stem of [...unbuilt, bare]) {
      for (const end of [...EXTENSIONS, ...EXTENSIONS.map((extension) => `/index${extension}`)]) {
        const path = `${folder}${stem}${end}`;
        if (this.#files.fileExists(fileNameOf(path))) return path;
      }
    }
    return undefined;
  }
}

/** A manifest is data: what is not an object has nothing to say. */
function manifestOf(files: TreeFiles, path: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(files.source(path)?.text ?? '{}');
    return isObject(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The files that a manifest names for a part of its package, `''` for the package itself. */
function targetsOf(manifest: Readonly<Record<string, unknown>>, part: string): string[] {
  const main = part === '' ? ['source', 'types', 'typings', 'module', 'main'].map((name) => manifest[name]) : [];
  return [...exportsOf(manifest['exports'], part), ...main].filter((target) => typeof target === 'string');
}

function exportsOf(exports: unknown, part: string): string[] {
  const key = part === '' ? '.' : `./${part}`;
  if (!isObject(exports) || !Object.keys(exports).some((name) => name.startsWith('.'))) {
    return part === '' ? stringsIn(exports) : [];
  }
  return Object.entries(exports).flatMap(([name, value]) => {
    if (name === key) return stringsIn(value);
    const [start, end] = name.split('*');
    if (end === undefined || !key.startsWith(start!) || !key.endsWith(end)) return [];
    const middle = key.slice(start!.length, key.length - end.length);
    return stringsIn(value).map((target) => target.replaceAll('*', () => middle));
  });
}

/** All targets, whatever the conditions are: what they are built from is the same source. */
function stringsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth + 1));
}
