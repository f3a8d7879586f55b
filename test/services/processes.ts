/** `node services/index.js` as a process, as users start it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isBuilt, SERVICES } from '../../scripts/setup.mjs';
import { projectRoot } from '../checks/scratch.ts';

/** Ports that nobody else has. */
const PORTS = Object.fromEntries(
  ['PORT', 'METRICS_PORT', 'GATEWAY_PORT', 'ORCHESTRATOR_PORT', 'DTE_PORT', 'FINOPS_PORT', 'EVIDENCE_PORT'].map(
    (name) => [name, '0'],
  ),
);

/** A process whose services are ready. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  /** By the name of the service. */
  readonly ports: Readonly<Record<string, number>>;
  /** Its log so far. */
  readonly lines: Record<string, unknown>[];
  /** Ends it at once, and all that it started. */
  kill(): Promise<void>;
}

/** What is started, and how. */
export interface ProcessOptions {
  /** @default ['ledger'] */
  readonly names?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the program. @default this project */
  readonly checkout?: string;
}

let isDemanded = false;
function demandBuilt(): void {
  if (!isDemanded) assert.ok(isBuilt(SERVICES), 'services/dist/ is older than the sources: npm run build');
  isDemanded = true;
}

/** Runs the program of a checkout in the folder of a project. */
export function runProgram(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  checkout = projectRoot,
): ChildProcess {
  if (checkout === projectRoot) demandBuilt();
  const plain = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|LANG)$/.test(name)),
  );
  return spawn(process.execPath, [join(checkout, 'services/index.js'), ...args], {
    cwd: folder,
    env: { ...plain, ...env },
  });
}

/** Starts services and waits until they are ready. */
export async function startProcess(
  t: Pick<TestContext, 'after'>,
  folder: string,
  { names = ['ledger'], env = {}, checkout = projectRoot }: ProcessOptions = {},
): Promise<ServiceProcess> {
  const child = runProgram(folder, ['--only', names.join(',')], { ...PORTS, ...env }, checkout);
  t.after(() => killAll(child));
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ports = await new Promise<Record<string, number>>((resolve, reject) => {
    child.once('exit', () => reject(new Error(errors)));
    child.stdout!.on('data', (chunk: Buffer) => {
      const parts = `${rest}${chunk.toString()}`.split('\n');
      rest = parts.pop()!;
      for (const part of parts) {
        const read = JSON.parse(part) as Record<string, unknown>;
        lines.push(read);
        if (String(read['msg']).startsWith('ready')) resolve(read['ports'] as Record<string, number>);
      }
    });
  });
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit');
    killAll(child);
    await ended;
  };
  return { child, ports, lines, kill };
}

/** Where there is no build, the program is a process below the one that was started. */
function killAll(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const below = readFileSync(`/proc/${String(child.pid)}/task/${String(child.pid)}/children`, 'utf8').trim();
  for (const pid of below.split(' ').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
  child.kill('SIGKILL');
}
