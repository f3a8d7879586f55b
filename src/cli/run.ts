/** One run of a program: from arguments to an exit status. Everything that goes wrong ends here. */
import { LoglineError } from '../base/errors.ts';
import { parseRequest, wantsJsonErrors } from './args.ts';
import type { Arguments, Request } from './args.ts';
import type { Call, CommandSpec, Program } from './command.ts';
import { showFailure } from './failure.ts';
import { flagsOf } from './flag.ts';
import { Output, ReaderGone, outputFormOf } from './output.ts';
import { findProject } from './project.ts';
import type { Project } from './project.ts';
import { resolveSettings } from './settings.ts';
import { signalStatus } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** Runs the program and answers its exit status: 0 good, 1 the answer is no, 2 wrong usage or input, 3 the environment. */
export async function runCli(program: Program, terminal: Terminal): Promise<number> {
  const form = { json: wantsJsonErrors(terminal.args), debug: terminal.args.includes('--debug') };
  try {
    const request = parseRequest(program, terminal.args);
    if (request.kind === 'run') return await runCommand(program, request, terminal, form);
    const { aboutProgram } = await import('./about.ts');
    return await printAll(terminal, aboutProgram(program, request));
  } catch (error) {
    if (terminal.signal.aborted) return signalStatus(terminal.signal);
    if (error instanceof ReaderGone) return 0;
    return showFailure(await withEvidence(error), form, terminal);
  }
}

async function withEvidence(error: unknown): Promise<unknown> {
  if (!(error instanceof LoglineError) || error.code !== 'ENGINE_DISAGREEMENT') return error;
  const { keepDisagreement } = await import('../ledger/index.ts');
  const { version: node, arch, platform } = process;
  return keepDisagreement('.', error, { node, arch, platform });
}

async function runCommand(
  program: Program,
  { command, given, operands }: Extract<Request, { kind: 'run' }>,
  terminal: Terminal,
  form: { json: boolean; debug: boolean },
): Promise<number> {
  const { spec } = command;
  demandHere(program, spec, terminal);
  if (!given.has('engine')) await demandEngine(terminal);
  const project = spec.standsAlone === true ? undefined : await projectOf(given);
  const settings = resolveSettings(flagsOf(spec.flags), given, terminal.env, project);
  const outputForm = settings.flags['json'] === true ? 'json' : outputFormOf(settings.flags['output']);
  form.json = outputForm !== 'table';
  form.debug = settings.flags['debug'] === true;
  const output = new Output(terminal, outputForm, settings.origins['output']!);
  const run = await command.load();
  const status = await run({ ...settings, operands, project, output, terminal, program } as Call);
  await output.flush();
  return status;
}

/** Before anything is done: whoever forces an engine that there is not learns it from every command, also from those that need none. */
async function demandEngine({ env }: Terminal): Promise<void> {
  if ((env['LOGLINE_ENGINE'] ?? '') === '') return;
  const { defaultEngine } = await import('../atomic/index.ts');
  defaultEngine();
}

/** Whoever has set the services' address expects no file here to be changed. */
function demandHere({ name }: Program, spec: CommandSpec, { env }: Terminal): void {
  const isElsewhere = name === 'atomic' && (env['ATOMIC_API'] ?? '') !== '';
  if (!isElsewhere || spec.flags['ledger']?.env === undefined || 'api' in spec.flags) return;
  throw new LoglineError(
    'USAGE',
    `${spec.name} works on files here; the services have no such command. Unset ATOMIC_API for it.`,
  );
}

/** The project that judges: with `--base REV`, as that revision of the repository in question has it. */
async function projectOf(given: Arguments['given']): Promise<Project | undefined> {
  const base = given.get('base');
  if (!Array.isArray(base)) return findProject('.');
  const { isVersionPath } = await import('./base-version.ts');
  const rev = String(base.at(-1));
  if (isVersionPath(rev)) return findProject('.');
  const { findProjectAt } = await import('./project-at.ts');
  const root = given.get('root');
  return findProjectAt(Array.isArray(root) ? String(root.at(-1)) : '.', rev);
}

async function printAll(terminal: Terminal, text: string): Promise<0> {
  const output = new Output(terminal, 'table', 'default');
  await output.write(text);
  await output.flush();
  return 0;
}
