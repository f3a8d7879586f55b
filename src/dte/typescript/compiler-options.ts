/** The compiler's options for a tree. A tsconfig is data of whoever wrote the tree: what would run code or leave the tree is left out. */
import { LIB_FOLDER, ts } from './ts.ts';
import { fileNameOf } from './tree-files.ts';
import type { TreeFiles } from './tree-files.ts';

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

/** Answers the options of the tsconfig.json at the root, or the defaults. */
export function compilerOptions(files: TreeFiles): ts.CompilerOptions {
  return safeOptions(configured(files));
}

/** Answers options without what would load programs, write files or leave the tree; the defaults where there are none. Pure. */
export function safeOptions(own: ts.CompilerOptions): ts.CompilerOptions {
  const kept = Object.entries(own).filter(([name]) => !LEFT_OUT.includes(name));
  return { target: DEFAULTS.target!, ...(kept.length === 0 ? DEFAULTS : Object.fromEntries(kept)), ...FORCED };
}

function configured(files: TreeFiles): ts.CompilerOptions {
  const configFile = fileNameOf('tsconfig.json');
  if (!files.fileExists(configFile)) return {};
  const read = ts.readConfigFile(configFile, (fileName) => files.readFile(fileName));
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (fileName) => files.fileExists(fileName),
    readFile: (fileName) => files.readFile(fileName),
    readDirectory: () => [],
  };
  return ts.parseJsonConfigFileContent(read.config ?? {}, host, fileNameOf('').slice(0, -1)).options;
}

/** Where the library files of these options are. */
export const defaultLibOf = (options: ts.CompilerOptions): string =>
  `${LIB_FOLDER}/${ts.getDefaultLibFileName(options)}`;
