/** Symbols by the name of their declaration, as `:symbol(...)` has them. */

/** A symbol as it is named in a selector: `Name`, `Container.member` or `path/file.ts#Name`. */
export interface SymbolName {
  /** Path of the file that declares it. Then `names` count from the top of that file. */
  readonly path?: string;
  /** Its name, preceded by those of what it is declared in. */
  readonly names: readonly string[];
}

const NAMES = /^#?[^\s.#/]+(?:\.#?[^\s.#/]+)*$/;

/** Answers the symbol that a text names, or `undefined` where it names none. Pure. */
export function parseSymbolName(text: string): SymbolName | undefined {
  const plain = text.trim();
  if (NAMES.test(plain)) return { names: plain.split('.') };
  const at = plain.indexOf('#');
  const names = plain.slice(at + 1);
  return at > 0 && NAMES.test(names) ? { path: plain.slice(0, at), names: names.split('.') } : undefined;
}
