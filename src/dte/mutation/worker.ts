/** A process that runs mutants: started, asked, watched, and started again. */
import { join } from 'node:path';
import { execPath } from 'node:process';
import { toUtf8 } from '../../base/bytes.ts';
import { writeFiles } from '../../base/folders.ts';
import { talkTo } from '../../base/process-talk.ts';
import type { Talk } from '../../base/process-talk.ts';
import type { SourceTree } from '../source-tree.ts';
import { copyTree, nodeFlags } from '../tests/sandbox.ts';
import type { Sandbox } from '../tests/sandbox.ts';
import type { Build, Reply, Request } from './child/protocol.ts';
import { CHILD_TEXT } from './generated/child-text.ts';

/** What every process needs. */
export interface WorkerSetup {
  readonly sandbox: Sandbox;
  readonly tree: SourceTree;
  readonly build: Omit<Build, 'root' | 'packagesRoot'>;
  readonly memoryMb: number;
  readonly allowPrograms: boolean;
}

/** The process is gone. */
export interface Gone {
  readonly kind: 'gone';
  /** It said nothing for too long, and was killed. */
  readonly isSilent: boolean;
  /** The end of its standard error. */
  readonly said: string;
}

const MAX_REPLY_CHARS = 256 * 1024 * 1024;

let started = 0;

/** One process, with a copy of the tree of its own. */
export class Worker {
  readonly #talk: Talk;
  readonly #replies: Reply[] = [];
  #gone: Gone | undefined;
  #isSilent = false;
  #wake: () => void = () => undefined;

  private constructor(start: (onLine: (line: string) => void) => Talk) {
    this.#talk = start((line) => {
      this.#replies.push(JSON.parse(line) as Reply);
      this.#wake();
    });
    void this.#talk.ended.then(({ stderr }) => {
      this.#gone = { kind: 'gone', isSilent: this.#isSilent, said: stderr };
      this.#wake();
    });
  }

  /** Writes a copy of the tree and the build, and starts a process. @throws {LoglineError} OUTPUT_UNWRITABLE, PATH_UNSAFE */
  static async start({ sandbox, tree, build, memoryMb, allowPrograms }: WorkerSetup): Promise<Worker> {
    const name = `copy-${++started}`;
    const root = await copyTree(sandbox, name, tree);
    const whole: Build = { ...build, root, packagesRoot: sandbox.packagesRoot ?? null };
    await writeFiles(sandbox.folder, [
      { path: `${name}.json`, bytes: toUtf8(JSON.stringify(whole)) },
      { path: 'child.mjs', bytes: toUtf8(CHILD_TEXT) },
    ]);
    const flags = [
      ...nodeFlags(sandbox, memoryMb, allowPrograms),
      '--experimental-vm-modules',
      '--experimental-import-meta-resolve',
    ];
    const argv = [...flags, join(sandbox.folder, 'child.mjs'), join(sandbox.folder, `${name}.json`)];
    const options = { cwd: root, env: sandbox.env, maxLineChars: MAX_REPLY_CHARS };
    return new Worker((onLine) => talkTo([execPath, ...argv], { ...options, onLine }));
  }

  ask(request: Request): void {
    this.#talk.send(JSON.stringify(request));
  }

  /** Answers what it says next. One that says nothing for longer than this is killed. */
  async next(silenceMs: number): Promise<Reply | Gone> {
    const timer = setTimeout(() => {
      this.#isSilent = true;
      this.#talk.kill();
    }, silenceMs);
    try {
      for (;;) {
        const reply = this.#replies.shift() ?? this.#gone;
        if (reply !== undefined) return reply;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kills it, and resolves once it is gone. */
  async stop(): Promise<void> {
    this.#talk.kill();
    await this.#talk.ended;
  }
}
