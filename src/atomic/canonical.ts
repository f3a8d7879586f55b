/** Values to canonical JSON text (RFC 8785), refusing whatever JSON cannot say. */
import { LoglineError } from '../base/errors.ts';
import { DEFAULT_LIMITS, resolveLimits } from './limits.ts';
import { pointerTo } from './pointer.ts';

/**
 * Answers the canonical JSON text of a value. Members that are `undefined` are left out, as `JSON.stringify` does. Pure.
 *
 * @param value - null, booleans, finite numbers, strings of whole characters, arrays and plain objects.
 * @param maxDepth - deepest nesting, at most 1000. @default 64
 * @throws {LoglineError} CANONICAL_UNSUPPORTED - something else stands in it; TOO_DEEP - nested too deep, or circular.
 *   Both with `details.pointer`.
 * @see RFC 8785
 */
export function canonicalize(value: unknown, maxDepth: number = DEFAULT_LIMITS.maxDepth): string {
  return write(value, [], resolveLimits({ maxDepth }).maxDepth);
}

/** The canonical text of an object. */
export interface CanonicalObject {
  readonly text: string;
  /** For each key that was asked for: where a member of this key stands in the text, or would stand, if another one follows it. */
  readonly places: readonly number[];
}

/**
 * Answers the canonical text of an object. What comes into it later finds its place without the members being sorted again. Pure.
 *
 * @param instead - members that stand in place of the object's own, or beside them; those that are `undefined` are left out.
 * @param keys - whose places are asked for, in order.
 * @throws as {@link canonicalize}
 */
export function canonicalObject(
  object: object,
  { instead = {}, keys = [], maxDepth }: { instead?: object; keys?: readonly string[]; maxDepth: number },
): CanonicalObject {
  const path: Path = [];
  demandPlain(object, path);
  const own = Object.keys(object);
  for (const key of Object.keys(instead)) if (!own.includes(key)) own.push(key);
  const places: number[] = [];
  let text = '';
  for (const key of sorted(own)) {
    const from = Object.hasOwn(instead, key) ? instead : object;
    const value = (from as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) continue;
    text += text === '' ? '{' : ',';
    while (places.length < keys.length && key >= keys[places.length]!) places.push(text.length);
    text += writeMember(key, value, path, maxDepth);
  }
  return { text: text === '' ? '{}' : `${text}}`, places };
}

type Path = (string | number)[];

function write(value: unknown, path: Path, levels: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, path);
    case 'number':
      if (!Number.isFinite(value)) refuse(String(value), path);
      return String(value); // ECMAScript's form is RFC 8785's, and -0 is 0
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeNested(value, path, levels);
    default:
      return refuse(typeof value, path);
  }
}

/** Characters that stand for themselves in JSON, and are no surrogates. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(text: string, path: Path): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) refuse('a string with half of a surrogate pair', path);
  return JSON.stringify(text);
}

function writeNested(value: object, path: Path, levels: number): string {
  if (levels < 1) {
    const message = `The value at ${place(path)} is nested too deep.`;
    throw new LoglineError('TOO_DEEP', message, { details: { pointer: pointerTo(path) } });
  }
  if (Array.isArray(value)) return writeArray(value, path, levels);
  demandPlain(value, path);
  return writeObject(value as Readonly<Record<string, unknown>>, path, levels);
}

/** Of a map, a date or an instance of a class, JSON would say a part or nothing. */
function demandPlain(value: object, path: Path): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) refuse('an object that is not plain', path);
}

function writeArray(array: readonly unknown[], path: Path, levels: number): string {
  let text = '';
  for (let i = 0; i < array.length; i++) {
    path.push(i);
    text += (i === 0 ? '' : ',') + write(array[i], path, levels - 1);
    path.pop();
  }
  return `[${text}]`;
}

function writeObject(object: Readonly<Record<string, unknown>>, path: Path, levels: number): string {
  let text = '';
  for (const key of sorted(Object.keys(object))) {
    const value = object[key];
    if (value !== undefined) text += (text === '' ? '' : ',') + writeMember(key, value, path, levels);
  }
  return `{${text}}`;
}

/** Few keys are in order sooner by insertion than by the sort of the language. */
const FEW = 12;

/** Sorts keys by their UTF-16 code units, in place. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i]!;
    let at = i;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
  return keys;
}

function writeMember(key: string, value: unknown, path: Path, levels: number): string {
  path.push(key);
  const text = `${writeString(key, path)}:${write(value, path, levels - 1)}`;
  path.pop();
  return text;
}

function refuse(what: string, path: Path): never {
  throw new LoglineError('CANONICAL_UNSUPPORTED', `There is ${what} at ${place(path)}, which JSON cannot say.`, {
    details: { pointer: pointerTo(path) },
  });
}

const place = (path: Path): string => (path.length === 0 ? 'the top' : pointerTo(path));
