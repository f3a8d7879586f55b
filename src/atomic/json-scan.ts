/**
 * The strict reader of JSON text: RFC 8259 syntax with the refusals of I-JSON (RFC 7493), and the place of each fault.
 *
 * `JSON.parse` alone hides what an attacker needs: of two members with one key it keeps the last, it reads 1e400 as
 * infinity, and it lets half a surrogate pair through. This scan names each of them; values come from `JSON.parse` afterwards.
 */
import { fromUtf8, toUtf8 } from '../base/bytes.ts';
import type { Code } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { findingsError, quote } from '../base/schema.ts';
import { hexByte, lossOf, seenAt } from './json-fault.ts';
import { resolveLimits } from './limits.ts';
import type { JsonLimits, ResolvedLimits } from './limits.ts';
import { survivesDouble } from './number-text.ts';
import { pointerTo } from './pointer.ts';
import { PlaceFinder } from './text-place.ts';
import { utf8ErrorAt } from './utf8.ts';

/** More findings help nobody, and a hostile text could have millions. */
const MOST_FINDINGS = 100;

/** Longer pointers are left out: keys can be as long as the line, and each finding has its own. */
const LONGEST_POINTER = 1000;

/**
 * Answers the value of strict I-JSON text.
 *
 * @param text - the text, or its UTF-8 bytes.
 * @throws {LoglineError} PARSE_ERROR, INVALID_UTF8, DUPLICATE_KEY, LONE_SURROGATE, NUMBER_PRECISION, LINE_TOO_LARGE, TOO_DEEP - with
 *   `details.findings`, each with line, column and byte offset.
 * @see RFC 8259, RFC 7493
 */
export function parseJson(text: string | Uint8Array, limits?: JsonLimits): unknown {
  const findings = typeof text === 'string' ? scanText(text, limits) : scanJson(text, limits);
  if (findings.length > 0) throw findingsError(findings);
  return JSON.parse(typeof text === 'string' ? text : fromUtf8(text)!) as unknown;
}

/**
 * Answers what makes `bytes` no acceptable I-JSON text, in order of place, at most 100 findings; nothing where it is one. A fault of
 * syntax ends the scan, the others do not. Pure.
 */
export function scanJson(bytes: Uint8Array, limits?: JsonLimits): Finding[] {
  return new JsonScan(bytes, resolveLimits(limits)).run();
}

/** Answers whether a text with these findings of {@link scanJson} is JSON to its end all the same, so that `JSON.parse` takes it. Pure. */
export function isReadable(findings: readonly Finding[]): boolean {
  return findings.length < MOST_FINDINGS && findings.every(({ code }) => AMBIGUOUS.has(code));
}

const AMBIGUOUS: ReadonlySet<Code> = new Set(['DUPLICATE_KEY', 'LONE_SURROGATE', 'NUMBER_PRECISION']);

/**
 * As {@link scanJson}, for a JavaScript string. That can hold half a pair, which no UTF-8 can say: it is told here, before it turns
 * into U+FFFD. Pure.
 */
export function scanText(text: string, limits?: JsonLimits): Finding[] {
  const bytes = toUtf8(text);
  const half = text.search(/\p{Surrogate}/u);
  if (half < 0) return scanJson(bytes, limits);
  const byteOffset = toUtf8(text.slice(0, half)).length;
  const place = new PlaceFinder(bytes).placeOf(byteOffset);
  return [{ code: 'LONE_SURROGATE', message: 'The text holds half of a surrogate pair.', byteOffset, ...place }];
}

