/** By what a change is judged: settings and keys as the base has them. What a pull request brings along cannot vouch for it. */
import { LoglineError, parseConfiguration, parseKeyring } from 'logline-core';
import type { Configuration, Keyring } from 'logline-core';
import { isPlain, readSmall } from './history.ts';
import type { History, Snapshot } from './history.ts';

/** The settings of a project at one commit. */
export interface Project {
  /** The commit that they are from, for people. */
  readonly from: string;
  /** The folder that holds `.jsonatomic`: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly config: Configuration;
  /** None: nobody said whom to trust. */
  readonly keyring: Keyring | undefined;
  /** The files that say what is good, and who reviews that. */
  readonly files: readonly string[];
}

const MAX_BYTES = 4 * 1024 * 1024;

/** Who has to agree to changes of all that. */
const OWNER_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Answers the project in a folder. @throws {LoglineError} CONFIG_INVALID, KEYRING_INVALID, the I-JSON codes, INPUT_UNREADABLE */
export async function readProject(history: History, snapshot: Snapshot, folder: string): Promise<Project> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const read = (path: string): Promise<Uint8Array | undefined> => readFrom(history, snapshot, path);
  const configPath = `${prefix}.jsonatomic/config.json`;
  const configText = await read(configPath);
  const config = configText === undefined ? {} : named(configPath, () => parseConfiguration(configText));
  const keyringPath = inProject(prefix, config.keyring ?? '.jsonatomic/keyring.json');
  const keyringText = await read(keyringPath);
  const keyring = keyringText === undefined ? undefined : named(keyringPath, () => parseKeyring(keyringText));
  if (keyring === undefined && config.keyring !== undefined)
    throw new LoglineError(
      'INPUT_MISSING',
      `${keyringPath} is not in ${snapshot.name}, and the config names it as the keyring.`,
    );
  const gateway = [config.gatewayPolicy, config.gatewayRules].flatMap((path) => path ?? []);
  const files = [configPath, keyringPath, ...gateway.map((path) => inProject(prefix, path)), ...OWNER_FILES];
  return { from: snapshot.name, prefix, config, keyring, files };
}

async function readFrom(history: History, { files }: Snapshot, path: string): Promise<Uint8Array | undefined> {
  const entry = files.get(path);
  if (entry === undefined) return undefined;
  if (!isPlain(entry))
    throw new LoglineError('INPUT_UNREADABLE', `${path} is a link or a submodule, and has to be a file.`);
  return readSmall(history, path, entry, MAX_BYTES);
}

/** Answers a path of the config from the top of the repository. Pure. @throws {LoglineError} PATH_UNSAFE */
export function inProject(prefix: string, path: string): string {
  const steps: string[] = prefix.split('/').filter((step) => step !== '');
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined)
      throw new LoglineError('PATH_UNSAFE', `${path} leads out of the repository.`);
    if (step !== '..' && step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/') + (path.endsWith('/') ? '/' : '');
}

function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    throw new LoglineError(error.code, `${path}: ${error.message}`, { details: error.details, cause: error });
  }
}
