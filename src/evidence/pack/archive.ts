/**
 * The archive of a pack: a ZIP file of one single form, written and read here.
 *
 * ZIP leaves much open: what stands between files, which of two directories counts, what a name may be. Here nothing is. A header has one
 * value for each of its fields, files follow each other without a gap, names are plain, and all is read twice: from the directory, and
 * where it stands. So two readers cannot see two packs in one file, and unpacking cannot write anywhere but below its folder.
 *
 * @see APPNOTE.TXT 6.3.10 of PKWARE; docs/evidence.md, "The archive"
 */
import { inflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import { concatBytes, equalBytes, fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { crc32 } from './crc32.ts';

/** One file of an archive. */
export interface ArchiveFile {
  /** Path with forward slashes. */
  readonly name: string;
  /** What stands in it. */
  readonly bytes: Uint8Array;
}

/** A file as it was read, with its place. */
export interface ReadFile extends ArchiveFile {
  /** Where its header begins in the archive. */
  readonly byteOffset: number;
}

/** Bounds on an archive that is read. */
export interface ArchiveLimits {
  /** All files together, unpacked, in bytes. @default 1 GiB */
  readonly maxUnpackedBytes?: number;
  /** @default 20_000 */
  readonly maxFiles?: number;
}

/** How much effort goes into making files small: 0 none, 9 most. */
export type CompressionLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const DEFAULT_LIMITS = { maxUnpackedBytes: 1024 * 1024 * 1024, maxFiles: 20_000 } as const;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const STORED = 0;
const DEFLATED = 8;
/** An ordinary file with the permissions 0644, in the upper half of the attributes; no link, no folder, no device. */
const ATTRIBUTES = 0o100644 * 0x10000;
/** 1980-01-01, the first day that ZIP knows. */
const DATE = 0x0021;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;
const MADE_BY_UNIX = 0x0314;
/** Each step begins with a letter or digit: no `..`, no hidden file, no path from a root; and it is the same on every system. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,7}$/;

interface Header {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly byteOffset: number;
}

/** Puts files behind each other. The same files in the same order give the same bytes, on every machine. */
export class ArchiveWriter {
  readonly #parts: Uint8Array[] = [];
  readonly #headers: Header[] = [];
  #at = 0;

  /** Adds a file. */
  add({ name, bytes }: ArchiveFile, level: CompressionLevel): void {
    const small = level === 0 ? bytes : deflateSync(bytes, { level });
    const isSmaller = small.length < bytes.length;
    const packed = isSmaller ? small : bytes;
    const header: Header = {
      name,
      method: isSmaller ? DEFLATED : STORED,
      crc: crc32(bytes),
      packedBytes: packed.length,
      sizeBytes: bytes.length,
      byteOffset: this.#at,
    };
    this.#headers.push(header);
    this.#push(localHeader(header), packed);
  }

  /** Answers what was written so far. */
  written(): Uint8Array {
    return concatBytes(...this.#parts);
  }

  /** Answers the whole archive. */
  end(): Uint8Array {
    return concatBytes(...this.#parts, ...directoryOf(this.#headers, this.#at));
  }

  #push(...parts: Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#at += part.length;
    }
  }
}

/**
 * Answers the files of an archive in their order.
 *
 * @throws {LoglineError} PACK_MALFORMED - it is not an archive of this form, or larger than the limits. Nothing is unpacked beyond them.
 */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits = {}): ReadFile[] {
  const { maxUnpackedBytes, maxFiles } = { ...DEFAULT_LIMITS, ...limits };
  const headers = readDirectory(bytes, maxFiles);
  demandNames(headers);
  const unpackedBytes = headers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (unpackedBytes > maxUnpackedBytes) throw malformed(`it would be ${String(unpackedBytes)} bytes when unpacked`);
  return headers.map((header) => ({
    name: header.name,
    bytes: unpacked(bytes, header),
    byteOffset: header.byteOffset,
  }));
}

/** The directory is made again of what it says: so there is no other that says the same, and nothing between its parts. */
function readDirectory(bytes: Uint8Array, maxFiles: number): Header[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const endAt = bytes.length - END_BYTES;
  if (endAt < 0 || view.getUint32(endAt, true) !== 0x06054b50)
    throw malformed('it does not end with the end of a ZIP file');
  const count = view.getUint16(endAt + 10, true);
  const start = view.getUint32(endAt + 16, true);
  if (count > maxFiles) throw malformed(`it has ${String(count)} files`);
  const headers: Header[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > endAt) throw malformed('its directory is cut off');
    const header = centralHeaderAt(bytes, view, at);
    headers.push(header);
    at += CENTRAL_BYTES + header.name.length;
  }
  if (!equalBytes(bytes.subarray(start), concatBytes(...directoryOf(headers, start))))
    throw malformed('its directory is not of the one form that packs have');
  demandPlaces(bytes, headers, start);
  return headers;
}

