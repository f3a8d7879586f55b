/**
 * The WebAssembly module behind the fast engine (src/atomic/wasm), where there is WebAssembly: an instance, and tables in its memory.
 *
 * It judges only what the rule of the encodings lets through, and what it judges is public.
 */
import { fromBase64, fromHex } from '../base/bytes.ts';
import type { SignatureCheck } from './engine.ts';
import { FAST_WASM } from './generated/fast-wasm.ts';

/** What of the module is used here. Addresses are offsets into its memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly checks: () => number;
  readonly verdicts: () => number;
  readonly tableBytes: () => number;
  readonly freeMemory: () => number;
  /** 1, or 0 where there is no such point. */
  readonly fillTable: (table: number, bytes: number, negative: 0 | 1) => number;
  readonly verify: (count: number, messageBytes: number, baseTable: number) => void;
}

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
const MOST_CHECKS = 256;
const CHECK_BYTES = 65_536;
const SIGNATURE_BYTES = 64;
const TABLE_ADDRESS_BYTES = 4;

/** The base point of Ed25519. */
const BASE = fromHex('5866666666666666666666666666666666666666666666666666666666666666', 32)!;

/** Tables by number, and signatures that are checked with them. */
export class FastModule {
  readonly #exports: Exports;
  readonly #firstTable: number;
  readonly #tableBytes: number;
  #bytes: Uint8Array;

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
    this.#tableBytes = exports.tableBytes();
    const baseTable = exports.freeMemory();
    this.#firstTable = baseTable + this.#tableBytes;
    this.#bytes = new Uint8Array(0);
    this.#reach(this.#firstTable);
    this.#fill(baseTable, BASE, 0);
  }

  /** Makes the table of a key, which is acceptable by its encoding; answers whether the key is a point of the curve at all. */
  makeTable(table: number, publicKey: Uint8Array): boolean {
    const address = this.#addressOf(table);
    this.#reach(address + this.#tableBytes);
    return this.#fill(address, publicKey, 1);
  }

  /**
   * Answers the verdicts, valid until the next call: 1 or 0 each. All messages have the same size.
   *
   * @param checks - at least one, no more than {@link mostChecks}; their signatures are acceptable by their encoding
   * @param tables - of the keys, one for each check
   */
  verify(checks: readonly SignatureCheck[], tables: readonly number[]): Uint8Array {
    const messageBytes = checks[0]!.message.length;
    const addresses = new DataView(this.#bytes.buffer);
    let at = this.#exports.checks();
    for (let i = 0; i < checks.length; i++, at += strideOf(messageBytes)) {
      const { signature, message } = checks[i]!;
      addresses.setUint32(at, this.#addressOf(tables[i]!), true);
      this.#bytes.set(signature, at + TABLE_ADDRESS_BYTES);
      this.#bytes.set(message, at + TABLE_ADDRESS_BYTES + SIGNATURE_BYTES);
    }
    this.#exports.verify(checks.length, messageBytes, this.#firstTable - this.#tableBytes);
    const verdicts = this.#exports.verdicts();
    return this.#bytes.subarray(verdicts, verdicts + checks.length);
  }

  #addressOf(table: number): number {
    return this.#firstTable + table * this.#tableBytes;
  }

  #fill(address: number, point: Uint8Array, negative: 0 | 1): boolean {
    const place = this.#exports.checks();
    this.#bytes.set(point, place);
    return this.#exports.fillTable(address, place, negative) === 1;
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
