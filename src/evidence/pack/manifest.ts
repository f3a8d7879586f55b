/** The manifest of a pack: the last file of its archive, which signs all the others and every byte before itself. */
import { canonicalize, parseJson } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import { schemaProblems } from '../../base/schema.ts';
import { packManifestSchema } from '../generated/validators.ts';
import { sha256 } from '../sha256.ts';
import type { ReadFile } from './archive.ts';
import { MANIFEST } from './derived.ts';
import { openEnvelope } from './envelope.ts';

/** A manifest that was checked. */
export interface OpenedManifest {
  /** Id of the mission. */
  readonly mission: string;
  /** The form of what is derived in the pack. */
  readonly generator: string;
  /** Public keys that signed it. */
  readonly signers: readonly string[];
}

/** 64 MiB. */
const LIMITS = { maxLineBytes: 64 * 1024 * 1024 };

/**
 * Answers the manifest of an archive, all of which its signers signed.
 *
 * @throws {LoglineError} PACK_ALTERED - a byte is not as it was signed; PACK_MALFORMED - there is no manifest.
 */
export function openManifest(bytes: Uint8Array, archive: readonly ReadFile[]): OpenedManifest {
  const last = archive.at(-1);
  if (last?.name !== MANIFEST) throw new LoglineError('PACK_MALFORMED', `The last file of a pack is ${MANIFEST}.`);
  const { text, signers } = openEnvelope(MANIFEST, last.bytes);
  const manifest = statementIn(text);
  if (!packManifestSchema.accepts(manifest))
    throw altered(`${MANIFEST} is none: ${schemaProblems(packManifestSchema, manifest)[0]!.message}`);
  const { mission, generator, archive_sha256: stated } = manifest.predicate;
  const files = archive.slice(0, -1).map((file) => ({ name: file.name, digest: { sha256: sha256(file.bytes) } }));
  if (canonicalize(files) !== canonicalize(manifest.subject)) throw altered(differenceOf(files, manifest.subject));
  if (sha256(bytes.subarray(0, last.byteOffset)) !== stated)
    throw altered('The archive is not packed as it was signed.');
  return { mission, generator, signers };
}

function statementIn(text: string): unknown {
  try {
    const value = parseJson(text, LIMITS);
    if (canonicalize(value) === text) return value;
  } catch (cause) {
    throw new LoglineError('PACK_ALTERED', `${MANIFEST} holds no JSON.`, { cause });
  }
  throw altered(`${MANIFEST} is not in canonical form.`);
}

type Files = readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];

function differenceOf(found: Files, signed: Files): string {
  const digests = new Map(signed.map(({ name, digest }) => [name, digest.sha256]));
  const changed = found.find(({ name, digest }) => digests.get(name) !== digest.sha256);
  if (changed !== undefined) return `${changed.name} is not what was signed.`;
  const names = new Set(found.map(({ name }) => name));
  const missing = signed.find(({ name }) => !names.has(name));
  return missing === undefined
    ? 'Files are not in the order in which they were signed.'
    : `${missing.name} is missing.`;
}

const altered = (message: string): LoglineError => new LoglineError('PACK_ALTERED', message);
