/** The arithmetic that numbers carry so that a mistyped one is noticed. What does not satisfy it is no such number. */

const digitsOf = (text: string): number[] => Array.from(text, Number);

/** Luhn (ISO/IEC 7812-1): the weights 1 and 2 in turn from the right, digits of the products added. */
export function isLuhn(digits: string): boolean {
  const sum = digitsOf(digits)
    .reverse()
    .map((digit, i) => (i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}

/** The remainder of a number of any length, of which letters count 10 to 35 (ISO 7064). */
export function remainder(alphanumeric: string, modulus: number): number {
  let rest = 0;
  for (const char of alphanumeric) {
    const value = parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % modulus;
  }
  return rest;
}

/** The sum of the digits, each times its weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);
}

const D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff's scheme over the dihedral group of order ten. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (const [i, digit] of digitsOf(digits).reverse().entries()) check = Number(D[check]![Number(P[i % 8]![digit])]);
  return check === 0;
}

/** ISO 7064, mod 11,10: German tax numbers. */
export function isMod11x10(digits: string): boolean {
  let product = 10;
  for (const digit of digitsOf(digits.slice(0, -1))) {
    const sum = (digit + product) % 10;
    product = (2 * (sum === 0 ? 10 : sum)) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}
