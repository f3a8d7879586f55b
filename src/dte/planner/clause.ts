/**
 * The language of intents: what `plan` understands without a model. Verbs are case-insensitive; names, paths and texts are taken as
 * they stand, in quotes where they have spaces. `→` and `->` stand for `to` and `with`; clauses are joined by `;`, `,`, `then` or `and`.
 *
 * ```text
 * rename [class | method | …] NAME to NAME [in PATH]     NAME: X, A.b or file#X
 * replace a.b with a.c [(mapping u to v, …)] [in PATH]   options by name
 * replace a.b(x, y) with a.c(y) [in PATH]                arguments by position
 * replace X from 'm' with Y from 'n'
 * move PATH to PATH                                      or a.b to a.c: as replace
 * delete unused NAME [in PATH]
 * add import { a, b as c } from 'm' to PATH
 * replace string "a" with "b" [in PATH]
 * ```
 */

/** A name as a clause has it. */
export interface ClauseName {
  readonly file: string | undefined;
  readonly steps: readonly [string, ...string[]];
}

/** One thing to do. `in` is the path or pattern that bounds it. */
export type Clause = { readonly text: string; readonly in: string | undefined } & (
  | { readonly kind: 'rename'; readonly from: ClauseName; readonly to: readonly [string, ...string[]] }
  | {
      readonly kind: 'replaceCall';
      readonly from: CallForm;
      readonly to: CallForm;
      readonly mapping: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'replaceImport'; readonly from: ImportedName; readonly to: ImportedName }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'deleteUnused'; readonly name: ClauseName }
  | { readonly kind: 'addImport'; readonly source: string; readonly path: string }
  | { readonly kind: 'replaceString'; readonly from: string; readonly to: string }
);

/** A function, with the names of its arguments where the sentence has some. */
export interface CallForm {
  readonly steps: readonly [string, ...string[]];
  readonly args: readonly string[] | undefined;
}

/** A name and the module that it comes from. */
export interface ImportedName {
  readonly name: string;
  readonly module: string;
}

type Body = Clause extends infer C ? (C extends Clause ? Omit<C, 'text' | 'in'> : never) : never;

/** The clauses of a sentence, and the parts that are none. */
export interface ReadIntent {
  readonly clauses: readonly Clause[];
  readonly unread: readonly string[];
}

interface Form {
  readonly shown: string;
  readonly pattern: RegExp;
  readonly body: (groups: readonly (string | undefined)[]) => Body | undefined;
}

const ID = String.raw`[\p{ID_Start}$_#][\p{ID_Continue}$]*`;
const CHAIN = `${ID}(?:\\.${ID})*`;
const NAME = `((?:[^\\s#'"]+#)?${CHAIN})`;
const CALL = `(${CHAIN})(\\([^()]*\\))?`;
const TEXT = `("[^"]*"|'[^']*'|\`[^\`]*\`)`;
const PATH = `("[^"]+"|'[^']+'|[^\\s'"]+)`;
const KIND =
  '(?:(?:class|interface|type|enum|namespace|function|method|property|field|variable|const|constant|symbol|identifier|name) )?';
const TO = '(?:to|into|as|with|by|→|->|=>)';
const MAPPING = String.raw`(?: ?\(? ?(?:with )?mapping ([^()]+?) ?\)?)?`;

const form = (shown: string, pattern: string, body: Form['body']): Form => ({
  shown,
  pattern: new RegExp(`^${pattern}$`, 'iu'),
  body,
});

const FORMS: readonly Form[] = [
  form('rename X to Y', `rename ${KIND}${NAME} ${TO} (${CHAIN})`, ([from, to]) => ({
    kind: 'rename',
    from: nameOf(from!),
    to: stepsOf(to!),
  })),
  form(
    "replace X from 'm' with Y from 'n'",
    `replace (?:import )?(${ID}) from ${TEXT} ${TO} (${ID}) from ${TEXT}`,
    ([x, m, y, n]) => ({
      kind: 'replaceImport',
      from: { name: x!, module: unquoted(m!) },
      to: { name: y!, module: unquoted(n!) },
    }),
  ),
  form('replace string "a" with "b"', `replace (?:string |text )?${TEXT} ${TO} ${TEXT}`, ([from, to]) => ({
    kind: 'replaceString',
    from: unquoted(from!),
    to: unquoted(to!),
  })),
  form(
    'replace a.b with a.c',
    `(?:replace|migrate|change) (?:calls? (?:to|of) )?${CALL} ${TO} ${CALL}${MAPPING}`,
    callBody,
  ),
  form('move PATH to PATH', `move (?:file |folder |module )?${PATH} ${TO} ${PATH}${MAPPING}`, moveBody),
  form('delete unused X', `(?:delete|remove) unused ${KIND}${NAME}`, ([name]) => ({
    kind: 'deleteUnused',
    name: nameOf(name!),
  })),
  form(
    "add import { a } from 'm' to PATH",
    `add (import .+|"import .+"|'import .+'|\`import .+\`) to ${PATH}`,
    ([source, path]) => ({
      kind: 'addImport',
      source: unquoted(source!).replace(/;?$/, ';'),
      path: unquoted(path!),
    }),
  ),
];

