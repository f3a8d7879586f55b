/** All finders together: what one part of a text holds. */
import { AHEAD } from './finding-span.ts';
import type { FoundSpan, OnSpan, ScanRange } from './finding-span.ts';
import { lineAt } from './block-rules.ts';
import type { BlockRules } from './block-rules.ts';
import { findCurlPasswords } from './curl-passwords.ts';
import { NamedValues } from './named-values.ts';
import { findPersonalData } from './pii/personal-data.ts';
import { findPrivateKeys } from './private-keys.ts';
import { DATADOG_NAMED, DATADOG_TOKENS } from './rules/datadog.ts';
import { OWN_NAMED, OWN_TOKENS, SECRET_NAMES, WEAK_NAMES } from './rules/own.ts';
import { SECRETLINT_TOKENS } from './rules/secretlint.ts';
import { touchesStandIn } from './stand-ins.ts';
import type { TermSearch } from './terms.ts';
import { TokenRules } from './token-rules.ts';
import { findUrlPasswords } from './url-passwords.ts';

/** What is looked for. */
export interface FinderOptions {
  /** @default true */
  readonly secrets?: boolean;
  /** @default true */
  readonly personal?: boolean;
  /** Countries whose national telephone numbers are known without a word before them, ISO 3166-1 alpha-2. @default none */
  readonly regions?: readonly string[];
  /** Rules of the user. @default none */
  readonly blocks?: BlockRules;
  /** Words of the user. @default none */
  readonly terms?: TermSearch;
  /** Whether a finding is none after all. `line` answers the line that it stands in, at most 160 characters before it and 500 after. @default never */
  readonly isIgnored?: (span: FoundSpan, value: string, line: () => string) => boolean;
}

let builtIn: { readonly tokens: TokenRules; readonly named: NamedValues } | undefined;

/** Built when they are first needed, once for all. */
function builtInRules(): NonNullable<typeof builtIn> {
  builtIn ??= {
    tokens: new TokenRules([...DATADOG_TOKENS, ...SECRETLINT_TOKENS, ...OWN_TOKENS]),
    named: new NamedValues({
      rules: [...DATADOG_NAMED, ...OWN_NAMED],
      secretNames: SECRET_NAMES,
      weakNames: WEAK_NAMES,
    }),
  };
  return builtIn;
}

/** Ids of the built-in rules for secrets. */
export const SECRET_RULES: readonly string[] = [
  ...new Set([
    'private-key',
    'url-password',
    'curl-password',
    'generic-secret',
    ...[...DATADOG_TOKENS, ...SECRETLINT_TOKENS, ...OWN_TOKENS, ...DATADOG_NAMED, ...OWN_NAMED].map(([id]) => id),
  ]),
].sort();

/** Answers what begins in the range, in no order; places may overlap. */
export function findAll(range: ScanRange, options: FinderOptions): FoundSpan[] {
  // An expression that finds nothing looks to the end of what it is given: for each block that must not be the whole text.
  const near = { ...range, text: range.text.slice(0, range.to + AHEAD) };
  const spans: FoundSpan[] = [];
  const take: OnSpan = (span) => {
    const { text } = range;
    if (touchesStandIn(text, span.start, span.end)) return;
    if (options.isIgnored?.(span, text.slice(span.start, span.end), () => lineAt(text, span.start)) !== true)
      spans.push(span);
  };
  if (options.secrets !== false) {
    const { tokens, named } = builtInRules();
    findPrivateKeys(range, take);
    tokens.find(range, take);
    findUrlPasswords(near, take);
    findCurlPasswords(near, take);
    named.find(near, take);
  }
  if (options.personal !== false) findPersonalData(near, options.regions ?? [], take);
  options.blocks?.find(range, take);
  options.terms?.find(range, take);
  return spans;
}
