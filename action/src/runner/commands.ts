/** What the runner takes from the log: commands, escaped so that nothing that others wrote becomes one. */
import { visible } from '../report/untrusted.ts';

/** A command of the runner, such as `::error file=a.ts,line=3::message`. Pure. */
export function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${name}${list === '' ? '' : ` ${list}`}::${escapeData(message)}`;
}

/** Answers lines that the runner prints and does not obey, with nothing hidden in them: colours and moves of the cursor can hide a line. Pure. @param token - one that nobody can guess. */
export function inert(lines: readonly string[], token: string): string[] {
  return [`::stop-commands::${token}`, ...lines.map(visible), `::${token}::`];
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
