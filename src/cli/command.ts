/**
 * Commands as data. The parser, the help texts, shell completion and docs/cli.md are all made from these tables, so that none
 * of them can say something that another does not.
 */
import type { FlagTable, FlagValues, Origin } from './flag.ts';
import type { Output } from './output.ts';
import type { Project } from './project.ts';
import type { Terminal } from './terminal.ts';

/** What a command takes besides flags. */
export interface OperandSpec {
  /** Name in help texts, such as `FILE`. */
  readonly name: string;
  readonly min: number;
  /** `Infinity` for any number. */
  readonly max: number;
  readonly choices?: readonly string[];
}

/** A command line that works as it is written, and what it does. */
export interface Example {
  readonly shows: string;
  readonly line: string;
}

/** All that is to be known about a command without loading its code. */
export interface CommandSpec<F extends FlagTable = FlagTable> {
  /** One or two words, such as `keys rotate`. */
  readonly name: string;
  /** Half a sentence, for the list of commands. */
  readonly summary: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly operands?: OperandSpec;
  readonly flags: F;
  /** Environment variables that no flag stands for, with what they hold. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly examples: readonly [Example, ...Example[]];
  /** Whether it runs without the settings of the project, since these may be what is wrong. @default false */
  readonly standsAlone?: boolean;
  /** When the command answers "no", exit status 1. Left out where it never does. */
  readonly no?: string;
}

/** One call of a command: everything that its code may use. */
export interface Call<F extends FlagTable = FlagTable> {
  readonly flags: FlagValues<F>;
  /** Where each flag's value comes from, by the name that it has in `flags`. */
  readonly origins: Readonly<Record<keyof FlagValues<F>, Origin>>;
  readonly operands: readonly string[];
  /** The nearest folder with a `.jsonatomic`, where there is one. */
  readonly project: Project | undefined;
  readonly output: Output;
  readonly terminal: Terminal;
  /** The program that was called. */
  readonly program: Program;
}

/** Does the work of a command. Answers 1 where the answer is "no", else 0. Failures are thrown. */
export type Run<F extends FlagTable = FlagTable> = (call: Call<F>) => Promise<0 | 1>;

/** A command, and the way to its code, which is not loaded before it is called. */
export interface Command {
  readonly spec: CommandSpec;
  readonly load: () => Promise<Run>;
}

/** A program and its commands. */
export interface Program {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

/** Ties a command's code to its table, so that the compiler holds the two together. */
export function command<F extends FlagTable>(
  spec: CommandSpec<F>,
  load: () => Promise<{ readonly run: Run<F> }>,
): Command {
  return { spec, load: async () => (await load()).run as unknown as Run };
}
