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
import { compilerOptions, defaultLibOf, isHostName, withoutHosts } from './compiler-options.ts';
import { ParsedFiles } from './registry.ts';
import { ModuleResolution } from './resolution.ts';
import { rootsFor } from './roots.ts';
import { fileNameOf, pathOf, TreeFiles } from './tree-files.ts';
import { ts } from './ts.ts';

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A program that can be asked, and tried with edits. */
export class TypeScriptProject {
  #tree: SourceTree;
  #files: TreeFiles;
  #paths: readonly string[];
  #options: ts.CompilerOptions;
  /** What the files say that tell where modules are. */
  #configs: string;
  #modules: ModuleResolution | undefined;
  #parsed: ParsedFiles;
  #service: ts.LanguageService;
  /** Counts what changed, so that the service looks for changes only where there are some. */
  #state = 0;
  readonly #trial = new Map<string, string>();
  /** The sources that the program is made from; all of them, once it is asked for outside of {@link within}. */
  #roots: ReadonlySet<string> | 'all' = new Set();
  #isWithin = false;
  /** Whether the program knows the library of the language alone. */
  #isBare = false;

  constructor(tree: SourceTree) {
    this.#tree = tree;
    this.#files = new TreeFiles(tree);
    this.#paths = sourcesOf(this.#files);
    this.#options = compilerOptions(this.#files, this.#paths);
    this.#configs = configsOf(this.#files);
    this.#parsed = new ParsedFiles(this.#options.target!);
    this.#service = this.#newService();
  }

  /** Goes over to another tree. What is the same there is not read again. */
  update(tree: SourceTree): void {
    this.#tree = tree;
    this.#files = this.#files.next(tree);
    this.#paths = sourcesOf(this.#files);
    this.#modules = undefined;
    this.#state++;
    const configs = configsOf(this.#files);
    if (configs === this.#configs) return;
    this.#configs = configs;
    this.#options = compilerOptions(this.#files, this.#paths);
    this.#parsed = new ParsedFiles(this.#options.target!);
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
    return this.#resolution().packageNames;
  }

  /** The compiler's own services over the tree as it is now. */
  get service(): ts.LanguageService {
    if (!this.#isWithin && this.#roots !== 'all') {
      this.widen();
    }
    return this.#service;
  }

  /** Whether the program leaves out what cannot matter. */
  get isPartial(): boolean {
    return this.#roots !== 'all';
  }

  /**
   * Answers what `look` finds in a program that has at least what can matter to these names: the files in which they occur, all that those
   * import, what declares something for files that do not import it, and the library of the language. Where there is a program of all
   * files already, that is it.
   */
  within<T>(names: readonly string[], look: () => T): T {
    if (this.#roots !== 'all') {
      const roots = rootsFor(this, names);
      const grown = new Set([...this.#roots, ...roots]);
      const isBare = (this.#isBare || this.#roots.size === 0) && !names.some(isHostName);
      if (grown.size > this.#roots.size || isBare !== this.#isBare) this.#state++;
      this.#roots = grown;
      this.#isBare = isBare;
    }
    this.#isWithin = true;
    try {
      return look();
    } finally {
      this.#isWithin = false;
    }
  }

  /** Makes the program one of all files from now on. */
  widen(): void {
    this.#roots = 'all';
    this.#isBare = false;
    this.#state++;
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
      getCompilationSettings: () => (this.#isBare ? withoutHosts(this.#options) : this.#options),
      getProjectVersion: () => String(this.#state),
      getScriptFileNames: () => this.#rootPaths().map(fileNameOf),
      getScriptVersion: (fileName) => this.#versionOf(fileName),
      getScriptSnapshot: (fileName) => {
        const text = this.#textOf(fileName);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => fileNameOf('').slice(0, -1),
      getDefaultLibFileName: defaultLibOf,
      useCaseSensitiveFileNames: () => true,
      resolveModuleNameLiterals: (literals, _, __, ___, file) => this.#resolution().resolve(literals, file),
      fileExists: (fileName) => this.#files.fileExists(fileName),
      readFile: (fileName) => this.#textOf(fileName),
      directoryExists: (folder) => this.#files.directoryExists(folder),
      getDirectories: (folder) => this.#files.getDirectories(folder),
    };
  }

  #rootPaths(): readonly string[] {
    const roots = this.#roots;
    return roots === 'all' ? this.#paths : this.#paths.filter((path) => roots.has(path));
  }

  #resolution(): ModuleResolution {
    this.#modules ??= new ModuleResolution(this.#files, this.#options);
    return this.#modules;
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

/** Texts that decide on options and on where modules are found. */
const configsOf = (files: TreeFiles): string =>
  files.paths
    .filter((path) => /(?:^|\/)(?:package|[tj]sconfig[^/]*)\.json$/.test(path))
    .map((path) => `${path}\n${files.source(path)?.text ?? ''}`)
    .join('\n');
