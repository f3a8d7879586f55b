/**
 * Parsed files. The compiler and whoever only wants to look at syntax share them, and the last texts of a file stay parsed: a trial
 * and the way back from it cost no parsing. The compiler's library is shared by all projects of a process.
 */
import { LIB_FOLDER, ts } from './ts.ts';

/** Texts of one file that stay parsed, those used last: before and after a trial, and a change under way. */
const KEPT = 4;

interface Parsed {
  readonly text: string;
  /** A number for each text, so that the compiler sees what changed. */
  readonly version: string;
  file?: ts.SourceFile;
}

const library = new Map<string, ts.SourceFile>();

/** The parsed files of one project, whose options stay the same. */
export class ParsedFiles implements ts.DocumentRegistry {
  readonly #byName = new Map<string, Parsed[]>();
  readonly #target: ts.ScriptTarget;
  #lastVersion = 0;

  constructor(target: ts.ScriptTarget) {
    this.#target = target;
  }

  /** Answers the version of a file with this text: the same for the same text. */
  versionOf(fileName: string, text: string): string {
    return this.#entry(fileName, text).version;
  }

  /** Answers a file as it is parsed, with the parents of its nodes. */
  parsed(fileName: string, text: string): ts.SourceFile {
    const entry = this.#entry(fileName, text);
    entry.file ??= parse(fileName, entry, { languageVersion: this.#target }, true);
    return entry.file;
  }

  /** Answers the parsed file of a program. Of the many arguments three matter: the others are the same for all files of a project. */
  acquireDocumentWithKey(...given: Parameters<ts.DocumentRegistry['acquireDocumentWithKey']>): ts.SourceFile {
    const [fileName, , , , snapshot, , , options] = given;
    return this.#ofProgram(fileName, snapshot, options);
  }

  acquireDocument(...given: Parameters<ts.DocumentRegistry['acquireDocument']>): ts.SourceFile {
    const [fileName, , snapshot, , , options] = given;
    return this.#ofProgram(fileName, snapshot, options);
  }

  updateDocumentWithKey(...given: Parameters<ts.DocumentRegistry['acquireDocumentWithKey']>): ts.SourceFile {
    return this.acquireDocumentWithKey(...given);
  }

  updateDocument(...given: Parameters<ts.DocumentRegistry['acquireDocument']>): ts.SourceFile {
    return this.acquireDocument(...given);
  }

  getKeyForCompilationSettings(): ts.DocumentRegistryBucketKey {
    return 'own' as ts.DocumentRegistryBucketKey;
  }

  /** A registry goes with its project, and the library stays. */
  releaseDocument(): void {
    return;
  }

  releaseDocumentWithKey(): void {
    return;
  }

  reportStats(): string {
    return '';
  }

  #ofProgram(
    fileName: string,
    snapshot: ts.IScriptSnapshot,
    options: ts.ScriptTarget | ts.CreateSourceFileOptions | undefined,
  ): ts.SourceFile {
    const text = snapshot.getText(0, snapshot.getLength());
    const given = typeof options === 'object' ? options : { languageVersion: this.#target };
    if (fileName.startsWith(`${LIB_FOLDER}/`)) return libraryFile(fileName, text, given);
    const entry = this.#entry(fileName, text);
    if (entry.file === undefined || !isModuleAlike(entry.file, given))
      entry.file = parse(fileName, entry, given, false);
    return entry.file;
  }

  #entry(fileName: string, text: string): Parsed {
    let entries = this.#byName.get(fileName);
    if (entries === undefined) this.#byName.set(fileName, (entries = []));
    const at = entries.findIndex((entry) => entry.text === text);
    const [entry] = at < 0 ? [{ text, version: String(++this.#lastVersion) }] : entries.splice(at, 1);
    entries.push(entry!);
    if (entries.length > KEPT) entries.shift();
    return entry!;
  }
}

function parse(
  fileName: string,
  { text, version }: Parsed,
  options: ts.CreateSourceFileOptions,
  withParents: boolean,
): ts.SourceFile {
  const snapshot = ts.ScriptSnapshot.fromString(text);
  // Comments say something to the compiler where they hold a tag; to read them all takes a tenth of the time.
  const bare = text.includes('@') ? {} : { jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createLanguageServiceSourceFile(fileName, snapshot, { ...options, ...bare }, version, withParents);
}

/** Comments of the library are of no use here, and they make up half of it. */
function libraryFile(fileName: string, text: string, options: ts.CreateSourceFileOptions): ts.SourceFile {
  const key = `${options.languageVersion}${fileName}`;
  let file = library.get(key);
  if (file === undefined) {
    const snapshot = ts.ScriptSnapshot.fromString(text);
    const bare = { ...options, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
    library.set(key, (file = ts.createLanguageServiceSourceFile(fileName, snapshot, bare, '1', false)));
  }
  return file;
}

/**
 * A file that was parsed for its syntax alone takes on what the program knows of it. Answers whether it can: where it turns out
 * to be a module although nothing in it says so, `await` means something else.
 */
function isModuleAlike(
  file: ts.SourceFile,
  { impliedNodeFormat, setExternalModuleIndicator }: ts.CreateSourceFileOptions,
): boolean {
  const before = ts.isExternalModule(file);
  file.impliedNodeFormat = impliedNodeFormat;
  setExternalModuleIndicator?.(file);
  return ts.isExternalModule(file) === before;
}