/** Each step answers whether the scan can go on. */
class JsonScan {
  readonly #bytes: Uint8Array;
  readonly #limits: ResolvedLimits;
  readonly #findings: Finding[] = [];
  readonly #path: (string | number)[] = [];
  readonly #places: PlaceFinder;
  /** All of the text, where it is ASCII alone: characters stand where their bytes stand, and to cut them out takes a tenth of decoding each piece. */
  #ascii: string | undefined;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, limits: ResolvedLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#places = new PlaceFinder(bytes);
  }

  run(): Finding[] {
    if (this.#encoding() && this.#decode() && this.#value() && this.#at < this.#bytes.length)
      this.#unexpected('the end of the text');
    return this.#findings;
  }

  #encoding(): boolean {
    const bytes = this.#bytes;
    const { maxLineBytes } = this.#limits;
    if (bytes.length > maxLineBytes) {
      return this.#stop('LINE_TOO_LARGE', `${String(bytes.length)} bytes; the limit is ${String(maxLineBytes)}.`, 0);
    }
    const broken = utf8ErrorAt(bytes);
    if (broken >= 0) {
      return this.#stop('INVALID_UTF8', `The byte 0x${hexByte(bytes[broken]!)} is no part of UTF-8 text here.`, broken);
    }
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      return this.#stop('PARSE_ERROR', 'The text starts with a byte order mark (EF BB BF); JSON has none.', 0);
    }
    return true;
  }

  #decode(): boolean {
    const text = fromUtf8(this.#bytes)!;
    this.#ascii = text.length === this.#bytes.length ? text : undefined;
    return true;
  }

  #textFrom(start: number): string {
    return this.#ascii?.slice(start, this.#at) ?? fromUtf8(this.#bytes.subarray(start, this.#at))!;
  }

  /** A value with the white space around it. */
  #value(): boolean {
    this.#space();
    const good = this.#bareValue();
    this.#space();
    return good;
  }

  #bareValue(): boolean {
    switch (this.#bytes[this.#at]) {
      case 0x7b:
        return this.#enter() && this.#members() && this.#leave();
      case 0x5b:
        return this.#enter() && this.#elements() && this.#leave();
      case 0x22:
        return this.#string() !== undefined;
      case 0x74:
        return this.#word('true');
      case 0x66:
        return this.#word('false');
      case 0x6e:
        return this.#word('null');
      default:
        return this.#number();
    }
  }

  #enter(): boolean {
    const { maxDepth } = this.#limits;
    if (++this.#depth > maxDepth) {
      return this.#stop('TOO_DEEP', `Arrays and objects are nested more than ${String(maxDepth)} levels deep.`);
    }
    this.#at++;
    this.#space();
    return true;
  }

  #leave(): boolean {
    this.#depth--;
    return true;
  }

  #members(): boolean {
    if (this.#take(0x7d)) return true;
    const keys = new Set<string>();
    do {
      if (!this.#key(keys)) return false;
      this.#space();
      if (!this.#take(0x3a)) return this.#unexpected('a colon');
      if (!this.#value()) return false;
      this.#path.pop();
    } while (this.#take(0x2c));
    return this.#take(0x7d) || this.#unexpected('a comma or the end of the object');
  }

  #key(keys: Set<string>): boolean {
    this.#space();
    const start = this.#at;
    if (this.#bytes[start] !== 0x22) return this.#unexpected("a member's key in double quotes");
    const key = this.#string();
    if (key === undefined) return false;
    this.#path.push(key);
    if (keys.has(key) && !this.#find('DUPLICATE_KEY', `The key ${quote(key)} stands in this object before.`, start)) {
      return false;
    }
    keys.add(key);
    return true;
  }

  #elements(): boolean {
    if (this.#take(0x5d)) return true;
    let index = 0;
    do {
      this.#path.push(index++);
      if (!this.#value()) return false;
      this.#path.pop();
    } while (this.#take(0x2c));
    return this.#take(0x5d) || this.#unexpected('a comma or the end of the array');
  }

  /** The text of a string, or `undefined` where the scan ends. */
  #string(): string | undefined {
    const start = this.#at++;
    let escaped = false;
    for (let byte; (byte = this.#bytes[this.#at]) !== 0x22;) {
      if (byte === 0x5c) {
        escaped = true;
        if (!this.#escape()) return undefined;
      } else if (byte !== undefined && byte >= 0x20) this.#at++;
      else {
        if (byte === undefined) this.#stop('PARSE_ERROR', 'The string has no closing quote.', start);
        else this.#stop('PARSE_ERROR', `The control character 0x${hexByte(byte)} has to be escaped in a string.`);
        return undefined;
      }
    }
    this.#at++;
    const raw = this.#textFrom(start);
    if (!escaped) return raw.slice(1, -1);
    const text = JSON.parse(raw) as string;
    // Valid UTF-8 cannot say half a pair, so only an escape can bring one in.
    const isWhole = !/\p{Surrogate}/u.test(text);
    return isWhole || this.#find('LONE_SURROGATE', 'The string holds half of a surrogate pair.', start)
      ? text
      : undefined;
  }

  #escape(): boolean {
    const kind = this.#bytes[this.#at + 1];
    if (kind === 0x75) {
      const digits = this.#bytes.subarray(this.#at + 2, this.#at + 6);
      if (digits.length < 4 || !digits.every(isHexDigit)) {
        return this.#stop('PARSE_ERROR', 'An escape \\u has four hex digits.');
      }
      this.#at += 6;
      return true;
    }
    if (kind === undefined || !'"\\/bfnrt'.includes(String.fromCharCode(kind))) {
      return this.#stop('PARSE_ERROR', 'A backslash is followed by none of " \\ / b f n r t u.');
    }
    this.#at += 2;
    return true;
  }

  #number(): boolean {
    const start = this.#at;
    const isNegative = this.#take(0x2d);
    if (!this.#take(0x30) && !this.#digits()) return this.#unexpected(isNegative ? 'a digit' : 'a value');
    if (this.#take(0x2e) && !this.#digits()) return this.#unexpected('a digit after the decimal point');
    if (this.#take(0x65) || this.#take(0x45)) {
      if (!this.#take(0x2b)) this.#take(0x2d);
      if (!this.#digits()) return this.#unexpected('a digit of the exponent');
    }
    const text = this.#textFrom(start);
    if (survivesDouble(text)) return true;
    return this.#find('NUMBER_PRECISION', `${lossOf(text)} Write it as a string.`, start);
  }

  #digits(): boolean {
    const start = this.#at;
    for (let byte; (byte = this.#bytes[this.#at]) !== undefined && byte >= 0x30 && byte <= 0x39;) this.#at++;
    return this.#at > start;
  }

  #word(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.#at + i] !== word.charCodeAt(i)) return this.#unexpected('a value');
    }
    this.#at += word.length;
    return true;
  }

  #space(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #unexpected(due: string): false {
    const seen = seenAt(this.#bytes, this.#at);
    return this.#stop('PARSE_ERROR', `${seen} stands where ${due} is due.`);
  }

  #stop(code: Code, message: string, at: number = this.#at): false {
    this.#find(code, message, at);
    return false;
  }

  #find(code: Code, message: string, at: number): boolean {
    const length = this.#path.reduce<number>((sum, step) => sum + String(step).length + 1, 0);
    const pointer = length <= LONGEST_POINTER && { pointer: pointerTo(this.#path) };
    this.#findings.push({ code, message, byteOffset: at, ...this.#places.placeOf(at), ...pointer });
    return this.#findings.length < MOST_FINDINGS;
  }
}

const isHexDigit = (byte: number): boolean => /[0-9a-fA-F]/.test(String.fromCharCode(byte));
