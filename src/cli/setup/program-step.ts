/**
 * Where this clone finds the program, if it is neither in node_modules nor in the PATH that git is started with: in the folder that it was
 * called from, as with `npx` or below a version manager. A setting of the clone, since it holds for one machine.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Terminal } from '../terminal.ts';
import { isWithin } from '../within.ts';
import { askGit, gitTextIfAny } from './setup-git.ts';
import type { Step } from './step.ts';

/** The setting of git that names the folder. */
const PROGRAM_SETTING = 'logline.bin';

/** What a shell makes that folder of, or one without programs: an empty part of a PATH would mean the current folder. */
export const TOLD_FOLDER = `$(git config --get ${PROGRAM_SETTING} || echo /)`;

const PROGRAM = 'logline-cli';
const SAID = { what: 'program', where: `git config ${PROGRAM_SETTING}` } as const;

/** Answers whether a folder has the program. */
export const hasProgram = (folder: string): boolean => existsSync(join(folder, PROGRAM));

/** Answers the folder that the clone has been told, if the program is there. @throws {LoglineError} COMMAND_FAILED */
export async function toldFolder(top: string): Promise<string | undefined> {
  const folder = await gitTextIfAny(top, ['config', '--get', PROGRAM_SETTING]);
  return folder !== undefined && hasProgram(folder) ? folder : undefined;
}

/** Answers what is to be done so that hooks and merge driver find the program; nothing where it is in this work tree. @throws {LoglineError} COMMAND_FAILED */
export async function programSteps(top: string, { program }: Pick<Terminal, 'program'>): Promise<Step[]> {
  if ((await toldFolder(top)) !== undefined) return [{ ...SAID, action: 'keep' }];
  if (program === undefined || basename(program) !== PROGRAM || isWithin(top, program)) return [];
  const folder = dirname(program);
  const apply = async (): Promise<void> => {
    await askGit(top, ['config', '--local', PROGRAM_SETTING, folder]);
  };
  return [{ ...SAID, action: 'create', diff: [`+ ${folder}`], apply }];
}

/** Answers what is to be done so that the clone forgets it. @throws {LoglineError} COMMAND_FAILED */
export async function programRemoval(top: string): Promise<Step[]> {
  const folder = await gitTextIfAny(top, ['config', '--local', '--get', PROGRAM_SETTING]);
  if (folder === undefined) return [];
  const apply = async (): Promise<void> => {
    await askGit(top, ['config', '--local', '--remove-section', 'logline']);
  };
  return [{ ...SAID, action: 'remove', diff: [`- ${folder}`], apply }];
}
