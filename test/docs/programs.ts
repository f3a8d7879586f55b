/** The programs that pages show: compiled as a user's strict compiler does, run, and held to the output in their comments. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { plant, projectRoot } from '../checks/scratch.ts';
import type { Fence } from './pages.ts';
import { linkPackage } from './session.ts';

/** A program that was compiled. */
export interface CompiledProgram {
  readonly fence: Fence;
  /** What the compiler says against it. */
  readonly complaints: readonly string[];
  /** The JavaScript file. */
  readonly file: string;
}

/** Compiles all fences at once. */
export function compilePrograms(t: TestContext, fences: readonly Fence[]): CompiledProgram[] {
  const folder = plant(t, {});
  linkPackage(folder);
  const names = fences.map(({ place }, i) => `${String(i)}-${place.replaceAll(/\W+/g, '-')}`);
  for (const [i, { text }] of fences.entries()) {
    mkdirSync(join(folder, names[i]!));
    writeFileSync(join(folder, names[i]!, 'program.mts'), text);
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: OPTIONS, include: ['*/program.mts'] }),
  );
  const compiler = join(projectRoot, 'node_modules/typescript-7/bin/tsc');
  const { stdout, error } = spawnSync(process.execPath, [compiler, '-p', folder], { cwd: folder, encoding: 'utf8' });
  if (error) throw error;
  return fences.map((fence, i) => ({
    fence,
    complaints: complaintsAbout(names[i]!, stdout),
    file: join(folder, names[i]!, 'program.mjs'),
  }));
}

const OPTIONS = {
  module: 'NodeNext',
  target: 'ES2023',
  strict: true,
  types: ['node'],
  typeRoots: ['node_modules/@types'],
  skipLibCheck: true,
  pretty: false,
};

/** `1-docs-x-md-5/program.mts(2,7): error TS2322: Type …` */
function complaintsAbout(name: string, output: string): string[] {
  const lines = output.split('\n').filter((line) => line.startsWith(`${name}/program.mts(`));
  return lines.map((line) => line.replace(/^[^(]+\((\d+),\d+\): error TS\d+: /, 'line $1: '));
}

/** Runs a program in its own folder and answers all that it printed. */
export function runCompiled({ file }: CompiledProgram): Promise<{ output: string; status: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { cwd: join(file, '..'), stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ output: Buffer.concat(chunks).toString('utf8'), status }));
  });
}

/** What a program says that it prints: the comment behind each `console.log`. */
export function announcedOutput({ text, place }: Fence): string {
  const calls = text.split('\n').filter((line) => line.includes('console.log('));
  return calls
    .map((line) => {
      const said = /\); \/\/ (.*)$/.exec(line)?.[1];
      if (said === undefined) throw new Error(`${place}: "${line.trim()}" does not say what it prints`);
      return `${said}\n`;
    })
    .join('');
}
