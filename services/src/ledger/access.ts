/** The one ledger of a process: opened once, shared by its services. */
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  CODES,
  createCommandSigner,
  createFileSigner,
  createFileStore,
  createMemorySigner,
  defaultEngine,
  foldLedger,
  generateKeyPair,
  keyringOf,
  leaseFileStore,
  LoglineError,
  openLedger,
  openLedgerState,
  parseKeyring,
  splitCommand,
} from 'logline-core';
import type { Draft, Engine, Keyring, Ledger, LedgerState, LedgerStore, SignedLine, Signer } from 'logline-core';
import { FINANCE } from 'logline-core/finops';
import type { Finance } from 'logline-core/finops';
import { MissionRecord, missionFold } from 'logline-core/mission';
import type { Missions } from 'logline-core/mission';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { parsedSetting } from '../setting-file.ts';
import type { Settings } from '../settings.ts';
import { WritingKey } from './writing-key.ts';
import { Requests } from './requests.ts';
import { timedEngine, timedStore } from './timing.ts';

/** What services need of a ledger. */
export interface LedgerAccess {
  readonly store: LedgerStore;
  readonly ledger: Ledger;
  readonly engine: Engine;
  /** Who signs for the services. */
  readonly signer: Signer;
  /** The keys that are trusted; nothing where nobody says which. */
  readonly keyring: Keyring | undefined;
  readonly finance: LedgerState<Finance>;
  /** Under the name of the services; `as(actor)` for anybody else's. */
  readonly missions: MissionRecord;
  /** The requests that say how they are told again. */
  readonly requests: Requests;
  readonly now: () => Date;
  /** Appends a draft. @throws {LoglineError} as `Ledger.append` */
  append(draft: Draft): Promise<SignedLine>;
  /** Answers what the ledger told of money and missions up to a place, in bytes. */
  at(end: number): Promise<LedgerView>;
  /** Whether this process may append. */
  isWriter(): boolean;
  /** Answers why the ledger is not well; nothing where it is. */
  ailments(): Promise<readonly string[]>;
  /** Finishes what was accepted, and lets go of the ledger. */
  close(): Promise<void>;
}

/** Where the ledger is, who signs, and who is trusted. */
export type SigningSettings = Pick<
  Settings,
  | 'DATABASE_URL'
  | 'LEDGER_PATH'
  | 'SIGNING_KEY_FILE'
  | 'SIGNING_KEY_HEX'
  | 'SIGNING_KEY_COMMAND'
  | 'PUBLIC_KEY_HEX'
  | 'KEYRING_FILE'
>;

/** Answers these settings, and none of the others, which hold the keys of callers. Pure. */
export function signingSettings(settings: Settings): SigningSettings {
  const { DATABASE_URL, LEDGER_PATH, PUBLIC_KEY_HEX, KEYRING_FILE } = settings;
  const { SIGNING_KEY_FILE, SIGNING_KEY_HEX, SIGNING_KEY_COMMAND } = settings;
  return {
    ...{ DATABASE_URL, LEDGER_PATH, PUBLIC_KEY_HEX, KEYRING_FILE },
    ...{ SIGNING_KEY_FILE, SIGNING_KEY_HEX, SIGNING_KEY_COMMAND },
  };
}

/** What a ledger told at some time. */
export interface LedgerView {
  readonly finance: Finance;
  readonly missions: Missions;
}

