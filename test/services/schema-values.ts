/** Values for JSON Schemas: such as they allow, such as they nearly allow, and such as nobody means well with. */
import fc from 'fast-check';

/** A schema as JSON. */
export type Schema = Readonly<Record<string, unknown>>;

/** Answers the schema that a reference leads to, and what references in it lead to. */
export type Resolve = (reference: string) => { readonly schema: Schema; readonly resolve: Resolve };

/** Texts that have broken programs. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\ufeff',
  '\u202e\u2066',
  'a\r\nX-Injected: yes',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  'file:///etc/passwd',
  '%2e%2e%2f%00',
  "'; DROP TABLE logline.line; --",
  '$(touch /tmp/owned)`id`',
  '{{7*7}}${7*7}<%= 7*7 %>',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'M-__proto__',
  `M-${'a'.repeat(63)}`,
  'batch-1',
  '(a+)+$',
  '[[[[[[[[',
  'x'.repeat(5000),
  '\u{1F468}\u200D\u{1F469}'.repeat(50),
  '9'.repeat(40),
  '-1',
  '1e309',
  'NaN',
  '2026-02-30T25:61:61Z',
];

const HOSTILE_NUMBERS = [0, -0, -1, 0.5, 1e-320, 1e308, 2 ** 31, 2 ** 53 - 1, -(2 ** 53), 1e21];

/** Any JSON, with a liking for what breaks programs. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom<unknown>(null, true, false, [], {}, [[[]]], ...HOSTILE_NUMBERS),
  fc.constantFrom<unknown>(
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
    { toString: 1, valueOf: null, toJSON: 'x' },
    Array.from({ length: 2000 }, (_, n) => n),
    nested(60),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = { a: [value] };
  return value;
}

/** Answers values that a schema allows, as far as it can be told from it. */
export function valuesOf(schema: Schema, resolve: Resolve, depth = 0): fc.Arbitrary<unknown> {
  const { $ref: reference, type } = schema;
  if (typeof reference === 'string') {
    const found = resolve(reference);
    return valuesOf({ ...found.schema, ...without(schema, '$ref') }, found.resolve, depth);
  }
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, resolve, depth)));
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one }, resolve, depth)));
  if (type === 'object' || 'properties' in schema) return objects(schema, resolve, depth + 1);
  if (type === 'array') return arrays(schema, resolve, depth + 1);
  return scalars(schema);
}

const without = (schema: Schema, name: string): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([each]) => each !== name));

function objects(schema: Schema, resolve: Resolve, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
  const required = (schema['required'] ?? []) as readonly string[];
  const wanted = properties.filter(([name]) => depth < 5 || required.includes(name));
  const own = fc.record(Object.fromEntries(wanted.map(([name, each]) => [name, valuesOf(each, resolve, depth)])), {
    requiredKeys: required.filter((name) => properties.some(([each]) => each === name)),
  });
  if (schema['additionalProperties'] === false || depth > 3) return own;
  const more = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 });
  return fc.tuple(more, own).map(([extra, known]) => ({ ...extra, ...known }));
}

function arrays(
  { items, minItems = 0, maxItems = 20 }: Schema,
  resolve: Resolve,
  depth: number,
): fc.Arbitrary<unknown> {
  const least = Number(minItems);
  return fc.array(valuesOf((items ?? {}) as Schema, resolve, depth), {
    minLength: least,
    maxLength: Math.min(Number(maxItems), least + (depth > 3 ? 1 : 3)),
  });
}

function scalars(schema: Schema): fc.Arbitrary<unknown> {
  const { minimum, maximum, exclusiveMinimum, pattern, minLength = 0, maxLength = 40 } = schema;
  switch (schema['type']) {
    case 'string':
      if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
      return fc.string({ unit: 'grapheme', minLength: Number(minLength), maxLength: Math.min(Number(maxLength), 40) });
    case 'integer':
      return fc.integer({ min: Number(minimum ?? -5), max: Number(maximum ?? 2000) });
    case 'number':
      return fc
        .double({ min: Number(minimum ?? 0), max: Number(maximum ?? 1e6), noNaN: true })
        .map((number) => (exclusiveMinimum === undefined ? number : Math.max(number, 0.01)));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Answers values in which one place is not as it was: another value stands there, nothing, or something more. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    way: fc.nat(),
    kind: fc.constantFrom('replace', 'drop', 'add'),
    name: fc.constantFrom(...HOSTILE_TEXTS),
    value: hostileValue,
  });
  return fc
    .tuple(values, change)
    .map(([value, { way, kind, name, value: other }]) => changed(value, way, kind, name, other));
}

/** The place is chosen by a number: at each level one member, as long as there are any. */
function changed(value: unknown, way: number, kind: string, name: string, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[way % Math.max(1, keys.length)];
  const inner = key === undefined ? undefined : (value as Record<string, unknown>)[key];
  const isHere = way % 3 === 0 || typeof inner !== 'object' || inner === null;
  if (!isHere) return put(value, key!, changed(inner, Math.floor(way / 3), kind, name, other));
  if (kind === 'add' || key === undefined)
    return Array.isArray(value) ? [...(value as unknown[]), other] : put(value, name, other);
  if (kind === 'replace') return put(value, key, other);
  return Array.isArray(value)
    ? (value as unknown[]).filter((_, i) => String(i) !== key)
    : without(value as Schema, key);
}

function put(value: object, key: string, member: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((each, i) => (String(i) === key ? member : each));
  const copy: Record<string, unknown> = { ...value };
  Object.defineProperty(copy, key, { value: member, enumerable: true, configurable: true, writable: true });
  return copy;
}
