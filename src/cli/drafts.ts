/** Drafts to be appended, from files and from standard input as it comes. */
import { parseDraft, scanJson } from '../atomic/index.ts';
import type { Draft, JsonLimits } from '../atomic/index.ts';
import { concatBytes } from '../base/bytes.ts';
import { inputChunks, readInput } from './input.ts';
import { withPlace } from './place.ts';
import type { Terminal } from './terminal.ts';

/**
 * Answers the drafts of a file: one, or one a line where its name ends with .jsonl or .ndjson.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE; SCHEMA_INVALID and the I-JSON codes, with the place in the file.
 */
export async function readDrafts(path: string, terminal: Terminal, limits: JsonLimits): Promise<Draft[]> {
  const { name, bytes } = await readInput(path, terminal);
  if (/\.(?:jsonl|ndjson)$/.test(path)) return draftsOf(name, bytes, 1, limits);
  return [withPlace(name, bytes, () => parseDraft(bytes, limits))];
}

/**
 * Answers drafts from standard input, each time those of the whole lines that have come. Where the first line is no JSON by itself,
 * all of it is one draft, written over several lines.
 *
 * @throws {LoglineError} CANCELLED, INPUT_UNREADABLE; SCHEMA_INVALID and the I-JSON codes, with the line. Drafts before it were answered.
 */
export async function* streamDrafts(terminal: Terminal, limits: Required<JsonLimits>): AsyncGenerator<Draft[]> {
  const name = 'standard input';
  let pending: Uint8Array = new Uint8Array(0);
  let line = 1;
  let isWhole: boolean | undefined;
  for await (const chunk of inputChunks(terminal)) {
    pending = concatBytes(pending, chunk);
    const end = pending.lastIndexOf(LF) + 1;
    if (end > 0) isWhole ??= !isJson(pending.subarray(0, pending.indexOf(LF)), limits);
    const block = pending.subarray(0, isWhole === true ? 0 : end);
    pending = pending.subarray(block.length);
    // What is too long is no draft, however it goes on; parsing says so.
    if (pending.length > limits.maxLineBytes) break;
    if (block.length > 0) yield draftsOf(name, block, line, limits);
    line += countLines(block);
  }
  const rest = pending;
  if (isBlank(rest)) return;
  yield isWhole === true ? [withPlace(name, rest, () => parseDraft(rest, limits))] : draftsOf(name, rest, line, limits);
}

const LF = 0x0a;

/** One draft a line; blank lines are passed over. */
function draftsOf(name: string, bytes: Uint8Array, firstLine: number, limits: JsonLimits): Draft[] {
  const drafts: Draft[] = [];
  for (let start = 0, line = firstLine; start < bytes.length; line++) {
    const feed = bytes.indexOf(LF, start);
    const text = bytes.subarray(start, feed < 0 ? bytes.length : feed);
    if (!isBlank(text)) drafts.push(withPlace(name, text, () => parseDraft(text, limits), line));
    start += text.length + 1;
  }
  return drafts;
}

const isJson = (bytes: Uint8Array, limits: JsonLimits): boolean =>
  isBlank(bytes) || !scanJson(bytes, limits).some(({ code }) => code === 'PARSE_ERROR');

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));

const countLines = (bytes: Uint8Array): number => bytes.reduce((lines, byte) => (byte === LF ? lines + 1 : lines), 0);
