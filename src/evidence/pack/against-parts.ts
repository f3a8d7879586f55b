/** Whether everything in a pack follows from its parts. */
import { canonicalize } from '../../atomic/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { changesKeys, concerns } from '../mission-evidence.ts';
import { sha256 } from '../sha256.ts';
import { withheldBy } from '../withholding.ts';
import type { ArchiveFile } from './archive.ts';
import { GENERATOR, MANIFEST, SUMMARY, SUMS, sumsOf } from './derived.ts';
import type { Derived } from './derived.ts';
import type { PackParts } from './derived.ts';
import { openEnvelope } from './envelope.ts';
import type { OpenedManifest } from './manifest.ts';
import { summaryStatement } from './statements.ts';
import type { Statement } from './statements.ts';

/** Answers what does not. Pure. */
export function derivedFindings(
  archive: readonly ArchiveFile[],
  parts: PackParts,
  derived: Derived,
  { generator, signers }: OpenedManifest,
): Finding[] {
  if (generator !== GENERATOR) {
    const message = `The pack was made by ${generator}, and this is ${GENERATOR}: what follows from its lines cannot be made again here.`;
    return [{ code: 'NOT_CHECKED', message }];
  }
  const found = new Map(archive.map(({ name, bytes }) => [name, bytes]));
  found.delete(MANIFEST);
  return [
    ...strangeLines(derived),
    ...hiddenLines(parts, derived),
    ...strangeContents(parts, derived),
    ...fileFindings(found, derived),
    ...statementFindings(found, derived, signers),
    ...strangeFiles(found, derived),
  ];
}

function fileFindings(found: ReadonlyMap<string, Uint8Array>, { files }: Derived): Finding[] {
  const sums = new Map(found);
  sums.delete(SUMS);
  return [...files, [SUMS, sumsOf(sums)] as const].flatMap(([name, bytes]) => {
    const actual = found.get(name);
    if (actual !== undefined && equalBytes(actual, bytes)) return [];
    return [unproven(name, `${name} is not what follows from the lines.`)];
  });
}

function statementFindings(
  found: ReadonlyMap<string, Uint8Array>,
  { statements, summary }: Derived,
  signers: readonly string[],
): Finding[] {
  const digests = new Map([...statements.keys()].map((name) => [name, sha256(found.get(name) ?? new Uint8Array(0))]));
  const all = new Map([...statements, [SUMMARY, summaryStatement(summary.mission, digests)] as const]);
  return [...all].flatMap(([name, statement]) => statementFinding(name, found.get(name), statement, signers) ?? []);
}

function statementFinding(
  name: string,
  bytes: Uint8Array | undefined,
  statement: Statement,
  signers: readonly string[],
): Finding | undefined {
  if (bytes === undefined) return unproven(name, `${name} is not in the pack.`);
  try {
    const opened = openEnvelope(name, bytes);
    if (opened.text !== canonicalize(statement)) return unproven(name, `${name} does not follow from the lines.`);
    const isSame = opened.signers.every((key) => signers.includes(key));
    return isSame ? undefined : unproven(name, `${name} was signed by somebody who did not sign the pack.`);
  } catch (error) {
    const { code, message } = error as LoglineError;
    return { code, message, path: name };
  }
}

function strangeFiles(found: ReadonlyMap<string, Uint8Array>, { files, statements }: Derived): Finding[] {
  return [...found.keys()]
    .filter((name) => !files.has(name) && !statements.has(name) && name !== SUMMARY && name !== SUMS)
    .map((name) => unproven(name, `${name} does not belong into the pack.`));
}

/** A line about something else has no business here, whoever signed it. */
function strangeLines({ evidence: { account, told } }: Derived): Finding[] {
  return told
    .filter(({ atomic }) => !concerns(atomic, account.missionId, account.traceId) && !changesKeys(atomic))
    .map(({ line }) => unproven('ledger/lines.jsonl', `Line ${String(line)} is not about ${account.missionId}.`));
}

/** Who makes a pack does not choose what is left out: somebody who may has said so in the ledger. */
function hiddenLines({ proof, keyring }: PackParts, { evidence }: Derived): Finding[] {
  const said = withheldBy(evidence.events, keyring).events;
  return proof.withheld
    .filter(({ event, reason }) => said.get(event) !== reason)
    .map(({ line }) =>
      unproven('ledger/proof.json', `Line ${String(line)} is left out, and no line says why it may be.`),
    );
}

function strangeContents({ contents }: PackParts, { summary }: Derived): Finding[] {
  const recorded = new Set(summary.evidence.filter(({ content }) => content === 'included').map((one) => one.sha256));
  return [...contents.keys()]
    .filter((digest) => !recorded.has(digest))
    .map((digest) => unproven(`contents/${digest}`, `contents/${digest} is something that nobody recorded.`));
}

const unproven = (path: string, message: string): Finding => ({ code: 'PACK_UNPROVEN', message, path });