function centralHeaderAt(bytes: Uint8Array, view: DataView, at: number): Header {
  const nameAt = at + CENTRAL_BYTES;
  const name = fromUtf8(bytes.subarray(nameAt, nameAt + view.getUint16(at + 28, true)));
  if (name === undefined || !NAME.test(name)) throw malformed('a name in it is not a plain path');
  return {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    sizeBytes: view.getUint32(at + 24, true),
    byteOffset: view.getUint32(at + 42, true),
  };
}

/** Files follow each other from the first byte to the directory, and each has at its place the header that the directory says. */
function demandPlaces(bytes: Uint8Array, headers: readonly Header[], end: number): void {
  let at = 0;
  for (const header of headers) {
    const local = localHeader(header);
    const dataAt = at + local.length;
    if (header.byteOffset !== at || !equalBytes(bytes.subarray(at, dataAt), local))
      throw malformed(`${header.name} does not stand where the directory says`);
    at = dataAt + header.packedBytes;
  }
  if (at !== end) throw malformed('there is something between its files and its directory');
}

function demandNames(headers: readonly Header[]): void {
  const seen = new Set<string>();
  for (const { name } of headers) {
    // There are systems for which A and a are one file.
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw malformed(`${name} is in it twice`);
    seen.add(folded);
  }
  const folder = headers.find(({ name }) => parentsOf(name.toLowerCase()).some((parent) => seen.has(parent)));
  if (folder !== undefined) throw malformed(`${folder.name} stands in a file`);
}

function parentsOf(name: string): string[] {
  const steps = name.split('/');
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('/'));
}

function unpacked(bytes: Uint8Array, { name, method, crc, packedBytes, sizeBytes, byteOffset }: Header): Uint8Array {
  const at = byteOffset + LOCAL_BYTES + name.length;
  const packed = bytes.subarray(at, at + packedBytes);
  const content = method === DEFLATED ? inflated(name, packed, sizeBytes) : packed;
  const isKnown = method === STORED || method === DEFLATED;
  if (!isKnown || content.length !== sizeBytes || crc32(content) !== crc)
    throw malformed(`${name} is not what its header says`);
  return content;
}

/** Never more than it is said to be, and all of what is packed. */
function inflated(name: string, packed: Uint8Array, sizeBytes: number): Uint8Array {
  try {
    const options = { maxOutputLength: sizeBytes + 1, info: true };
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as Inflated;
    if (engine.bytesWritten === packed.length) return new Uint8Array(buffer);
  } catch (cause) {
    throw malformed(`${name} cannot be unpacked`, cause);
  }
  throw malformed(`there is something behind the end of ${name}`);
}

/** What `info: true` answers; the types of Node do not tell. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function localHeader({ name, method, crc, packedBytes, sizeBytes }: Header): Uint8Array {
  return fields(name, [
    [4, 0x04034b50],
    [2, VERSION],
    [2, FLAGS],
    [2, method],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, packedBytes],
    [4, sizeBytes],
    [2, name.length],
    [2, 0],
  ]);
}

function centralHeader({ name, method, crc, packedBytes, sizeBytes, byteOffset }: Header): Uint8Array {
  return fields(name, [
    [4, 0x02014b50],
    [2, MADE_BY_UNIX],
    [2, VERSION],
    [2, FLAGS],
    [2, method],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, packedBytes],
    [4, sizeBytes],
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, ATTRIBUTES],
    [4, byteOffset],
  ]);
}

function directoryOf(headers: readonly Header[], start: number): Uint8Array[] {
  const central = headers.map(centralHeader);
  const sizeBytes = central.reduce((sum, { length }) => sum + length, 0);
  const count = headers.length;
  const end = fields('', [
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, sizeBytes],
    [4, start],
    [2, 0],
  ]);
  return [...central, end];
}

/** Numbers, little end first, and a name. */
function fields(name: string, numbers: readonly (readonly [sizeBytes: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(numbers.reduce((sum, [sizeBytes]) => sum + sizeBytes, 0) + name.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [sizeBytes, value] of numbers) {
    if (sizeBytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += sizeBytes;
  }
  bytes.set(toUtf8(name), at);
  return bytes;
}

const malformed = (what: string, cause?: unknown): LoglineError =>
  new LoglineError('PACK_MALFORMED', `This is no pack: ${what}.`, cause === undefined ? {} : { cause });
