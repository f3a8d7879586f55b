/** Files that settings name: what is wrong with one is told with both names. */
import { readFileSync } from 'node:fs';
import { LoglineError } from 'logline-core';

/** Answers the text of the file that a setting names. @throws {LoglineError} CONFIG_INVALID */
export function readSetting(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LoglineError('CONFIG_INVALID', `${name}: ${path} cannot be read.`, { cause });
  }
}

/** Answers what a parser makes of the file that a setting names: its errors name the setting and the file. @throws {LoglineError} CONFIG_INVALID, as the parser */
export function parsedSetting<T>(name: string, path: string, parse: (text: string) => T): T {
  const text = readSetting(name, path);
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof LoglineError)) throw cause;
    throw new LoglineError(cause.code, `${name}: ${path}: ${cause.message}`, { cause, details: cause.details });
  }
}
