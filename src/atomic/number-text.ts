/** Which JSON numbers mean the same to every reader. Source: docs/format.md, "Line"; RFC 7493 section 2.2. */

/** Up to here a double holds every integer. */
const MOST_EXACT = 2 ** 53;

/** From here on ECMAScript, and so the canonical form, writes an exponent. */
const LEAST_WITH_EXPONENT = 1e21;

/**
 * Answers whether the number survives a round trip through an IEEE double, so that readers with doubles, with decimals and with big
 * integers take it for the same value. Pure.
 *
 * It has to be the same decimal after the trip: 0.1 is; 0.1000000000000000055511, 9007199254740993 and 1e400 are not. And it is no
 * integer beyond 2^53 in plain digits, neither as written nor in canonical form: a double and a big integer differ on most of those.
 *
 * @param text - a number in JSON's syntax.
 */
export function survivesDouble(text: string): boolean {
  if (text.length <= 15 && !/[eE]/.test(text)) return true; // fifteen digits always survive
  const value = Number(text);
  if (!Number.isFinite(value) || isLargePlain(text, Math.abs(value))) return false;
  const written = String(value);
  return written === text || decimalOf(written) === decimalOf(text);
}

function isLargePlain(text: string, size: number): boolean {
  return size > MOST_EXACT && (size < LEAST_WITH_EXPONENT || /^-?\d+$/.test(text));
}

/** One spelling for each decimal value: significant digits without zeros at either end, and the exponent of the last one. */
function decimalOf(text: string): string {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const digits = (whole + fraction).replace(/^-?0*/, '');
  const significant = trimZeros(digits);
  if (significant === '') return '0';
  // An exponent that is too long for a double belongs to zero or infinity, whose spelling differs anyway.
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${whole.startsWith('-') ? '-' : ''}${significant}e${String(scale)}`;
}

/** A regular expression for this would be quadratic on zeros in the middle. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}
