/** The clone on the runner, whatever its depth: commits that it lacks are fetched one by one. */
import { LoglineError } from 'logline-core';
import type { ByteRange, LedgerSource } from 'logline-core';
import type { Commit, History, Snapshot, TreeEntry } from '../history.ts';
import { runGit, startGit } from './run-git.ts';

/** Where the clone is from. */
export interface Remote {
  /** `https://github.com/owner/name`; of an Enterprise Server, with its own host. */
  readonly url: string;
  readonly token: string | undefined;
}

/** Tells where two branches parted. @throws {LoglineError} INPUT_MISSING, COMMAND_FAILED */
export type MergeBase = (a: string, b: string) => Promise<string>;

/**
 * Answers a clone, or `undefined` where there is none.
 *
 * @param remote - where missing commits are fetched; none: they are missing.
 * @param deeper - asked where branches parted, if the clone is shallow; left out, it cannot tell.
 */
export async function openGitHistory(
  folder: string,
  remote: Remote | undefined,
  deeper?: MergeBase,
): Promise<History | undefined> {
  try {
    const { stdout } = await runGit(folder, ['rev-parse', '--show-toplevel', '--is-shallow-repository']);
    const [top, shallow] = stdout.toString().split('\n');
    return new GitHistory(top!, shallow === 'true', { remote, deeper });
  } catch {
    return undefined;
  }
}

/** What the clone does not have. */
interface Beyond {
  readonly remote: Remote | undefined;
  readonly deeper: MergeBase | undefined;
}

class GitHistory implements History {
  readonly way = 'git';
  readonly #folder: string;
  readonly #isShallow: boolean;
  readonly #remote: Remote | undefined;
  readonly #deeper: MergeBase | undefined;

  constructor(folder: string, isShallow: boolean, { remote, deeper }: Beyond) {
    this.#folder = folder;
    this.#isShallow = isShallow;
    this.#remote = remote;
    this.#deeper = deeper;
  }

  /** The parents as the commit itself names them: a shallow clone hides them from every other command. */
  async commit(id: string): Promise<Commit> {
    await this.#demand(id);
    const { stdout } = await runGit(this.#folder, ['cat-file', 'commit', id]);
    const head = stdout.toString().split('\n\n', 1)[0]!.split('\n');
    const named = (name: string): string[] =>
      head.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
    return { id, tree: named('tree')[0]!, parents: named('parent') };
  }

  async snapshot(id: string): Promise<Snapshot> {
    await this.#demand(id);
    const { stdout } = await runGit(this.#folder, ['ls-tree', '-r', '-l', '-z', '--full-tree', id]);
    const files = new Map<string, TreeEntry>();
    for (const row of stdout.toString().split('\0')) {
      const [, mode, blob, size, path] = /^(\d+) \w+ (\w+) +(\d+|-|BAD)\t(.*)$/s.exec(row) ?? [];
      // A file that was passed over would be one that the commit does not have.
      if (size === 'BAD') throw missing(`The clone is a partial one, and does not have the content of ${path!}.`);
      if (mode === undefined) continue;
      // Names of other encodings may read the same: one of the files would stand for the other.
      if (files.has(path!))
        throw new LoglineError('INPUT_UNREADABLE', `${id} has two files whose names read ${path!}.`);
      files.set(path!, { mode, id: blob!, sizeBytes: size === '-' ? 0 : Number(size) });
    }
    return { name: id.slice(0, 7), files };
  }

  /** In a shallow clone a common commit that is found need not be the nearest one. */
  async mergeBase(a: string, b: string): Promise<string> {
    if (this.#isShallow && this.#deeper !== undefined) return this.#deeper(a, b);
    if (this.#isShallow) throw missing('The clone is shallow, so it cannot tell where the branches parted.');
    await this.#demand(a);
    await this.#demand(b);
    return mergeBaseIn(this.#folder, a, b);
  }

  open(path: string, { id, sizeBytes }: TreeEntry): LedgerSource {
    return {
      name: path,
      sizeBytes: () => Promise.resolve(sizeBytes),
      read: (range) => this.#readBlob(path, id, range),
    };
  }

  async *#readBlob(
    path: string,
    id: string,
    { start = 0, end = Infinity }: ByteRange = {},
  ): AsyncGenerator<Uint8Array> {
    const child = startGit(this.#folder, ['cat-file', 'blob', id]);
    child.stderr.resume();
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => undefined));
    try {
      let at = 0;
      for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
        const piece = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
        at += chunk.length;
        if (piece.length > 0) yield piece;
        if (at >= end) return;
      }
      if ((await ended) !== 0) throw new LoglineError('INPUT_UNREADABLE', `git could not read ${path} (${id}).`);
    } finally {
      child.kill();
    }
  }

  async #demand(id: string): Promise<void> {
    if (await this.#has(id)) return;
    if (this.#remote === undefined) throw missing(`The clone does not have ${id}, and \`fetch\` is "never".`);
    await this.#fetch(id, this.#remote);
    if (!(await this.#has(id))) throw missing(`The clone does not have ${id}, and the server did not give it.`);
  }

  async #has(id: string): Promise<boolean> {
    if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(id)) return false;
    const { status } = await runGit(this.#folder, ['cat-file', '-e', `${id}^{commit}`], { accepts: [0, 1, 128] });
    return status === 0;
  }

  /** `--depth` would cut the history of a full clone. */
  async #fetch(id: string, { url, token }: Remote): Promise<void> {
    const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
    const depth = this.#isShallow ? ['--depth=1'] : [];
    try {
      await runGit(this.#folder, [...args, ...depth, url, id], { isOnline: true, env: credentials(url, token) });
    } catch (cause) {
      throw missing(`${id} could not be fetched from ${url}: ${whyNot(cause)}`, cause);
    }
  }
}

/** Answers where two branches parted, in a clone that has all between them. @throws {LoglineError} INPUT_MISSING */
export async function mergeBaseIn(folder: string, a: string, b: string): Promise<string> {
  const { status, stdout } = await runGit(folder, ['merge-base', a, b], { accepts: [0, 1] });
  if (status === 0) return stdout.toString().trim();
  throw missing(`${a} and ${b} have no commit in common.`);
}

/** What the server, or git, has to say of a fetch that failed, in a sentence. Pure. */
export function whyNot(error: unknown): string {
  const { message, details } = error as LoglineError;
  const { said = '' } = details as { readonly said?: string };
  // Git would ask a person, and there is none.
  if (/could not read Username|Authentication failed/.test(said))
    return 'the server takes no such token, or none for this repository.';
  const lines = said.split('\n').map((line) => line.trim());
  const told = lines.findLast((line) => /^(?:remote|fatal|error): /.test(line)) ?? message.trim();
  return /[.!]$/.test(told) ? told : `${told}.`;
}

/** By the environment, where no list of processes shows it. The empty value takes away what the checkout step has left. */
export function credentials(url: string, token: string | undefined): Record<string, string> {
  if (token === undefined) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const key = `http.${new URL(url).origin}/.extraheader`;
  return {
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: key,
    GIT_CONFIG_VALUE_0: '',
    GIT_CONFIG_KEY_1: key,
    GIT_CONFIG_VALUE_1: `AUTHORIZATION: basic ${basic}`,
  };
}

const missing = (message: string, cause?: unknown): LoglineError =>
  new LoglineError('INPUT_MISSING', message, { cause });
