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

/**
 * Answers the canonical `"key":value` texts of the members of an object, by key and in the order of the keys. {@link joinMembers} makes its
 * canonical text of them.
 *
 * @throws as {@link canonicalize}
 */
export function canonicalMembers(object: object, maxDepth: number): Map<string, string> {
  const path: Path = [];
  const texts = new Map<string, string>();
  demandPlain(object, path);
  for (const key of Object.keys(object).sort()) {
    const value = (object as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) texts.set(key, writeMember(key, value, path, maxDepth));
  }
  return texts;
}

/** Answers the canonical text of the object with these members, which are in order. Pure. */
export function joinMembers(members: ReadonlyMap<string, string>): string {
  return joinTexts(members.values());
}

/** Answers the object of texts of members that are in order; an empty text is none. Pure. */
export function joinTexts(texts: Iterable<string>): string {
  let all = '';
  for (const text of texts) if (text !== '') all += all === '' ? text : `,${text}`;
  return `{${all}}`;
}

/**
 * Answers the texts of members, divided at keys: those before the first key, those between it and the second, and so on.
 * So what comes later, under one of these keys, finds its place without the others being sorted again. Pure.
 *
 * @param members - in order, without members of these keys.
 * @param keys - in order.
 */
export function divideMembers(members: ReadonlyMap<string, string>, keys: readonly string[]): string[] {
  const groups = ['', ...keys.map(() => '')];
  let at = 0;
  for (const [key, text] of members) {
    while (at < keys.length && key > keys[at]!) at++;
    const before = groups[at]!;
    groups[at] = before === '' ? text : `${before},${text}`;
  }
  return groups;
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

function writeString(text: string, path: Path): string {
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
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value !== undefined) text += (text === '' ? '' : ',') + writeMember(key, value, path, levels);
  }
  return `{${text}}`;
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
