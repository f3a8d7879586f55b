/**
 * What module specifiers mean in a tree: the `paths` of the tsconfig that is nearest to the importing file hold, and packages of the tree
 * itself are found by their names, in their sources and not in what is built from those.
 */
import { configured, nearestConfig } from './compiler-options.ts';
import { fileNameOf, pathOf } from './tree-files.ts';
import type { TreeFiles } from './tree-files.ts';
import { TreePackages } from './tree-packages.ts';
import { ts } from './ts.ts';

/** Options and what was found with them. */
interface Resolver {
  readonly options: ts.CompilerOptions;
  readonly cache: ts.ModuleResolutionCache;
}

/** Finds the modules of one tree. */
export class ModuleResolution {
  readonly #files: TreeFiles;
  readonly #options: ts.CompilerOptions;
  readonly #packages: TreePackages;
  readonly #byFolder = new Map<string, Resolver>();

  constructor(files: TreeFiles, options: ts.CompilerOptions) {
    this.#files = files;
    this.#options = options;
    this.#packages = new TreePackages(files);
  }

  /** Names of the packages that the tree holds. */
  get packageNames(): ReadonlySet<string> {
    return this.#packages.names;
  }

  /** Answers what the specifiers of a file mean. */
  resolve(
    literals: readonly ts.StringLiteralLike[],
    file: ts.SourceFile,
  ): ts.ResolvedModuleWithFailedLookupLocations[] {
    const { options, cache } = this.#resolverFor(file.fileName);
    return literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, options);
      const host = this.#files as ts.ModuleResolutionHost;
      const found = ts.resolveModuleName(literal.text, file.fileName, options, host, cache, undefined, mode);
      if (found.resolvedModule !== undefined) return found;
      const source = this.#packages.sourceOf(literal.text);
      return source === undefined ? found : { resolvedModule: moduleAt(source) };
    });
  }

  /** The paths of a tsconfig concern the files below it; in all else the program has one set of options. */
  #resolverFor(fileName: string): Resolver {
    const folder = nearestConfig(this.#files, pathOf(fileName) ?? '') ?? '';
    let resolver = this.#byFolder.get(folder);
    if (resolver === undefined) this.#byFolder.set(folder, (resolver = this.#newResolver(folder)));
    return resolver;
  }

  #newResolver(folder: string): Resolver {
    const own = folder === '' ? {} : configured(this.#files, folder);
    const places = ['paths', 'pathsBasePath', 'baseUrl'].filter((name) => own[name] !== undefined);
    const options = { ...this.#options, ...Object.fromEntries(places.map((name) => [name, own[name]])) };
    return { options, cache: ts.createModuleResolutionCache(fileNameOf('').slice(0, -1), (name) => name, options) };
  }
}

const moduleAt = (path: string): ts.ResolvedModuleFull => ({
  resolvedFileName: fileNameOf(path),
  extension: /(?:\.d)?\.[cm]?[jt]sx?$/.exec(path)![0],
  isExternalLibraryImport: false,
});
