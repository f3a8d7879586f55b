/** Type checks by other programs: which ones, with which arguments. Nothing of a spec or a tree gets into the command but file names. */
import { LoglineError } from '../../base/errors.ts';
import type { Argv } from '../../base/process.ts';
import { decodeSource } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import { readJavac, readMypy, readPyright } from './checker-output.ts';
import type { OutputReader, PlacedError } from './checker-output.ts';
import type { CheckerRun } from './checker-run.ts';
import type { CheckerSpec } from './checker-spec.ts';
import { oneFinding } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { isTextOf } from './looked-at.ts';
import type { TypeError } from './type-errors.ts';
import type { CheckedTrees } from './typescript-errors.ts';

type Checker = Exclude<CheckerSpec['checker'], 'tsc'>;

interface Program {
  readonly language: 'python' | 'java';
  readonly argv: (sources: readonly string[]) => Argv;
  readonly read: OutputReader;
}

/** Settings of the tree that would load code (plugins, annotation processors) are switched off. */
const PROGRAMS: Readonly<Record<Checker, Program>> = {
  pyright: { language: 'python', argv: () => ['pyright', '--outputjson'], read: readPyright },
  mypy: {
    language: 'python',
    argv: () => [
      'mypy',
      '--config-file=',
      '--no-incremental',
      '--no-color-output',
      '--no-pretty',
      '--show-column-numbers',
      '.',
    ],
    read: readMypy,
  },
  javac: {
    language: 'java',
    argv: (sources) => [
      ...([
        'javac',
        '-proc:none',
        '-implicit:none',
        '-Xlint:none',
        '-Xmaxerrs',
        '100000',
        '-encoding',
        'UTF-8',
        '-d',
        '.',
        '-J-Xmx2g',
      ] as const),
      ...sources.map((path) => `./${path}`),
    ],
    read: readJavac,
  },
};

/** Answers the errors of both trees, or why nobody can say. */
export async function checkByProgram(checker: Checker, context: InvariantContext): Promise<CheckedTrees | Verdict> {
  const { runChecker, before, after } = context;
  const { language } = PROGRAMS[checker];
  const sources = [...after.modes.keys()].filter((path) => isTextOf(language, path));
  if (sources.length === 0) return oneFinding('NOT_CHECKED', `There is no source that ${checker} reads.`);
  if (runChecker === undefined) {
    return oneFinding('NOT_CHECKED', `${checker} is a program of its own, and running programs was not allowed here.`);
  }
  try {
    const found = await errorsIn(checker, after, runChecker);
    const old = found.length === 0 ? [] : await errorsIn(checker, before, runChecker);
    return { before: old, after: found, fileCount: sources.length, notes: [] };
  } catch (error) {
    if (!(error instanceof LoglineError) || error.code !== 'COMMAND_FAILED') throw error;
    return oneFinding('NOT_CHECKED', error.message);
  }
}

async function errorsIn(checker: Checker, tree: SourceTree, run: CheckerRun): Promise<TypeError[]> {
  const { argv, read, language } = PROGRAMS[checker];
  const output = await run(tree, argv([...tree.modes.keys()].filter((path) => isTextOf(language, path))));
  const errors = read(output);
  if (errors !== undefined) return errors.map((error) => typeErrorOf(error, output.root, tree));
  const said = (output.stderr || output.stdout).trim().slice(-300);
  throw new LoglineError('COMMAND_FAILED', `${checker} gave no answer that can be read. It said: ${said}`);
}

function typeErrorOf({ code, message, file, line, column }: PlacedError, root: string, tree: SourceTree): TypeError {
  const path = pathIn(tree, file, root);
  const plain = message.replaceAll(`${root}/`, '');
  if (path === undefined) return { code, message: plain, path, start: 0, end: 0, lineText: '' };
  const lines = decodeSource(path, tree.read(path)).text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const content = lines[line - 1] ?? '';
  const start = lines.slice(0, line - 1).join('').length + Math.min(column - 1, content.trimEnd().length);
  return { code, message: plain, path, start, end: start + 1, lineText: content.trim() };
}

function pathIn(tree: SourceTree, file: string, root: string): string | undefined {
  const slashed = file.replaceAll('\\', '/');
  const inside = slashed.startsWith(`${root}/`) ? slashed.slice(root.length + 1) : slashed.replace(/^\.\//, '');
  return tree.modes.has(inside) ? inside : undefined;
}
