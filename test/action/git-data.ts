/** The part of the API that makes objects and moves branches, over a real repository. */
import { spawnSync } from 'node:child_process';

/** An answer: its status, and JSON or bytes. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found' } };

interface TreeRow {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

/** The repository in a folder. */
export class GitData {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers what each operation does with this body. */
  routes(body: unknown): Record<string, (...parts: string[]) => Reply> {
    const { content, base_tree, tree, message, parents, sha, ref, force } = (body ?? {}) as Readonly<
      Record<string, unknown>
    >;
    return {
      'GET /git/ref/*': (name) => this.#ref(decodeURIComponent(name)),
      'POST /git/blobs': () => this.#blob(content as string),
      'POST /git/trees': () => this.#tree(base_tree as string, tree as TreeRow[]),
      'POST /git/commits': () => this.#commit(message as string, tree as string, parents as string[]),
      'PATCH /git/refs/*': (name) => this.#move(decodeURIComponent(name), sha as string, force === true),
      'POST /git/refs': () => this.#create(ref as string, sha as string),
    };
  }

  #ref(name: string): Reply {
    const sha = this.#git(['rev-parse', '--verify', '--quiet', `refs/${name}`]);
    return sha === undefined ? NOT_FOUND : { status: 200, body: { ref: `refs/${name}`, object: { sha } } };
  }

  #blob(content: string): Reply {
    const sha = this.#git(['hash-object', '-w', '--stdin'], Buffer.from(content, 'base64'));
    return { status: 201, body: { sha } };
  }

  #tree(base: string, rows: readonly TreeRow[]): Reply {
    if (this.#git(['cat-file', '-t', base]) !== 'tree')
      return { status: 422, body: { message: 'base_tree is no tree' } };
    const env = { GIT_INDEX_FILE: `${this.#folder}/.git/index-of-the-api` };
    this.#git(['read-tree', base], '', env);
    const lines = rows.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}\n`).join('');
    this.#git(['update-index', '--index-info'], lines, env);
    return { status: 201, body: { sha: this.#git(['write-tree'], '', env) } };
  }

  /** Whoever names no author has the server sign. */
  #commit(message: string, tree: string, parents: readonly string[]): Reply {
    const env = Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'GitHub'],
        [`GIT_${who}_EMAIL`, 'noreply@github.com'],
      ]),
    );
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    return { status: 201, body: { sha: this.#git(args, message, env) } };
  }

  #move(name: string, sha: string, isForced: boolean): Reply {
    const before = this.#git(['rev-parse', '--verify', '--quiet', `refs/${name}`]);
    if (before === undefined) return { status: 422, body: { message: 'Reference does not exist' } };
    const isForward = this.#git(['merge-base', '--is-ancestor', before, sha]) !== undefined;
    if (!isForward && !isForced) return { status: 422, body: { message: 'Update is not a fast forward' } };
    this.#git(['update-ref', `refs/${name}`, sha]);
    return this.#ref(name);
  }

  #create(ref: string, sha: string): Reply {
    if (this.#git(['rev-parse', '--verify', '--quiet', ref]) !== undefined)
      return { status: 422, body: { message: 'Reference already exists' } };
    this.#git(['update-ref', ref, sha]);
    return { ...this.#ref(ref.slice('refs/'.length)), status: 201 };
  }

  #git(
    args: readonly string[],
    input: string | Uint8Array = '',
    env: Readonly<Record<string, string>> = {},
  ): string | undefined {
    const run = spawnSync('git', args, { cwd: this.#folder, input, env: { ...process.env, ...env } });
    return run.status === 0 ? run.stdout.toString().trim() : undefined;
  }
}
