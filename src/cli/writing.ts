/** A ledger opened for writing, as the flags of a command say. */
import { basename } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import { createFileStore } from '../ledger/index.ts';
import type { FileStore, FileStoreOptions, LedgerStore } from '../ledger/index.ts';
import { createPostgresStore, isPostgresAddress, withoutPassword } from '../ledger/store-postgres.ts';
import type { LIMITS, LOCK } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { fileOf } from './ledgers.ts';
import { warn } from './notice.ts';

type WritingCall = Call<typeof LIMITS & typeof LOCK>;

/** Answers the store of a ledger: a file, or one in PostgreSQL. What it mends by itself is told on standard error. Close it when done. */
export function openStore(path: string, call: WritingCall): LedgerStore {
  return openStoreAt(path, optionsOf(call));
}

/** Answers the store of a ledger file, for commands that are about files alone. @throws {LoglineError} USAGE - it is in a database. */
export function openFileStore(path: string, call: WritingCall): FileStore {
  return createFileStore(named(demandFile(path)), optionsOf(call));
}

/** Answers a path, and no address of a database. @throws {LoglineError} USAGE */
export function demandFile(path: string): string {
  if (!isPostgresAddress(path)) return path;
  throw new LoglineError('USAGE', `This command is about files; ${withoutPassword(path)} is in a database.`);
}

/** Answers the store of a ledger, wherever it is; of a folder of streams, that of the trunk. @throws {LoglineError} USAGE - the file has no name. */
export function openStoreAt(path: string, options: FileStoreOptions = {}): LedgerStore {
  const { lockTimeoutMs } = options;
  if (!isPostgresAddress(path)) return createFileStore(named(fileOf(path)), options);
  return createPostgresStore(path, lockTimeoutMs === undefined ? {} : { lockTimeoutMs });
}

/** What a script makes of a name that it does not have, such as that of a branch, is no stream: nobody would ever verify it. */
function named(path: string): string {
  if (!/^\.(?:jsonl|ndjson)$/.test(basename(path))) return path;
  throw new LoglineError(
    'USAGE',
    `A ledger has a name before its ending, and ${path} has none: no command would find it.`,
  );
}

function optionsOf({ flags, terminal }: WritingCall): FileStoreOptions {
  const { maxLineBytes, lockTimeoutMs } = flags;
  return {
    maxLineBytes,
    ...(lockTimeoutMs !== undefined && { lockTimeoutMs }),
    onNotice: ({ message }) => warn(terminal, message),
  };
}

/** Does `work` with a store, and lets go of it whatever happens. */
export async function withStore<S extends LedgerStore, T>(store: S, work: (store: S) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
