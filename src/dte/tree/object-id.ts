/** Ids of git's objects, computed here: nothing is written into a repository to learn them. */
import { createHash } from 'node:crypto';
import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { compareText } from '../order.ts';
import { bytesOf } from './byte-path.ts';

/** The hash that a repository names its objects by. */
export type ObjectFormat = 'sha1' | 'sha256';

/** A name in one folder of git. */
export interface FolderEntry {
  /** One character for each byte. */
  readonly name: string;
  /** In octal, without a leading zero: `40000` is a folder. */
  readonly mode: string;
  /** Lower-case hex. */
  readonly id: string;
}

const FOLDER = '40000';

/** Answers the format that an id is written in. Pure. */
export const formatOf = (id: string): ObjectFormat => (id.length === 64 ? 'sha256' : 'sha1');

/** Answers the id of a file's content: lower-case hex. Pure. */
export const blobId = (bytes: Uint8Array, format: ObjectFormat): string => objectId('blob', bytes, format);

/** Answers the id of a folder with these entries, in any order: lower-case hex. Pure. */
export function folderId(entries: readonly FolderEntry[], format: ObjectFormat): string {
  const sorted = [...entries].sort((a, b) => compareText(sortName(a), sortName(b)));
  const parts = sorted.flatMap(({ mode, name, id }) => [bytesOf(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  return objectId('tree', concatBytes(...parts), format);
}

/** Git sorts a folder as if its name ended with a slash. */
const sortName = ({ mode, name }: FolderEntry): string => (mode === FOLDER ? `${name}/` : name);

function objectId(kind: 'blob' | 'tree', bytes: Uint8Array, format: ObjectFormat): string {
  return createHash(format)
    .update(toUtf8(`${kind} ${bytes.length}\0`))
    .update(bytes)
    .digest('hex');
}
