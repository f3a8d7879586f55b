/** What the TypeScript compiler says about two trees. It runs in this process: nothing of the trees is executed. */
import { LoglineError } from '../../base/errors.ts';
import type { SourceTree } from '../source-tree.ts';
import { CheckedProgram } from '../typescript/checked-program.ts';
import { typeScriptOf } from '../typescript/language.ts';
import { ts } from '../typescript/ts.ts';
import { pathOf } from '../typescript/tree-files.ts';
import type { InvariantContext } from './context.ts';
import { pathBefore } from './rule-calls.ts';
import type { TypeError } from './type-errors.ts';

/** Errors of both trees. Of the first, those that the second may have as well. */
export interface CheckedTrees {
  readonly before: readonly TypeError[];
  readonly after: readonly TypeError[];
  readonly fileCount: number;
  readonly notes: readonly string[];
}

type ProgramOf = (tree: SourceTree) => Promise<ts.Program>;

/** Answers the errors of both trees. The first is only looked at where the second has some. @throws {LoglineError} INPUT_MISSING */
export async function typeScriptErrors(config: string | undefined, context: InvariantContext): Promise<CheckedTrees> {
  const programOf = programsFor(config, context);
  const program = await programOf(context.after);
  const files = program.getSourceFiles().filter(isOfTree);
  const after = errorsOf(program, files);
  if (files.length === 0) throw new LoglineError('NOT_CHECKED', 'There is no source that TypeScript reads.');
  const notes = missingPackages(after);
  if (after.length === 0) return { before: [], after, fileCount: files.length, notes };
  const before = pathBefore(context);
  const suspects = new Set(after.map(({ path }) => (path === undefined ? undefined : before(path))));
  const old = await programOf(context.before);
  const oldFiles = old.getSourceFiles().filter((file) => isOfTree(file) && suspects.has(pathOf(file.fileName)));
  return { before: errorsOf(old, oldFiles), after, fileCount: files.length, notes };
}

/** With a tsconfig of its own or installed packages, a program of its own; otherwise the one that the operations worked with. */
function programsFor(config: string | undefined, context: InvariantContext): ProgramOf {
  const { installed, projects, spec } = context;
  if (config === undefined && installed === undefined) {
    return async (tree) => typeScriptOf(await projects.open(spec.language, tree)).program;
  }
  const checked = new CheckedProgram(installed);
  return async (tree) => {
    const path = configIn(tree, config);
    if (config !== undefined && path === undefined) {
      throw new LoglineError('INPUT_MISSING', `The tree has no ${config}.`, { details: { path: config } });
    }
    return checked.of(tree, path);
  };
}

function configIn({ modes }: SourceTree, config: string | undefined): string | undefined {
  const candidates = config === undefined ? ['tsconfig.json'] : [config, `${config}/tsconfig.json`];
  return candidates.find((path) => modes.has(path));
}

const isOfTree = ({ fileName }: ts.SourceFile): boolean => {
  const path = pathOf(fileName);
  return path !== undefined && !/(?:^|\/)node_modules\//.test(path);
};

function errorsOf(program: ts.Program, files: readonly ts.SourceFile[]): TypeError[] {
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error).map(errorOf);
}

function errorOf({ code, messageText, file, start = 0, length = 0 }: ts.Diagnostic): TypeError {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n').replaceAll('/tree/', '');
  const path = file === undefined ? undefined : pathOf(file.fileName);
  const lineText = file === undefined ? '' : lineAt(file, start);
  return { code: `TS${code}`, message, path, start, end: start + length, lineText };
}

function lineAt(file: ts.SourceFile, offset: number): string {
  const starts = file.getLineStarts();
  const { line } = file.getLineAndCharacterOfPosition(offset);
  return file.text.slice(starts[line], starts[line + 1]).trim();
}

/** A module that cannot be found makes everything that comes from it `any`. */
function missingPackages(errors: readonly TypeError[]): string[] {
  const names = errors.flatMap(({ code, message }) => {
    const name = /^(?:TS2307|TS7016|TS2875)$/.test(code) ? /'([^']+)'/.exec(message)?.[1] : undefined;
    return name === undefined || name.startsWith('.') ? [] : [name];
  });
  const packages = [...new Set(names)].sort();
  if (packages.length === 0) return [];
  return [
    `Types of ${packages.length} packages are not here, so what comes from them was not checked: ${packages.slice(0, 10).join(', ')}`,
  ];
}
