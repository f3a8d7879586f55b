/** Help texts, made from the tables of the commands. */
import type { CommandSpec, Program } from './command.ts';
import { GLOBAL_FLAGS } from './flag.ts';
import type { FlagSpec, FlagTable } from './flag.ts';

const WIDTH = 96;

/** Answers the help of a program: its commands. With `group`, those whose first word it is. Pure. */
export function programHelp({ name, summary, commands }: Program, group = ''): string {
  const shown = commands.map(({ spec }) => spec).filter((spec) => group === '' || spec.name.startsWith(`${group} `));
  const width = Math.max(...shown.map((spec) => spec.name.length));
  const prefix = group === '' ? name : `${name} ${group}`;
  return text([
    group === ''
      ? `${name} - ${summary}`
      : `${prefix} - ${shown.map((spec) => spec.name.slice(group.length + 1)).join(', ')}`,
    '',
    `Usage: ${prefix} COMMAND [FLAGS]`,
    '',
    'Commands:',
    ...shown.map((spec) => `  ${spec.name.padEnd(width)}  ${spec.summary}`),
    '',
    `Help on a command: ${prefix} COMMAND --help`,
    ...(group === '' ? [`Version:           ${name} --version`] : []),
    '',
    ...wrap(SETTINGS, WIDTH),
    '',
    ...exitLines('the answer is no'),
  ]);
}

/** Answers the help of one command. Pure. */
export function commandHelp({ name: program }: Program, spec: CommandSpec): string {
  const environment = Object.entries(spec.environment ?? {});
  return text([
    `${program} ${spec.name} - ${spec.summary}`,
    '',
    `Usage: ${usageLine(program, spec)}`,
    '',
    ...spec.description.flatMap((paragraph) => [...wrap(paragraph, WIDTH), '']),
    ...(Object.keys(spec.flags).length > 0 ? ['Flags:', ...flagLines(spec.flags), ''] : []),
    'Flags of every command:',
    ...flagLines(commonFlags(spec)),
    '',
    ...(environment.length > 0
      ? ['Environment:', ...environment.flatMap(([name, holds]) => entry(name, holds)), '']
      : []),
    'Examples:',
    ...spec.examples.flatMap(({ shows, line }) => [...wrap(`# ${shows}`, WIDTH - 2).map(indent), `  ${line}`]),
    '',
    ...exitLines(spec.no && `no: ${spec.no}`),
  ]);
}

/** Answers how a command is called: `logline-cli sign FILE [FLAGS]`. Pure. */
export function usageLine(program: string, { name, operands, flags }: CommandSpec): string {
  const given = operands === undefined ? [] : [operandText(operands)];
  return [program, name, ...given, ...(Object.keys(flags).length > 0 ? ['[FLAGS]'] : [])].join(' ');
}

/** Answers a flag as it is typed: `-n, --lines N`, `--no-bind-signer`. Pure. */
function flagTitle(name: string, { type, short, value, default: preset }: FlagSpec): string {
  if (type === 'boolean' && preset === true) return `--no-${name}`;
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

/** Answers what a flag does, with its choices and where its value comes from when it is not given. Pure. */
export function flagText({ description, type, choices, separator, env, config, default: preset }: FlagSpec): string {
  const facts = [
    ...(choices ? [`one of ${choices.join(', ')}`] : []),
    ...(type === 'strings'
      ? [`may be repeated${separator === undefined ? '' : ', or hold several values with commas'}`]
      : []),
    ...(env === undefined ? [] : [`environment ${env}`]),
    ...(config === undefined ? [] : [`config "${config}"`]),
    ...(preset === undefined || preset === true ? [] : [`default ${String(preset)}`]),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join('; ')})`;
}

/** The flags of every command, without those that a command has another meaning for. */
function commonFlags({ flags }: CommandSpec): FlagTable {
  return Object.fromEntries(Object.entries(GLOBAL_FLAGS).filter(([name]) => !Object.hasOwn(flags, name)));
}

function operandText({ name, min, max, choices }: NonNullable<CommandSpec['operands']>): string {
  const shown = choices?.join('|') ?? name;
  const many = max === Infinity ? `${shown}…` : shown;
  return min === 0 ? `[${many}]` : many;
}

function flagLines(flags: FlagTable): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => entry(flagTitle(name, flag), flagText(flag)));
}

const ENTRY_INDENT = 28;

function entry(title: string, description: string): string[] {
  const lines = wrap(description, WIDTH - ENTRY_INDENT).map((line) => ' '.repeat(ENTRY_INDENT) + line);
  const head = `  ${title}`;
  if (head.length > ENTRY_INDENT - 2) return [head, ...lines];
  return [head + lines[0]!.slice(head.length), ...lines.slice(1)];
}

const SETTINGS =
  'A setting comes from its flag, else from its environment variable, else from .jsonatomic/config.json in the working directory or the ' +
  'nearest folder above it, up to the top of the git repository, else from its default. A .jsonatomic of another owner than the working directory is passed by.';

/** The statuses of docs/errors.md; `no` is what status 1 says. */
function exitLines(no: string | undefined): string[] {
  const answers = [
    '0 done and good',
    ...(no === undefined ? [] : [`1 ${no}`]),
    '2 wrong usage or input',
    '3 the environment failed',
  ];
  return wrap(`Exit status: ${answers.join('; ')}.`, WIDTH);
}

function wrap(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

const indent = (line: string): string => `  ${line}`;

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
