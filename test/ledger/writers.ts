/** Processes that append to one ledger at once (contention-writer.ts), and are killed and started again. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { nodeArgv } from './store-support.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** One writer of several, through all of its processes. */
export class Writer {
  /** Hashes of the atomics that were acknowledged. */
  readonly acks: string[] = [];
  /** What its stores mended. */
  readonly notices: string[] = [];
  /** Appends that failed, and were made again. */
  readonly failures: string[] = [];
  kills = 0;
  readonly #path: string;
  readonly #name: string;
  #process: Child;
  #ended: Promise<number | null>;

  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
    [this.#process, this.#ended] = this.#start();
  }

  get pid(): number {
    return this.#process.pid!;
  }

  #start(): [Child, Promise<number | null>] {
    const [program, ...args] = nodeArgv('contention-writer.ts', this.#path, `${this.#name}/${this.kills}`);
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const said = (rest + chunk).split('\n');
      rest = said.pop()!;
      for (const each of said) this.#hear(each);
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    return [child, ended];
  }

  #hear(said: string): void {
    const [, kind = '', what = ''] = /^(\w+) (.*)$/.exec(said) ?? [];
    if (kind === 'ack') this.acks.push(what);
    else if (kind === 'notice') this.notices.push(what);
    else if (kind === 'failed') this.failures.push(what);
    else assert.fail(`${this.#name} said ${said}`);
  }

  /** Waits for as many more acknowledgements. */
  async moreAcks(count: number): Promise<void> {
    const enough = this.acks.length + count;
    while (this.acks.length < enough) {
      assert.equal(this.#process.exitCode, null, `${this.#name} ended by itself`);
      await setTimeout(5);
    }
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async restart(): Promise<void> {
    this.kill();
    await this.#ended;
    this.kills++;
    [this.#process, this.#ended] = this.#start();
  }

  async finish(): Promise<void> {
    this.#process.stdin.end();
    assert.equal(await this.#ended, 0, `${this.#name} failed`);
  }
}
