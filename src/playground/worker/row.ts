/** What a line says of itself, good or bad: for showing and finding, never for judging. */

/** One line, as a list shows it. Texts are as they stand in the line. */
export interface Row {
  /** Place in the list of all lines, from 0. */
  readonly index: number;
  /** Which stream, where there are several. */
  readonly path: string;
  /** Line of its stream, from 1. */
  readonly line: number;
  readonly isReadable: boolean;
  readonly createdAt: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly intent: string;
  readonly mission: string;
  readonly trace: string;
  readonly hash: string;
  readonly isSigned: boolean;
}

/** What of a row does not depend on its place. */
export type RowFacts = Omit<Row, 'index' | 'path' | 'line'>;

const NO_FACTS: RowFacts = {
  isReadable: false,
  createdAt: '',
  actor: '',
  action: '',
  subject: '',
  intent: '',
  mission: '',
  trace: '',
  hash: '',
  isSigned: false,
};
/** A list shows no more of any of them. */
const MOST_CHARS = 400;

/** Answers what the text of a line says; texts are cut after so many characters, and say so. Pure. */
export function factsOf(text: string, mostChars = MOST_CHARS): RowFacts {
  const textIn = (value: unknown): string => (typeof value === 'string' ? cut(value, mostChars) : '');
  const atomic = objectIn(parsed(text));
  if (atomic === undefined) return NO_FACTS;
  const did = objectIn(atomic['did']) ?? {};
  const metadata = objectIn(atomic['metadata']) ?? {};
  const payload = objectIn(atomic['payload']) ?? {};
  return {
    isReadable: true,
    createdAt: textIn(metadata['created_at']),
    actor: textIn(did['actor']),
    action: textIn(did['action']),
    subject: textIn(atomic['this']),
    intent: textIn(atomic['intent']),
    mission: textIn(payload['mission']) || textIn(objectIn(payload['scope'])?.['mission']),
    trace: textIn(atomic['trace_id']) || textIn(metadata['trace_id']),
    hash: textIn(atomic['hash']),
    isSigned: objectIn(atomic['signature']) !== undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectIn = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

const cut = (text: string, mostChars: number): string =>
  text.length > mostChars ? `${text.slice(0, mostChars)}…` : text;
