/**
 * The WebAssembly module behind the fast engine (src/atomic/wasm), where there is WebAssembly: an instance, and tables in its memory.
 *
 * It judges only what the rule of the encodings lets through, and what it judges is public.
 */
import { fromBase64, fromHex } from '../base/bytes.ts';
import { contextKey } from './blake3.ts';
import { HASH_CONTEXT } from './domains.ts';
import type { SignatureCheck } from './engine.ts';
import { FAST_WASM } from './generated/fast-wasm.ts';

/** What of the module is used here. Addresses are offsets into its memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly checks: () => number;
  readonly verdicts: () => number;
  readonly tableBytes: (bits: WindowBits) => number;
  readonly freeMemory: () => number;
  /** 1, or 0 where there is no such point. */
  readonly fillTable: (table: number, bytes: number, negative: 0 | 1, bits: WindowBits) => number;
  readonly chunkText: () => number;
  readonly contextKey: () => number;
  readonly digest: () => number;
  readonly hashChunk: (size: number) => void;
  readonly verify: (
    count: number,
    messageBytes: number,
    base: number,
    baseBits: WindowBits,
    keyBits: WindowBits,
  ) => void;
}

/** Of the windows of a table: with 4 it is made in a tenth of the time and has a fifteenth of the size, with 9 it saves five additions of nine. */
export type WindowBits = 4 | 9;

/** A place for a table. */
export interface Table {
  readonly bits: WindowBits;
  /** Where it stands in the module's memory. */
  readonly address: number;
}

/** How many places there are: together with the two tables of the base point 32 MiB. */
export const MOST_TABLES: Readonly<Record<WindowBits, number>> = { 4: 188, 9: 16 };

/** The part of the WebAssembly interface that is used: the same in Node and in browsers. */
interface Runtime {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
}

const PAGE_BYTES = 65_536;
/** A message is longer only where it is none of ours. */
const LONGEST_MESSAGE = 1024;
/** A text that is longer is more than a chunk, and a tree. */
const MOST_HASHED = 1024;
const DIGEST_BYTES = 32;
const MOST_CHECKS = 256;
const CHECK_BYTES = 65_536;
const SIGNATURE_BYTES = 64;
const TABLE_ADDRESS_BYTES = 4;

/** The base point of Ed25519. */
const BASE = fromHex('5866666666666666666666666666666666666666666666666666666666666666', 32)!;

/** An instance of the module, places for tables in its memory, signatures that are checked with them, and hashes. */
export class FastModule {
  /** All places for tables of keys. */
  readonly places: Readonly<Record<WindowBits, readonly Table[]>>;
  readonly #exports: Exports;
  readonly #baseTables: Readonly<Record<WindowBits, Table>>;
  #base: Table;
  #bytes = new Uint8Array(0);

  /**
   * Answers a new instance with memory of its own, or `undefined` where there is no WebAssembly, where it lacks vectors, or where a content
   * security policy forbids it (it wants `wasm-unsafe-eval`).
   */
  static open(): FastModule | undefined {
    const exports = instantiate();
    return exports && new FastModule(exports);
  }

  private constructor(exports: Exports) {
    this.#exports = exports;
    let free = exports.freeMemory();
    const take = (bits: WindowBits): Table => {
      const address = free;
      free += exports.tableBytes(bits);
      return { bits, address };
    };
    const takeAll = (bits: WindowBits): Table[] => Array.from({ length: MOST_TABLES[bits] }, () => take(bits));
    this.#baseTables = { 4: take(4), 9: take(9) };
    this.#base = this.#baseTables[4];
    // The large ones last: memory grows as far as it is needed.
    this.places = { 4: takeAll(4), 9: takeAll(9) };
    this.#reach(exports.freeMemory());
    this.#bytes.set(contextKey(HASH_CONTEXT), exports.contextKey());
  }

  /** Makes a table of the base point, which all checks use from then on, whatever the tables of their keys. There has to be one before the first. */
  prepare(bits: WindowBits): void {
    this.#base = this.#baseTables[bits];
    this.#fill(this.#base, BASE, 0);
  }

  /** Makes the table of a key, which is acceptable by its encoding; answers whether the key is a point of the curve at all. */
  makeTable(table: Table, publicKey: Uint8Array): boolean {
    return this.#fill(table, publicKey, 1);
  }

  /**
   * Answers the verdicts on some of the checks, in the order of their `places`; valid until the next call: 1 or 0 each. All of their
   * messages have the same size, and all of their tables windows of the same.
   *
   * @param checks - their signatures are acceptable by their encoding
   * @param tables - of the keys, by the places of the checks
   * @param places - at least one, no more than {@link mostChecks}
   */
  verify(
    checks: readonly SignatureCheck[],
    tables: readonly (Table | undefined)[],
    places: readonly number[],
  ): Uint8Array {
    const messageBytes = checks[places[0]!]!.message.length;
    const { bits } = tables[places[0]!]!;
    const addresses = new DataView(this.#bytes.buffer);
    let at = this.#exports.checks();
    for (let n = 0; n < places.length; n++, at += strideOf(messageBytes)) {
      const { signature, message } = checks[places[n]!]!;
      addresses.setUint32(at, tables[places[n]!]!.address, true);
      this.#bytes.set(signature, at + TABLE_ADDRESS_BYTES);
      this.#bytes.set(message, at + TABLE_ADDRESS_BYTES + SIGNATURE_BYTES);
    }
    this.#exports.verify(places.length, messageBytes, this.#base.address, this.#base.bits, bits);
    const verdicts = this.#exports.verdicts();
    return this.#bytes.subarray(verdicts, verdicts + places.length);
  }

  /** Answers the hash of what an atomic says, 32 bytes; `undefined` where it is longer than a chunk of BLAKE3. */
  hash(material: Uint8Array): Uint8Array | undefined {
    if (material.length > MOST_HASHED) return undefined;
    this.#bytes.set(material, this.#exports.chunkText());
    this.#exports.hashChunk(material.length);
    const digest = this.#exports.digest();
    return this.#bytes.slice(digest, digest + DIGEST_BYTES);
  }

  #fill({ address, bits }: Table, point: Uint8Array, negative: 0 | 1): boolean {
    this.#reach(address + this.#exports.tableBytes(bits));
    const place = this.#exports.checks();
    this.#bytes.set(point, place);
    return this.#exports.fillTable(address, place, negative, bits) === 1;
  }

  /** Sees to it that the memory goes on to `end`. */
  #reach(end: number): void {
    const { memory } = this.#exports;
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) memory.grow(missing);
    // Memory that has grown is another buffer.
    if (this.#bytes.buffer !== memory.buffer) this.#bytes = new Uint8Array(memory.buffer);
  }
}

/** How many checks of messages with this many bytes can be made at a time: none where they are too long. Pure. */
export function mostChecks(messageBytes: number): number {
  if (messageBytes > LONGEST_MESSAGE) return 0;
  return Math.min(MOST_CHECKS, Math.floor(CHECK_BYTES / strideOf(messageBytes)));
}

const strideOf = (messageBytes: number): number => TABLE_ADDRESS_BYTES + SIGNATURE_BYTES + messageBytes;

/** Compiled once, however many engines there are. */
let compiled: object | undefined;

function instantiate(): Exports | undefined {
  const { WebAssembly } = globalThis as Runtime;
  if (WebAssembly === undefined) return undefined;
  try {
    compiled ??= new WebAssembly.Module(fromBase64(FAST_WASM));
    return new WebAssembly.Instance(compiled).exports as Exports;
  } catch {
    return undefined;
  }
}
