/**
 * The TypeScript compiler that ts-morph carries, and its library files. The one door to it: where the compiler comes from can change
 * without anybody else noticing. It is taken from ts-morph's own base package, by itself, which loads in half the time.
 */
import { getLibFiles } from './compiler.js';
import type { ts } from './compiler.js';

export { ts } from './compiler.js';

/** Folder in which the compiler looks for its library files. No tree has it. */
export const LIB_FOLDER = '/lib';

let libTexts: ReadonlyMap<string, string> | undefined;

/** Answers the text of a library file such as `/lib/lib.es2023.d.ts`, or `undefined`. */
export function libText(fileName: string): string | undefined {
  libTexts ??= new Map(getLibFiles().map((file) => [`${LIB_FOLDER}/${file.fileName}`, file.text]));
  return libTexts.get(fileName);
}

/** Answers what the compiler finds wrong when it lists the declarations of a file, such as two of one name. */
export const bindErrorsOf = (file: ts.SourceFile): readonly ts.Diagnostic[] =>
  (file as ts.SourceFile & { readonly bindDiagnostics: readonly ts.Diagnostic[] }).bindDiagnostics;

/** What programs can tell but do not say so in their types. */
interface KnowsModules {
  forEachResolvedModule: (
    visit: (resolution: ts.ResolvedModuleWithFailedLookupLocations) => void,
    file: ts.SourceFile,
  ) => void;
}

/** Answers the names of the files that a file of a program imports, in whatever way. */
export function importsOf(program: ts.Program, file: ts.SourceFile): string[] {
  const names: string[] = [];
  (program as ts.Program & KnowsModules).forEachResolvedModule(({ resolvedModule }) => {
    if (resolvedModule !== undefined) names.push(resolvedModule.resolvedFileName);
  }, file);
  return names;
}
