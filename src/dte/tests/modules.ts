/** What tests consist of: their files with everything in the tree that these import, as Node can load it. */
import { parseJson } from '../../atomic/index.ts';
import { toUtf8 } from '../../base/bytes.ts';
import type { SourceTree } from '../source-tree.ts';
import { ts } from '../typescript/ts.ts';
import { Resolver } from './resolve.ts';

/** How Node loads a file. */
export type ModuleFormat = 'esm' | 'cjs' | 'json';

/** A file that tests load. */
export interface TestModule {
  readonly path: string;
  readonly format: ModuleFormat;
  /** As it is in the tree. */
  readonly source: string;
  /** Paths in the tree by what the file calls them. Packages are not among them. */
  readonly imports: ReadonlyMap<string, string>;
  /** Where those stand, as offsets of the quotes before them. */
  readonly places: readonly (readonly [specifier: string, at: number])[];
  /** Whether it also imports what is known only when it runs. */
  readonly isOpen: boolean;
}

/** Files by path, and the options by which they are compiled. */
export interface TestModules {
  readonly modules: ReadonlyMap<string, TestModule>;
  readonly options: ts.CompilerOptions;
}

/** Answers the files and all that they import, however far, in the order in which they are found. Pure. */
export function testModules(tree: SourceTree, entries: readonly string[]): TestModules {
  const resolver = new Resolver(tree);
  const modules = new Map<string, TestModule>();
  const waiting = [...entries];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const source = modules.has(path) ? undefined : resolver.text(path);
    if (source === undefined) continue;
    const module = moduleOf(path, source, resolver);
    modules.set(path, module);
    waiting.push(...module.imports.values());
  }
  return { modules, options: resolver.options };
}

function moduleOf(path: string, source: string, resolver: Resolver): TestModule {
  const format = formatOf(path, source, resolver);
  if (format === 'json') return { path, format, source, imports: new Map(), places: [], isOpen: false };
  const { importedFiles } = ts.preProcessFile(source, true, true);
  const found = importedFiles.map(({ fileName }) => [fileName, resolver.resolve(fileName, path)] as const);
  const imports = new Map(found.filter((one): one is readonly [string, string] => one[1] !== undefined));
  const places = importedFiles.map(({ fileName, pos }) => [fileName, pos] as const);
  return { path, format, source, imports, places, isOpen: OPEN_IMPORT.test(source) };
}

/** `import(x)` and `require(x)` of something that is no literal, or a loader made by hand. */
const OPEN_IMPORT = /\b(?:import|require)\s*\(\s*(?!['"`)])|\bcreateRequire\b|\bimport\s*\(\s*`/;

/** As Node decides: by the name, else by the nearest package.json, else by what it finds in the file. */
function formatOf(path: string, source: string, resolver: Resolver): ModuleFormat {
  if (path.endsWith('.json')) return 'json';
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (/\.c[jt]s$/.test(path)) return 'cjs';
  const type = packageType(path, resolver);
  if (type !== undefined) return type === 'module' ? 'esm' : 'cjs';
  return /\.[jt]sx?$/.test(path) && !/\.tsx?$/.test(path) && hasModuleSyntax(path, source) ? 'esm' : 'cjs';
}

function hasModuleSyntax(path: string, source: string): boolean {
  return ts.isExternalModule(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
}

function packageType(path: string, resolver: Resolver): unknown {
  const steps = path.split('/');
  while (steps.pop() !== undefined) {
    const text = resolver.text([...steps, 'package.json'].join('/'));
    if (text !== undefined) return typeIn(text);
  }
  return undefined;
}

function typeIn(text: string): unknown {
  try {
    const parsed = parseJson(toUtf8(text)) as { readonly type?: unknown };
    return parsed.type;
  } catch {
    return undefined; // Node would not load anything beside it; the tests will say so
  }
}
