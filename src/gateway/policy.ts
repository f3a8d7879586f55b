/** The policy of a gateway: what may be sent, where to, and what becomes of what is found. */
import { RE2JS, RE2JSException } from 're2js';
import { parseJson } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { nearestName } from '../base/nearest.ts';
import { requireSchema } from '../base/schema.ts';
import { SECRET_RULES } from './finder.ts';
import type { FindingKind } from './finding-span.ts';
import type { GatewayPolicy } from './generated/types.ts';
import { gatewayPolicySchema } from './generated/validators.ts';
import { PERSONAL_RULES } from './pii/personal-data.ts';

/** What becomes of a finding. */
export type Action = NonNullable<GatewayPolicy['secrets']>;

/** How bad a violation is: an error refuses the text. */
export type Severity = 'error' | 'warning';

/** A rule of a policy that a request broke. Says nothing about what stood there. */
export interface Violation {
  /** `max_request_size`, `provider_not_allowed`, `model_not_allowed`, `data_class_not_allowed`, `sensitive_data_detected`, or one of the policy's own. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence for people. */
  readonly message: string;
}

/** What is asked beside the text. */
export interface RequestFacts {
  readonly provider?: string;
  readonly model?: string;
  /** Class of the data in the text, as the policy names them. */
  readonly dataClass?: string;
}

const MAX_BYTES = 10_485_760;
const MAX_POLICY_BYTES = 1024 * 1024;

/**
 * Answers the policy of a JSON text.
 *
 * @throws {LoglineError} POLICY_INVALID - it does not fit schemas/gateway-policy.schema.json, or names a rule that there is not.
 *   PARSE_ERROR and the other codes of strict JSON - it is no JSON.
 */
export function parsePolicy(source: string | Uint8Array): GatewayPolicy {
  return requireSchema(gatewayPolicySchema, parseJson(source, { maxLineBytes: MAX_POLICY_BYTES }), 'POLICY_INVALID');
}

/** A policy, ready to judge. */
export class PolicyRules {
  readonly #policy: GatewayPolicy;
  readonly #actions: ReadonlyMap<string, Action>;
  readonly #content: readonly { readonly rule: string; readonly pattern: RE2JS; readonly violation: Violation }[];

  /**
   * Reads a policy.
   *
   * @param others - ids of rules that the user brings along.
   * @throws {LoglineError} POLICY_INVALID - a rule that there is not, an expression that cannot be read.
   */
  constructor(policy: GatewayPolicy, others: readonly string[] = []) {
    this.#policy = requireSchema(gatewayPolicySchema, policy, 'POLICY_INVALID');
    const known = new Set([...SECRET_RULES, ...PERSONAL_RULES, ...others, 'term']);
    this.#actions = new Map((policy.rules ?? []).map(({ rule, action }) => [requireRule(rule, known), action]));
    this.#content = (policy.content ?? []).map(({ rule, pattern, severity = 'error', message }) => ({
      rule,
      pattern: compile(rule, pattern),
      violation: { rule, severity, message },
    }));
  }

  /** Answers what becomes of a finding. */
  actionOf(kind: FindingKind, rule: string): Action {
    const { secrets = 'redact', personalData = 'redact' } = this.#policy;
    return this.#actions.get(rule) ?? (kind === 'secret' ? secrets : kind === 'personal' ? personalData : 'redact');
  }

  /** Answers what the request breaks before anybody looks at the text. */
  factViolations({ provider, model, dataClass }: RequestFacts, sizeBytes: number): Violation[] {
    const { providers, models, dataClasses, maxBytes = MAX_BYTES } = this.#policy;
    const violations: Violation[] = [];
    const refuse = (rule: string, message: string): void => void violations.push({ rule, severity: 'error', message });
    if (sizeBytes > maxBytes)
      refuse('max_request_size', `The text has ${sizeBytes} bytes; the policy allows ${maxBytes}.`);
    if (providers !== undefined && !providers.some((one) => one === provider))
      refuse('provider_not_allowed', `The policy does not allow ${named('provider', provider)}.`);
    if (models !== undefined && !models.some((one) => model !== undefined && fits(one, model)))
      refuse('model_not_allowed', `The policy does not allow ${named('model', model)}.`);
    if (dataClasses !== undefined && !dataClasses.some((one) => one === dataClass))
      refuse('data_class_not_allowed', `The policy does not allow ${named('class of data', dataClass)}.`);
    return violations;
  }

  /** Answers which of the policy's own rules the text breaks. */
  contentViolations(text: string): Violation[] {
    return this.#content.filter(({ pattern }) => pattern.matcher(text).find()).map(({ violation }) => violation);
  }
}

/** Names come from the caller, who may put anything there: only plain ones are repeated. */
const named = (what: string, name: string | undefined): string =>
  name === undefined
    ? `a request that names no ${what}`
    : /^[\w./:-]{1,64}$/.test(name)
      ? `the ${what} ${name}`
      : `this ${what}`;

/** `*` stands for any characters. Linear: each part is looked for behind the one before. */
function fits(glob: string, name: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (!name.startsWith(first)) return false;
  if (rest.length === 0) return name === first;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

function requireRule(rule: string, known: ReadonlySet<string>): string {
  if (known.has(rule)) return rule;
  const nearest = nearestName(rule, [...known]);
  const hint = nearest === undefined ? '' : ` Is it "${nearest}"?`;
  throw new LoglineError('POLICY_INVALID', `There is no rule "${rule}".${hint}`, { details: { rule } });
}

function compile(rule: string, source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    throw new LoglineError('POLICY_INVALID', `The pattern of "${rule}" cannot be read: ${cause.message}.`, {
      details: { rule },
    });
  }
}
