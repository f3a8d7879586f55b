/** The gateway: a text and who it is for go in; what was found, what the policy says and the sanitized text come out. */
import { createHash } from 'node:crypto';
import { canonicalize } from '../atomic/index.ts';
import type { Code } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { BlockRules } from './block-rules.ts';
import type { FinderOptions } from './finder.ts';
import { SECRET_RULES } from './finder.ts';
import type { FoundSpan } from './finding-span.ts';
import type { GatewayPolicy } from './generated/types.ts';
import { parseGitleaksConfig } from './gitleaks-config.ts';
import type { GitleaksConfig } from './gitleaks-config.ts';
import { PERSONAL_RULES } from './pii/personal-data.ts';
import { PolicyRules } from './policy.ts';
import type { RequestFacts, Violation } from './policy.ts';
import { redactor } from './redaction.ts';
import type { RedactionOptions } from './redaction.ts';
import { ScanCache, scan } from './scan.ts';
import { withBytes } from './spans.ts';
import type { Span } from './spans.ts';
import { TextSanitizer } from './stream.ts';
import type { StandInOf } from './stream.ts';
import { TermSearch } from './terms.ts';

/** What a gateway is made of beside its policy. */
export interface GatewayOptions extends RedactionOptions {
  /** Text of a `.gitleaks.toml`, whose rules are used as well. @default none */
  readonly gitleaks?: string;
  /** How many blocks of 16 384 characters are remembered, so that what was scanned is not scanned again. @default 4096; 0 for none */
  readonly cachedBlocks?: number;
}

/** What was found, and what becomes of it. */
export interface TextCheck {
  /** Whether the text may be sent, as `sanitized` has it. */
  readonly ok: boolean;
  /** `allow`: as it is. `redact`: without what was taken out. `deny`: not at all. */
  readonly decision: 'allow' | 'redact' | 'deny';
  readonly violations: readonly Violation[];
  /** What is taken out, by its place in the text that came in. Never what stands there. */
  readonly spans: readonly Span[];
  /** The same as findings, with line and column. */
  readonly findings: readonly Finding[];
  /** The text without what was found. Left out where the decision is `deny`. */
  readonly sanitized?: string;
  /** `bytes` and `characters` of the text, `scanned` characters, `secrets`, `personal` and `terms` that were found. */
  readonly counts: Readonly<Record<'bytes' | 'characters' | 'scanned' | 'secrets' | 'personal' | 'terms', number>>;
  /** Digest of the policy and of all rules: the same digest and text give the same answer. 64 lower-case hex characters. */
  readonly rulesDigest: string;
}

/** A gateway that is ready to check texts. */
export interface Gateway {
  /** Answers what the policy says about a text. Pure but for what it remembers; linear in the text. */
  check(text: string, facts?: RequestFacts): TextCheck;
  /** Answers a sanitizer for a text that comes in pieces. A policy that denies findings redacts them here: who has the pieces cannot unsend them. */
  stream(): TextSanitizer;
  /** As in {@link TextCheck}. */
  readonly rulesDigest: string;
}

/**
 * Answers a gateway.
 *
 * @param policy - schemas/gateway-policy.schema.json. @default all findings are redacted, nothing else is asked
 * @throws {LoglineError} POLICY_INVALID - the policy is none, or its redaction needs a salt or a vault. RULES_INVALID - the gitleaks rules are none.
 */
export function createGateway(policy: GatewayPolicy = {}, options: GatewayOptions = {}): Gateway {
  const config = options.gitleaks === undefined ? undefined : parseGitleaksConfig(options.gitleaks);
  const rules = new PolicyRules(
    policy,
    config?.rules.map(({ id }) => id),
  );
  const finder = finderOptions(policy, rules, config);
  const standInOf = redactor(policy.redaction ?? 'replace', options);
  const cache = options.cachedBlocks === 0 ? undefined : new ScanCache(options.cachedBlocks);
  const rulesDigest = digestOf(policy, options.gitleaks);
  return {
    rulesDigest,
    stream: () => new TextSanitizer(finder, standInOf),
    check: (text, facts = {}) => {
      const bytes = Buffer.byteLength(text);
      const early = rules.factViolations(facts, bytes);
      // A text that is too long is not read: that is what the bound is for.
      const isTooLong = early.some(({ rule }) => rule === 'max_request_size');
      const { spans, scanned } = isTooLong ? { spans: [], scanned: 0 } : scan(text, finder, cache);
      const late = isTooLong ? [] : [...sensitive(spans, rules), ...rules.contentViolations(text)];
      const violations = [...early, ...late];
      const decision = violations.some(({ severity }) => severity === 'error')
        ? 'deny'
        : spans.length > 0
          ? 'redact'
          : 'allow';
      return {
        ok: decision !== 'deny',
        decision,
        violations,
        ...described(text, spans),
        ...(decision !== 'deny' && { sanitized: sanitize(text, spans, standInOf) }),
        counts: { bytes, characters: text.length, scanned, ...countKinds(spans) },
        rulesDigest,
      };
    },
  };
}

