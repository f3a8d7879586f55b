/** What a provider's own response says that a call used: the figures that a recorder can sign, since it has seen where they come from. */
import { createPlainHash, parseJson } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { TokenUsage } from './usage.ts';

/** A response, as far as money is concerned. */
export interface ProviderUsage {
  /** The provider's id of the response, which names the usage: a response counts once. */
  readonly id: string;
  readonly model: string;
  readonly tokens: TokenUsage;
  /** BLAKE3 of the response's bytes: 64 lower-case hex characters. */
  readonly digest: string;
}

/**
 * Answers what the JSON body of a response says it used. Read are the forms of OpenAI (chat completions and responses), which count cached
 * tokens within the input, and of Anthropic (messages), which counts them beside it.
 *
 * @throws {LoglineError} RESPONSE_INVALID - it has no id, no model, or no usage in one of these forms. PARSE_ERROR and the other codes of strict JSON.
 */
export function readProviderUsage(body: string | Uint8Array): ProviderUsage {
  const bytes = typeof body === 'string' ? toUtf8(body) : body;
  const response = objectOf(parseJson(bytes));
  const usage = objectOf(response['usage']);
  const form = FORMS.find(({ isIts }) => isIts(usage));
  if (form === undefined) throw invalid('it has no member "usage" of a form that is known');
  return {
    id: textIn(response, 'id'),
    model: textIn(response, 'model'),
    tokens: form.read(usage),
    digest: toHex(createPlainHash().update(bytes).digest()),
  };
}

type Members = Readonly<Record<string, unknown>>;

interface UsageForm {
  readonly isIts: (usage: Members) => boolean;
  readonly read: (usage: Members) => TokenUsage;
}

/** In this order: the first form that fits is it. */
const FORMS: readonly UsageForm[] = [
  {
    isIts: (usage) => Object.hasOwn(usage, 'prompt_tokens'),
    read: (usage) => ofOpenAi(usage, 'prompt_tokens', 'completion_tokens', 'prompt_tokens_details'),
  },
  {
    isIts: (usage) => Object.hasOwn(usage, 'input_tokens_details'),
    read: (usage) => ofOpenAi(usage, 'input_tokens', 'output_tokens', 'input_tokens_details'),
  },
  { isIts: (usage) => Object.hasOwn(usage, 'input_tokens'), read: ofAnthropic },
];

function ofOpenAi(usage: Members, read: string, written: string, details: string): TokenUsage {
  const cachedInput = countIn(objectOf(usage[details]), 'cached_tokens', 0);
  const input = countIn(usage, read) - cachedInput;
  if (input < 0) throw invalid('more tokens are cached than were read');
  return { input, cachedInput, cacheWrite5m: 0, cacheWrite1h: 0, output: countIn(usage, written) };
}

/** Without a division by how long they last, writes are those of five minutes, which is what the provider does by itself. */
function ofAnthropic(usage: Members): TokenUsage {
  const writes = countIn(usage, 'cache_creation_input_tokens', 0);
  const cacheWrite1h = countIn(objectOf(usage['cache_creation']), 'ephemeral_1h_input_tokens', 0);
  if (cacheWrite1h > writes) throw invalid('more tokens are written for an hour than are written');
  return {
    input: countIn(usage, 'input_tokens'),
    cachedInput: countIn(usage, 'cache_read_input_tokens', 0),
    cacheWrite5m: writes - cacheWrite1h,
    cacheWrite1h,
    output: countIn(usage, 'output_tokens'),
  };
}

function countIn(members: Members, name: string, preset?: number): number {
  const value = Object.hasOwn(members, name) ? (members[name] ?? preset) : preset;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`usage.${name} is no number of tokens`);
}

function textIn(members: Members, name: string): string {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`its member "${name}" is no text`);
}

const objectOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

const invalid = (what: string): LoglineError =>
  new LoglineError('RESPONSE_INVALID', `This is no response that says what it used: ${what}.`);
