/** The tsconfig that each folder of a tree lives under, and what it says about where modules are. */
import { compareText } from '../../order.ts';
import { fileNameOf, pathOf } from '../tree-files.ts';
import type { TreeFiles } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { folderOf, joinPath } from '../../move/tree-path.ts';

/** Names of tsconfig files, whichever variant. */
export const isConfig = (path: string): boolean => /(?:^|\/)(?:ts|js)config(?:\.[^/]+)?\.json$/.test(path);

const DEFAULTS: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** What every file may import, whatever its tsconfig says: the question is where a text leads, not whether it should be written. */
const FORCED: ts.CompilerOptions = {
  allowJs: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** The options of a tree's folders. */
export class Configs {
  readonly #files: TreeFiles;
  readonly #byConfig = new Map<string, ts.CompilerOptions>();
  readonly #byFolder = new Map<string, ts.CompilerOptions>();

  constructor(files: TreeFiles) {
    this.#files = files;
  }

  /** Answers the options of the nearest tsconfig.json or jsconfig.json, or the engine's defaults. The same object for the same config. */
  optionsOf(folder: string): ts.CompilerOptions {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const own = ['tsconfig.json', 'jsconfig.json']
      .map((name) => joinPath(folder, name))
      .find((path) => this.#has(path));
    const options = own !== undefined ? this.optionsIn(own) : folder === '' ? NONE : this.optionsOf(folderOf(folder));
    this.#byFolder.set(folder, options);
    return options;
  }

  /** Answers what one config says. One that only refers to others takes their aliases, as editors do. */
  optionsIn(config: string): ts.CompilerOptions {
    const known = this.#byConfig.get(config);
    if (known !== undefined) return known;
    const { options, references } = this.#parsed(config);
    const aliases =
      options.paths === undefined ? references.find((other) => this.#parsed(other).options.paths) : undefined;
    const merged = aliases === undefined ? options : { ...this.#parsed(aliases).options, ...options };
    this.#byConfig.set(config, merged);
    return merged;
  }

  #parsed(config: string): { options: ts.CompilerOptions; references: string[] } {
    const { config: json } = ts.readConfigFile(fileNameOf(config), (fileName) => this.#files.readFile(fileName)) as {
      config?: unknown;
    };
    const folder = fileNameOf(folderOf(config)).replace(/\/$/, '');
    const { options, projectReferences = [] } = ts.parseJsonConfigFileContent(
      json ?? {},
      this.#host(),
      folder,
      {},
      fileNameOf(config),
    );
    const plain = options.module === undefined && options.moduleResolution === undefined ? DEFAULTS : {};
    return { options: { ...plain, ...options, ...FORCED }, references: this.#referencesOf(projectReferences) };
  }

  #referencesOf(references: readonly ts.ProjectReference[]): string[] {
    const paths = references.map(({ path }) => pathOf(path)).filter((path) => path !== undefined);
    return paths
      .map((path) => (this.#has(path) ? path : joinPath(path, 'tsconfig.json')))
      .filter((path) => this.#has(path))
      .sort(compareText);
  }

  #has(path: string): boolean {
    return this.#files.fileExists(fileNameOf(path));
  }

  #host(): ts.ParseConfigHost {
    return {
      useCaseSensitiveFileNames: true,
      fileExists: (fileName) => this.#files.fileExists(fileName),
      readFile: (fileName) => this.#files.readFile(fileName),
      readDirectory: () => [],
    };
  }
}

/** Members that tsconfigs still have, though they go out of use. */
interface OldOptions {
  readonly baseUrl?: string;
  readonly pathsBasePath?: string;
}

/** Answers the folder from which names without dots are looked for, if there is one. Pure. */
export function baseFolder(options: ts.CompilerOptions): string | undefined {
  const { baseUrl } = options as OldOptions;
  return baseUrl === undefined ? undefined : folderPath(baseUrl);
}

/** Answers the folder from which the places of aliases are seen. Pure. */
export const aliasFolder = (options: ts.CompilerOptions): string =>
  baseFolder(options) ?? folderPath((options as OldOptions).pathsBasePath ?? '');

/** The path of a folder of the compiler, without a slash at its end. */
const folderPath = (fileName: string): string => (pathOf(`${fileName}/`) ?? '').replace(/\/$/, '');

const NONE: ts.CompilerOptions = { ...DEFAULTS, ...FORCED };
