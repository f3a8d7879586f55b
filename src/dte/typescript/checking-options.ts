/** The options and files of a tsconfig, for a type check by its name. */
import { posix } from 'node:path';
import { globMatcher } from '../glob.ts';
import { safeOptions } from './compiler-options.ts';
import { fileNameOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** What a tsconfig is read with. */
export interface ConfigFiles {
  readFile(fileName: string): string | undefined;
  fileExists(fileName: string): boolean;
}

/** What a tsconfig says. */
export interface CheckingOptions {
  readonly options: ts.CompilerOptions;
  /** Whether a source belongs to it. */
  readonly includes: (path: string) => boolean;
}

/**
 * Answers what a tsconfig of the tree says. What would load programs, write files or leave the tree is left out.
 *
 * @param config - its path. @default the engine's own options, and all sources
 * @param hasPackages - whether installed packages can be seen, so that the types of its `types` can be.
 */
export function checkingOptions(files: ConfigFiles, config: string | undefined, hasPackages: boolean): CheckingOptions {
  const { options = {}, includes = (): boolean => true } = config === undefined ? {} : readConfig(files, config);
  const safe = safeOptions(options);
  if (!hasPackages) return { options: safe, includes };
  delete safe.types; // with packages, leaving them out means all of @types
  return { options: options.types === undefined ? safe : { ...safe, types: options.types }, includes };
}

function readConfig(
  files: ConfigFiles,
  config: string,
): { options: ts.CompilerOptions; includes: (path: string) => boolean } {
  const fileName = fileNameOf(config);
  const folder = posix.dirname(config);
  const read = ts.readConfigFile(fileName, (name) => files.readFile(name));
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (name) => files.fileExists(name),
    readFile: (name) => files.readFile(name),
    readDirectory: () => [],
  };
  const parsed = ts.parseJsonConfigFileContent(read.config ?? {}, host, posix.dirname(fileName), undefined, fileName);
  return { options: parsed.options, includes: inclusion(parsed.raw as RawConfig, folder === '.' ? '' : `${folder}/`) };
}

/** Members of a tsconfig that say which files it means, of whatever type. */
interface RawConfig {
  readonly files?: unknown;
  readonly include?: unknown;
  readonly exclude?: unknown;
}

const textsIn = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;

function inclusion({ files, include, exclude }: RawConfig, folder: string): (path: string) => boolean {
  const listed = textsIn(files)?.map((path) => posix.join(folder, path));
  const patterns = textsIn(include) ?? (listed === undefined ? ['**/*'] : []);
  const included = patterns.map((pattern) => matcher(folder, pattern));
  const excluded = (textsIn(exclude) ?? []).map((pattern) => matcher(folder, pattern));
  return (path) =>
    listed?.includes(path) === true || (included.some((fits) => fits(path)) && !excluded.some((fits) => fits(path)));
}

/** A pattern of a tsconfig: a folder means all in it, and `*` stops at a slash. */
function matcher(folder: string, pattern: string): (path: string) => boolean {
  const whole = posix.join(folder, pattern).replace(/\/$/, '').replace(/^\.$/, '**/*');
  if (whole.length > 1024) return () => false;
  const fits = [whole, `${whole}/**/*`].map((glob) => globMatcher(glob, { hasBraces: false }));
  return (path) => fits.some((one) => one(path));
}
