/** One program over the declaration files of two trees, in which the head mentions the base's declarations. */
import { posix } from 'node:path';
import type { Resolver } from '../move/resolver.ts';
import type { TypeScriptProject } from '../project.ts';
import { fileNameOf, pathOf } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { BASE_FILE, BASE_NAME, baseText, headText, OWN_NAME, topNames } from './declaration-text.ts';

/** One tree's part of a comparison. */
export interface ApiSide {
  readonly resolver: Resolver;
  /** Declaration files of the sources that may differ, by their paths. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What the head's files are to the base's. */
export interface Counterparts {
  /** Path in the base, `undefined` for a new file. */
  readonly pathInBase: (headPath: string) => string | undefined;
  /** Name in the base of a name in a file of the head. */
  readonly nameInBase: (headPath: string, name: string) => string;
}

/** A declaration of the base and the head's version of it. */
export interface DeclarationPair {
  readonly base: ts.Symbol;
  readonly own: ts.Symbol;
  /** Type of which `b` is the base's and `h` the head's, with the same type arguments; for types alone. */
  readonly probe: ts.Type | undefined;
}

/** The program, ready to be asked. */
export interface PairedProgram {
  readonly checker: ts.TypeChecker;
  /** Answers the module of a source. */
  readonly moduleOf: (side: 'base' | 'head', path: string) => ts.Symbol | undefined;
  /** By the base's symbol. */
  readonly pairs: ReadonlyMap<ts.Symbol, DeclarationPair>;
}

const ROOT = '/api';
const PROBE = `${ROOT}/probe.d.ts`;
const HEAD_FILE = 'head:';

const fileOf = (side: 'base' | 'head', path: string): string => `${ROOT}/${side}/${path}.d.ts`;

/** Answers the program. @param project - over either tree: sources that no change reaches are the same in both. */
export function pairPrograms(
  project: TypeScriptProject,
  base: ApiSide,
  head: ApiSide,
  known: Counterparts,
): PairedProgram {
  const pairs = [...head.texts].flatMap(([path, text]) => pairsIn(path, text, base, known));
  const texts = new Map<string, string>([[PROBE, probeText(pairs)]]);
  for (const [path, text] of base.texts) texts.set(fileOf('base', path), baseText(text));
  for (const [path, text] of head.texts) {
    const own = pairs.filter((pair) => pair.path === path);
    const names = new Map(own.map(({ name, baseName }) => [name, baseName]));
    texts.set(fileOf('head', path), headText(text, names, own[0]?.basePath ?? path));
  }
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: optionsOf(project),
    host: hostOf(project, base, head, texts, known),
  });
  return asked(program, base, head, pairs, known);
}

interface NamePair {
  readonly path: string;
  readonly name: string;
  readonly basePath: string;
  readonly baseName: string;
}

function pairsIn(path: string, text: string, base: ApiSide, { pathInBase, nameInBase }: Counterparts): NamePair[] {
  const basePath = pathInBase(path);
  const other = basePath === undefined ? undefined : base.texts.get(basePath);
  if (basePath === undefined || other === undefined) return [];
  const there = topNames(other);
  return [...topNames(text)].flatMap((name) => {
    const baseName = there.has(name) ? name : nameInBase(path, name);
    return there.has(baseName) ? [{ path, name, basePath, baseName }] : [];
  });
}

/** Both versions of each type with the same arguments, which no function of the compiler gives. */
function probeText(pairs: readonly NamePair[]): string {
  const lines = pairs.map(({ path, name, basePath, baseName }, i) => {
    const base = `import { ${BASE_NAME}${baseName} as B${i} } from ${JSON.stringify(BASE_FILE + basePath)};`;
    return `${base}\nimport { ${OWN_NAME}${name}_ as H${i} } from ${JSON.stringify(HEAD_FILE + path)};`;
  });
  const args = Array.from({ length: MAX_ARGUMENTS }, (_, i) => `T${i}`);
  const types = pairs.flatMap((_, i) =>
    [...Array(MAX_ARGUMENTS + 1).keys()].map((count) => {
      const list = args.slice(0, count).join(', ');
      const use = list === '' ? '' : `<${list}>`;
      return `export interface P${i}_${count}${use} { b: B${i}${use}; h: H${i}${use} }`;
    }),
  );
  return `${[...lines, ...types].join('\n')}\nexport {};\n`;
}

/** Type parameters that are followed. */
const MAX_ARGUMENTS = 6;

function optionsOf(project: TypeScriptProject): ts.CompilerOptions {
  const { lib, target, jsx } = project.program.getCompilerOptions();
  return {
    ...(lib === undefined ? {} : { lib }),
    target: target!,
    jsx: jsx!,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    allowJs: true,
    types: [],
  };
}

