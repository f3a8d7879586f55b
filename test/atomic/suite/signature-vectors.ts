/** Wycheproof, "Taming the many EdDSAs", and the points of small order: the same verdicts by every engine. */
import { createFastEngine, createNativeEngine, createPortableEngine } from 'logline-core/atomic';
import type { Engine, SignatureCheck } from 'logline-core/atomic';
import { Verdicts, textOf } from './group.ts';
import type { Group, VectorFiles } from './group.ts';

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}

interface Speccheck {
  readonly message: string;
  readonly pub_key: string;
  readonly signature: string;
}

const engines: readonly Engine[] = [
  createNativeEngine(),
  createPortableEngine(),
  createFastEngine({ tableAfter: 0 }),
].filter((engine) => engine !== undefined);

/** `valid` or `invalid`; where engines differ, what each of them says. */
function verdict(check: SignatureCheck): string {
  const all = engines.map((engine) => (engine.verify(check) ? 'valid' : 'invalid'));
  return [...new Set(all)].join(' but ');
}

export function wycheproof(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const { testGroups } = JSON.parse(textOf(files, 'wycheproof/ed25519_test.json')) as Wycheproof;
  for (const { publicKey, tests } of testGroups) {
    for (const { tcId, msg, sig, result } of tests) {
      const check = { publicKey: bytesOf(publicKey.pk), message: bytesOf(msg), signature: bytesOf(sig) };
      verdicts.note(`tc${String(tcId)}`, verdict(check), result);
    }
  }
  return verdicts.group('Wycheproof Ed25519');
}

/** Under the strict rule only case 3 is a signature. */
export function speccheck(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const cases = JSON.parse(textOf(files, 'ed25519-speccheck/cases.json')) as Speccheck[];
  for (const [i, { message, pub_key: key, signature }] of cases.entries()) {
    const check = { publicKey: bytesOf(key), message: bytesOf(message), signature: bytesOf(signature) };
    verdicts.note(`case ${String(i)}`, verdict(check), i === 3 ? 'valid' : 'invalid');
  }
  return verdicts.group('Taming the many EdDSAs');
}

/** Every encoding of a point of small order, the forbidden ones among them, as A and as R: none is a signature. */
export function smallOrder(): Group {
  const verdicts = new Verdicts();
  const message = new TextEncoder().encode('Zcash');
  for (const [i, a] of SMALL_ORDER.entries()) {
    for (const [j, r] of SMALL_ORDER.entries()) {
      const check = { publicKey: bytesOf(a), message, signature: bytesOf(r + '00'.repeat(32)) };
      verdicts.note(`A ${String(i)} R ${String(j)}`, verdict(check), 'invalid');
    }
  }
  return verdicts.group('small order');
}

/** Answers the bytes of hex text. */
export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

/** The 8 points, and the 6 other encodings that lenient readers take for them (ZIP 215). */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];
