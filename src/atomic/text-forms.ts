/** The text forms that the schema of atomics knows, judged as ASCII bytes. Each is the same as the pattern of atomic.schema.json. */

/** Answers whether `bytes[start, end)` are lower-case hex digits. Pure. */
export const isHexText = (bytes: Uint8Array, start: number, end: number): boolean =>
  isMadeOf(HEX_DIGIT, bytes, start, end);

/** Answers whether `bytes[start, end)` is a path of letters, digits and / _ - . @ : and not empty. Pure. */
export const isPathText = (bytes: Uint8Array, start: number, end: number): boolean =>
  end > start && isMadeOf(OF_PATH, bytes, start, end);

/** Answers whether `bytes[start, end)` is lower-case letters, digits and underscores, a letter first. Pure. */
export const isIntentText = (bytes: Uint8Array, start: number, end: number): boolean =>
  end > start && bytes[start]! >= 0x61 && isMadeOf(OF_INTENT, bytes, start, end);

/** Answers whether `bytes[start, end)` is a UUID in its text form. Pure. */
export function isUuidText(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i]!;
    if (i === 8 || i === 13 || i === 18 || i === 23 ? byte !== DASH : OF_UUID[byte] !== 1) return false;
  }
  return true;
}

/** Answers whether `bytes[start, end)` is an RFC 3339 time with upper-case T and Z, or an offset, and without leap seconds. Pure. */
export function isTimestampText(bytes: Uint8Array, start: number, end: number): boolean {
  const [year, month, day] = [
    1e2 * twoDigits(bytes, start) + twoDigits(bytes, start + 2),
    twoDigits(bytes, start + 5),
    twoDigits(bytes, start + 8),
  ];
  const isDate = bytes[start + 4] === DASH && bytes[start + 7] === DASH && day >= 1 && day <= daysOf(year, month);
  const isTime = bytes[start + 10] === 0x54 && isClock(bytes, start + 11) && bytes[start + 16] === COLON;
  if (!isDate || !isTime || !isBelow(60, bytes, start + 17)) return false;
  return isZone(bytes, afterFraction(bytes, start + 19), end);
}

/** The offset after a fraction of a second, which need not be there; -1 after a point without digits. */
function afterFraction(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x2e) return at;
  const first = ++at;
  while (isDigit(bytes[at]!)) at++;
  return at > first ? at : -1;
}

/** Whether `bytes[at, end)` is Z, or hours and minutes from UTC. */
function isZone(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] === 0x5a) return at + 1 === end;
  return (bytes[at] === 0x2b || bytes[at] === DASH) && isClock(bytes, at + 1) && at + 6 === end;
}

/** Whether hours and minutes stand at `at`. */
const isClock = (bytes: Uint8Array, at: number): boolean =>
  isBelow(24, bytes, at) && bytes[at + 2] === COLON && isBelow(60, bytes, at + 3);

function isBelow(limit: number, bytes: Uint8Array, at: number): boolean {
  const number = twoDigits(bytes, at);
  return number >= 0 && number < limit;
}

/** The number that two digits say; below zero where they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [bytes[at]!, bytes[at + 1]!];
  return isDigit(tens) && isDigit(ones) ? 10 * (tens - 0x30) + ones - 0x30 : -1e6;
}

/** Days of a month of the Gregorian calendar; 0 for what is no month, or of no year. */
function daysOf(year: number, month: number): number {
  if (year < 0) return 0;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month] ?? 0);
}

function isMadeOf(set: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (set[bytes[at]!] !== 1) return false;
  return true;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const setOf = (pattern: RegExp): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(pattern.test(String.fromCharCode(byte))));

const DASH = 0x2d;
const COLON = 0x3a;
const HEX_DIGIT = setOf(/[0-9a-f]/);
const OF_UUID = setOf(/[0-9A-Fa-f]/);
const OF_PATH = setOf(/[/A-Za-z0-9_.@:-]/);
const OF_INTENT = setOf(/[a-z0-9_]/);
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
