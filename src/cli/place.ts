/** Where in a file a finding is: a JSON pointer becomes line and column, so that an editor can go there. */
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';

/** Answers the finding with line, column and byte offset, found by its JSON pointer where it has none. `bytes` are valid JSON then. Pure. */
export function placeFinding(bytes: Uint8Array, finding: Finding): Finding {
  if (finding.line !== undefined || finding.pointer === undefined) return finding;
  const byteOffset = offsetOf(bytes, finding.pointer);
  const before = bytes.subarray(0, byteOffset);
  const lineStart = before.lastIndexOf(LF) + 1;
  const line = before.reduce((lines, byte) => (byte === LF ? lines + 1 : lines), 1);
  return { ...finding, line, column: byteOffset - lineStart + 1, byteOffset };
}

/** Answers `path:line:column`, as far as known. Pure. */
export function placeText(path: string, { line, column }: Finding): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}

/**
 * Does `work` on the content of a file. An error that it throws about the content gets the place in front: `atomic.json:3:7: …`.
 *
 * @param line - the line of the file that `bytes` begin with; offsets are those in `bytes`.
 * @throws {LoglineError} as `work` does; `details.findings` have lines and columns.
 */
export function withPlace<T>(path: string, bytes: Uint8Array, work: () => T, line = 1): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    const { findings } = error.details as { readonly findings?: readonly Finding[] };
    if (findings?.[0] === undefined) throw error;
    const placed = findings.map((finding) => shifted(placeFinding(bytes, finding), line - 1));
    const details = { ...error.details, path, findings: placed };
    throw new LoglineError(error.code, `${placeText(path, placed[0]!)}: ${error.message}`, { details, cause: error });
  }
}

function shifted(finding: Finding, lines: number): Finding {
  return finding.line === undefined ? finding : { ...finding, line: finding.line + lines };
}

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = [0x7b, 0x5b];
const CLOSE = [0x7d, 0x5d];

/** The offset of the value that the pointer names; where it names nothing, of the innermost value on its way that exists. */
function offsetOf(bytes: Uint8Array, pointer: string): number {
  let at = afterSpace(bytes, 0);
  for (const step of pointer.split('/').slice(1)) {
    const inside = childAt(bytes, at, step.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (inside === undefined) return at;
    at = inside;
  }
  return at;
}

/** The offset of the member or item `step` of the object or array at `at`. */
function childAt(bytes: Uint8Array, at: number, step: string): number | undefined {
  const isObject = bytes[at] === OPEN[0];
  if (!OPEN.includes(bytes[at]!)) return undefined;
  at = afterSpace(bytes, at + 1);
  for (let index = 0; !CLOSE.includes(bytes[at]!); index++) {
    let name = String(index);
    if (isObject) {
      const end = afterString(bytes, at);
      name = JSON.parse(new TextDecoder().decode(bytes.subarray(at, end))) as string;
      at = afterSpace(bytes, afterSpace(bytes, end) + 1); // over the colon
    }
    if (name === step) return at;
    at = afterSpace(bytes, afterValue(bytes, at));
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1);
  }
  return undefined;
}

function afterSpace(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0x20 || (bytes[at]! >= 0x09 && bytes[at]! <= 0x0d)) at++;
  return at;
}

function afterString(bytes: Uint8Array, at: number): number {
  for (at++; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
  return at + 1;
}

function afterValue(bytes: Uint8Array, at: number): number {
  for (let depth = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    if (depth === 0 && (byte === COMMA || CLOSE.includes(byte))) return at;
    if (OPEN.includes(byte)) depth++;
    if (CLOSE.includes(byte)) depth--;
    at = byte === QUOTE ? afterString(bytes, at) : at + 1;
  }
  return at;
}
