/** Values of the right form that open nothing. They are put together here so that scanners of repositories leave this file alone. */

/** Letters and digits that look drawn by chance, always the same ones. */
export function chance(
  length: number,
  alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  seed = 7,
): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return alphabet[(state >>> 16) % alphabet.length];
  }).join('');
}

const HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Secrets by the rules that find them. */
export const SECRETS: Readonly<Record<string, string>> = {
  'github-pat': `ghp_${chance(36)}`,
  'openai-project-key': `sk-proj-${chance(48)}`,
  'aws-access-token': `AKIA${chance(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  'slack-bot-token': `xoxb-${chance(12, '123456789')}-${chance(12, '123456789')}-${chance(24)}`,
  'stripe-access-token': `sk_live_${chance(24)}`,
  'gcp-api-key': `AIza${chance(35)}`,
  'npm-access-token': `npm_${chance(36)}`,
  'gitlab-pat': `glpat-${chance(20)}`,
  'json-web-token': `eyJ${chance(20)}.eyJ${chance(60)}.${chance(43)}`,
  'anthropic-api-key': `sk-ant-api03-${chance(93)}AA`,
  'hugging-face-user-token': `hf_${chance(34)}`,
  'telegram-bot-token': `${chance(9, '123456789')}:AA${chance(33)}`,
  'azure-client-secret': `${chance(3)}8Q~${chance(33)}`,
  'langsmith-key': `lsv2_pt_${chance(32, HEX)}_${chance(10, HEX)}`,
};

/** A private key in PEM, whose lines are none of a key. */
export function privateKey(lines: number): string {
  const body = Array.from({ length: lines }, (_, i) => chance(64, BASE64, i + 1)).join('\n');
  return `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;
}

/** Personal data by the rules that find it; the first of each by its shape alone, or with the word that it needs. */
export const PERSONAL: readonly (readonly [rule: string, before: string, value: string])[] = [
  ['email', 'Write to ', 'maria.lopez+work@mail.fastmail.com'],
  ['phone', 'Call ', '(541) 754-3010'],
  ['phone', 'from abroad ', '+44 20 7946 0958'],
  ['phone', 'Tel: ', '030 901820'],
  ['payment-card', 'card ', '4111 1111 1111 1111'],
  ['payment-card', 'paid with ', '378282246310005'],
  ['iban', 'to ', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'to ', 'GB82WEST12345698765432'],
  ['ip-address', 'from ', '85.214.132.117'],
  ['ip-address', 'from ', '2a02:8109:8b40:2c4::17'],
  ['us-ssn', 'is ', '536-22-8712'],
  ['us-ssn', 'SSN ', '536228712'],
  ['es-dni', 'DNI ', '12345678Z'],
  ['es-dni', 'NIE ', 'X1234567L'],
  ['it-codice-fiscale', 'CF ', 'RSSMRA85T10A562S'],
  ['fr-nir', 'numéro ', '2 55 08 14 168 025 38'],
  ['de-tax-id', 'Steuer-ID: ', '86 095 742 719'],
  ['nl-bsn', 'BSN ', '111222333'],
  ['be-rrn', 'RRN ', '85.07.30-033.28'],
  ['ch-ahv', 'AHV ', '756.9217.0769.85'],
  ['pl-pesel', 'PESEL ', '44051401359'],
  ['fi-hetu', 'HETU ', '131052-308T'],
  ['se-personnummer', 'nr ', '811218-9876'],
  ['uk-nhs', 'NHS number ', '943 476 5919'],
  ['uk-nino', 'National Insurance ', 'AB123456C'],
  ['ca-sin', 'SIN ', '046 454 286'],
  ['au-tfn', 'TFN ', '123 456 782'],
  ['br-cpf', 'CPF ', '529.982.247-25'],
  ['br-cpf', 'CPF ', '52998224725'],
  ['br-cnpj', 'CNPJ ', '11.222.333/0001-81'],
  ['in-aadhaar', 'no ', '2341 2341 2346'],
  ['in-aadhaar', 'Aadhaar ', '234123412346'],
  ['cn-resident-id', 'id ', '11010519491231002X'],
];