/** All forms, as they are shown to people. */
export const INTENT_FORMS: readonly string[] = FORMS.map(({ shown }) => shown);

/** Longest sentence that is read. */
export const MAX_INTENT_LENGTH = 4096;

/** Answers the clauses of a sentence. Pure. */
export function readIntent(intent: string): ReadIntent {
  const parts = intent.length > MAX_INTENT_LENGTH ? [intent] : partsOf(intent);
  const read = parts.map((text) => ({ text, clause: clauseOf(text) }));
  return {
    clauses: read.flatMap(({ clause }) => clause ?? []),
    unread: read.filter(({ clause }) => clause === undefined).map(({ text }) => text),
  };
}

/** Splits where a new clause begins, but not within quotes, parentheses and braces. */
function partsOf(intent: string): string[] {
  const tokens = intent.match(/"[^"]*"|'[^']*'|`[^`]*`|\([^()]*\)|\{[^{}]*\}|;|,|[^\s"'`({;,]+|\s+|[\s\S]/g) ?? [];
  const parts = [''];
  for (const token of tokens) {
    if (token === ';' || token === ',' || /^(?:and|then)$/i.test(token)) parts.push('');
    else parts.push((parts.pop() ?? '') + (/^\s+$/.test(token) ? ' ' : token));
  }
  return parts.map((part) => part.trim().replace(/\.$/, '')).filter((part) => part !== '');
}

function clauseOf(text: string): Clause | undefined {
  if (text.length > MAX_INTENT_LENGTH) return undefined;
  const [, main, files] = /^(.*\S) in (?:files? )?("[^"]+"|'[^']+'|[^\s'"]+)$/i.exec(text) ?? [
    undefined,
    text,
    undefined,
  ];
  for (const { pattern, body } of FORMS) {
    const match = pattern.exec(main);
    const read = match === null ? undefined : body(match.slice(1));
    if (read !== undefined) return { text, in: files === undefined ? undefined : unquoted(files), ...read };
  }
  return undefined;
}

function callBody([from, fromArgs, to, toArgs, mapping]: readonly (string | undefined)[]): Body | undefined {
  const pairs = mappingOf(mapping);
  if (pairs === undefined) return undefined;
  return {
    kind: 'replaceCall',
    from: { steps: stepsOf(from!), args: argsOf(fromArgs) },
    to: { steps: stepsOf(to!), args: argsOf(toArgs) },
    mapping: pairs,
  };
}

/** `move auth.login to auth.signIn` moves no file. */
function moveBody([from, to, mapping]: readonly (string | undefined)[]): Body | undefined {
  const isChain = (text: string): boolean => new RegExp(`^${ID}\\.${ID}(?:\\.${ID})*$`, 'u').test(text);
  const hasExtension = /\.(?:[cm]?[jt]sx?|py|java|json|css|md)$/.test(from!);
  if (isChain(from!) && isChain(to!) && !hasExtension) return callBody([from, undefined, to, undefined, mapping]);
  return mapping === undefined ? { kind: 'move', from: unquoted(from!), to: unquoted(to!) } : undefined;
}

function mappingOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  const pairs: [string, string][] = [];
  for (const pair of (text ?? '').split(/,| and /).filter((part) => part.trim() !== '')) {
    const match = new RegExp(`^\\s*(${ID})\\s*(?:to|→|->|=>|:)\\s*(${ID})\\s*$`, 'u').exec(pair);
    if (match === null) return undefined;
    pairs.push([match[1]!, match[2]!]);
  }
  return Object.fromEntries(pairs);
}

const argsOf = (list: string | undefined): readonly string[] | undefined =>
  list
    ?.slice(1, -1)
    .split(',')
    .map((argument) => argument.trim())
    .filter((argument) => argument !== '' && argument !== '…' && argument !== '...');

function nameOf(text: string): ClauseName {
  const at = text.search(/[^.]#/);
  const isInFile = at >= 0 && !text.startsWith('#');
  return isInFile
    ? { file: text.slice(0, at + 1), steps: stepsOf(text.slice(at + 2)) }
    : { file: undefined, steps: stepsOf(text) };
}

const stepsOf = (text: string): readonly [string, ...string[]] => text.split('.') as [string, ...string[]];

const unquoted = (text: string): string => text.replace(/^(["'`])([\s\S]*)\1$/, '$2');
