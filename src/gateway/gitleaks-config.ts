/**
 * Rules in the format of gitleaks (`.gitleaks.toml`), which many repositories have. Read are rules with a `regex`, their `keywords`,
 * `entropy`, `secretGroup` and allow lists, `extend.disabledRules`, and global allow lists; what concerns paths and commits is not, since a
 * text has neither. The built-in rules stay: the file adds to them.
 *
 * @see https://github.com/gitleaks/gitleaks, "Configuration"
 */
import { RE2JS, RE2JSException } from 're2js';
import { parse } from 'smol-toml';
import { LoglineError } from '../base/errors.ts';
import type { BlockRule } from './block-rules.ts';

/** What of a file of rules is used. */
export interface GitleaksConfig {
  readonly rules: readonly BlockRule[];
  /** Ids of rules that are not used, built-in ones too. */
  readonly disabled: readonly string[];
  /** Whether a secret is none after all, whichever rule found it. */
  readonly isAllowed: BlockRule['isAllowed'];
  /** Rules that are not used, since they only look at paths. */
  readonly skipped: readonly string[];
}

const MAX_CHARS = 1024 * 1024;

/**
 * Answers the rules of a file.
 *
 * @param toml - its text, at most 1 MiB.
 * @throws {LoglineError} RULES_INVALID - it is no TOML, a member has the wrong type, or an expression cannot be read.
 */
export function parseGitleaksConfig(toml: string): GitleaksConfig {
  const file = parseToml(toml);
  const rules = tables(file, 'rules', 'rules');
  const extend = table(file['extend'] ?? {}, 'extend');
  if (extend['path'] !== undefined || extend['url'] !== undefined)
    throw invalid('extend.path is not followed: put the rules into one file');
  const withRegex = rules.filter((rule) => rule['regex'] !== undefined);
  return {
    rules: withRegex.map(parseRule),
    disabled: strings(extend['disabledRules'], 'extend.disabledRules'),
    isAllowed: allowOf(allowLists(file, 'allowlist')),
    skipped: rules.filter((rule) => rule['regex'] === undefined).map((rule, i) => idOf(rule, i)),
  };
}

type Table = Readonly<Record<string, unknown>>;

function parseToml(toml: string): Table {
  if (toml.length > MAX_CHARS) throw invalid(`it is longer than ${MAX_CHARS} characters`);
  try {
    return parse(toml);
  } catch (cause) {
    // The parser's message quotes the text, which may hold what must not be shown.
    const { line, column } = cause as { line?: number; column?: number };
    throw invalid(`it is no TOML at line ${line ?? 0}, column ${column ?? 0}`);
  }
}

function parseRule(rule: Table, index: number): BlockRule {
  const id = idOf(rule, index);
  return {
    id,
    pattern: pattern(rule['regex'], `${id}.regex`),
    keywords: strings(rule['keywords'], `${id}.keywords`).map((word) => word.toLowerCase()),
    secretGroup: number(rule['secretGroup'], `${id}.secretGroup`),
    entropy: number(rule['entropy'], `${id}.entropy`),
    isAllowed: allowOf(allowLists(rule, id)),
  };
}

function idOf(rule: Table, index: number): string {
  const id = rule['id'];
  if (typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id)) return id;
  throw invalid(`rule ${index + 1} has no id of letters, digits, ".", ":", "_" and "-"`);
}

/** One `allowlist`, as it was, and any number of `allowlists`. */
function allowLists(of: Table, where: string): Table[] {
  const one = of['allowlist'];
  return [...(one === undefined ? [] : [table(one, `${where}.allowlist`)]), ...tables(of, 'allowlists', where)];
}

function allowOf(lists: readonly Table[]): BlockRule['isAllowed'] {
  const tests = lists.map((list, i) => allowTest(list, `allowlists[${i}]`));
  return (...found) => tests.some((test) => test(...found));
}

/** All of what a list names has to hold with `condition = "AND"`. Paths and commits never hold: a text has none. */
function allowTest(list: Table, where: string): BlockRule['isAllowed'] {
  const patterns = strings(list['regexes'], `${where}.regexes`).map((source) => pattern(source, `${where}.regexes`));
  const words = strings(list['stopwords'], `${where}.stopwords`).map((word) => word.toLowerCase());
  const target = list['regexTarget'] ?? 'secret';
  const isBound = list['paths'] !== undefined || list['commits'] !== undefined;
  const isAnd = String(list['condition']).toUpperCase() === 'AND';
  return (secret, match, line) => {
    const text = target === 'line' ? line : target === 'match' ? match : secret;
    const fits = patterns.some((one) => one.matcher(text).find());
    const hasWord = words.some((word) => secret.toLowerCase().includes(word));
    if (!isAnd) return fits || hasWord;
    return (
      !isBound &&
      (patterns.length === 0 || fits) &&
      (words.length === 0 || hasWord) &&
      patterns.length + words.length > 0
    );
  };
}

function pattern(source: unknown, where: string): RE2JS {
  if (typeof source !== 'string') throw invalid(`${where} is no text`);
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    if (cause instanceof RE2JSException) throw invalid(`${where} cannot be read as a regular expression of RE2`);
    throw cause;
  }
}

function table(value: unknown, where: string): Table {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Table;
  throw invalid(`${where} is no table`);
}

function tables(of: Table, name: string, where: string): Table[] {
  const value = of[name] ?? [];
  if (!Array.isArray(value)) throw invalid(`${where} is no list of tables`);
  return value.map((entry, i) => table(entry, `${where}[${i}]`));
}

function strings(value: unknown = [], where = ''): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw invalid(`${where} is no list of texts`);
}

function number(value: unknown = 0, where = ''): number {
  if (typeof value === 'number' && value >= 0 && value <= 100) return value;
  throw invalid(`${where} is no number from 0 to 100`);
}

const invalid = (what: string): LoglineError =>
  new LoglineError('RULES_INVALID', `The rules cannot be used: ${what}.`, { details: { reason: what } });
