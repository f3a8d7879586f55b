/** Which file of a tree an import means. */
import { compilerOptions } from '../typescript/compiler-options.ts';
import { fileNameOf, pathOf, TreeFiles } from '../typescript/tree-files.ts';
import { ts } from '../typescript/ts.ts';
import { sourcesOf } from './test-files.ts';
import type { SourceTree } from '../source-tree.ts';

const DECLARATIONS = /\.d\.[cm]?ts$/;

/** What TypeScript sources are imported as. */
const EMITTED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, ['.ts', '.tsx']],
  [/\.jsx$/, ['.tsx']],
  [/\.mjs$/, ['.mts']],
  [/\.cjs$/, ['.cts']],
];
const LEFT_OUT: readonly string[] = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.cts', '.cjs', '.json'];

/** Finds the files of a tree that its sources import. */
export class Resolver {
  readonly #files: TreeFiles;
  readonly #modes: SourceTree['modes'];
  readonly #cache: ts.ModuleResolutionCache;
  readonly options: ts.CompilerOptions;

  constructor(tree: SourceTree) {
    this.#files = new TreeFiles(tree);
    this.#modes = tree.modes;
    this.options = compilerOptions(this.#files, sourcesOf(tree));
    this.#cache = ts.createModuleResolutionCache(fileNameOf(''), (name) => name, this.options);
  }

  /** Answers the text of a file, or `undefined` where there is none that can be read. */
  text(path: string): string | undefined {
    return this.#files.source(path)?.text;
  }

  /** Answers the path that an import in a file means, or `undefined` for a package or nothing. */
  resolve(specifier: string, from: string): string | undefined {
    return /^\.{0,2}\//.test(specifier) || specifier.startsWith('.')
      ? this.#beside(specifier, from)
      : this.#mapped(specifier, from);
  }

  /** A path as it is, else by what it is compiled from, else with what is left out of it. */
  #beside(specifier: string, from: string): string | undefined {
    const path = joined(from, specifier);
    if (path === undefined) return undefined;
    const emitted = EMITTED.filter(([end]) => end.test(path)).flatMap(([end, sources]) =>
      sources.map((source) => path.replace(end, source)),
    );
    const guesses = [
      path,
      ...emitted,
      ...LEFT_OUT.map((end) => path + end),
      ...LEFT_OUT.map((end) => `${path}/index${end}`),
    ];
    return guesses.find((guess) => this.#modes.has(guess));
  }

  /** By `paths`, `baseUrl` and the tree's own package.json. */
  #mapped(specifier: string, from: string): string | undefined {
    const host: ts.ModuleResolutionHost = {
      fileExists: (name) => this.#files.fileExists(name),
      readFile: (name) => this.#files.readFile(name),
      directoryExists: (name) => this.#files.directoryExists(name),
      getDirectories: (name) => this.#files.getDirectories(name),
    };
    const { resolvedModule } = ts.resolveModuleName(specifier, fileNameOf(from), this.options, host, this.#cache);
    const path = resolvedModule === undefined ? undefined : pathOf(resolvedModule.resolvedFileName);
    return path === undefined || DECLARATIONS.test(path) || path.includes('node_modules/') ? undefined : path;
  }
}

/** Answers a path from the root, or `undefined` for one that leaves the tree. Pure. */
function joined(from: string, specifier: string): string | undefined {
  const steps = from.split('/').slice(0, -1);
  for (const step of specifier.split(/[?#]/)[0]!.split('/')) {
    if (step === '..' && steps.pop() === undefined) return undefined;
    if (step !== '' && step !== '.' && step !== '..') steps.push(step);
  }
  return steps.join('/');
}
