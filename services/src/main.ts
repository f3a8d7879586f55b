/** The process: its arguments, environment, signals and exit status. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LoglineError } from 'logline-core';
import { parseEnvFile } from './env-file.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { logOutput } from './log-output.ts';
import { SERVICE_NAMES, runServices } from './run.ts';
import { readSettings, SETTINGS } from './settings.ts';
import type { Settings } from './settings.ts';

/** Runs the services that the arguments name, until a signal ends them. Sets the exit status: 2 for settings, 3 for surroundings. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const { only, help } = optionsOf(args);
    if (help === true) return void process.stdout.write(HELP);
    const settings = settingsOf();
    const { LOGLINE_ENGINE: engine } = settings;
    // The library reads it, and so do the processes that this one starts: whether it came from the environment or from .env.
    if (engine !== undefined) process.env['LOGLINE_ENGINE'] = engine;
    const log = logOf(settings);
    const surroundings = { settings, log, now: () => new Date(), elapsedMs: () => performance.now() };
    const running = await runServices(surroundings, namesOf(only ?? settings.SERVICES));
    let ending: Promise<void> | undefined;
    const stop = (): void => {
      ending ??= end(running, log);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  } catch (error) {
    fail(error);
  }
}

/** Further signals change nothing: the time that this takes is bounded. */
async function end(running: { close(): Promise<void> }, log: Log): Promise<void> {
  log.info('ending: what was accepted is finished');
  await running.close();
  log.info('ended');
  // Whoever reads the log may have stopped reading, which would keep this process for ever.
  setTimeout(() => process.exit(), LOG_FLUSH_MS).unref();
}

/** How long the last lines of the log have to be taken. */
const LOG_FLUSH_MS = 2000;

function settingsOf(): Settings {
  const known = new Set(Object.keys(SETTINGS));
  const file = existsSync('.env') ? parseEnvFile('.env', readFileSync('.env', 'utf8'), known) : {};
  const own = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return readSettings({ ...file, ...own });
}

function logOf({ LOG_LEVEL: level, LOG_FORMAT: form }: Settings): Log {
  const write = logOutput(process.stdout, {
    onRoom: (lines) => log.warn(`the log was not taken: ${String(lines)} lines are left out here`, { lines }),
    onGone: ({ message }) => tell(`nobody takes the log any more (${message}); the services go on without it`),
  });
  const log = createLog({ level, form, now: () => new Date(), write });
  return log;
}

const HELP = `usage: node services/index.js [--only NAME,NAME]

Starts the services of this project, until Ctrl-C. Names: ${SERVICE_NAMES.join(', ')}.
Settings come from the environment and from .env in this folder; .env.example lists them all.
`;

/** @throws {LoglineError} CONFIG_INVALID */
function optionsOf(args: readonly string[]): { readonly only?: string; readonly help?: boolean } {
  try {
    return parseArgs({ args: [...args], options: { only: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (cause) {
    throw new LoglineError(
      'CONFIG_INVALID',
      `${(cause as Error).message.split('. ', 1)[0]!}; there are --only and --help.`,
      { cause },
    );
  }
}

function namesOf(text: string | undefined): readonly string[] {
  return text === undefined ? SERVICE_NAMES : text.split(',').map((name) => name.trim());
}

/** A fault at the start is one line on standard error, and in the log where that is read by programs. */
function fail(error: unknown): void {
  const isKnown = error instanceof LoglineError;
  const text = isKnown ? `${error.code}: ${error.message} ${error.fix}` : String((error as Error).stack);
  tell(text);
  process.exitCode = isKnown && error.code !== 'OUTPUT_UNWRITABLE' ? 2 : 3;
}

/** To people. Where nobody listens, that is no reason to end. */
function tell(text: string): void {
  process.stderr.once('error', () => undefined);
  process.stderr.write(`services: ${text}\n`);
}
