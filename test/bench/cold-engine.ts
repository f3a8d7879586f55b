/** The first signatures of a process: `cold-engine.js fast|native COUNT` prints how many microseconds each of them took. */
import { execFileSync } from 'node:child_process';
import { argv, execArgv, execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createFastEngine, createNativeEngine } from '../../src/atomic/index.ts';
import { demandAll } from './parts.ts';
import type { Times } from './rounds.ts';
import { signedChecks } from './signed-checks.ts';

const program = fileURLToPath(import.meta.url);
const BATCH = 128;
const SIGNERS = 3;

/** Measures new processes in turns: the native engine on one thread, and the fast one beside it. */
export function measureCold(checks: number, rounds: number): Times & Readonly<Record<'native' | 'fast', number[]>> {
  const times: Record<'native' | 'fast', number[]> = { native: [], fast: [] };
  for (let round = 0; round < rounds; round++) {
    for (const engine of ['native', 'fast'] as const) {
      times[engine].push(Number(execFileSync(execPath, [...execArgv, program, engine, String(checks)])));
    }
  }
  return times;
}

async function measure(name: string, count: number): Promise<number> {
  const checks = signedChecks(SIGNERS, count);
  const start = performance.now();
  const native = createNativeEngine({ parallel: false })!;
  const engine = name === 'fast' ? createFastEngine({ reference: native }) : native;
  let good = 0;
  for (let from = 0; from < count; from += BATCH) {
    for (const isGood of await engine.verifyMany(checks.slice(from, from + BATCH))) if (isGood) good++;
  }
  return (1000 * (performance.now() - start)) / demandAll(good, count);
}

if (argv[1] === program) stdout.write(String(await measure(argv[2]!, Number(argv[3]))));
