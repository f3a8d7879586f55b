/**
 * A tree as TypeScript understands it: one program over all its sources, kept up to date from patch to patch.
 *
 * Installed packages are not part of a tree, so the same tree gives the same answers on every machine, and nothing has to be
 * installed to prove a change.
 *
 * The program is made when it is first asked for, which takes most of the time of a patch. What needs syntax alone asks
 * {@link TypeScriptProject.parsed}, and what concerns a few names works in {@link TypeScriptProject.within}.
 */
import { applyEdits, editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import type { SourceText } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import { compilerOptions, defaultLibOf } from './compiler-options.ts';
import { ParsedFiles } from './registry.ts';
import { ModuleResolution } from './resolution.ts';
import { fileNameOf, pathOf, TreeFiles } from './tree-files.ts';
import { ts } from './ts.ts';

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A program that can be asked, and tried with edits. */
export class TypeScriptProject {
  #tree: SourceTree;
  #files: TreeFiles;
  #paths: readonly string[];
  #options: ts.CompilerOptions;
  #resolution: ModuleResolution;
  #parsed: ParsedFiles;
  #service: ts.LanguageService;
  /** Counts what changed, so that the service looks for changes only where there are some. */
  #state = 0;
  readonly #trial = new Map<string, string>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
    this.#files = new TreeFiles(tree);
    this.#paths = sourcesOf(this.#files);
    this.#options = compilerOptions(this.#files, this.#paths);
    this.#resolution = new ModuleResolution(this.#files, this.#options);
    this.#parsed = new ParsedFiles(this.#options.target!);
    this.#service = this.#newService();
  }

  /** Goes over to another tree. What is the same there is not read again. */
  update(tree: SourceTree): void {
    this.#tree = tree;
    this.#files = this.#files.next(tree);
    this.#paths = sourcesOf(this.#files);
    this.#state++;
    const options = compilerOptions(this.#files, this.#paths);
    this.#resolution = new ModuleResolution(this.#files, options);
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#parsed = new ParsedFiles(options.target!);
    this.#service = this.#newService();
  }

  /** The tree as it is now. */
  get tree(): SourceTree {
    return this.#tree;
  }

  /** All sources of the tree, sorted. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Names of the packages that the tree itself holds. */
  get packageNames(): ReadonlySet<string> {
    return this.#resolution.packageNames;
  }

  /** The compiler's own services over the tree as it is now. */
  get service(): ts.LanguageService {
    return this.#service;
  }

  /** The program over the tree as it is now, or as a trial has it. */
  get program(): ts.Program {
    return this.service.getProgram()!;
  }

  /** The checker of {@link program}. */
  get checker(): ts.TypeChecker {
    return this.program.getTypeChecker();
  }

  /**
   * Answers the syntax of a file, with parents, without a program: nothing is bound and no name is resolved. `undefined` where there
   * is no source that can be read. The program, once there is one, has the same nodes.
   */
  parsed(path: string): ts.SourceFile | undefined {
    const fileName = fileNameOf(path);
    const text = SOURCE_FILE.test(path) ? this.#textOf(fileName) : undefined;
    return text === undefined ? undefined : this.#parsed.parsed(fileName, text);
  }

  /** Answers a file of the program, or `undefined` where there is none that it can read. */
  sourceFile(path: string): ts.SourceFile | undefined {
    return this.program.getSourceFile(fileNameOf(path));
  }

  /** Answers the text of a file of the tree, which need not be a source, or `undefined`. */
  source(path: string): SourceText | undefined {
    return this.#files.source(path);
  }

  /** Answers the path of a source file, or `undefined` for the compiler's own. Pure. */
  pathOf(file: ts.SourceFile): string | undefined {
    return pathOf(file.fileName);
  }

  /** Answers what `look` finds while `edits` are made in the texts. Afterwards the tree is as before. @param edits - sorted */
  trial<T>(edits: readonly TextEdit[], look: () => T): T {
    for (const [path, own] of editsByPath(edits)) {
      this.#trial.set(fileNameOf(path), applyEdits(this.source(path)!.text, own));
    }
    this.#state++;
    try {
      return look();
    } finally {
      this.#trial.clear();
      this.#state++;
    }
  }

  #newService(): ts.LanguageService {
    return ts.createLanguageService(this.#host(), this.#parsed);
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => this.#options,
      getProjectVersion: () => String(this.#state),
      getScriptFileNames: () => this.#paths.map(fileNameOf),
      getScriptVersion: (fileName) => this.#versionOf(fileName),
      getScriptSnapshot: (fileName) => {
        const text = this.#textOf(fileName);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => fileNameOf('').slice(0, -1),
      getDefaultLibFileName: defaultLibOf,
      useCaseSensitiveFileNames: () => true,
      resolveModuleNameLiterals: (literals, _, __, ___, file) => this.#resolution.resolve(literals, file),
      fileExists: (fileName) => this.#files.fileExists(fileName),
      readFile: (fileName) => this.#textOf(fileName),
      directoryExists: (folder) => this.#files.directoryExists(folder),
      getDirectories: (folder) => this.#files.getDirectories(folder),
    };
  }

  #textOf(fileName: string): string | undefined {
    return this.#trial.get(fileName) ?? this.#files.readFile(fileName);
  }

  #versionOf(fileName: string): string {
    if (pathOf(fileName) === undefined) return '1'; // the library never changes
    return this.#parsed.versionOf(fileName, this.#textOf(fileName) ?? '');
  }
}

const sourcesOf = (files: TreeFiles): string[] => files.paths.filter((path) => SOURCE_FILE.test(path));
