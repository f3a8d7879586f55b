/** From arguments to a command with its flags. A mistake names what was meant. */
import { parseArgs } from 'node:util';
import { LoglineError } from '../base/errors.ts';
import { nearestName } from '../base/nearest.ts';
import type { Command, Program } from './command.ts';
import { flagsOf } from './flag.ts';
import type { FlagSpec, FlagTable } from './flag.ts';

/** What the arguments ask for. */
export type Request =
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'run'; readonly command: Command } & Arguments);

/** The arguments of a command. */
export interface Arguments {
  /** Flags that stand on the command line, by name, with all their values; of booleans the last. */
  readonly given: ReadonlyMap<string, boolean | readonly string[]>;
  readonly operands: readonly string[];
}

/**
 * Answers what the arguments ask for. Pure.
 *
 * @throws {LoglineError} USAGE - an unknown command or flag, a flag without its value, a wrong number of operands.
 */
export function parseRequest(program: Program, args: readonly string[]): Request {
  const { words, rest } = splitCommand(program, args);
  const flags = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (words === '' && flags.includes('--version')) return { kind: 'version' };
  const isTopic = program.commands.some(({ spec }) => `${spec.name} `.startsWith(`${words} `) || words === '');
  if (isTopic && (flags.includes('--help') || flags.includes('-h'))) return { kind: 'help', topic: words };
  const command = program.commands.find(({ spec }) => spec.name === words);
  if (command === undefined) throw noCommand(program, words, flags);
  const found = readArguments(program, command, rest);
  demandOperands(program, command, found.operands);
  return { kind: 'run', command, ...found };
}

/** Answers the form that errors take: known before, and also when, the arguments are wrong. Pure. */
export function wantsJsonErrors(args: readonly string[]): boolean {
  const forms = args.map((arg, i) => (arg === '--output' ? args[i + 1] : /^--output=(.*)$/s.exec(arg)?.[1]));
  const form = forms.findLast((value) => value !== undefined);
  return form === 'json' || form === 'ndjson' || args.includes('--json');
}

/** Takes the words of the command out of the arguments; flags of all commands may stand before them. */
function splitCommand(program: Program, args: readonly string[]): { words: string; rest: string[] } {
  let at = 0;
  while (args[at]?.startsWith('-') === true) at += BEFORE_WORDS.includes(args[at]!) ? 2 : 1;
  const [first, second] = args.slice(at);
  if (first === undefined) return { words: '', rest: [...args] };
  const isPair = program.commands.some(({ spec }) => spec.name === `${first} ${String(second)}`);
  const size = isPair ? 2 : 1;
  return { words: args.slice(at, at + size).join(' '), rest: [...args.slice(0, at), ...args.slice(at + size)] };
}

/** Flags with a value that may stand before the command. */
const BEFORE_WORDS = ['--output', '--api'];

function noCommand(program: Program, words: string, rest: readonly string[]): LoglineError {
  const names = program.commands.map(({ spec }) => spec.name);
  const flag = rest.find((arg) => arg.startsWith('-'));
  if (words === '' && flag !== undefined) return noFlag(program.name, flag, ['--help', '--version']);
  if (words === '') return usage(`Which command? See \`${program.name} --help\`.`);
  const followers = names.filter((name) => name.startsWith(`${words} `)).map((name) => name.slice(words.length + 1));
  if (followers.length === 0) return unknown(`There is no command "${words}"`, words, names, program.name);
  const word = rest.find((arg) => !arg.startsWith('-'));
  if (word === undefined) return usage(`${words} what? There are ${followers.join(', ')}.`);
  return unknown(`There is no command "${words} ${word}"`, word, followers, program.name, `${words} `);
}

function readArguments(program: Program, { spec }: Command, args: string[]): Arguments {
  const table = flagsOf(spec.flags);
  const help = `${program.name} ${spec.name}`;
  const { tokens } = parseArgs({
    args,
    options: optionsOf(table),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, boolean | readonly string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, value } = readOption(help, table, token);
    const before = given.get(name);
    given.set(name, typeof value === 'boolean' ? value : typeof before === 'object' ? [...before, value] : [value]);
  }
  return { given, operands };
}

function optionsOf(table: FlagTable): Record<string, { type: 'string' | 'boolean'; short?: string }> {
  const options = Object.entries(table).map(([name, { type, short }]) => [
    name,
    { type: type === 'boolean' ? 'boolean' : 'string', ...(short !== undefined && { short }) },
  ]);
  return Object.fromEntries(options) as Record<string, { type: 'string' | 'boolean'; short?: string }>;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function readOption(help: string, table: FlagTable, token: OptionToken): { name: string; value: string | boolean } {
  const { name, rawName, value, inlineValue } = token;
  const flag = flagOf(table, name);
  const positive = name.replace(/^no-/, '');
  const isNegated = flag === undefined && flagOf(table, positive)?.type === 'boolean';
  if (flag === undefined && !isNegated) throw noFlag(help, rawName, namesOf(table));
  if (flag === undefined || flag.type === 'boolean') {
    if (value !== undefined) throw usage(`${rawName} takes no value; --no-${positive} switches it off.`);
    return { name: positive, value: !isNegated };
  }
  // A script's variable that is not set would be a filter that nothing fits, or a path without a name. Text for people may be empty.
  if (value === undefined || (value === '' && flag.value !== 'TEXT'))
    throw usage(`${rawName} needs a value: ${rawName} ${flag.value!}.`);
  if (inlineValue === false && /^-./s.test(value)) {
    throw usage(
      `${rawName} needs a value, and ${value} looks like a flag; if it is the value, write ${rawName}=${value}.`,
    );
  }
  return { name, value };
}

function flagOf(table: FlagTable, name: string): FlagSpec | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function demandOperands({ name }: Program, { spec }: Command, operands: readonly string[]): void {
  const { min, max, name: operand, choices } = spec.operands ?? { min: 0, max: 0, name: '' };
  const see = `see \`${name} ${spec.name} --help\``;
  if (operands.length < min) throw usage(`${spec.name} needs ${operand}; ${see}.`);
  if (operands.length > max) throw usage(`${spec.name} does not know what to do with "${operands[max]!}"; ${see}.`);
  if (operands.includes('')) throw usage(`${spec.name}: an empty text is no ${operand}; ${see}.`);
  const wrong = choices && operands.find((value) => !choices.includes(value));
  if (wrong !== undefined)
    throw unknown(`${operand} is one of ${choices!.join(', ')}, not "${wrong}"`, wrong, choices!, name);
}

function namesOf(table: FlagTable): string[] {
  return Object.entries(table).flatMap(([name, { type }]) =>
    type === 'boolean' ? [`--${name}`, `--no-${name}`] : [`--${name}`],
  );
}

function noFlag(help: string, flag: string, names: readonly string[]): LoglineError {
  return unknown(`There is no flag ${flag}`, flag, names, help);
}

function unknown(problem: string, word: string, names: readonly string[], help: string, prefix = ''): LoglineError {
  const nearest = nearestName(word, names);
  const wayOut = nearest === undefined ? `see \`${help} --help\`` : `did you mean ${prefix}${nearest}?`;
  return usage(`${problem}; ${wayOut}${nearest === undefined ? '.' : ''}`, {
    unknown: word,
    ...(nearest !== undefined && { nearest }),
  });
}

function usage(message: string, details: Record<string, unknown> = {}): LoglineError {
  return new LoglineError('USAGE', message, { details });
}
