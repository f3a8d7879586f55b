/** The programs that pages show: compiled as a user's strict compiler does, run, and held to the output in their comments. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import ts from 'typescript';
import { plant } from '../checks/scratch.ts';
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
  const sources = fences.map(({ text, place }, i) => {
    const file = join(folder, `${String(i)}-${place.replaceAll(/\W+/g, '-')}`, 'program.mts');
    mkdirSync(join(file, '..'));
    writeFileSync(file, text);
    return file;
  });
  const program = ts.createProgram(sources, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules/@types')],
    skipLibCheck: true,
  });
  const diagnostics = ts.getPreEmitDiagnostics(program);
  program.emit();
  return fences.map((fence, i) => ({
    fence,
    complaints: diagnostics.filter(({ file }) => file?.fileName === sources[i]).map(complaint),
    file: sources[i]!.replace(/\.mts$/, '.mjs'),
  }));
}

function complaint({ file, start = 0, messageText }: ts.Diagnostic): string {
  const { line } = file!.getLineAndCharacterOfPosition(start);
  return `line ${String(line + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
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
