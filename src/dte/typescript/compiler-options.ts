/** The compiler's options for a tree. A tsconfig is data of whoever wrote the tree: what would run code or leave the tree is left out. */
import { compareText } from '../order.ts';
import { fileNameOf } from './tree-files.ts';
import type { TreeFiles } from './tree-files.ts';
import { LIB_FOLDER, libText, ts } from './ts.ts';

const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  strict: true,
};

/** Set whatever the tree says. Types of installed packages are not in the tree. */
const FORCED: ts.CompilerOptions = {
  noEmit: true,
  allowJs: true,
  skipLibCheck: false, // asked about file by file: declarations of the tree count, the library's do not
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  allowImportingTsExtensions: true,
  types: [],
};

/** Members that name programs to load or files to write. */
const LEFT_OUT = ['plugins', 'tsBuildInfoFile', 'outDir', 'outFile', 'declarationDir', 'typeRoots', 'rootDir', 'out'];

/**
 * Answers the options of the program over a tree: those of the tsconfig.json at the root. Where that says nothing, as it does when it
 * only lists projects, those of the tsconfig.json that most sources are below; without any, the defaults.
 */
export function compilerOptions(files: TreeFiles, sources: readonly string[]): ts.CompilerOptions {
  const own = [...configFolders(files, sources)].map((folder) => configured(files, folder)).find(saysSomething);
  return safeOptions(own ?? {});
}

/** Answers options without what would load programs, write files or leave the tree; the defaults where there are none. Pure. */
export function safeOptions(own: ts.CompilerOptions): ts.CompilerOptions {
  const kept = Object.entries(own).filter(([name]) => !LEFT_OUT.includes(name));
  const { target, jsx } = DEFAULTS;
  return { target: target!, jsx: jsx!, ...(kept.length === 0 ? DEFAULTS : Object.fromEntries(kept)), ...FORCED };
}

/** Members that there are although the file says nothing. */
const saysSomething = (options: ts.CompilerOptions): boolean =>
  Object.keys(options).some((name) => name !== 'configFilePath');

/** The folders with a tsconfig, the root first, then by how many sources are below them. */
function* configFolders(files: TreeFiles, sources: readonly string[]): Generator<string> {
  if (files.fileExists(fileNameOf('tsconfig.json'))) yield '';
  const counts = new Map<string, number>();
  for (const path of sources) {
    const folder = nearestConfig(files, path);
    if (folder !== undefined && folder !== '') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  for (const [folder] of sorted) yield folder;
}

/** Answers the folder of the tsconfig.json that a file is below, the nearest one; `''` is the root. */
export function nearestConfig(files: TreeFiles, path: string): string | undefined {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    if (files.fileExists(fileNameOf(folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`))) return folder;
    if (folder === '') return undefined;
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Answers the options that the tsconfig.json of a folder gives, with what it extends within the tree. */
export function configured(files: TreeFiles, folder: string): ts.CompilerOptions {
  const root = fileNameOf(folder).replace(/\/$/, '');
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (fileName) => files.readFile(fileName)) as {
    config?: unknown;
  };
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (fileName) => files.fileExists(fileName),
    readFile: (fileName) => files.readFile(fileName),
    readDirectory: () => [],
  };
  return ts.parseJsonConfigFileContent(config ?? {}, host, root).options;
}

/** Libraries of what programs run in, and not of the language. They make up most of all that is read for a small program. */
const HOSTS = /^lib\.(?:dom|webworker|scripthost)\b/;

/** Answers options with the library of the language alone. Pure. */
export function withoutHosts(options: ts.CompilerOptions): ts.CompilerOptions {
  const lib = options.lib ?? [languageLib(options)];
  return { ...options, lib: lib.filter((name) => !HOSTS.test(name.slice(name.lastIndexOf('/') + 1))) };
}

/** The library of a language version, which the usual one extends by those of hosts. */
function languageLib(options: ts.CompilerOptions): string {
  const usual = ts.getDefaultLibFileName(options);
  if (usual === 'lib.d.ts') return 'lib.es5.d.ts';
  return usual === 'lib.es6.d.ts' ? 'lib.es2015.d.ts' : usual.replace('.full.', '.');
}

let hostNames: ReadonlySet<string> | undefined;

/** Whether a library of hosts declares something of this name. */
export function isHostName(name: string): boolean {
  hostNames ??= new Set(['lib.dom.d.ts', 'lib.webworker.importscripts.d.ts', 'lib.scripthost.d.ts'].flatMap(namesIn));
  return hostNames.has(name);
}

/** All words of lines that declare something: more names than are declared, which costs no more than reading the library. */
function namesIn(file: string): string[] {
  const lines = (libText(`${LIB_FOLDER}/${file}`) ?? '').match(/^(?:declare |interface |type ).*/gm) ?? [];
  return lines.flatMap((line) => line.match(/[\w$]+/g) ?? []);
}

/** Where the library files of these options are. */
export const defaultLibOf = (options: ts.CompilerOptions): string =>
  `${LIB_FOLDER}/${ts.getDefaultLibFileName(options)}`;
