/**
 * A tree as TypeScript understands it: one program over all its sources, kept up to date from patch to patch.
 *
 * Installed packages are not part of a tree, so the same tree gives the same answers on every machine, and nothing has to be
 * installed to prove a change.
 */
import { applyEdits, editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import type { SourceText } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import { compilerOptions, defaultLibOf } from './compiler-options.ts';
import { projectRegistry } from './registry.ts';
import { fileNameOf, pathOf, TreeFiles } from './tree-files.ts';
import { ts } from './ts.ts';

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A program that can be asked, and tried with edits. */
export class TypeScriptProject {
  #files: TreeFiles;
  #paths: readonly string[];
  #options: ts.CompilerOptions;
  readonly #trial = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #known = new Map<string, string>();

  /** The compiler's own services over the tree as it is now. */
  readonly service: ts.LanguageService;

  constructor(tree: SourceTree) {
    this.#files = new TreeFiles(tree);
    this.#paths = sourcesOf(tree);
    this.#options = compilerOptions(this.#files);
    this.service = ts.createLanguageService(this.#host(), projectRegistry());
  }

  /** Goes over to another tree. */
  update(tree: SourceTree): void {
    this.#files = new TreeFiles(tree);
    this.#paths = sourcesOf(tree);
    this.#options = compilerOptions(this.#files);
  }

  /** All sources of the tree, sorted. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** The program over the tree as it is now, or as a trial has it. */
  get program(): ts.Program {
    return this.service.getProgram()!;
  }

  /** The checker of {@link program}. */
  get checker(): ts.TypeChecker {
    return this.program.getTypeChecker();
  }

  /** Answers a file as the compiler parsed it, or `undefined` where there is none that it can read. */
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
    try {
      return look();
    } finally {
      this.#trial.clear();
    }
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => this.#paths.map(fileNameOf),
      getScriptVersion: (fileName) => this.#versionOf(fileName),
      getScriptSnapshot: (fileName) => {
        const text = this.#textOf(fileName);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => fileNameOf('').slice(0, -1),
      getDefaultLibFileName: defaultLibOf,
      useCaseSensitiveFileNames: () => true,
      fileExists: (fileName) => this.#files.fileExists(fileName),
      readFile: (fileName) => this.#textOf(fileName),
      directoryExists: (folder) => this.#files.directoryExists(folder),
      getDirectories: (folder) => this.#files.getDirectories(folder),
    };
  }

  #textOf(fileName: string): string | undefined {
    return this.#trial.get(fileName) ?? this.#files.readFile(fileName);
  }

  /** A version is a count of the different texts seen, so that only files that changed are parsed again. */
  #versionOf(fileName: string): string {
    const text = this.#textOf(fileName) ?? '';
    if (this.#known.get(fileName) !== text) {
      this.#known.set(fileName, text);
      this.#versions.set(fileName, (this.#versions.get(fileName) ?? 0) + 1);
    }
    return String(this.#versions.get(fileName));
  }
}

function sourcesOf(tree: SourceTree): string[] {
  return [...tree.modes.keys()].filter((path) => SOURCE_FILE.test(path) && !/(?:^|\/)node_modules\//.test(path));
}
