/** A text in a file that names another file. */

/** Whether a text is read as an import, as a `require`, or as a path from the folder of its file. */
export type ReferenceKind = 'import' | 'require' | 'path';

/** One such text. */
export interface Reference {
  /** Range of the content, between the quotes. Offsets count UTF-16 units of the text without its byte order mark. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly quote: '"' | "'" | '`' | '';
  readonly kind: ReferenceKind;
  /** For a path that is not seen from its file: the folder from which. */
  readonly base?: string;
  /** Whether it only is a reference if it leads somewhere: a string that looks like one. */
  readonly isLoose?: boolean;
  /** Whether it gives a name to the world: not all who use it are in the tree. */
  readonly isPublic?: boolean;
}

/** Answers a text as it has to be written between quotes. Pure. */
export function quoted(text: string, quote: Reference['quote']): string {
  if (quote === '') return text;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return quote === '`' ? escaped.replaceAll('${', '\\${') : escaped;
}
