/**
 * Everything in a pack that follows from its lines: made when the pack is made, and made again when it is verified. So a page that says
 * something else than the lines is noticed, whoever signed it.
 */
import { toUtf8 } from '../../base/bytes.ts';
import type { Keyring } from '../../ledger/index.ts';
import { formatKeyring } from '../../ledger/index.ts';
import type { PackProof } from '../generated/types.ts';
import { provenanceGraph } from '../graph/provenance.ts';
import { evidenceOf } from '../mission-evidence.ts';
import type { EvidenceEvent, MissionEvidence, ToldAtomic } from '../mission-evidence.ts';
import type { MissionReader } from '../mission-reader.ts';
import { missionPage } from '../page/mission-page.ts';
import { sha256 } from '../sha256.ts';
import { summarize } from '../summary.ts';
import type { MissionSummary } from '../summary.ts';
import { withheldBy } from '../withholding.ts';
import { resultStatements } from './statements.ts';
import type { Statement } from './statements.ts';
import { verifyGuide } from './verify-guide.ts';

/** The form of what is made here. It changes with every change of it, and with nothing else. */
export const GENERATOR = 'logline-core/evidence 3';
/** The signed statement on all files. It is the last one of the archive. */
export const MANIFEST = 'manifest.dsse.json';
/** The statement on the whole mission. */
export const SUMMARY = 'attestations/summary.dsse.json';
/** The digests of all files for `sha256sum -c`. */
export const SUMS = 'SHA256SUMS';
/** The program that verifies the pack. */
export const VERIFIER = 'verify.mjs';

/** What a pack is made of. */
export interface PackParts {
  readonly mission: string;
  /** Those that are handed out, in order. */
  readonly told: readonly ToldAtomic[];
  readonly proof: PackProof;
  readonly keyring: Keyring | undefined;
  /** By SHA-256. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly verifier: Uint8Array | undefined;
}

/** What follows from them. */
export interface Derived {
  readonly evidence: MissionEvidence;
  readonly summary: MissionSummary;
  /** The parts themselves, and what is made of them without a key. By name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What is signed one by one. By name. */
  readonly statements: ReadonlyMap<string, Statement>;
}

/** Answers what follows from the parts of a pack. Pure. @throws {LoglineError} MISSION_UNKNOWN */
export function deriveFiles(parts: PackParts, reader: MissionReader): Derived {
  const { mission, told, proof, keyring, contents, verifier } = parts;
  const evidence = evidenceOf(told, mission, { reader, keyring });
  const withheld = withheldBy(evidence.events, keyring);
  const hidden = proof.withheld.map(({ line, event, reason }) => ({ line, event, reason }));
  const summary = summarize(evidence, new Set(contents.keys()), withheld, hidden);
  const graph = provenanceGraph(evidence);
  const files = new Map<string, Uint8Array>([
    ['ledger/lines.jsonl', toUtf8(told.map(({ text }) => `${text}\n`).join(''))],
    ['ledger/proof.json', jsonBytes(proof)],
    ...(keyring === undefined ? [] : [['keyring.json', toUtf8(formatKeyring(keyring))] as const]),
    ...[...contents].map(([digest, bytes]) => [`contents/${digest}`, bytes] as const),
    ...(verifier === undefined ? [] : [[VERIFIER, verifier] as const]),
    ...changesIn(evidence.events),
    ['mission.json', jsonBytes(summary)],
    ['graph.json', jsonBytes(graph)],
    ['index.html', toUtf8(missionPage(summary, graph, proof))],
    ['VERIFY.md', toUtf8(verifyGuide(mission, proof, verifier !== undefined))],
  ]);
  return { evidence, summary, files, statements: resultStatements(summary, evidence.events) };
}

/** Answers a value as a file. Pure. */
export const jsonBytes = (value: object): Uint8Array => toUtf8(`${JSON.stringify(value, null, 2)}\n`);

/** Answers the lines of `sha256sum`, sorted by name. Pure. */
export function sumsOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return toUtf8(
    [...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`)
      .join(''),
  );
}

/** The change specs and patches of the batches that count, as they were added. */
function changesIn(events: readonly EvidenceEvent[]): [string, Uint8Array][] {
  return events
    .filter(({ type, refused }) => type === 'batch_added' && refused === undefined)
    .flatMap(({ data }, place) => {
      const { batch, contents } = data as unknown as AddedPayload;
      // With its number in front no two names differ by the case of a letter alone.
      const name = `${String(place + 1).padStart(4, '0')}-${batch}`;
      return contents.map(({ kind, text }, i): [string, Uint8Array] => [
        `changes/${name}-${String(i + 1)}.${kind === 'spec' ? 'json' : 'patch'}`,
        toUtf8(text),
      ]);
    });
}

/** What the ledger says of an added batch. Events that count have the form of their schema. */
interface AddedPayload {
  readonly batch: string;
  readonly contents: readonly { readonly kind: string; readonly text: string }[];
}
