/** The process that runs steps from the sources of the Action: one for all tests of this process, and one step at a time. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { after } from 'node:test';
import type { SourceResult, SourceStep } from './source-steps.ts';

const PROGRAM = fileURLToPath(new URL('source-steps.ts', import.meta.url));
let child: ChildProcess | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Coverage is written when it ends. */
after(async () => {
  if (child === undefined) return;
  child.disconnect();
  await once(child, 'exit');
});

/** Runs a step. */
export function runSource(step: SourceStep): Promise<SourceResult & { readonly stderr: string }> {
  const result = turn.then(() => ask((child ??= start()), step));
  turn = result.catch(() => undefined);
  return result;
}

/** As this process runs: from the sources. */
const start = (): ChildProcess => fork(PROGRAM, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });

function ask(process: ChildProcess, step: SourceStep): Promise<SourceResult & { readonly stderr: string }> {
  let stderr = '';
  return new Promise((resolve, reject) => {
    const note = (text: Buffer): void => void (stderr += text.toString());
    const crash = (status: number): void =>
      reject(new TypeError(`the process of steps ended with ${String(status)}: ${stderr}`));
    process.stderr!.on('data', note);
    process.once('exit', crash);
    process.once('message', (result: SourceResult) => {
      process.off('exit', crash);
      process.stderr!.off('data', note);
      resolve({ ...result, stderr });
    });
    process.send(step);
  });
}
