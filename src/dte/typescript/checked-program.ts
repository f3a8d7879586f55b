/** Programs for a type check that sees more, or other files, than the engine's own: a tsconfig by name, installed packages. */
import { posix } from 'node:path';
import type { SourceTree } from '../source-tree.ts';
import { checkingOptions } from './checking-options.ts';
import { defaultLibOf } from './compiler-options.ts';
import { isScriptPath } from './declarations.ts';
import type { ExternalFiles } from './external-files.ts';
import { fileNameOf, pathOf, TreeFiles } from './tree-files.ts';
import { LIB_FOLDER, ts } from './ts.ts';

/** The parsed files of the compiler's library, which never change. */
const library = new Map<string, ts.SourceFile>();

/** Makes programs over trees that have most of their files in common. */
export class CheckedProgram {
  readonly #installed: ExternalFiles | undefined;
  readonly #parsed = new Map<string, ts.SourceFile>();

  constructor(installed: ExternalFiles | undefined) {
    this.#installed = installed;
  }

  /** Answers the program of a tsconfig, or of all sources with the engine's own options. */
  of(tree: SourceTree, config: string | undefined): ts.Program {
    const files = new AllFiles(tree, this.#installed);
    const { options, includes } = checkingOptions(files, config, this.#installed !== undefined);
    const rootNames = [...tree.modes.keys()].filter((path) => isScriptPath(path) && includes(path)).map(fileNameOf);
    return ts.createProgram({ rootNames, options, host: this.#host(files, options) });
  }

  #host(files: AllFiles, options: ts.CompilerOptions): ts.CompilerHost {
    return {
      getSourceFile: (fileName, languageVersion) => this.#parse(files, fileName, languageVersion),
      getDefaultLibFileName: () => defaultLibOf(options),
      getDefaultLibLocation: () => posix.dirname(defaultLibOf(options)),
      writeFile: () => undefined,
      getCurrentDirectory: () => fileNameOf('').slice(0, -1),
      getCanonicalFileName: (fileName) => fileName,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: (fileName) => files.fileExists(fileName),
      readFile: (fileName) => files.readFile(fileName),
      directoryExists: (folder) => files.directoryExists(folder),
      getDirectories: (folder) => files.getDirectories(folder),
    };
  }

  /** The same text is parsed once, whichever tree it is in. */
  #parse(
    all: AllFiles,
    fileName: string,
    target: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    const text = all.readFile(fileName);
    if (text === undefined) return undefined;
    const options: ts.CreateSourceFileOptions = typeof target === 'object' ? target : { languageVersion: target };
    const key = `${fileName}\0${options.languageVersion}\0${options.impliedNodeFormat ?? ''}`;
    const files = fileName.startsWith(`${LIB_FOLDER}/`) ? library : this.#parsed;
    const known = files.get(key);
    if (known?.text === text) return known;
    const parsed = ts.createSourceFile(fileName, text, options);
    files.set(key, parsed);
    return parsed;
  }
}

/** The files of a tree, and where it has none, those that are installed beside it. */
class AllFiles {
  readonly #tree: TreeFiles;
  readonly #installed: ExternalFiles | undefined;

  constructor(tree: SourceTree, installed: ExternalFiles | undefined) {
    this.#tree = new TreeFiles(tree);
    this.#installed = installed;
  }

  readFile(fileName: string): string | undefined {
    return this.#tree.readFile(fileName) ?? this.#external(fileName, (files, path) => files.readFile(path));
  }

  fileExists(fileName: string): boolean {
    return (
      this.#tree.fileExists(fileName) || this.#external(fileName, (files, path) => files.fileExists(path)) === true
    );
  }

  directoryExists(folder: string): boolean {
    return (
      this.#tree.directoryExists(folder) ||
      this.#external(folder, (files, path) => files.directoryExists(path)) === true
    );
  }

  getDirectories(folder: string): string[] {
    const external = this.#external(folder, (files, path) => files.getDirectories(path)) ?? [];
    return [...new Set([...this.#tree.getDirectories(folder), ...external])];
  }

  /** Only installed packages come from outside: a source that the tree does not have is missing. */
  #external<T>(fileName: string, ask: (files: ExternalFiles, path: string) => T): T | undefined {
    const path = pathOf(fileName.replace(/\/$/, ''));
    const isInstalled =
      path !== undefined && /(?:^|\/)node_modules(?:\/|$)/.test(path) && !path.split('/').includes('..');
    return isInstalled && this.#installed !== undefined ? ask(this.#installed, path) : undefined;
  }
}
