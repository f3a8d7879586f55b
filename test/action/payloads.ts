/**
 * Payloads of events, whole as GitHub sends them: every member that its description has, with a value that the description allows,
 * and what the test is about in its place. `github-api/webhooks.json` is an extract of the official OpenAPI document.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

type Json = Readonly<Record<string, unknown>>;

const { events } = JSON.parse(readFileSync(new URL('github-api/webhooks.json', import.meta.url), 'utf8')) as {
  readonly events: Readonly<Record<string, Schema>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validators = new Map<string, ValidateFunction>();

/** Answers a payload. Fails where it is none that GitHub could send. @param event - as in the extract, with its action. */
export function payloadOf(event: string, own: Json): Json {
  const schema = events[event];
  assert.ok(schema !== undefined, `there is no event "${event}"`);
  const payload = laidOver(sampleOf(schema), own) as Json;
  const validate = validators.get(event) ?? ajv.compile(schema);
  validators.set(event, validate);
  assert.ok(validate(payload), `${event}: ${ajv.errorsText(validate.errors)}`);
  return payload;
}

function sampleOf(schema: Schema): unknown {
  const { anyOf = [], oneOf = [], allOf = [], properties } = schema;
  const [choice] = [...anyOf, ...oneOf];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (properties !== undefined || allOf.length > 0) {
    const own = Object.entries(properties ?? {}).map(([name, value]) => [name, sampleOf(value)] as const);
    return Object.assign({}, ...allOf.map(sampleOf), Object.fromEntries(own)) as unknown;
  }
  return choice === undefined ? SAMPLES[typeOf(schema)] : sampleOf(choice);
}

const typeOf = ({ type }: Schema): string => (typeof type === 'string' ? type : (type?.[0] ?? 'object'));

const SAMPLES: Json = { string: 'text', integer: 1, number: 1, boolean: false, array: [], object: {}, null: null };

/** Objects member by member; everything else takes the place of what was there. */
function laidOver(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) return above;
  const members = Object.entries(above).map(([name, value]) => [name, laidOver(below[name], value)] as const);
  return { ...below, ...Object.fromEntries(members) };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
