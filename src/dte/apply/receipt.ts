/** Receipts: what a spec did to a tree, and how to undo it to the byte. */
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import type { ByteEdit, FileChange, Plan } from '../plan.ts';
import { safePath } from '../path-filter.ts';
import type { FileMode } from '../source-tree.ts';
import { sha256 } from './path-change.ts';
import type { FileStep } from './path-change.ts';

/** A piece of an edited file, and what stood there before. */
export interface UndoEdit {
  /** In bytes of the file as it is after the change. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What became of one file. */
export interface ReceiptFile {
  readonly path: string;
  readonly newPath: string;
  readonly mode: FileMode;
  /** SHA-256 of the content before and after: 64 lower-case hex. */
  readonly before: string;
  readonly after: string;
  /** Sorted, apart from each other. */
  readonly undo: readonly UndoEdit[];
}

/** What a spec did. */
export interface Receipt {
  readonly version: 1;
  readonly spec: { readonly id: string; readonly digest: string };
  /** Version of the engine that did it. */
  readonly engine: string;
  /** Larger than that of any receipt that was there: what was applied later is undone first. */
  readonly sequence: number;
  /** When, if the caller said so: RFC 3339. */
  readonly appliedAt?: string;
  readonly files: readonly ReceiptFile[];
}

/** Answers the name of a receipt's file. Pure. */
export const receiptName = ({ id, digest }: Receipt['spec']): string => `${id}-${digest.slice(0, 16)}.json`;

/** Whether a file has the name of a receipt. Pure. */
export const isReceiptName = (name: string): boolean => /^CS-[0-9]+-[0-9a-f]{16}\.json$/.test(name);

/** Answers what a plan will have done to its files. Pure. */
export function receiptFiles({ files }: Plan): ReceiptFile[] {
  return files.map((file) => {
    const { path, newPath, mode } = file;
    const undo = undoEdits(file.edits);
    if (sha256(splice(file.after, undo)) !== sha256(file.before)) throw unfit(file);
    return { path, newPath, mode, before: sha256(file.before), after: sha256(file.after), undo };
  });
}

function undoEdits(edits: readonly ByteEdit[]): UndoEdit[] {
  let shift = 0;
  return edits.map(({ start, end, old, new: replacement }) => {
    const size = toUtf8(replacement).length;
    const undo = { start: start + shift, end: start + shift + size, text: old };
    shift += size - (end - start);
    return undo;
  });
}

const unfit = ({ path }: FileChange): LoglineError =>
  new LoglineError('INTERNAL', `The edits of ${path} do not lead back to what it was.`, { details: { path } });

/** Answers bytes with edits made in them. Pure. */
export function splice(bytes: Uint8Array, edits: readonly UndoEdit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(at, start), toUtf8(text));
    at = end;
  }
  return new Uint8Array(Buffer.concat([...parts, bytes.subarray(at)]));
}

/**
 * Answers the way back of one file. Pure.
 *
 * @param now - content as it is now.
 * @throws {LoglineError} MODIFIED_SINCE - it is not what the receipt says. INPUT_UNREADABLE - the receipt does not lead back.
 */
export function undoStep({ path, newPath, mode, before, after, undo }: ReceiptFile, now: Uint8Array): FileStep {
  if (sha256(now) !== after) throw new LoglineError('MODIFIED_SINCE', `${newPath} was changed since.`);
  const restored = splice(now, undo);
  if (sha256(restored) !== before) {
    const message = `The receipt does not lead back to what ${path} was: it was changed.`;
    throw new LoglineError('INPUT_UNREADABLE', message, { details: { path } });
  }
  return { path: newPath, newPath: path, mode, before: now, after: restored };
}

/** Answers the bytes of a receipt: JSON, one line for each file. Pure. */
export function formatReceipt({ files, ...head }: Receipt): Uint8Array {
  const rows = files.map((file) => JSON.stringify(file)).join(',\n');
  return toUtf8(`${JSON.stringify(head).slice(0, -1)},"files":[\n${rows}\n]}\n`);
}

/** Answers a receipt from its bytes, `undefined` where they are none: whoever wrote them may be anybody. Pure. */
export function parseReceipt(bytes: Uint8Array): Receipt | undefined {
  try {
    const value = JSON.parse(fromUtf8(bytes) ?? '') as unknown;
    return isReceipt(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isPath = (value: unknown): boolean => typeof value === 'string' && safePath(value) === value;

function isReceipt(value: unknown): value is Receipt {
  if (!isMembers(value) || !isMembers(value['spec']) || !Array.isArray(value['files'])) return false;
  const { version, spec, engine, sequence, files } = value as { spec: Members; files: unknown[] } & Members;
  const hasHead = version === 1 && typeof engine === 'string' && isCount(sequence);
  const hasSpec = /^CS-[0-9]+$/.test(String(spec['id'])) && isDigest(spec['digest']);
  return hasHead && hasSpec && files.every(isReceiptFile);
}

function isReceiptFile(value: unknown): value is ReceiptFile {
  if (!isMembers(value) || !Array.isArray(value['undo'])) return false;
  const { path, newPath, mode, before, after, undo } = value as { undo: unknown[] } & Members;
  const hasPaths = isPath(path) && isPath(newPath);
  const hasDigests = isDigest(before) && isDigest(after);
  return hasPaths && hasDigests && (mode === '100644' || mode === '100755') && areUndoEdits(undo);
}

function areUndoEdits(edits: readonly unknown[]): boolean {
  let at = 0;
  return edits.every((edit) => {
    if (!isMembers(edit)) return false;
    const { start, end, text } = edit;
    const isFit = isCount(start) && isCount(end) && start >= at && end >= start && typeof text === 'string';
    at = isFit ? end : at;
    return isFit;
  });
}
