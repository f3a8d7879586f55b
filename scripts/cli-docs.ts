/** Writes docs/cli.md from the tables that the programs read their arguments by and print their help from. */
import { ATOMIC } from '../src/cli/atomic-program.ts';
import type { CommandSpec, Program } from '../src/cli/command.ts';
import { GLOBAL_FLAGS } from '../src/cli/flag.ts';
import type { FlagSpec, FlagTable } from '../src/cli/flag.ts';
import { flagText, usageLine } from '../src/cli/help.ts';
import { LOGLINE } from '../src/cli/program.ts';

const INTRODUCTION = `<!-- Written by scripts/cli-docs.ts from src/cli/catalog: run \`npm run gen\` after a change there. -->

# Command line

\`logline-cli\` writes, verifies and queries ledgers; \`atomic\` plans, applies, proves and undoes changes to code, and runs missions. Both work on local
files; with \`--api URL\` or \`ATOMIC_API\`, \`atomic\` sends a command to the services ([client.md](client.md)). Each command tells the same by \`--help\`.

- Standard output carries the result and nothing else; warnings, progress and errors go to standard error. A table is for people;
  \`--output json\` gives one compact line, \`--output ndjson\` one line for each item. Colour and the progress bar appear on a terminal
  only, and colour never where NO_COLOR is set.
- \`-\` is standard input wherever a file is read.
- Exit status: 0 done and good; 1 the answer is no; 2 wrong usage or input; 3 the environment failed (file, lock, network); 130 ended by
  Ctrl-C, with locks released and nothing half written (143 by SIGTERM). While a change is planned or explained, which holds nothing, the system
  ends the program at once.
- An error is one line, \`error CODE: what is wrong and what to do\`; with \`--output json\` it is
  \`{"error":{"code","message","details"}}\`. [The codes](errors.md). \`--debug\` adds the stack trace.
- No input file is changed by a command that fails.
- When the reader of the output goes (\`| head -1\`), lists end with status 0; \`verify\`, \`lint\` and \`hash\` still end with their answer.

## Settings

A setting comes from its flag, else from its environment variable, else from \`.jsonatomic/config.json\`, else from its default. A
variable that is empty counts as not set. A flag without a value that the config switches on is switched off by --no- and its name.

The config is that of the nearest folder with a \`.jsonatomic\`: the working directory or one above it, up to the top of the git
repository (the folder with \`.git\`). A \`.jsonatomic\` whose owner is not the owner of the working directory is passed by, since in a
shared folder such as \`/tmp\` anybody could put one, and it says which keys are trusted. Paths in the config are relative to the folder
that holds \`.jsonatomic\`. Members: [config.schema.json](../schemas/config.schema.json). It never names a private key, a program,
a file outside of its repository, or an address to connect to.

\`LOGLINE_ENGINE\` forces who hashes and checks signatures, in all commands: \`fast\`, \`native\` or \`portable\` ([security.md](security.md#the-fast-engine)).
`;

/** Answers the whole page. */
export function cliPage(): string {
  return [
    INTRODUCTION,
    flagSection('## Flags of every command', GLOBAL_FLAGS),
    ...[LOGLINE, ATOMIC].flatMap(programSections),
  ].join('\n');
}

function programSections(program: Program): string[] {
  const head = `## ${program.name}\n\n${sentence(program.summary)}\n`;
  return [head, ...program.commands.map(({ spec }) => section(program, spec))];
}

function section({ name: program }: Program, spec: CommandSpec): string {
  const environment = Object.entries(spec.environment ?? {}).map(([name, holds]) => `- \`${name}\`: ${prose(holds)}`);
  return [
    `### ${program} ${spec.name}`,
    '',
    `\`${usageLine(program, spec)}\``,
    '',
    ...[sentence(spec.summary), ...spec.description].flatMap((paragraph) => [prose(paragraph), '']),
    ...(Object.keys(spec.flags).length > 0 ? [flagSection('Flags:', spec.flags)] : []),
    ...(environment.length > 0 ? ['Environment:', '', ...environment, ''] : []),
    ...(spec.no === undefined ? [] : [`Exit status 1: ${prose(spec.no)}.`, '']),
    '```text',
    ...spec.examples.flatMap(({ shows, line }) => [`# ${shows}`, line]),
    '```',
    '',
  ].join('\n');
}

function flagSection(title: string, flags: FlagTable): string {
  const items = Object.entries(flags).map(([name, flag]) => `- ${flagName(name, flag)}: ${prose(flagText(flag))}`);
  return [title, '', ...items, ''].join('\n');
}

function flagName(name: string, { type, default: preset, value, short }: FlagSpec): string {
  const typed = type === 'boolean' && preset === true ? `--no-${name}` : `--${name}`;
  return `\`${typed}${value === undefined ? '' : ` ${value}`}\`${short === undefined ? '' : ` or -${short}`}`;
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

/** Text as Markdown: what is between backticks stays as it is. */
function prose(text: string): string {
  return text.replaceAll(/`[^`]*`|[*<>]/g, (found) => (found.startsWith('`') ? found : `\\${found}`));
}
