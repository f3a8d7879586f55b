/** Shell completion, made from the tables of the commands. The scripts hold all names: typing runs no program. */
import type { CommandSpec, Program } from './command.ts';
import { flagsOf } from './flag.ts';
import type { FlagSpec } from './flag.ts';

/** Answers the completion script of a program for a shell. Pure. */
export function completionScript(program: Program, shell: 'bash' | 'zsh' | 'fish'): string {
  const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program);
  return `${script.join('\n')}\n`;
}

function bashScript(program: Program): string[] {
  const { name, commands } = program;
  const entry = functionName(program);
  const words = (list: readonly string[]): string => `COMPREPLY=($(compgen -W ${single(list.join(' '))} -- "$cur"))`;
  return [
    `# bash completion of ${name}`,
    `${entry}() {`,
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"',
    '  COMPREPLY=()',
    `  if ((COMP_CWORD == 1)); then ${words(firstWords(program))}; return; fi`,
    '  case "$command" in',
    ...groupsOf(program).map(
      ([first, seconds]) =>
        `    ${first}) if ((COMP_CWORD == 2)); then ${words(seconds)}; return; fi; command="$command \${COMP_WORDS[2]}" ;;`,
    ),
    '  esac',
    '  case "$command $prev" in',
    ...commands.flatMap(({ spec }) =>
      typedFlags(spec).flatMap(({ typed, flag: { choices } }) =>
        choices ? [`    ${single(`${spec.name} ${typed}`)}) ${words(choices)}; return ;;`] : [],
      ),
    ),
    '  esac',
    '  case "$command,$cur" in',
    ...commands.map(
      ({ spec }) => `    ${single(spec.name)},-*) ${words(typedFlags(spec).map(({ typed }) => typed))}; return ;;`,
    ),
    ...commands.flatMap(({ spec: { name: own, operands } }) =>
      operands?.choices ? [`    ${single(own)},*) ${words(operands.choices)}; return ;;`] : [],
    ),
    '  esac',
    "  local IFS=$'\\n'",
    '  COMPREPLY=($(compgen -f -- "$cur"))',
    '}',
    `complete -o filenames -F ${entry} ${name}`,
  ];
}

function zshScript(program: Program): string[] {
  const { name, commands } = program;
  const entry = functionName(program);
  const described = (of: readonly (readonly [string, string])[]): string =>
    of.map(([word, text]) => single(`${word}:${text.replaceAll(':', '\\:')}`)).join(' ');
  const firsts = firstWords(program).map((word) => [word, summaryOf(program, word)] as const);
  return [
    `#compdef ${name}`,
    `${entry}() {`,
    `  local -a choices; local command="\${words[2]}"`,
    `  if ((CURRENT == 2)); then choices=(${described(firsts)}); _describe command choices; return; fi`,
    '  case "$command" in',
    ...groupsOf(program).map(([first, seconds]) => {
      const texts = seconds.map((second) => [second, summaryOf(program, `${first} ${second}`)] as const);
      return `    ${first}) if ((CURRENT == 3)); then choices=(${described(texts)}); _describe command choices; return; fi; command="$command \${words[3]}" ;;`;
    }),
    '  esac',
    '  case "$command" in',
    ...commands.map(
      ({ spec }) =>
        `    ${single(spec.name)}) _arguments ${[...typedFlags(spec).map(zshFlag), zshOperand(spec)].join(' ')} ;;`,
    ),
    '  esac',
    '}',
    `if [[ "\${funcstack[1]}" == _${name} ]]; then ${entry} "$@"; else compdef ${entry} ${name}; fi`,
  ];
}

function zshFlag({ typed, flag: { value, choices, description } }: TypedFlag): string {
  const text = description.replaceAll(/[[\]:\\]/g, '\\$&');
  const argument = choices ? `:${value!}:(${choices.join(' ')})` : value === undefined ? '' : `:${value}:_files`;
  return single(`*${typed}[${text}]${argument}`);
}

function zshOperand({ operands }: CommandSpec): string {
  return single(`*:${operands?.name ?? ''}:${operands?.choices ? `(${operands.choices.join(' ')})` : '_files'}`);
}

function fishScript(program: Program): string[] {
  const { name, commands } = program;
  const offer = (condition: string, word: string, text: string): string =>
    `complete -c ${name} -f -n ${single(condition)} -a ${single(word)} -d ${fishText(text)}`;
  return [
    `# fish completion of ${name}`,
    ...firstWords(program).map((word) => offer('__fish_use_subcommand', word, summaryOf(program, word))),
    ...groupsOf(program).flatMap(([first, seconds]) =>
      seconds.map((second) =>
        offer(
          `${fishSeen(first)}; and not __fish_seen_subcommand_from ${seconds.join(' ')}`,
          second,
          summaryOf(program, `${first} ${second}`),
        ),
      ),
    ),
    ...commands.flatMap(({ spec }) => typedFlags(spec).map((flag) => fishFlag(name, spec, flag))),
    ...commands.flatMap(({ spec: { name: own, operands } }) =>
      operands?.choices ? [offer(fishSeen(own), operands.choices.join(' '), operands.name)] : [],
    ),
  ];
}

function fishFlag(
  program: string,
  { name }: CommandSpec,
  { typed, flag: { value, choices, description } }: TypedFlag,
): string {
  const argument = choices ? ` -x -a ${single(choices.join(' '))}` : value === undefined ? '' : ' -r -F';
  return `complete -c ${program} -n ${single(fishSeen(name))} -l ${typed.slice(2)}${argument} -d ${fishText(description)}`;
}

const fishSeen = (command: string): string =>
  command
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');

const fishText = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

interface TypedFlag {
  /** With its dashes, as it is typed. */
  readonly typed: string;
  readonly flag: FlagSpec;
}

function typedFlags(spec: CommandSpec): TypedFlag[] {
  return Object.entries<FlagSpec>(flagsOf(spec.flags)).map(([name, flag]) => ({
    typed: flag.default === true ? `--no-${name}` : `--${name}`,
    flag,
  }));
}

function firstWords({ commands }: Program): string[] {
  return [...new Set(commands.map(({ spec }) => spec.name.split(' ')[0]!))];
}

/** The second words of commands that have two, by the first. */
function groupsOf({ commands }: Program): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const { spec } of commands) {
    const [first, second] = spec.name.split(' ') as [string, string?];
    if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), second]);
  }
  return [...groups];
}

/** What a command does, or for the first word of several, which there are. */
function summaryOf({ commands }: Program, words: string): string {
  const own = commands.find(({ spec }) => spec.name === words);
  return (
    own?.spec.summary ??
    commands
      .flatMap(({ spec: { name } }) => (name.startsWith(`${words} `) ? [name.slice(words.length + 1)] : []))
      .join(', ')
  );
}

const functionName = ({ name }: Program): string => `_${name.replaceAll('-', '_')}`;

/** In single quotes, as bash and zsh read it; the texts of fish that can hold a quote go through `fishText`. */
const single = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
