/** Real git repositories with a ledger in them, and the built program as their merge driver. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { projectRoot } from '../checks/scratch.ts';
import { privateKey, publicKey, signer } from './fixtures.ts';
import { codesOf, grow, linesOf, verifyText } from './merge-fixtures.ts';

/** What a program did. */
export interface ProgramRun {
  readonly status: number;
  readonly output: string;
}

const PROGRAM = join(projectRoot, 'dist/cli/logline.js');
const LEDGER = 'data/ledger.jsonl';
const built = isBuilt();

/** How a repository is set up. */
export interface RepositoryOptions {
  /** Whether the merge driver is there. @default true */
  readonly hasDriver?: boolean;
  /** Whether git joins several merge bases by it, too. @default false: it takes the version before them, as docs/git.md says */
  readonly joinsBases?: boolean;
}

/** A repository with one branch, `main`, and one commit. */
export class Repository {
  readonly folder: string;
  /** Number of the key that signs, for those who append and for the driver. */
  key: number | undefined = 1;
  #commits = 0;

  constructor(t: TestContext, { hasDriver = true, joinsBases = false }: RepositoryOptions = {}) {
    assert.ok(built, 'dist/ is older than the sources: npm run build');
    this.folder = mkdtempSync(join(tmpdir(), 'logline-git-'));
    t.after(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
    this.git('init', '--quiet', '--initial-branch=main');
    if (hasDriver)
      this.git('config', 'merge.ledger.driver', `"${process.execPath}" "${PROGRAM}" merge-driver %O %A %B %P`);
    if (!joinsBases) this.git('config', 'merge.ledger.recursive', 'binary');
    this.write('.gitattributes', `*.jsonl -text${hasDriver ? ' merge=ledger' : ''}\n`);
    this.commit('set up');
  }

  /** Runs git, which has to succeed. */
  git(...args: readonly string[]): string {
    const { status, output } = this.tryGit(...args);
    assert.equal(status, 0, `git ${args.join(' ')}: ${output}`);
    return output;
  }

  tryGit(...args: readonly string[]): ProgramRun {
    return this.#run('git', args);
  }

  /** Runs logline-cli. */
  cli(...args: readonly string[]): ProgramRun {
    return this.#run(process.execPath, [PROGRAM, ...args]);
  }

  #run(program: string, args: readonly string[]): ProgramRun {
    const date = new Date(Date.UTC(2026, 2, 1) + 1000 * this.#commits).toISOString();
    const env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      GIT_COMMITTER_DATE: date,
      GIT_EDITOR: 'true',
      PUBLIC_KEY_HEX: [1, 2, 3].map(publicKey).join(','),
      ...(this.key !== undefined && { SIGNING_KEY_HEX: privateKey(this.key) }),
    };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: this.folder, env, encoding: 'utf8' });
    return { status: status ?? -1, output: stdout + stderr };
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string = LEDGER): string {
    return existsSync(join(this.folder, path)) ? readFileSync(join(this.folder, path), 'utf8') : '';
  }

  /** A file as a revision has it. */
  show(rev: string, path: string = LEDGER): string {
    return this.git('show', `${rev}:${path}`);
  }

  commit(message: string): void {
    this.#commits++;
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  /** Goes to a branch, which is made where it does not exist. */
  switchTo(branch: string, from?: string): void {
    if (from === undefined) this.git('switch', '--quiet', branch);
    else this.git('switch', '--quiet', '--create', branch, from);
  }

  /** One commit for each number, with one more line. */
  async append(numbers: readonly number[], path: string = LEDGER): Promise<void> {
    for (const n of numbers) {
      this.write(path, await grow(this.read(path), [n], signer(this.key!)));
      this.commit(`fact ${String(n)}`);
    }
  }

  /** The ledger verifies, has every line of `versions`, each once, and begins with the first of them. */
  async demand(versions: readonly string[], path?: string): Promise<void> {
    const text = this.read(path);
    assert.deepEqual(codesOf(await verifyText(text, { strict: true, requireSignatures: true })), []);
    const lines = linesOf(text);
    assert.equal(new Set(lines).size, lines.length, 'a line is there twice');
    for (const version of versions)
      for (const line of linesOf(version)) assert.ok(lines.includes(line), 'a line was lost');
    assert.ok(text.startsWith(versions[0]!), 'our bytes were changed');
    assert.equal(this.git('status', '--porcelain'), '');
  }
}
