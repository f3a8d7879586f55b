/**
 * Runs steps of the Action from its sources, one after the other, for coverage: c8 counts what ran in this process, which pays for loading
 * the engine once. Each step finds the environment, the folder and the files that the runner gives it, and main.ts begins anew.
 */
import { fileURLToPath } from 'node:url';

/** What is to be run. */
export interface SourceStep {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface SourceResult {
  readonly status: number;
  readonly stdout: string;
}

const MAIN = new URL('../../action/src/main.ts', import.meta.url).href;
const home = fileURLToPath(new URL('.', import.meta.url));
let count = 0;

process.on('message', (step: SourceStep) => {
  void runStep(step).then((result) => process.send!(result));
});
process.once('disconnect', () => process.exit(0));

async function runStep({ cwd, env }: SourceStep): Promise<SourceResult> {
  let stdout = '';
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text: string | Uint8Array): boolean => {
    stdout += String(text);
    return true;
  };
  // As a process gets it: an object of its own, from which the step takes its inputs out.
  process.env = { ...env };
  process.chdir(cwd);
  try {
    await import(`${MAIN}?${String(++count)}`);
    return { status: Number(process.exitCode ?? 0), stdout };
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
    process.chdir(home);
    process.removeAllListeners('uncaughtException');
  }
}
