/** What the set-up has to know of a repository before it plans anything. */
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { errnoOf, readFailure } from '../../base/file-failure.ts';
import { readIfThere } from '../../base/folders.ts';
import type { Configuration } from '../../ledger/index.ts';
import type { DOCTOR } from '../catalog/setup.ts';
import type { Call } from '../command.ts';
import { parseConfig } from '../config.ts';
import { findHost } from './hook-host.ts';
import type { HookHost } from './hook-host.ts';
import { findOwnKey } from './own-key.ts';
import type { OwnKey } from './own-key.ts';
import { demandOwnPlaces, placesOfHost } from './own-places.ts';
import { gitTextIfAny } from './setup-git.ts';

/** The call of `doctor`, and that of `init`, which has the same flags and more. */
export type SetupCall = Call<(typeof DOCTOR)['flags']>;

/** What is known of the repository. */
export interface SetupFacts {
  /** The top of the work tree, absolute. */
  readonly top: string;
  /** `undefined` where there is no config file. */
  readonly config: Configuration | undefined;
  readonly ledger: LedgerPlace;
  /** From the top. */
  readonly keyring: string;
  readonly ownKey: OwnKey;
  /** Who sets it up. */
  readonly actor: string;
  readonly host: HookHost;
  /** The branch that others are merged into. */
  readonly mainBranch: string;
}

/** Where the ledger is. */
export interface LedgerPlace {
  /** From the top, with forward slashes. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Answers the facts. @throws {LoglineError} CONFIG_INVALID, INPUT_UNREADABLE, COMMAND_FAILED, PATH_UNSAFE; as `findOwnKey` */
export async function gatherFacts(call: SetupCall, top: string): Promise<SetupFacts> {
  const config = readConfig(join(top, CONFIG_FILE));
  const ledger = placeOfLedger(top, config);
  const keyring = posix.normalize(config?.keyring ?? KEYRING_FILE);
  const host = await findHost(top, call.flags.host);
  demandOwnPlaces(top, [...WRITTEN, ...OWNER_FILES, ledger.path, keyring, ...placesOfHost(top, host)]);
  return {
    top,
    config,
    ledger,
    keyring,
    ownKey: await findOwnKey(call),
    actor: call.flags.actor ?? (await identity(top)),
    host,
    mainBranch: await mainBranch(top),
  };
}

export const CONFIG_FILE = '.jsonatomic/config.json';
export const WORKFLOW_FILE = '.github/workflows/ledger.yml';
/** Where GitHub looks for those who review what, in its order. */
export const OWNER_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
const WRITTEN = [CONFIG_FILE, WORKFLOW_FILE, '.gitattributes', '.gitignore', 'AGENTS.md'];
const KEYRING_FILE = '.jsonatomic/keyring.json';
/** Streams, which two branches can append to without a conflict on any server. */
export const LEDGER_FOLDER = '.jsonatomic/ledger';

function readConfig(path: string): Configuration | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw readFailure(path, cause);
  }
  return parseConfig(path, bytes);
}

/** A config that names no ledger means the one that every command takes then. */
function placeOfLedger(top: string, config: Configuration | undefined): LedgerPlace {
  const path = posix.normalize(config === undefined ? LEDGER_FOLDER : (config.ledger ?? 'data/ledger.jsonl'));
  const stats = statSync(join(top, path), { throwIfNoEntry: false });
  return { path: path.replace(/\/$/, ''), isFolder: stats?.isDirectory() ?? !/\.(?:jsonl|ndjson)$/.test(path) };
}

async function identity(top: string): Promise<string> {
  for (const name of ['user.email', 'user.name']) {
    const value = await gitTextIfAny(top, ['config', '--get', name]);
    if (value !== undefined && value !== '') return value;
  }
  return 'owner';
}

async function mainBranch(top: string): Promise<string> {
  const remote = await gitTextIfAny(top, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (remote !== undefined) return remote.replace(/^origin\//, '');
  const configured = await gitTextIfAny(top, ['config', '--get', 'init.defaultBranch']);
  return (await gitTextIfAny(top, ['symbolic-ref', '--quiet', '--short', 'HEAD'])) ?? configured ?? 'main';
}

/** Answers a file of the repository as text, or nothing at all where it is not there. @throws {LoglineError} INPUT_UNREADABLE */
export const textIn = async ({ top }: SetupFacts, path: string): Promise<string> =>
  (await readIfThere(join(top, path))) ?? '';
