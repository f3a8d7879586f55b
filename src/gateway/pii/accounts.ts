/** Payment cards (ISO/IEC 7812, Luhn) and bank accounts (ISO 13616, mod 97). */
import { isLuhn, remainder } from './check-digits.ts';
import type { IdKind } from './national-ids.ts';

/** First digits and lengths of the networks. A number that belongs to none is no card. */
const NETWORKS: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^(?:6011|65\d\d|64[4-9]\d)\d{12}$/,
  /^35\d{14}$/,
  /^(?:2131|1800)\d{11}$/,
  /^3(?:0[0-5]|[689]\d)\d{11}$/,
  /^62\d{14,17}$/,
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}$/,
];

const isCard = (digits: string): boolean =>
  NETWORKS.some((network) => network.test(digits)) && isLuhn(digits) && !/^(.)\1+$/.test(digits);

/** Lengths of account numbers by country, of the IBAN registry. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 ' +
    'GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 ' +
    'PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const isIban = (compact: string): boolean => remainder(compact.slice(4) + compact.slice(0, 4), 97) === 1;

/** What follows an account number may look as if it went on: the country says how long it is. */
function endOfIban(found: string): number {
  const length = IBAN_LENGTHS[found.slice(0, 2).toUpperCase()] ?? 0;
  let seen = 0;
  for (let i = 0; i < found.length; i++) {
    if (/[A-Za-z0-9]/.test(found.charAt(i))) seen++;
    if (seen === length) return /^[A-Za-z0-9]/.test(found.slice(i + 1)) ? 0 : i + 1;
  }
  return 0;
}

/** The kinds. */
export const ACCOUNTS: readonly IdKind[] = [
  { id: 'payment-card', pattern: /(?<![\w.+-])\d(?:[ -]?\d){11,18}(?!\w|[.-]\d)/g, isValid: isCard },
  {
    id: 'payment-card',
    pattern: /(?<![\w.+-])\d{12,19}(?!\w|[.-]\d)/g,
    isValid: isLuhn,
    context: /\b(?:credit|debit|card|cc)\b/i,
  },
  { id: 'iban', pattern: /(?<!\w)[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]){11,30}(?!\w)/gi, isValid: isIban, endOf: endOfIban },
];