/** What an access is made with. */
export interface AccessOptions {
  readonly settings: Settings;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/** A store, and whether this process may write to it. */
interface OpenedStore {
  readonly store: LedgerStore;
  isWriter(): boolean;
  /** Called a few times within the time of a lease. */
  renew(): Promise<boolean>;
}

/**
 * Opens the ledger that the settings name.
 *
 * @throws {LoglineError} CONFIG_INVALID, KEY_MALFORMED, KEYRING_INVALID, PARSE_ERROR, INPUT_MISSING, INPUT_UNREADABLE, OUTPUT_UNWRITABLE - of keys and keyring.
 */
export async function openAccess({ settings, log, metrics, now }: AccessOptions): Promise<LedgerAccess> {
  const named = await openSigner(settings, log);
  const keyring = openKeyring(settings);
  const opened = await openStore(settings, log);
  if (keyring?.keys.every(({ public_key }) => public_key !== named.publicKey) === true)
    log.warn(
      'The key of the services is not in the keyring: unless a rotation hands over to it, what it signs does not verify.',
    );
  const signer = new WritingKey(named, { source: opened.store, keyring, now });
  const engine = timedEngine(defaultEngine(), metrics);
  const requests = new Requests();
  const options = { signer, engine, stamp: requests.stamp };
  const store = requests.guarded(timedStore(opened.store, metrics), options);
  const ledger = openLedger(store, options);
  const rules = keyring === undefined ? {} : { keyring };
  const lease = keepLease(opened, settings, log);
  return {
    store,
    ledger,
    engine,
    signer,
    keyring,
    finance: openLedgerState(store, FINANCE, options),
    missions: new MissionRecord(store, { ...options, ...rules, actor: 'services', clock: now }),
    requests,
    now,
    append: (draft) => (requests.isKeyed ? requests.append(draft) : ledger.append(draft)),
    at: async (end) => ({
      finance: (await foldLedger(store, FINANCE, { end })).state,
      missions: (await foldLedger(store, missionFold(rules), { end })).state,
    }),
    isWriter: () => opened.isWriter(),
    ailments: async () => ailmentsOf(store, signer),
    close: async () => {
      await lease.end();
      await ledger.close();
    },
  };
}

async function ailmentsOf(store: LedgerStore, signer: WritingKey): Promise<readonly string[]> {
  try {
    await store.head();
    const fault = await signer.fault();
    return fault === undefined ? [] : [`${fault.code}: the key of the services was ended, so they append nothing`];
  } catch (error) {
    const isKnown = error instanceof LoglineError;
    return [isKnown ? `${error.code}: ${CODES[error.code].title}` : 'the ledger cannot be read'];
  }
}

async function openStore(settings: Settings, log: Log): Promise<OpenedStore> {
  const { DATABASE_URL: address } = settings;
  if (address !== undefined) {
    const { createPostgresStore } = await import('logline-core/ledger/postgres');
    return { store: createPostgresStore(address), isWriter: () => true, renew: async () => true };
  }
  const store = createFileStore(settings.LEDGER_PATH, { onNotice: ({ message }) => log.warn(message) });
  const leased = await leaseFileStore(store, { ttlMs: settings.LEDGER_LEASE_MS });
  return { store: leased, isWriter: () => leased.isWriter(), renew: () => leased.renew() };
}

/** Renews the lease now and then, and says when this process becomes the writer or stops being it. */
function keepLease(opened: OpenedStore, settings: Settings, log: Log): { end(): Promise<void> } {
  let told: boolean | undefined;
  const renew = async (): Promise<void> => {
    const isWriter = await opened.renew().catch(() => false);
    if (isWriter === told) return;
    told = isWriter;
    if (isWriter) log.info('This process is the writer of the ledger.');
    else log.warn('Another process is the writer of this ledger file: reads are answered here, and writes with 503.');
  };
  let last = renew();
  const timer = setInterval(() => {
    last = last.then(renew);
  }, settings.LEDGER_LEASE_MS / 4);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await last;
    },
  };
}

/** Answers who signs by the settings. @throws {LoglineError} KEY_MALFORMED, CONFIG_INVALID, INPUT_MISSING, OUTPUT_UNWRITABLE */
export async function openSigner(settings: SigningSettings, log: Pick<Log, 'warn'>): Promise<Signer> {
  const { SIGNING_KEY_FILE: file, SIGNING_KEY_HEX: hex, SIGNING_KEY_COMMAND: command } = settings;
  if (file !== undefined) return createFileSigner(file);
  if (hex !== undefined) return createMemorySigner(hex);
  if (command !== undefined) {
    const publicKey = settings.PUBLIC_KEY_HEX?.split(',')[0];
    if (publicKey === undefined)
      throw new LoglineError('CONFIG_INVALID', 'SIGNING_KEY_COMMAND needs its public key as PUBLIC_KEY_HEX.');
    return createCommandSigner(splitCommand(command), { publicKey });
  }
  if (settings.DATABASE_URL !== undefined)
    throw new LoglineError(
      'CONFIG_INVALID',
      'Processes on one database sign with one key: set SIGNING_KEY_FILE or another.',
    );
  return ownSigner(join(dirname(settings.LEDGER_PATH), 'private.key'), log);
}

/** The first start makes a key, readable by this user alone. */
async function ownSigner(path: string, log: Pick<Log, 'warn'>): Promise<Signer> {
  if (!existsSync(path)) {
    const { privateKey, publicKey } = generateKeyPair();
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeNew(path, `${privateKey}\n`);
      keepOutOfGit(path);
      log.warn(`No signing key is set, so one was made: ${path}. Keep it, or set SIGNING_KEY_FILE.`, { publicKey });
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'EEXIST')
        throw new LoglineError('OUTPUT_UNWRITABLE', `No signing key is set, and ${path} cannot be written.`, { cause });
    }
  }
  return createFileSigner(path);
}

/** The folder is that of a project, as a rule, and `git add .` is soon typed. What the project says itself stays as it is. */
function keepOutOfGit(path: string): void {
  const ignored = join(dirname(path), '.gitignore');
  // A link to nothing is not followed: it may be that of a repository.
  if (lstatSync(ignored, { throwIfNoEntry: false }) === undefined)
    writeFileSync(ignored, `/${basename(path)}\n`, { flag: 'wx' });
}

/** Two processes that start together get one key. */
function writeNew(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Answers the keys that are trusted by the settings; nothing where they do not say. @throws {LoglineError} CONFIG_INVALID, KEYRING_INVALID, PARSE_ERROR */
export function openKeyring({ KEYRING_FILE: file, PUBLIC_KEY_HEX: keys }: SigningSettings): Keyring | undefined {
  if (file !== undefined) return parsedSetting('KEYRING_FILE', file, parseKeyring);
  return keys === undefined ? undefined : keyringOf(keys.split(',').map((key) => key.trim()));
}
