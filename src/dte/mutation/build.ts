/** All files that the tests load, with the mutants in them, as the process that runs them wants them. */
import { decodeSource } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import { emitModule, syntaxFaults } from '../tests/emit.ts';
import type { TestModule, TestModules } from '../tests/modules.ts';
import { ts } from '../typescript/ts.ts';
import type { LineRange } from './changed-lines.ts';
import type { Build, BuiltModule } from './child/protocol.ts';
import { findMutants } from './find-mutants.ts';
import { instrument, switchNames } from './instrument.ts';
import type { Instrumented, Switch, SwitchNames } from './instrument.ts';
import type { Mutant } from './mutant.ts';

/** Which files are mutated: only some lines of them, or all. */
export type MutatedFiles = ReadonlyMap<string, readonly LineRange[] | undefined>;

/** A mutant in a build. */
export interface BuiltMutant {
  readonly mutant: Mutant;
  /** Left out where it cannot be switched, or where no test loads its file. */
  readonly at?: Switch;
}

/** What {@link buildMutants} answers. */
export interface MutantBuild {
  readonly mutants: readonly BuiltMutant[];
  /** The texts of the mutated files, as compilers count. */
  readonly texts: ReadonlyMap<string, string>;
  readonly build: Pick<Build, 'modules' | 'names' | 'siteCount'>;
  /** Mutated files that cannot be compiled, with the reason. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Answers the build of all modules with the mutants of some files. Pure. @throws {LoglineError} FILE_UNSUPPORTED - a mutated file is no UTF-8, or too large */
export function buildMutants(tree: SourceTree, whole: TestModules, mutated: MutatedFiles): MutantBuild {
  const { modules, options } = whole;
  const texts = new Map([...mutated.keys()].map((path) => [path, decodeSource(path, tree.read(path)).text]));
  const names = switchNames([...texts.values(), ...[...modules.values()].map(({ source }) => source)]);
  const built: Record<string, BuiltModule> = {};
  const mutants: BuiltMutant[] = [];
  const faults = new Map<string, string>();
  let siteCount = 0;
  for (const path of new Set([...mutated.keys(), ...modules.keys()])) {
    const module = modules.get(path);
    const text = module?.source ?? texts.get(path)!;
    const file = sourceFile(path, text);
    const [fault] = mutated.has(path) ? syntaxFaults(file) : [];
    if (fault !== undefined) faults.set(path, fault);
    const found = mutated.has(path) && fault === undefined ? findMutants(path, file, mutated.get(path)) : [];
    const switched = module === undefined ? undefined : compile(module, file, found, siteCount, names, options);
    siteCount += switched?.siteCount ?? 0;
    if (module !== undefined) built[path] = switched!.module;
    for (const [index, mutant] of found.entries()) mutants.push(withPlace(mutant, switched?.switches[index]));
  }
  return { mutants, texts, build: { modules: built, names, siteCount }, faults };
}

const withPlace = (mutant: Mutant, at: Switch | undefined): BuiltMutant =>
  at === undefined ? { mutant } : { mutant, at };

function sourceFile(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

interface Compiled {
  readonly module: BuiltModule;
  readonly switches: Instrumented['switches'];
  readonly siteCount: number;
}

/** A file that does not parse stays as it is: the tests will say so. */
function compile(
  module: TestModule,
  file: ts.SourceFile,
  mutants: readonly Mutant[],
  firstSite: number,
  names: SwitchNames,
  options: ts.CompilerOptions,
): Compiled {
  const { path, format } = module;
  const imports = Object.fromEntries(module.imports);
  if (format === 'json') return { module: { format, text: module.source, imports }, switches: [], siteCount: 0 };
  const { text, switches, siteCount } = instrument(file, mutants, firstSite, names);
  const emitted = emitModule(path, text, format, options);
  return { module: { format, text: withHeader(emitted, format, names), imports }, switches, siteCount };
}

/** On the first line, so that line numbers stay. CommonJS gets the names as parameters. */
function withHeader(text: string, format: 'esm' | 'cjs', { ask, held, round }: SwitchNames): string {
  if (format === 'cjs') return text;
  const header = `import{ask as ${ask},round as ${round}}from'logline:switches';let ${held};`;
  return header + text.replace(/^#!.*/, '');
}
