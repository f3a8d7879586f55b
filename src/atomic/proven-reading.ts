/** The reading of a line that was proven to be an atomic from its bytes alone. */
import { fromUtf8 } from '../base/bytes.ts';
import type { Finding } from '../base/report.ts';
import type { AtomicPlaces } from './atomic-scan.ts';
import type { Engine, SignatureCheck } from './engine.ts';
import type { LineReading } from './line-reading.ts';
import { ownFindings } from './own-findings.ts';
import type { Atomic } from './schema.ts';
import type { SignatureDecoder } from './signature-decoder.ts';
import { isHashOf } from './stated-hash.ts';

/** A line that was proven: where it stands, and where its texts stand. */
export interface ProvenLine {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** All of the line. */
  readonly text: string;
  /** Valid until the next line is proven. */
  readonly places: AtomicPlaces;
  /** What its hash is made of. Valid as long. */
  readonly material: Uint8Array;
}

/** Has what verification asks for from the bytes; the atomic is parsed when somebody asks for it. */
export class ProvenReading implements LineReading {
  readonly isAtomic = true;
  readonly wellKnown = undefined;
  readonly canonical = true;
  readonly findings: readonly Finding[];
  readonly statedHash: string | undefined;
  readonly statedPrev: string | undefined;
  readonly signer: string | undefined;
  readonly createdAt: string;
  readonly signatures: readonly SignatureCheck[];
  readonly #text: string;
  #atomic: Atomic | undefined;

  /** @throws {LoglineError} ENGINE_DISAGREEMENT */
  constructor(line: ProvenLine, engine: Engine, decoder: SignatureDecoder) {
    const { places, material } = line;
    const hash = textAt(line, places.hash, HEX_CHARS);
    const signer = textAt(line, places.signer, HEX_CHARS);
    const signedBy = textAt(line, places.signedBy, HEX_CHARS);
    const isHash = hash === undefined || isHashOf(hash, material, engine);
    this.#text = line.text;
    this.findings = ownFindings({ hash, isHash, signer, signedBy });
    this.statedHash = hash;
    this.statedPrev = textAt(line, places.prev, HEX_CHARS);
    this.signer = signer;
    this.createdAt = textAt(line, places.createdAt, places.createdAtEnd - places.createdAt)!;
    this.signatures = hash === undefined || signer === undefined ? [] : [decoder.decodeAt(line.bytes, places, signer)];
  }

  get atomic(): Atomic {
    return (this.#atomic ??= JSON.parse(this.#text) as Atomic);
  }
}

const HEX_CHARS = 64;

/** The ASCII text of this size at an offset of the bytes. In a line of ASCII alone, characters stand where their bytes stand. */
function textAt({ bytes, start, end, text }: ProvenLine, at: number, size: number): string | undefined {
  if (at < 0) return undefined;
  if (text.length === end - start) return text.slice(at - start, at - start + size);
  return fromUtf8(bytes.subarray(at, at + size));
}
