/**
 * Selectors: esquery's language, read by its own parser. What is matched and how long that may take is decided here, since a
 * selector comes from a spec and is untrusted.
 */
import esquery from 'esquery';
import { convertSelector } from './convert-selector.ts';
import { literalsWithin, requiredLiterals } from './required-literals.ts';
import type { RequiredLiteral } from './required-literals.ts';
import type { SelectorNode } from './selector-node.ts';
import { selectorInvalid, takeSymbols } from './selector-text.ts';
import type { SymbolName } from './symbol-name.ts';

/** A selector that can be matched. */
export interface Selector {
  readonly text: string;
  readonly root: SelectorNode;
  /** The symbols that `:symbol(...)` names. Where there are none, nothing has to be resolved. */
  readonly symbols: readonly SymbolName[];
  /** What a file has to contain for a match: of each list one. */
  readonly required: readonly (readonly RequiredLiteral[])[];
  /** What every node that is picked has to contain: of each list one. `undefined` where nodes beside it decide as well, which have to be visited. */
  readonly within: readonly (readonly RequiredLiteral[])[] | undefined;
}

/**
 * Compiles a selector. Pure.
 *
 * @throws {LoglineError} SELECTOR_INVALID - it cannot be read, is nested deeper than 32 levels, or holds a regular expression that
 * cannot be run in linear time.
 */
export function compileSelector(text: string): Selector {
  const { text: plain, symbols } = takeSymbols(text);
  const root = convertSelector(parsed(plain, text), text);
  return withRoot({ text, symbols }, root);
}

/** Answers a selector with these parts. Pure. */
export function withRoot({ text, symbols }: Pick<Selector, 'text' | 'symbols'>, root: SelectorNode): Selector {
  return { text, root, symbols, required: requiredLiterals(root), within: literalsWithin(root) };
}

function parsed(plain: string, text: string): esquery.Selector {
  try {
    // esquery reads an empty text as nothing, which its types do not tell.
    const selector = esquery.parse(plain) as esquery.Selector | undefined;
    if (selector !== undefined) return selector;
  } catch (cause) {
    const { location, message } = cause as { location?: { start: { offset: number } }; message: string };
    throw selectorInvalid(text, location?.start.offset ?? Math.max(0, text.indexOf('/')), message.replace(/\.$/, ''));
  }
  throw selectorInvalid(text, 0, 'it is empty');
}
