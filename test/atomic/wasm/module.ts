/** The WebAssembly module with all its exports, and field elements in its memory. */
import { fromBase64 } from '../../../src/base/bytes.ts';
import { FAST_WASM } from '../../../src/atomic/generated/fast-wasm.ts';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly freeMemory: () => number;
  readonly fromBytes: (h: number, bytes: number) => void;
  readonly toBytes: (bytes: number, f: number, lane: number) => void;
  readonly multiply: (h: number, f: number, g: number) => void;
  readonly square: (h: number, f: number) => void;
  readonly carry: (h: number, f: number) => void;
  readonly sumAndDifference: (sum: number, difference: number, f: number, g: number) => void;
  readonly invert: (h: number, z: number) => void;
  readonly reduce: (number: number, wide: number) => void;
  readonly writeDigits: (digits: number, number: number, bits: number) => void;
  readonly tableBytes: (bits: number) => number;
  readonly fillTable: (table: number, bytes: number, negative: 0 | 1, bits: number) => number;
}

/** The part of the interface that is used here; the compiler has no types of it without those of browsers. */
interface Runtime {
  readonly WebAssembly: {
    readonly Module: (new (bytes: Uint8Array) => object) & {
      readonly imports: (module: object) => readonly unknown[];
      readonly exports: (module: object) => readonly { readonly name: string }[];
    };
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
}

const { WebAssembly } = globalThis as unknown as Runtime;

/** The module's bytes. */
export const binary = fromBase64(FAST_WASM);
const compiled = new WebAssembly.Module(binary);
export const imports = WebAssembly.Module.imports(compiled);
export const exportNames = WebAssembly.Module.exports(compiled).map(({ name }) => name);
export const wasm = new WebAssembly.Instance(compiled).exports as Exports;
wasm.memory.grow(1);

export const P = 2n ** 255n - 19n;
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const LIMBS = 12;
/** Where limb i begins, and after the last the end of all. */
export const BITS = Array.from({ length: LIMBS + 1 }, (_, i) => Math.ceil(21.25 * i));
const ELEMENT_BYTES = 16 * LIMBS;
const start = (wasm.freeMemory() + 15) & ~15;

/** Addresses of a few elements, and of bytes. */
export const [F, G, H, K] = [0, 1, 2, 3].map((n) => start + n * ELEMENT_BYTES) as [number, number, number, number];
export const BYTES = start + 4 * ELEMENT_BYTES;

const memory = (): DataView => new DataView(wasm.memory.buffer);

/** A number from 0 to 2^(8 length) - 1 as little-endian bytes, and back. */
export const littleEndian = (number: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn));
export const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** Puts bytes into the memory, and reads them. */
export function putBytes(at: number, bytes: Uint8Array): void {
  new Uint8Array(wasm.memory.buffer).set(bytes, at);
}
export const bytesAt = (at: number, length: number): Uint8Array =>
  new Uint8Array(wasm.memory.buffer).slice(at, at + length);

/** Puts limbs, in units of the lowest bit of each, into a lane of an element. */
export function putLimbs(element: number, lane: 0 | 1, limbs: readonly number[]): void {
  limbs.forEach((limb, i) => memory().setFloat64(element + 16 * i + 8 * lane, limb * 2 ** BITS[i]!, true));
}

/** The limbs of a lane, in the same units. */
export const limbsAt = (element: number, lane: 0 | 1): number[] =>
  Array.from({ length: LIMBS }, (_, i) => memory().getFloat64(element + 16 * i + 8 * lane, true) / 2 ** BITS[i]!);

/** What limbs mean, from 0 to p - 1. */
export const valueOf = (limbs: readonly number[]): bigint =>
  modulo(limbs.reduce((sum, limb, i) => sum + (BigInt(limb) << BigInt(BITS[i]!)), 0n));

export const modulo = (number: bigint, by: bigint = P): bigint => ((number % by) + by) % by;

/** What a lane of an element means, as `toBytes` has it. */
export function encoded(element: number, lane: 0 | 1): bigint {
  wasm.toBytes(BYTES, element, lane);
  return numberOf(bytesAt(BYTES, 32));
}
