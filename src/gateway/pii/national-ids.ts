/** Numbers that states give to people. Each has its shape and its check digits; where those are weak, a word has to stand before it. */
import { isLuhn, isMod11x10, isVerhoeff, remainder, weighted } from './check-digits.ts';

/** A kind of number. */
export interface IdKind {
  readonly id: string;
  /** Finds candidates. Bounded in length, without nested repetition. */
  readonly pattern: RegExp;
  /** Judges the candidate without its separators. */
  readonly isValid: (compact: string) => boolean;
  /** Words of which one has to stand shortly before. @default none is needed */
  readonly context?: RegExp;
  /** Answers how much of a candidate is one; 0 where nothing is. @default all of it */
  readonly endOf?: (found: string) => number;
}

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Spain: DNI, and NIE with its leading letter. */
function isDni(compact: string): boolean {
  const number = compact.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2');
  return DNI_LETTERS[Number(number) % 23] === compact.at(-1);
}

/** United States: what the Social Security Administration never gave out is none. */
const isSsn = (digits: string): boolean =>
  !/^(?:000|666|9)|^...00|0000$/.test(digits) &&
  !/^(.)\1+$/.test(digits) &&
  digits !== '123456789' &&
  digits !== '078051120';

function isCpf(digits: string): boolean {
  if (/^(.)\1+$/.test(digits)) return false;
  const check = (length: number): number => {
    const weights = Array.from({ length }, (_, i) => length + 1 - i);
    return ((weighted(digits, weights) * 10) % 11) % 10;
  };
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

function isCnpj(digits: string): boolean {
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const check = (from: number): number => {
    const rest = weighted(digits, weights.slice(from)) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return !/^(.)\1+$/.test(digits) && check(1) === Number(digits[12]) && check(0) === Number(digits[13]);
}

/** France: the key is 97 less the remainder of the rest; Corsica writes 2A and 2B. */
function isNir(compact: string): boolean {
  const number = compact.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - remainder(number, 97) === Number(compact.slice(13));
}

function isNhs(digits: string): boolean {
  const check = 11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return check % 11 === Number(digits[9]) && !/^(.)\1+$/.test(digits);
}

const isPesel = (digits: string): boolean =>
  weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 &&
  /^\d\d(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits);

const isBsn = (digits: string): boolean =>
  weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !/^0+$/.test(digits);

const isAhv = (digits: string): boolean => weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

/** China: ISO 7064, mod 11-2, whose remainder 10 is written X. */
const isResidentId = (compact: string): boolean =>
  weighted(compact, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11 === '10X98765432'.indexOf(compact[17]!);

const isTfn = (digits: string): boolean => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

const HETU = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const isHetu = (compact: string): boolean =>
  HETU[Number(compact.slice(0, 6) + compact.slice(-4, -1)) % 31] === compact.at(-1);

const isRrn = (digits: string): boolean => {
  const key = Number(digits.slice(9));
  return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some((number) => 97 - (Number(number) % 97) === key);
};

const CODICE_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function isCodiceFiscale(compact: string): boolean {
  const sum = Array.from(compact.slice(0, 15), (char, i) => {
    const value = char >= 'A' ? char.charCodeAt(0) - 65 : Number(char);
    return i % 2 === 0 ? CODICE_ODD[value]! : value;
  }).reduce((total, value) => total + value, 0);
  return String.fromCharCode(65 + (sum % 26)) === compact[15];
}

/** The kinds, by country. */
export const NATIONAL_IDS: readonly IdKind[] = [
  { id: 'us-ssn', pattern: /(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])/g, isValid: isSsn },
  {
    id: 'us-ssn',
    pattern: /(?<![\w.-])\d{3}[ .]?\d{2}[ .]?\d{4}(?![\w-])/g,
    isValid: isSsn,
    context: /\bssns?\b|social security/i,
  },
  { id: 'es-dni', pattern: /(?<![\w-])(?:\d{8}|[XYZ]\d{7})-?[A-Z](?![\w-])/g, isValid: isDni },
  {
    id: 'it-codice-fiscale',
    pattern: /(?<!\w)[A-Z]{6}\d\d[ABCDEHLMPRST]\d\d[A-Z]\d{3}[A-Z](?!\w)/g,
    isValid: isCodiceFiscale,
  },
  {
    id: 'fr-nir',
    pattern: /(?<![\w.])[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?!\w)/g,
    isValid: isNir,
  },
  {
    id: 'de-tax-id',
    pattern: /(?<![\w.])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?!\w)/g,
    isValid: isMod11x10,
    context: /steuer|tax id|\bidnr\b|\btin\b/i,
  },
  { id: 'nl-bsn', pattern: /(?<![\w.])\d{9}(?!\w)/g, isValid: isBsn, context: /\bbsn\b|burgerservice|sofi/i },
  { id: 'be-rrn', pattern: /(?<![\w.])\d\d\.\d\d\.\d\d-\d{3}\.\d\d(?!\w)/g, isValid: isRrn },
  { id: 'ch-ahv', pattern: /(?<![\w.])756\.?\d{4}\.?\d{4}\.?\d\d(?!\w)/g, isValid: isAhv },
  { id: 'pl-pesel', pattern: /(?<![\w.])\d{11}(?!\w)/g, isValid: isPesel, context: /pesel/i },
  { id: 'fi-hetu', pattern: /(?<!\w)[0-3]\d[01]\d\d\d[-+A]\d{3}[0-9A-Y](?!\w)/g, isValid: isHetu },
  { id: 'se-personnummer', pattern: /(?<!\w)\d\d[01]\d[0-3]\d[-+]\d{4}(?!\w)/g, isValid: isLuhn },
  {
    id: 'uk-nhs',
    pattern: /(?<![\w.])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)/g,
    isValid: isNhs,
    context: /\bnhs\b|patient|health (?:number|service)/i,
  },
  {
    id: 'uk-nino',
    pattern: /(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)/g,
    isValid: () => true,
    context: /\bnino?\b|national insurance/i,
  },
  {
    id: 'ca-sin',
    pattern: /(?<![\w.])\d{3}[ -]?\d{3}[ -]?\d{3}(?!\w)/g,
    isValid: isLuhn,
    context: /\bsin\b|social insurance/i,
  },
  { id: 'au-tfn', pattern: /(?<![\w.])\d{3} ?\d{3} ?\d{3}(?!\w)/g, isValid: isTfn, context: /\btfn\b|tax file/i },
  { id: 'br-cpf', pattern: /(?<!\w)\d{3}\.\d{3}\.\d{3}-\d\d(?!\w)/g, isValid: isCpf },
  { id: 'br-cpf', pattern: /(?<![\w.])\d{11}(?!\w)/g, isValid: isCpf, context: /\bcpf\b/i },
  { id: 'br-cnpj', pattern: /(?<!\w)\d\d\.\d{3}\.\d{3}\/\d{4}-\d\d(?!\w)/g, isValid: isCnpj },
  { id: 'in-aadhaar', pattern: /(?<![\w.-])[2-9]\d{3} \d{4} \d{4}(?![\w-]| \d)/g, isValid: isVerhoeff },
  {
    id: 'in-aadhaar',
    pattern: /(?<![\w.])[2-9]\d{11}(?!\w)/g,
    isValid: isVerhoeff,
    context: /aadhaar|\buid(?:ai)?\b/i,
  },
  {
    id: 'cn-resident-id',
    pattern: /(?<!\w)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\w)/g,
    isValid: isResidentId,
  },
];
