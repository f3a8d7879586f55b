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

/**
 * Answers what does not. Pure.
 *
 * A pack of another form of the generator is held to the same: what comes out the same is proven, and what does not is named as not checked,
 * since nobody can tell here whether the other form or somebody's hand made it so.
 */
export function derivedFindings(
  archive: readonly ArchiveFile[],
  parts: PackParts,
  derived: Derived,
  { generator, signers }: OpenedManifest,
): Finding[] {
  const found = new Map(archive.map(({ name, bytes }) => [name, bytes]));
  found.delete(MANIFEST);
  const made = [...fileFindings(found, derived), ...statementFindings(found, derived), ...strangeFiles(found, derived)];
  return [
    ...strangeLines(derived),
    ...hiddenLines(parts, derived),
    ...strangeContents(parts, derived),
    ...sumFindings(found),
    ...envelopeFindings(found, signers),
    ...(generator === GENERATOR ? made : unlikeOurs(made, generator)),
  ];
}

function unlikeOurs(made: readonly Finding[], generator: string): Finding[] {
  if (made.length === 0) return [];
  const paths = made.map(({ path }) => path!);
  const message = `The pack was made by ${generator}, and this is ${GENERATOR}: of what follows from its lines, these files come out otherwise here: ${paths.join(', ')}. All others are what they should be.`;
  return [{ code: 'NOT_CHECKED', message, details: { generator, paths } }];
}

function fileFindings(found: ReadonlyMap<string, Uint8Array>, { files }: Derived): Finding[] {
  return [...files].flatMap(([name, bytes]) => {
    const actual = found.get(name);
    if (actual !== undefined && equalBytes(actual, bytes)) return [];
    return [unproven(name, `${name} is not what follows from the lines.`)];
  });
}

function sumFindings(found: ReadonlyMap<string, Uint8Array>): Finding[] {
  const others = new Map(found);
  others.delete(SUMS);
  const sums = found.get(SUMS);
  return sums !== undefined && equalBytes(sums, sumsOf(others))
    ? []
    : [unproven(SUMS, `${SUMS} is not what follows from the files.`)];
}

function statementFindings(found: ReadonlyMap<string, Uint8Array>, { statements, summary }: Derived): Finding[] {
  const digests = new Map([...statements.keys()].map((name) => [name, sha256(found.get(name) ?? new Uint8Array(0))]));
  const all = new Map([...statements, [SUMMARY, summaryStatement(summary.mission, digests)] as const]);
  return [...all].flatMap(([name, statement]) => {
    const bytes = found.get(name);
    if (bytes === undefined) return [unproven(name, `${name} is not in the pack.`)];
    const text = statementIn(name, bytes);
    // What is no envelope at all was told already.
    const isSame = text === undefined || text === canonicalize(statement);
    return isSame ? [] : [unproven(name, `${name} does not follow from the lines.`)];
  });
}

function statementIn(name: string, bytes: Uint8Array): string | undefined {
  try {
    return openEnvelope(name, bytes).text;
  } catch {
    return undefined;
  }
}

/** Whoever signed the pack signed each statement in it. */
function envelopeFindings(found: ReadonlyMap<string, Uint8Array>, signers: readonly string[]): Finding[] {
  return [...found]
    .filter(([name]) => name.endsWith('.dsse.json'))
    .flatMap(([name, bytes]) => envelopeFinding(name, bytes, signers) ?? []);
}

function envelopeFinding(name: string, bytes: Uint8Array, signers: readonly string[]): Finding | undefined {
  try {
    const isSame = openEnvelope(name, bytes).signers.every((key) => signers.includes(key));
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