function hostOf(
  project: TypeScriptProject,
  base: ApiSide,
  head: ApiSide,
  texts: ReadonlyMap<string, string>,
  known: Counterparts,
): ts.CompilerHost {
  const parse = (fileName: string, target: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined => {
    const text = texts.get(fileName);
    return text === undefined
      ? project.program.getSourceFile(fileName)
      : ts.createSourceFile(fileName, text, target, true);
  };
  const readFile = (fileName: string): string | undefined =>
    texts.get(fileName) ?? project.program.getSourceFile(fileName)?.text;
  return {
    getSourceFile: parse,
    getDefaultLibFileName: (options) => posix.join(LIB, ts.getDefaultLibFileName(options)),
    getDefaultLibLocation: () => LIB,
    writeFile: () => undefined,
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (fileName) => fileName,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (fileName) => readFile(fileName) !== undefined,
    readFile,
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => ({ resolvedModule: moduleAt(resolve(text, containing, base, head, known)) })),
  };
}

const LIB = '/lib';

function moduleAt(fileName: string | undefined): ts.ResolvedModuleFull | undefined {
  if (fileName === undefined) return undefined;
  const extension = /(?:\.d)?\.[cm]?[jt]sx?$/.exec(fileName)?.[0] ?? ts.Extension.Ts;
  return { resolvedFileName: fileName, extension, isExternalLibraryImport: false };
}

/** Where a specifier of one of the files leads: to a file that may differ, on its own side, or to one that is the same in both trees. */
function resolve(
  text: string,
  containing: string,
  base: ApiSide,
  head: ApiSide,
  known: Counterparts,
): string | undefined {
  if (text.startsWith(BASE_FILE)) return fileOf('base', text.slice(BASE_FILE.length));
  if (text.startsWith(HEAD_FILE)) return fileOf('head', text.slice(HEAD_FILE.length));
  const path = sourceOf(containing);
  if (path === undefined) return undefined;
  const side = containing.startsWith(`${ROOT}/head/`) ? 'head' : 'base';
  const own = side === 'head' ? head : base;
  const { path: found, isThere } = own.resolver.target(path, { start: 0, end: 0, text, quote: '', kind: 'import' });
  if (found === undefined || !isThere) return undefined;
  if (own.texts.has(found)) return fileOf(side, found);
  return fileNameOf(side === 'head' ? (known.pathInBase(found) ?? found) : found);
}

/** Answers the path of the source that a file of the program stands for. Pure. */
export const sourceOf = (fileName: string): string | undefined =>
  /^\/api\/(?:base|head)\/(.*)\.d\.ts$/.exec(fileName)?.[1] ?? pathOf(fileName);

function asked(
  program: ts.Program,
  base: ApiSide,
  head: ApiSide,
  names: readonly NamePair[],
  known: Counterparts,
): PairedProgram {
  const checker = program.getTypeChecker();
  const symbolOf = (fileName: string): ts.Symbol | undefined => {
    const file = program.getSourceFile(fileName);
    return file === undefined ? undefined : checker.getSymbolAtLocation(file);
  };
  const moduleOf = (side: 'base' | 'head', path: string): ts.Symbol | undefined => {
    const own = side === 'base' ? base : head;
    if (own.texts.has(path)) return symbolOf(fileOf(side, path));
    return symbolOf(fileNameOf(side === 'head' ? (known.pathInBase(path) ?? path) : path));
  };
  const exported = (module: ts.Symbol | undefined, name: string): ts.Symbol | undefined => {
    const symbol = module?.exports?.get(ts.escapeLeadingUnderscores(name));
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  };
  const probe = symbolOf(PROBE);
  const pairs = new Map<ts.Symbol, DeclarationPair>();
  names.forEach(({ path, name, basePath, baseName }, i) => {
    const theirs = exported(moduleOf('base', basePath), BASE_NAME + baseName);
    const own = exported(moduleOf('head', path), `${OWN_NAME}${name}_`);
    if (theirs === undefined || own === undefined) return;
    const count = Math.min(typeParametersOf(theirs).length, MAX_ARGUMENTS);
    const type = exported(probe, `P${i}_${count}`);
    pairs.set(theirs, {
      base: theirs,
      own,
      probe: type === undefined ? undefined : checker.getDeclaredTypeOfSymbol(type),
    });
  });
  return { checker, moduleOf, pairs };
}

/** Answers the type parameters that a declaration of a type has, as they are written. */
export function typeParametersOf(symbol: ts.Symbol): readonly ts.TypeParameterDeclaration[] {
  const declarations = (symbol.declarations ?? []) as readonly {
    typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration>;
    kind: ts.SyntaxKind;
  }[];
  const typed = declarations.find(
    ({ kind }) =>
      kind === ts.SyntaxKind.ClassDeclaration ||
      kind === ts.SyntaxKind.InterfaceDeclaration ||
      kind === ts.SyntaxKind.TypeAliasDeclaration,
  );
  return typed?.typeParameters ?? [];
}
