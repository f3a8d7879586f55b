/** A selector's text before it is parsed: `:symbol(...)`, which esquery does not have, is taken out of it. */
import { LoglineError } from '../../base/errors.ts';
import { MAX_SELECTOR_DEPTH, MAX_SELECTOR_LENGTH } from '../limits.ts';
import { parseSymbolName } from './symbol-name.ts';
import type { SymbolName } from './symbol-name.ts';

/** A text that esquery can parse. Offsets are those of the selector. */
export interface PlainSelector {
  /** Each `:symbol(...)` is a test of an attribute named {@link SYMBOL_ATTRIBUTE}, whose value is an index of `symbols`. */
  readonly text: string;
  readonly symbols: readonly SymbolName[];
}

/** No node has a field of this name, and no selector may ask for it. */
export const SYMBOL_ATTRIBUTE = '§';

const SYMBOL = ':symbol(';

/** Strings and expressions, in which nothing counts, and what opens, closes or names a symbol. */
const TOKEN = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|=\s*\/(?:\\.|[^/\\])+\/|:symbol\(|[()[\]§]/gsu;

/** Takes the symbols out of a selector. @throws {LoglineError} SELECTOR_INVALID - a symbol cannot be read, or it is too deep or long. */
export function takeSymbols(selector: string): PlainSelector {
  if (selector.length > MAX_SELECTOR_LENGTH) {
    throw selectorInvalid(selector.slice(0, 80), 0, `it is longer than ${MAX_SELECTOR_LENGTH} characters`);
  }
  const symbols: SymbolName[] = [];
  let text = '';
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(selector); token !== null; token = TOKEN.exec(selector)) {
    const at = token.index;
    if (token[0] === SYMBOL && depth >= 0) {
      const end = endOfSymbol(selector, at);
      symbols.push(symbolIn(selector, at, end));
      text += selector.slice(text.length, at) + `[${SYMBOL_ATTRIBUTE}=${symbols.length - 1}`.padEnd(end - at) + ']';
      TOKEN.lastIndex = end + 1;
    } else if (token[0] === SYMBOL_ATTRIBUTE)
      throw selectorInvalid(selector, at, `"${SYMBOL_ATTRIBUTE}" cannot stand here`);
    else if (/[([]/.test(token[0]) && token[0].length === 1) depth += 1;
    else if (/^[)\]]$/.test(token[0])) depth -= 1;
    if (depth > MAX_SELECTOR_DEPTH) throw tooDeep(selector, at);
  }
  return { text: text + selector.slice(text.length), symbols };
}

/** A selector that cannot be used, with the place at which that shows. */
export function selectorInvalid(selector: string, offset: number, reason: string): LoglineError {
  const message = `The selector cannot be read at column ${offset + 1}: ${reason}.\n  ${selector}\n  ${' '.repeat(offset)}^`;
  return new LoglineError('SELECTOR_INVALID', message, { details: { selector, column: offset + 1, reason } });
}

/** A selector that is nested too deep. */
export const tooDeep = (selector: string, offset: number): LoglineError =>
  selectorInvalid(selector, offset, `it is nested deeper than ${MAX_SELECTOR_DEPTH} levels`);

function endOfSymbol(selector: string, at: number): number {
  const end = selector.indexOf(')', at);
  if (end < 0) throw selectorInvalid(selector, at, 'the parenthesis of :symbol( is not closed');
  return end;
}

function symbolIn(selector: string, at: number, end: number): SymbolName {
  const symbol = parseSymbolName(selector.slice(at + SYMBOL.length, end));
  if (symbol !== undefined) return symbol;
  const forms = ':symbol(Name), :symbol(Container.member) or :symbol(path/file.ts#Name)';
  throw selectorInvalid(selector, at + SYMBOL.length, `a symbol is written ${forms}`);
}
