/** Folders and real git repositories for tests, whatever the settings of whoever runs them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Code } from '../../src/base/errors.ts';
import { LoglineError } from '../../src/base/errors.ts';

/** Contents of files by path; a link is written as `{ link }`, an executable file as `{ run }`. */
export type Files = Readonly<
  Record<string, string | Uint8Array | { readonly link: string } | { readonly run: string }>
>;

/** What git would start after many a command, to tidy up. */
const WITHOUT_MAINTENANCE = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
};

/** Repositories as git makes them, by the options: to copy one takes a tenth of the time that git takes to make and configure it. */
const EMPTY = new Map<string, string>();

function keepEmpty(options: readonly string[], repository: string): void {
  const kept = mkdtempSync(join(tmpdir(), 'logline-empty-'));
  process.on('exit', () => rmSync(kept, { recursive: true, force: true }));
  cpSync(repository, kept, { recursive: true });
  EMPTY.set(options.join(' '), kept);
}

/** A folder, perhaps with a repository. */
export class Folder {
  readonly path: string;

  constructor(t: Pick<TestContext, 'after'>, files: Files = {}) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'logline-dte-')));
    t.after(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
    this.write(files);
  }

  write(files: Files): this {
    for (const [path, content] of Object.entries(files)) {
      const whole = this.at(path);
      mkdirSync(dirname(whole), { recursive: true });
      if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(whole, content);
      else if ('link' in content) symlinkSync(content.link, whole);
      else {
        writeFileSync(whole, content.run);
        chmodSync(whole, 0o755);
      }
    }
    return this;
  }

  at(path: string): string {
    return join(this.path, path);
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  /** Runs git, which has to succeed, and answers what it printed. */
  git(...args: readonly string[]): string {
    return this.gitWith({}, ...args);
  }

  gitWith(options: { input?: string | Uint8Array; cwd?: string }, ...args: readonly string[]): string {
    const env = {
      PATH: process.env['PATH'],
      HOME: this.path,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_AUTHOR_DATE: '2026-03-01T00:00:00Z',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      GIT_COMMITTER_DATE: '2026-03-01T00:00:00Z',
      ...WITHOUT_MAINTENANCE,
    };
    const run = spawnSync('git', args, {
      cwd: options.cwd ?? this.path,
      env,
      input: options.input,
      maxBuffer: 1 << 28,
    });
    assert.equal(run.status, 0, `git ${args.join(' ')}: ${run.stdout.toString()}${run.stderr.toString()}`);
    return run.stdout.toString().trimEnd();
  }

  /** Makes it a repository. */
  init(...options: readonly string[]): this {
    const made = EMPTY.get(options.join(' '));
    if (made !== undefined) {
      cpSync(made, this.at('.git'), { recursive: true });
      return this;
    }
    this.git('init', '--quiet', '--template=', '--initial-branch=main', ...options);
    this.git('config', 'core.autocrlf', 'false');
    if (!options.includes('--bare')) keepEmpty(options, this.at('.git'));
    return this;
  }

  /** Commits everything and answers the commit. */
  commit(message = 'c'): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  /** The commit that is checked out. */
  head(): string {
    // Git is asked where its own files are not plain: in a linked work tree, or with packed references.
    const head = this.#readGit('HEAD') ?? '';
    const commit = head.startsWith('ref: ') ? this.#readGit(head.slice('ref: '.length)) : head;
    return commit !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)
      ? commit
      : this.git('rev-parse', 'HEAD');
  }

  #readGit(path: string): string | undefined {
    try {
      return readFileSync(this.at(`.git/${path}`), 'utf8').trimEnd();
    } catch {
      return undefined;
    }
  }

  /** Names, kinds, permissions and contents of everything but git's folder and the engine's own: equal only for equal trees. */
  digest(): string {
    const hash = createHash('sha256');
    for (const row of this.rows()) hash.update(`${row}\n`);
    return hash.digest('hex');
  }

  /** What {@link digest} is made of. */
  rows(folder = ''): string[] {
    return readdirSync(this.at(folder))
      .sort()
      .filter((name) => !(folder === '' && ['.git', '.jsonatomic'].includes(name)))
      .flatMap((name) => {
        const path = folder === '' ? name : `${folder}/${name}`;
        const stats = lstatSync(this.at(path));
        const row = `${path} ${stats.mode.toString(8)}`;
        if (stats.isDirectory()) return [row, ...this.rows(path)];
        if (stats.isSymbolicLink()) return [`${row} -> ${readlinkSync(this.at(path))}`];
        return [
          `${row} ${createHash('sha256')
            .update(readFileSync(this.at(path)))
            .digest('hex')}`,
        ];
      });
  }
}

/** Demands that something fails with a code, and answers the error. */
export async function failsWith(code: Code, run: Promise<unknown> | (() => unknown)): Promise<LoglineError> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    assert.ok(error instanceof LoglineError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`it did not fail with ${code}`);
}
