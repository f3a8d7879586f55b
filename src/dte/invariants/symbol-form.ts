/** How an invariant names a symbol. */
import { LoglineError } from '../../base/errors.ts';
import { quote } from '../../base/schema.ts';
import { pathFilter } from '../path-filter.ts';

/** A name that has to exist. */
export interface SymbolName {
  /** File or pattern that declares it. */
  readonly file: string | undefined;
  /** The name, behind the names of what it stands in. */
  readonly steps: readonly [string, ...string[]];
}

const NAME = String.raw`[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*`;
const SYMBOL = new RegExp(`^(?:([^#\\s]*[^#\\s.])#)?(${NAME}(?:\\.${NAME})*)$`, 'u');

/**
 * Answers the parts of `Y`, `Container.member`, `file#Y` or `file#Container.member`.
 *
 * @throws {LoglineError} SPEC_INVALID - it is none of them. PATH_UNSAFE, PATTERN_INVALID - the file.
 */
export function parseSymbolName(text: string): SymbolName {
  const match = text.length > 1000 ? null : SYMBOL.exec(text.trim());
  if (match === null) {
    const forms = 'a name, Container.member, file#name or file#Container.member';
    throw new LoglineError('SPEC_INVALID', `${quote(text)} names no symbol: write ${forms}.`);
  }
  if (match[1] !== undefined) pathFilter([match[1]]);
  return { file: match[1], steps: match[2]!.split('.') as [string, ...string[]] };
}
