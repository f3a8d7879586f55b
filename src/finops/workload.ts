/** What a model has to read and to write to make a change by itself: counted, not guessed, as far as the change says it. */
import type { CountTokens } from './tokens.ts';

/** A change, as far as its cost is concerned: a change spec is one. */
export interface ForecastSpec {
  readonly id: string;
  readonly patches: readonly ForecastPatch[];
}

/** One patch of a change. */
export interface ForecastPatch {
  readonly path: string;
  readonly astOp: string;
  readonly selector?: string | undefined;
  readonly details?: ForecastDetails | undefined;
}

/** Texts that a patch puts into files, once for each edit. */
export interface ForecastDetails {
  readonly text?: string;
  readonly to?: string;
  readonly newName?: string;
  readonly replacement?: string;
}

/** A file that a patch is about. */
export interface ForecastFile {
  readonly path: string;
  readonly text: string;
}

/** What is forecast: the change, and the files that each of its patches is about. */
export interface ForecastWork {
  readonly spec: ForecastSpec;
  /** By the index of the patch: the files in scope that its path means. */
  readonly files: readonly (readonly ForecastFile[])[];
}

/** Tokens of the calls that make a change. */
export interface Workload {
  /** One for each patch, at least one. */
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  /** Edits that are expected, over all files. */
  readonly edits: number;
}

/** What every call reads beside files and spec: instructions, tools. */
const INSTRUCTION_TOKENS = 1500;
/** What every call writes beside edits: what it is about to do, and that it did. */
const ANSWER_TOKENS = 150;
/** An edit names its file and shows the lines around it. */
const EDIT_FRAME_TOKENS = 60;
/** Text beyond this is not counted, but taken to be like what was: 8 Mi characters take seconds. */
const MAX_CHARS = 8 * 1024 * 1024;

/** What an operation does in one file where the spec does not say how often: edits, and tokens of one beside its frame. */
const OPERATIONS: ReadonlyMap<string, { readonly edits: number; readonly tokens: number }> = new Map([
  ['renameSymbol', { edits: 4, tokens: 15 }],
  ['replaceAPI', { edits: 3, tokens: 40 }],
  ['moveModule', { edits: 1, tokens: 30 }],
  ['insertNode', { edits: 1, tokens: 20 }],
  ['deleteNode', { edits: 1, tokens: 10 }],
  ['editString', { edits: 1, tokens: 15 }],
  ['editRegex', { edits: 2, tokens: 20 }],
]);
const OTHER_OPERATION = { edits: 2, tokens: 30 };

/** Answers what the calls of a change read and write: one call for each patch, which reads the spec and the patch's files. Pure. */
export function workloadOf({ spec, files }: ForecastWork, count: CountTokens): Workload {
  const specTokens = count(JSON.stringify(spec));
  const tokensOf = fileCounter(files.flat(), count);
  const calls = spec.patches.map((patch, index) => {
    const own = files[index] ?? [];
    const edits = own.reduce((sum, file) => sum + editsIn(patch, file), 0);
    return { edits, read: sumOf(own, tokensOf), written: edits * tokensOfEdit(patch, count) };
  });
  const number = Math.max(1, calls.length);
  return {
    calls: number,
    input: sumOf(calls, ({ read }) => read) + number * (specTokens + INSTRUCTION_TOKENS),
    output: sumOf(calls, ({ written }) => written) + number * ANSWER_TOKENS,
    edits: sumOf(calls, ({ edits }) => edits),
  };
}

/** Counts each file once, and no more characters than {@link MAX_CHARS}; the rest by the same share of tokens. */
function fileCounter(files: readonly ForecastFile[], count: CountTokens): (file: ForecastFile) => number {
  const tokens = new Map<string, number>();
  let counted = 0;
  let chars = 0;
  for (const { path, text } of files) {
    if (tokens.has(path) || chars + text.length > MAX_CHARS) continue;
    const own = count(text);
    tokens.set(path, own);
    counted += own;
    chars += text.length;
  }
  const each = chars === 0 ? 0.25 : counted / chars;
  return ({ path, text }) => tokens.get(path) ?? Math.ceil(text.length * each);
}

/** How often the operation edits a file: where it is about a name, as often as that stands there. */
function editsIn({ astOp, selector }: ForecastPatch, { text }: ForecastFile): number {
  const name = selector === undefined ? undefined : /\[name\s*=\s*['"]?([\w$]+)['"]?\]/.exec(selector)?.[1];
  if (name !== undefined && (astOp === 'renameSymbol' || astOp === 'replaceAPI')) return occurrences(text, name);
  return (OPERATIONS.get(astOp) ?? OTHER_OPERATION).edits;
}

function occurrences(text: string, name: string): number {
  let found = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + name.length)) found++;
  }
  return found;
}

const isWordAt = (text: string, index: number): boolean => /[\w$]/.test(text.charAt(index));

function tokensOfEdit({ astOp, details = {} }: ForecastPatch, count: CountTokens): number {
  const { tokens } = OPERATIONS.get(astOp) ?? OTHER_OPERATION;
  const { text = '', to = '', newName = '', replacement = '' } = details;
  return EDIT_FRAME_TOKENS + tokens + sumOf([text, to, newName, replacement], count);
}

const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);
