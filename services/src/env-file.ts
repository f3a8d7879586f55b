/** `.env`: names and values, one a line. A line that is not understood stops the start: a key with a typing mistake protects nothing. */
import { LoglineError } from 'logline-core';
import type { Environment } from './settings.ts';

/** A comment begins behind a space, as shells and Compose have it: `#` may be a part of a key. */
const LINE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'#]\S*(?:\s+[^\s#]\S*)*|))(?:\s+#.*)?$/;

/**
 * Answers the variables of a file. Pure.
 *
 * @param known - names of all settings.
 * @throws {LoglineError} CONFIG_INVALID - a line is none, or its name is no setting; with the number of the line, never its value
 */
export function parseEnvFile(name: string, text: string, known: ReadonlySet<string>): Environment {
  const variables: Record<string, string> = {};
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) continue;
    const place = `${name}:${String(i + 1)}`;
    const [, variable, double, single, plain] = LINE.exec(bare) ?? [];
    if (variable === undefined) throw new LoglineError('CONFIG_INVALID', `${place} is no line NAME=VALUE.`);
    if (!known.has(variable)) throw new LoglineError('CONFIG_INVALID', `${place}: there is no setting ${variable}.`);
    variables[variable] = double ?? single ?? plain ?? '';
  }
  return variables;
}
