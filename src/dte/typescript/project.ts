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
import {
  compilerOptions,
  configured,
  defaultLibOf,
  isHostName,
  nearestConfig,
  withoutHosts,
} from './compiler-options.ts';
import { ParsedFiles } from './registry.ts';
import { ModuleResolution } from './resolution.ts';
import { rootsFor } from './roots.ts';
import { fileNameOf, pathOf, TreeFiles } from './tree-files.ts';
import type { UnreadFile } from './tree-files.ts';
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
  readonly #optionsIn = new Map<string, ts.CompilerOptions>();
  #parsed: ParsedFiles;
  #service: ts.LanguageService;
  /** Counts what changed, so that the service looks for changes only where there are some. */
  #state = 0;
  /** The texts that the last trial made, and its number. */
  #trial: ReadonlyMap<string, string> = new Map();
  #trialNumber = 0;
  #isTrying = false;
  /** Programs by their version: that of the tree and that of the last trial, to and fro between which costs nothing. */
  readonly #programs = new Map<string, ts.Program>();
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
    this.#optionsIn.clear();
    this.#changed();
    const configs = configsOf(this.#files);
    if (configs === this.#configs) return;
    this.#configs = configs;
    this.#options = compilerOptions(this.#files, this.#paths);
    this.reset();
  }

  /** Forgets all that was parsed and found. After a failure in the middle of that it may be wrong. */
  reset(): void {
    this.#parsed = new ParsedFiles(this.#options.target!);
    this.#service = this.#newService();
    this.#modules = undefined;
    this.#changed();
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
      if (grown.size > this.#roots.size || isBare !== this.#isBare) this.#changed();
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
    this.#changed();
  }

  /** The program over the tree as it is now, or as a trial has it. */
  get program(): ts.Program {
    const { service } = this;
    const known = this.#programs.get(this.#version);
    if (known !== undefined) return known;
    const program = service.getProgram()!;
    this.#programs.set(this.#version, program);
    return program;
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

  /** Answers why a file has no text, where it is one that ought to; `undefined` for others. */
  unread(path: string): UnreadFile | undefined {
    return this.#files.unread(path);
  }

  /** Answers the compiler's options that the tsconfig.json nearest to a file gives. */
  optionsAt(path: string): ts.CompilerOptions {
    const folder = nearestConfig(this.#files, path);
    if (folder === undefined) return this.#options;
    let options = this.#optionsIn.get(folder);
    if (options === undefined) this.#optionsIn.set(folder, (options = configured(this.#files, folder)));
    return options;
  }

  /** Answers the path of a source file, or `undefined` for the compiler's own. Pure. */
  pathOf(file: ts.SourceFile): string | undefined {
    return pathOf(file.fileName);
  }

  /** Answers what `look` finds while `edits` are made in the texts. Afterwards the tree is as before. @param edits - sorted */
  trial<T>(edits: readonly TextEdit[], look: () => T): T {
    const texts = [...editsByPath(edits)].map(([path, own]) => {
      const { text } = this.source(path)!;
      const fileName = fileNameOf(path);
      this.#parsed.versionOf(fileName, text); // used: many trials must not drive it out, for the program has its nodes
      return [fileName, applyEdits(text, own)] as const;
    });
    const isKnown =
      texts.length === this.#trial.size && texts.every(([fileName, text]) => this.#trial.get(fileName) === text);
    if (!isKnown) {
      this.#programs.delete(`${this.#state}.${this.#trialNumber++}`);
      this.#trial = new Map(texts);
    }
    this.#isTrying = true;
    try {
      return look();
    } finally {
      this.#isTrying = false;
    }
  }

  /** What the service and the programs are told apart by. */
  get #version(): string {
    return this.#isTrying ? `${this.#state}.${this.#trialNumber}` : String(this.#state);
  }

  /** Tells the service that something changed, which makes all programs those of before. */
  #changed(): void {
    this.#state++;
    this.#programs.clear();
  }

  #newService(): ts.LanguageService {
    return ts.createLanguageService(this.#host(), this.#parsed);
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => (this.#isBare ? withoutHosts(this.#options) : this.#options),
      getProjectVersion: () => this.#version,
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
    return (this.#isTrying ? this.#trial.get(fileName) : undefined) ?? this.#files.readFile(fileName);
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
