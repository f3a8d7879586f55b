/**
 * From the errors of a generated validator to sentences for people.
 *
 * The validators (src/<folder>/generated, made from schemas/ by `npm run gen`) say which keyword failed where; here the member is
 * named, with what was expected of it, what stands there, and for a mistyped name the one that was meant.
 */
import type { Code } from './errors.ts';
import { LoglineError } from './errors.ts';
import { nearestName } from './nearest.ts';
import type { Finding } from './report.ts';

/** One error of a generated validator, in ajv's words. */
export interface SchemaError {
  /** JSON pointer to the value that was judged. */
  readonly instancePath: string;
  /** Pointer to the keyword in the schema, its references followed. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A schema as `npm run gen` writes it. */
export interface CompiledSchema<T> {
  /** Name of the thing for messages, such as `atomic`. */
  readonly title: string;
  /** Answers whether the value fits. Makes no garbage where it does. */
  readonly accepts: (value: unknown) => value is T;
  /** Answers what is wrong, at most 100 errors, or `null` where nothing is. */
  readonly errorsOf: (value: unknown) => readonly SchemaError[] | null;
  /** The names that an object may have, by the path of its `additionalProperties`. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** What each pattern asks for, in words. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** One fault of a value. */
export interface Problem {
  /** JSON pointer (RFC 6901) to the faulty value; where a member is missing, to the object that should have it. */
  readonly pointer: string;
  /** One sentence: the member, what was expected of it and what it is. */
  readonly message: string;
}

/** Answers everything about `value` that the schema does not allow, at most 100 problems; nothing where it fits. Pure. */
export function schemaProblems(schema: CompiledSchema<unknown>, value: unknown): Problem[] {
  return (schema.errorsOf(value) ?? []).map((error) => problemOf(schema, value, error));
}

/**
 * Answers `value` as what the schema says it is. Pure.
 *
 * @throws {LoglineError} the code that was handed in - the value does not fit; `details.findings` has a finding for each problem.
 */
export function requireSchema<T>(schema: CompiledSchema<T>, value: unknown, code: Code): T {
  if (schema.accepts(value)) return value;
  throw findingsError(schemaProblems(schema, value).map((problem) => ({ code, ...problem })));
}

/** Answers the error that tells of all findings: its code and message are those of the first. Pure. */
export function findingsError(findings: readonly Finding[]): LoglineError {
  const [first, ...others] = findings as readonly [Finding, ...Finding[]];
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`;
  return new LoglineError(first.code, first.message + more, { details: { findings } });
}

/** Answers `text` in double quotes, cut after 40 characters, with all that a terminal could obey or hide escaped. Pure. */
export function quote(text: string): string {
  const cut = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(cut).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}

function problemOf(schema: CompiledSchema<unknown>, value: unknown, error: SchemaError): Problem {
  const { instancePath: pointer, keyword, params } = error;
  if (keyword === 'additionalProperties') return unknownMember(schema, error);
  const steps = pointer.split('/').slice(1);
  const missing = params['missingProperty'] as string | undefined;
  if (missing !== undefined) {
    const reason = keyword === 'dependentRequired' ? `: ${params['property'] as string} needs it` : '';
    return { pointer, message: `${nameOf(schema, [...steps, missing])} is missing${reason}.` };
  }
  const name = nameOf(schema, steps);
  if (keyword === 'uniqueItems') {
    return { pointer, message: `${name}: the items ${String(params['i'])} and ${String(params['j'])} are the same.` };
  }
  const actual = steps.reduce((inside, step) => (inside as Record<string, unknown>)[step], value);
  const expected = EXPECTATIONS[keyword]!(params, schema);
  return {
    pointer,
    message: `${name}: expected ${expected}, found ${found(actual, expected)}.${suggestion(params, actual)}`,
  };
}

function unknownMember(schema: CompiledSchema<unknown>, { instancePath, schemaPath, params }: SchemaError): Problem {
  const member = params['additionalProperty'] as string;
  const known = schema.members[schemaPath]!;
  const nearest = nearestName(member, known);
  const wayOut = nearest === undefined ? `known are ${known.join(', ')}.` : `did you mean ${nearest}?`;
  const shown = /^[\w$-]{1,64}$/.test(member) ? member : quote(member);
  const name = nameOf(schema, [...instancePath.split('/').slice(1), shown]);
  const step = member.replaceAll('~', '~0').replaceAll('/', '~1');
  return { pointer: `${instancePath}/${step}`, message: `${name}: unknown member, ${wayOut}` };
}

/** `did.actor`, `cosignatures[0].sig`, or `the atomic` for the whole value. */
function nameOf(schema: CompiledSchema<unknown>, [first, ...steps]: readonly string[]): string {
  if (first === undefined) return `the ${schema.title}`;
  return first + steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
}

/** What each keyword of the schemas asks for. schemas/codegen.mjs refuses a schema with any other keyword or type. */
const EXPECTATIONS: Readonly<
  Record<string, (params: SchemaError['params'], schema: CompiledSchema<unknown>) => string>
> = {
  type: ({ type }) => TYPE_NAMES[type as string]!,
  const: ({ allowedValue }) => JSON.stringify(allowedValue),
  enum: ({ allowedValues }) => `one of ${(allowedValues as readonly string[]).join(', ')}`,
  pattern: ({ pattern }, { patterns }) => patterns[pattern as string]!,
  minLength: () => 'a text that is not empty',
  minItems: ({ limit }) => `a length of at least ${String(limit)}`,
  minimum: ({ limit }) => `at least ${String(limit)}`,
  maximum: ({ limit }) => `at most ${String(limit)}`,
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function found(value: unknown, expected: string): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  switch (typeof value) {
    case 'string':
      // Where characters are counted, say how many there are.
      return quote(value) + (/^\d/.test(expected) ? ` (${String(value.length)} characters)` : '');
    case 'object':
      return value === null ? 'null' : 'an object';
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return `a value of type ${typeof value}`;
  }
}

function suggestion({ allowedValues }: SchemaError['params'], value: unknown): string {
  if (allowedValues === undefined || typeof value !== 'string') return '';
  const nearest = nearestName(value, allowedValues as readonly string[]);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
