/** Random JSON for property tests. The seed is fixed, and printed where a property fails. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20260131 });

/** Doubles that the strict reader takes: those beyond 2^53 have an exponent. */
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => Math.abs(n) <= 2 ** 53 || Math.abs(n) >= 1e21),
);

/** Texts of whole characters, with what JSON escapes among them. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\b', '\u0000', '\u001f', '\u007f', '/', 'ü', '😀', '\ufb33', 'a'),
    maxLength: 6,
  }),
);

/** Keys that sort well and badly, and those that are special elsewhere. */
const asciiKey = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', '!', '~', '0'), maxLength: 3 }),
  fc.constantFrom('hash', 'signature', 'cosignatures', 'hashes', '__proto__', 'constructor', 'toString'),
);
const anyKey = fc.oneof(asciiKey, text);

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** An object with own members, `__proto__` among them. */
function objectOf(members: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(members);
}

function jsonWith(key: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json; object: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      number,
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
    object: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(objectOf),
  })).value;
}

function objectWith(key: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(key, jsonWith(key)), { maxLength: 6 }).map(objectOf);
}

export const json: fc.Arbitrary<Json> = jsonWith(anyKey);
/** Objects whose keys are ASCII without escapes, the special ones of an atomic among them. */
export const asciiObject: fc.Arbitrary<JsonObject> = objectWith(asciiKey);
export const jsonObject: fc.Arbitrary<JsonObject> = objectWith(anyKey);

/** JSON text in any form. */
export const looseText: fc.Arbitrary<string> = fc
  .tuple(json, fc.infiniteStream(fc.nat()))
  .map(([value, choices]) => looseTextOf(value, choices));

/** The value as JSON text in some form: white space, other escapes and other spellings of numbers, members in another order. */
export function looseTextOf(value: Json, choices: Iterator<number>): string {
  const pick = <T>(...options: readonly T[]): T => options[(choices.next().value as number) % options.length]!;
  const space = (): string => pick('', '', '', ' ', '\n', '\t\r\n');
  const write = (inside: Json): string => {
    if (typeof inside === 'string') return writeText(inside);
    if (typeof inside === 'number') return pick(String, (n: number) => n.toExponential())(inside);
    if (typeof inside !== 'object' || inside === null) return String(inside);
    if (Array.isArray(inside)) return `[${space()}${inside.map((item) => space() + write(item) + space()).join(',')}]`;
    const members = Object.entries(inside).map((member) => writeMember(...member));
    return `{${space()}${(pick(true, false) ? members : members.reverse()).join(',')}${space()}}`;
  };
  const writeMember = (key: string, item: Json): string =>
    space() + writeText(key) + space() + ':' + space() + write(item);
  const writeText = (inside: string): string => (pick(true, false, false) ? escaped(inside) : JSON.stringify(inside));
  return space() + write(value) + space();
}

function escaped(text: string): string {
  const escapes = Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`,
  );
  return `"${escapes.join('')}"`;
}
