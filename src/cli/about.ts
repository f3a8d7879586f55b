/** What a program says about itself: help and version. */
import { readFileSync } from 'node:fs';
import type { Request } from './args.ts';
import type { Program } from './command.ts';
import { commandHelp, programHelp } from './help.ts';

/** Answers the text that was asked for. */
export function aboutProgram(program: Program, request: Exclude<Request, { kind: 'run' }>): string {
  if (request.kind === 'version') return `${packageVersion()}\n`;
  const command = program.commands.find(({ spec }) => spec.name === request.topic);
  return command === undefined ? programHelp(program, request.topic) : commandHelp(program, command.spec);
}

/** The package's own file, two folders above this one in src and in dist. */
function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
