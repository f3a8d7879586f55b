/**
 * The language of semantic rules. Sentences are case-insensitive but for names, globs and selectors; several are joined by `;` or `and`.
 *
 * ```text
 * No calls to CALLEE remain [in GLOB]            CALLEE: f, a.b, a.b.c, or file#a.b
 * Every call to CALLEE has N arguments [in GLOB]
 * No imports of 'MODULE' remain [in GLOB]        MODULE: as it is written, or the path of a file of the tree
 * NAME is exported [from PATH]
 * NAME is not exported [from PATH]
 * No matches of `SELECTOR` [in GLOB]
 * At most | at least | exactly N matches of `SELECTOR` [in GLOB]
 * Every `SELECTOR` has `SELECTOR` [in GLOB]      each node of the first has one of the second in it, or is one
 * All calls compile                              the same as a typecheck by tsc --noEmit
 * ```
 */
import { LoglineError } from '../../base/errors.ts';
import { quote } from '../../base/schema.ts';

/** A function, as a sentence names it. */
export interface CalleeName {
  /** File that declares it, as a path or pattern. */
  readonly file: string | undefined;
  readonly steps: readonly [string, ...string[]];
}

/** One sentence. `in` is the pattern of the files looked at. */
export type SemanticRule = { readonly sentence: string; readonly in: string | undefined } & (
  | { readonly kind: 'noCalls'; readonly callee: CalleeName }
  | { readonly kind: 'callArguments'; readonly callee: CalleeName; readonly count: number }
  | { readonly kind: 'noImports'; readonly module: string }
  | { readonly kind: 'exported'; readonly name: string; readonly from: string | undefined; readonly expected: boolean }
  | { readonly kind: 'matches'; readonly selector: string; readonly min: number; readonly max: number }
  | { readonly kind: 'everyHas'; readonly selector: string; readonly has: string }
  | { readonly kind: 'compiles' }
);

type Body = SemanticRule extends infer R ? (R extends SemanticRule ? Omit<R, 'sentence' | 'in'> : never) : never;

interface Form {
  /** The form as it is shown to people. */
  readonly shown: string;
  readonly pattern: RegExp;
  readonly body: (groups: readonly string[]) => Body;
}

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const CALLEE = String.raw`((?:[^\s#]+#)?${NAME}(?:\.${NAME})*)(?:\(\))?`;
const SELECTOR = '`([^`]+)`';
const QUOTED = `["']([^"']+)["']`;
const form = (shown: string, pattern: string, body: Form['body']): Form => ({
  shown,
  pattern: new RegExp(`^${pattern}$`, 'iu'),
  body,
});

const FORMS: readonly Form[] = [
  form('No calls to a.b remain', `no calls to ${CALLEE}(?: remain)?`, ([callee]) => ({
    kind: 'noCalls',
    callee: calleeOf(callee!),
  })),
  form('Every call to a.b has 2 arguments', `every call to ${CALLEE} has (\\d{1,3}) arguments?`, ([callee, count]) => ({
    kind: 'callArguments',
    callee: calleeOf(callee!),
    count: Number(count),
  })),
  form("No imports of 'x' remain", `no imports of ${QUOTED}(?: remain)?`, ([module]) => ({
    kind: 'noImports',
    module: module!,
  })),
  form('X is exported', `(${NAME}) is (not |no longer )?exported(?: from ["']?([^\\s"']+)["']?)?`, exportedBody),
  form('No matches of `selector`', `no matches of ${SELECTOR}(?: remain)?`, ([selector]) => ({
    kind: 'matches',
    selector: selector!,
    min: 0,
    max: 0,
  })),
  form(
    'At most 3 matches of `selector`',
    `(at most|at least|exactly) (\\d{1,9}) match(?:es)? of ${SELECTOR}`,
    countBody,
  ),
  form('Every `selector` has `selector`', `every ${SELECTOR} has ${SELECTOR}`, ([selector, has]) => ({
    kind: 'everyHas',
    selector: selector!,
    has: has!,
  })),
  form('All calls compile', 'all calls compile', () => ({ kind: 'compiles' })),
];

/** Longest text of one invariant. */
const MAX_LENGTH = 4096;

/** Answers the rules of a text. @throws {LoglineError} SPEC_INVALID - one of its sentences is not in the language. */
export function parseSemanticRules(text: string): SemanticRule[] {
  if (text.length > MAX_LENGTH) {
    throw new LoglineError(
      'SPEC_INVALID',
      `The rule has ${text.length} characters, more than the limit of ${MAX_LENGTH}.`,
    );
  }
  const sentences = sentencesOf(text);
  if (sentences.length === 0) throw new LoglineError('SPEC_INVALID', 'The rule says nothing.');
  return sentences.map(ruleOf);
}

/** Splits at `;` and `and`, but not within quotes or backticks. */
function sentencesOf(text: string): string[] {
  const parts = text.match(/`[^`]*`|"[^"]*"|'[^']*'|;|\s+and\s+|[^`"';\s]+|[\s\S]/gi) ?? [];
  const sentences = [''];
  for (const part of parts) {
    if (part === ';' || /^\s+and\s+$/i.test(part)) sentences.push('');
    else sentences.push((sentences.pop() ?? '') + part);
  }
  return sentences.map((sentence) => sentence.trim().replace(/\.$/, '')).filter((sentence) => sentence !== '');
}

function ruleOf(sentence: string): SemanticRule {
  const [, main, files] = /^(.*\S)\s+in\s+["']?([^\s"'`]+)["']?$/is.exec(sentence) ?? [undefined, sentence, undefined];
  const plain = main.replaceAll(/(`[^`]*`)|\s+/g, (_, selector?: string) => selector ?? ' ');
  for (const { pattern, body } of FORMS) {
    const match = pattern.exec(plain);
    if (match !== null) return { sentence, in: files, ...body(match.slice(1)) };
  }
  const { shown } = nearestForm(sentence);
  const forms = FORMS.map((known) => known.shown);
  throw new LoglineError('SPEC_INVALID', `${quote(sentence)} is no rule. The nearest form is: ${shown}.`, {
    details: { sentence, forms },
  });
}

function exportedBody([name, negation, from]: readonly (string | undefined)[]): Body {
  return { kind: 'exported', name: name!, expected: negation === undefined, from };
}

function countBody([comparison, number, selector]: readonly string[]): Body {
  const count = Number(number);
  const isLeast = comparison!.toLowerCase() !== 'at most';
  const isMost = comparison!.toLowerCase() !== 'at least';
  return {
    kind: 'matches',
    selector: selector!,
    min: isLeast ? count : 0,
    max: isMost ? count : Number.POSITIVE_INFINITY,
  };
}

function calleeOf(text: string): CalleeName {
  const at = text.lastIndexOf('#');
  const steps = text.slice(at + 1).split('.') as [string, ...string[]];
  return { file: at < 0 ? undefined : text.slice(0, at), steps };
}

/** The form that has most words in common with a sentence. */
function nearestForm(sentence: string): Form {
  const words = wordsOf(sentence);
  const isSaid = (word: string): boolean =>
    words.some((other) => other.startsWith(word) || (word.startsWith(other) && other.length > 2));
  const shared = ({ shown }: Form): number => wordsOf(shown).filter(isSaid).length;
  return FORMS.reduce((best, next) => (shared(next) > shared(best) ? next : best));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? [];
