/** Where the texts lead by which files of a tree name each other. Nothing is type-checked: parsing and resolution are enough. */
import type { SourceTree } from '../../source-tree.ts';
import { fileNameOf, pathOf, TreeFiles } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { Configs } from './configs.ts';
import type { Reference } from './reference.ts';
import { folderOf, joinPath } from '../../move/tree-path.ts';
import { packagesOf, workspaceHost } from './workspace.ts';
import type { TreePackage } from './workspace.ts';

/** Where a text leads. */
export interface Target {
  /** The file, or the place where one would be; of a name that leads nowhere, such as that of an installed package, `undefined`. */
  readonly path: string | undefined;
  readonly isThere: boolean;
}

/** Whether a file is TypeScript or JavaScript. Pure. */
export const isSource = (path: string): boolean => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);

/** Resolution over one tree. */
export class Resolver {
  readonly files: TreeFiles;
  readonly configs: Configs;
  readonly packages: readonly TreePackage[];
  readonly #host: ts.ModuleResolutionHost;
  readonly #caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();

  constructor(tree: SourceTree) {
    this.files = new TreeFiles(tree);
    this.configs = new Configs(this.files);
    this.packages = packagesOf(this.files, [...tree.modes.keys()]);
    this.#host = workspaceHost(this.files, this.packages);
  }

  /** Answers where a reference in a file leads. */
  target(path: string, { kind, text, base }: Reference): Target {
    const folder = base ?? folderOf(path);
    const plain = withoutQuery(text);
    if (kind === 'path') {
      const exact = this.#place(joinPath(folder, text));
      return exact.isThere ? exact : this.#place(joinPath(folder, plain));
    }
    const place = placeOf(folder, plain);
    const found = this.#asset(place) ?? this.#module(path, plain, kind === 'require') ?? this.#file(place);
    if (found !== undefined) return { path: found, isThere: true };
    return { path: place, isThere: false };
  }

  /** Answers the file or folder that a place is, or the file that a text without an extension means there. */
  #place(path: string): Target {
    if (this.files.directoryExists(fileNameOf(path))) return { path, isThere: true };
    const found = ENDINGS.map((ending) => path + ending).find((each) => this.#has(each));
    return found === undefined ? { path, isThere: false } : { path: found, isThere: true };
  }

  /** A file that is no source is named exactly. */
  #asset(place: string | undefined): string | undefined {
    return place !== undefined && !isSource(place) ? this.#file(place) : undefined;
  }

  #file(place: string | undefined): string | undefined {
    return place !== undefined && this.#has(place) ? place : undefined;
  }

  #has(path: string): boolean {
    return this.files.fileExists(fileNameOf(path));
  }

  /** Asks the compiler. Where the mode that the file is in finds nothing, the other one counts: bundlers allow both. */
  #module(path: string, text: string, isRequire: boolean): string | undefined {
    const options = this.configs.optionsOf(folderOf(path));
    const cache = this.#cacheOf(options);
    const fileName = fileNameOf(path);
    const own = isRequire ? ts.ModuleKind.CommonJS : this.formatOf(path);
    const modes = [own, own === ts.ModuleKind.ESNext ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext] as const;
    for (const mode of modes) {
      const { resolvedModule } = ts.resolveModuleName(text, fileName, options, this.#host, cache, undefined, mode);
      const found = resolvedModule === undefined ? undefined : pathOf(resolvedModule.resolvedFileName);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Answers how Node reads a module: by its extension, and by what the nearest package.json says. */
  formatOf(path: string): ts.ModuleKind.CommonJS | ts.ModuleKind.ESNext {
    const options = this.configs.optionsOf(folderOf(path));
    const cache = this.#cacheOf(options).getPackageJsonInfoCache();
    const asNode = { ...options, moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext };
    return ts.getImpliedNodeFormatForFile(fileNameOf(path), cache, this.#host, asNode) ?? ts.ModuleKind.CommonJS;
  }

  #cacheOf(options: ts.CompilerOptions): ts.ModuleResolutionCache {
    const known = this.#caches.get(options);
    if (known !== undefined) return known;
    const cache = ts.createModuleResolutionCache(fileNameOf('').slice(0, -1), (name) => name, options);
    this.#caches.set(options, cache);
    return cache;
  }
}

/** How a path without an extension is completed, by Node and by the compiler. */
const ENDINGS = ['', '.js', '.ts', '.json', '.tsx', '.mjs', '.cjs', '.mts', '.cts', '.jsx', '.d.ts'];

/** The file that a text means, if bundlers take what stands behind it as an order to themselves (`./a.txt?raw`). Pure. */
export const withoutQuery = (text: string): string => text.replace(/(?!^)[?#][^/]*$/, '');

/** The place that a text means, seen from a folder; bundlers take `/` as the root. Bare names mean none. */
function placeOf(folder: string, text: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(text)) return joinPath(folder, text);
  return text.startsWith('/') ? joinPath('', text.slice(1)) : undefined;
}
