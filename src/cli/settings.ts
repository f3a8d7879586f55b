/** The value of every flag: from the command line, else the environment, else .jsonatomic/config.json, else the default. */
import { resolve } from 'node:path';
import { LoglineError } from '../base/errors.ts';
import type { Arguments } from './args.ts';
import { camelCase } from './flag.ts';
import type { FlagSpec, FlagTable, Origin } from './flag.ts';
import type { Project } from './project.ts';
import type { Terminal } from './terminal.ts';

/** The flags of a call, by the names they have in code. */
export interface Settings {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, Origin>>;
}

/**
 * Answers the values of all flags of a table. A variable that is set to nothing counts as not set. Pure.
 *
 * @throws {LoglineError} USAGE - a flag's value is none that it may have. CONFIG_INVALID - a variable's is not.
 */
export function resolveSettings(
  table: FlagTable,
  given: Arguments['given'],
  env: Terminal['env'],
  project: Project | undefined,
): Settings {
  const flags: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [name, spec] of Object.entries(table)) {
    const [origin, value] = resolveFlag(name, spec, given, env, project);
    flags[camelCase(name)] = value;
    origins[camelCase(name)] = origin;
  }
  return { flags, origins };
}

function resolveFlag(
  name: string,
  spec: FlagSpec,
  given: Arguments['given'],
  env: Terminal['env'],
  project: Project | undefined,
): [Origin, unknown] {
  const onLine = given.get(name);
  if (typeof onLine === 'boolean') return ['flag', onLine];
  if (onLine !== undefined) return ['flag', read(spec, onLine, `--${name}`, 'USAGE')];
  const inEnv = spec.env === undefined ? undefined : env[spec.env];
  if (inEnv !== undefined && inEnv !== '') return ['environment', read(spec, [inEnv], spec.env!, 'CONFIG_INVALID')];
  const inConfig = configured(spec, project);
  if (inConfig !== undefined) return ['config', inConfig];
  return ['default', defaultOf(spec)];
}

function defaultOf({ type, default: preset }: FlagSpec): unknown {
  if (type === 'strings') return preset === undefined ? [] : [preset];
  return preset ?? (type === 'boolean' ? false : undefined);
}

/** The schema of the config file has checked the value already. */
function configured(spec: FlagSpec, project: Project | undefined): unknown {
  if (project === undefined || spec.config === undefined) return undefined;
  const value = project.config[spec.config as keyof Project['config']];
  const isPath = spec.isPath === true && typeof value === 'string';
  const whole = isPath ? resolve(project.folder, value) : value;
  return spec.type === 'strings' && whole !== undefined ? [whole] : whole;
}

function read(spec: FlagSpec, texts: readonly string[], name: string, code: 'USAGE' | 'CONFIG_INVALID'): unknown {
  if (spec.type === 'strings')
    return spec.separator === undefined
      ? texts
      : texts.flatMap((text) => text.split(spec.separator!)).map((text) => text.trim());
  const text = texts.at(-1)!;
  if (spec.type === 'integer') return readInteger(spec, text, name, code);
  if (spec.choices !== undefined && !spec.choices.includes(text)) {
    throw new LoglineError(code, `${name} is one of ${spec.choices.join(', ')}, not "${text}".`);
  }
  return text;
}

function readInteger(spec: FlagSpec, text: string, name: string, code: 'USAGE' | 'CONFIG_INVALID'): number {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = spec;
  const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  const bound = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new LoglineError(code, `${name} is a whole number ${bound}, not "${text}".`);
}