/**
 * Answers what a policy says about one text. Who checks many makes a gateway once, which remembers what it has scanned.
 *
 * @throws {LoglineError} as {@link createGateway}.
 */
export function check(text: string, policy?: GatewayPolicy, options?: GatewayOptions): TextCheck {
  return createGateway(policy, { cachedBlocks: 0, ...options }).check(text);
}

function finderOptions(policy: GatewayPolicy, rules: PolicyRules, config: GitleaksConfig | undefined): FinderOptions {
  const allowed = new Set(policy.allow);
  const disabled = new Set(config?.disabled);
  return {
    regions: policy.regions ?? [],
    ...(config !== undefined && config.rules.length > 0 && { blocks: new BlockRules(config.rules) }),
    ...(policy.terms !== undefined && { terms: new TermSearch(policy.terms) }),
    isIgnored: ({ kind, rule }, value, line) =>
      disabled.has(rule) ||
      rules.actionOf(kind, rule) === 'allow' ||
      allowed.has(value) ||
      (kind === 'secret' && config?.isAllowed(value, value, line()) === true),
  };
}

/** One violation says that there is something, and a denying one names the rules. */
function sensitive(spans: readonly FoundSpan[], rules: PolicyRules): Violation[] {
  if (spans.length === 0) return [];
  const denied = [
    ...new Set(spans.filter(({ kind, rule }) => rules.actionOf(kind, rule) === 'deny').map(({ rule }) => rule)),
  ].sort();
  const what = `${spans.length} ${spans.length === 1 ? 'place' : 'places'} with sensitive data`;
  return denied.length > 0
    ? [
        {
          rule: 'sensitive_data_detected',
          severity: 'error',
          message: `The text has ${what}, and the policy denies ${denied.join(', ')}.`,
        },
      ]
    : [
        {
          rule: 'sensitive_data_detected',
          severity: 'warning',
          message: `The text has ${what}, which ${spans.length === 1 ? 'was' : 'were'} taken out.`,
        },
      ];
}

function sanitize(text: string, spans: readonly FoundSpan[], standInOf: StandInOf): string {
  let at = 0;
  const parts: string[] = [];
  for (const span of spans) {
    parts.push(text.slice(at, span.start), standInOf(span, text.slice(span.start, span.end)));
    at = span.end;
  }
  return [...parts, text.slice(at)].join('');
}

const CODES: Readonly<Record<FoundSpan['kind'], readonly [Code, string]>> = {
  secret: ['SECRET_FOUND', 'A secret'],
  personal: ['PERSONAL_DATA_FOUND', 'Personal data'],
  term: ['TERM_FOUND', 'A listed word'],
};

function described(text: string, found: readonly FoundSpan[]): { spans: Span[]; findings: Finding[] } {
  const spans = withBytes(text, found);
  let line = 1;
  let lineStart = 0;
  let at = 0;
  const findings = spans.map((span): Finding => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < span.start; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
      lineStart = at;
    }
    const [code, what] = CODES[span.kind];
    const column = Buffer.byteLength(text.slice(lineStart, span.start)) + 1;
    return {
      code,
      message: `${what} stands here (${span.rule}).`,
      line,
      column,
      byteOffset: span.byteStart,
      details: { rule: span.rule, length: span.end - span.start },
    };
  });
  return { spans, findings };
}

function countKinds(spans: readonly FoundSpan[]): Record<'secrets' | 'personal' | 'terms', number> {
  const of = (kind: FoundSpan['kind']): number => spans.filter((span) => span.kind === kind).length;
  return { secrets: of('secret'), personal: of('personal'), terms: of('term') };
}

/** Part of the digest: a change of what is found with the same rules changes it. */
const FINDER_VERSION = 1;

function digestOf(policy: GatewayPolicy, gitleaks = ''): string {
  const parts = [FINDER_VERSION, SECRET_RULES, PERSONAL_RULES, policy, gitleaks];
  return createHash('sha256').update(canonicalize(parts)).digest('hex');
}
