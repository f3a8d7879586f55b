/** The merge driver, of which each clone has to be told: git takes no programs to run from a repository. */
import { TOLD_FOLDER } from './program-step.ts';
import { askGit, gitTextIfAny } from './setup-git.ts';
import type { Step } from './step.ts';

/** Git hands on the PATH that it was started with, in which the program of node_modules is not. */
const SEARCH = `PATH="node_modules/.bin:$PATH:${TOLD_FOLDER}"`;
const CALL = 'logline-cli merge-driver %O %A %B';

/** How the driver is called, with the key that it signs merges with where no variable names one. Git calls it from the top of the work tree. */
export function driverCommand(keyFile?: string): string {
  const signer = keyFile === undefined ? '' : ` --signing-key-file '${keyFile.replaceAll("'", String.raw`'\''`)}'`;
  return `${SEARCH} ${CALL} %P${signer}`;
}

const SECTION = 'merge.ledger';

/** Whether a driver is ours: as it is now, or as it was, when it had to be in the PATH. */
const isOurs = (driver: string): boolean => driver.startsWith(CALL) || driver.startsWith(`${SEARCH} ${CALL}`);

/**
 * Answers what is to be done so that git joins ledgers by the driver. A driver of somebody else under that name stays.
 *
 * @param keyFile - left out: a driver that is ours keeps the one that it has.
 * @throws {LoglineError} COMMAND_FAILED
 */
export async function driverSteps(top: string, keyFile?: string): Promise<Step[]> {
  const driver = await read(top, 'driver');
  if (driver !== undefined && !isOurs(driver)) {
    const note = `Another driver has the name: ${driver}. Take it out first: git config --remove-section ${SECTION}.`;
    return [{ what: 'merge driver', where: `git config ${SECTION}.driver`, action: 'by hand', note }];
  }
  const wanted = {
    name: 'ledger of signed facts',
    driver: driver !== undefined && keyFile === undefined ? asNow(driver) : driverCommand(keyFile),
    recursive: 'binary',
  };
  return Promise.all(Object.entries(wanted).map(([name, value]) => settingStep(top, name, value)));
}

/** Ours with the key that it has. */
const asNow = (driver: string): string => (driver.startsWith(SEARCH) ? driver : `${SEARCH} ${driver}`);

/** Answers what is to be done so that git does not know the driver any more. @throws {LoglineError} COMMAND_FAILED */
export async function driverRemoval(top: string): Promise<Step[]> {
  const driver = await read(top, 'driver');
  const said = { what: 'merge driver', where: `git config ${SECTION}` };
  if (driver === undefined || !isOurs(driver)) return [{ ...said, action: 'keep', note: 'Not installed.' }];
  const apply = async (): Promise<void> => {
    await askGit(top, ['config', '--local', '--remove-section', SECTION]);
  };
  return [{ ...said, action: 'remove', diff: [`- ${driver}`], apply }];
}

const read = (top: string, name: string): Promise<string | undefined> =>
  gitTextIfAny(top, ['config', '--get', `${SECTION}.${name}`]);

async function settingStep(top: string, name: string, value: string): Promise<Step> {
  const before = await read(top, name);
  const said = { what: 'merge driver', where: `git config ${SECTION}.${name}` };
  if (before === value) return { ...said, action: 'keep' };
  const apply = async (): Promise<void> => {
    await askGit(top, ['config', '--local', `${SECTION}.${name}`, value]);
  };
  const diff = [...(before === undefined ? [] : [`- ${before}`]), `+ ${value}`];
  return { ...said, action: before === undefined ? 'create' : 'change', diff, apply };
}
