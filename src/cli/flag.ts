/** Flags as data: one table a command, from which the parser, help, completion and the types of the values are made. */

/** Where a flag's value comes from. */
export type Origin = 'flag' | 'environment' | 'config' | 'default';

/** One flag. Its name on the command line is its key in the {@link FlagTable}. */
export interface FlagSpec {
  /** `strings` may be given several times. Every boolean `x` can be switched off with `--no-x`. */
  readonly type: 'string' | 'strings' | 'integer' | 'boolean';
  /** One letter. */
  readonly short?: string;
  /** What stands for the value in help texts, such as `FILE`. Booleans have none. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Smallest integer accepted. @default 0 */
  readonly minimum?: number;
  /** Largest integer accepted. @default 2^53 - 1 */
  readonly maximum?: number;
  readonly default?: string | number | boolean;
  /** What parts several values in one text; only for `strings`. */
  readonly separator?: ',';
  /** Environment variable that is asked where the flag is not given. */
  readonly env?: string;
  /** Member of `.jsonatomic/config.json` that is asked where flag and variable are not given. */
  readonly config?: string;
  /** Whether the value is a path: one that stands in the config file is relative to the folder that holds `.jsonatomic`. */
  readonly isPath?: boolean;
  /** One or two sentences. */
  readonly description: string;
}

/** Flags by name, in the order in which help shows them. */
export type FlagTable = Readonly<Record<string, FlagSpec>>;

/** The values of a table of flags: that of `--check-prev-chain` is `checkPrevChain`. */
export type FlagValues<F extends FlagTable> = { readonly [K in keyof F & string as Camel<K>]: Value<F[K]> };

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

type Value<F extends FlagSpec> = F extends { readonly type: 'strings' }
  ? readonly string[]
  : F extends { readonly type: 'boolean' }
    ? boolean
    : F extends { readonly default: string | number }
      ? Scalar<F>
      : Scalar<F> | undefined;

type Scalar<F extends FlagSpec> = F extends { readonly type: 'integer' }
  ? number
  : F extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string;

/** Answers the name of a flag's value: `check-prev-chain` becomes `checkPrevChain`. Pure. */
export function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The flags that every command has. */
export const GLOBAL_FLAGS = {
  output: {
    type: 'string',
    value: 'FORM',
    choices: ['table', 'json', 'ndjson'],
    default: 'table',
    config: 'output',
    description: 'Form of the result: a table for people, one compact line of JSON, or one line of JSON an item.',
  },
  debug: { type: 'boolean', description: 'Show the stack trace of an error.' },
  help: { type: 'boolean', short: 'h', description: 'Show this help.' },
} as const satisfies FlagTable;

/** Answers all flags of a command. A flag of its own takes the place of a common one. Pure. */
export const flagsOf = (own: FlagTable): FlagTable => ({ ...own, ...GLOBAL_FLAGS, ...own });
