/** Requests to services that run as processes of their own, and how long each of them takes. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn } from './appenders.ts';
import { childrenOf } from './machine.ts';
import { root } from './root.ts';

/** A request. */
export interface LoadRequest {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends a request and answers how many milliseconds that took. Fails where the answer is not a good one. */
export function timed({ port, method, path, body }: LoadRequest): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode! < 300) resolve(performance.now() - start);
        else reject(new Error(`${method} ${path}: ${String(answer.statusCode)}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** So many callers, each of which waits for its answer before it asks again; answers the times. */
export async function byCallers(callers: number, calls: number, next: (n: number) => LoadRequest): Promise<number[]> {
  const times: number[] = [];
  const turn = inTurn(calls);
  const call = async (): Promise<void> => {
    for (let n; (n = turn()) !== undefined;) times.push(await timed(next(n)));
  };
  await Promise.all(Array.from({ length: callers }, call));
  return times;
}

/** So many requests a second, whether earlier ones were answered or not; answers the times. */
export async function atRate(perSecond: number, calls: number, next: (n: number) => LoadRequest): Promise<number[]> {
  const running: Promise<number>[] = [];
  const began = performance.now();
  for (let n = 0; n < calls; n++) {
    await sleep(began + (n * 1000) / perSecond - performance.now());
    running.push(timed(next(n)));
  }
  return Promise.all(running);
}

/** The time that so many percent of them do not exceed. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}

/** A program that is ready, and says where. */
export class Started {
  readonly #child: ChildProcess;
  readonly ports: Readonly<Record<string, number>>;

  private constructor(child: ChildProcess, ports: Readonly<Record<string, number>>) {
    this.#child = child;
    this.ports = ports;
  }

  /** Starts a program of the project that says its ports in its first line with `ports`, as JSON. */
  static async start(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Promise<Started> {
    const [path, ...rest] = args;
    const child = spawn(process.execPath, [join(root, path!), ...rest], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ports = await new Promise<Record<string, number>>((resolve, reject) => {
      let text = '';
      let isReady = false;
      // Read to the end, ready or not: a program whose output nobody takes keeps it in its memory.
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        if (isReady) return;
        text += chunk;
        const line = text.split('\n').find((each, i, all) => i < all.length - 1 && each.includes('"ports"'));
        isReady = line !== undefined;
        if (line !== undefined) resolve((JSON.parse(line) as { ports: Record<string, number> }).ports);
      });
      child.once('close', () => reject(new Error(`${args.join(' ')} did not start: ${text}`)));
    });
    return new Started(child, ports);
  }

  /** Memory that it has now, in MB (10^6 bytes); 0 where the system does not tell. */
  memoryMb(): number {
    try {
      const pid = this.#child.pid!;
      return (Math.max(...[pid, ...childrenOf(pid)].map(residentKb)) * 1024) / 1e6;
    } catch {
      return 0;
    }
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

const residentKb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1] ?? 0);
