/**
 * What others can check with their own tools: an in-toto statement for each result, and one in the form of SLSA's verification summary for
 * the whole mission.
 *
 * @see https://github.com/in-toto/attestation/tree/main/spec/predicates, https://slsa.dev/spec/v1.0/verification_summary
 */
import type { EvidenceRecord } from '../generated/types.ts';
import type { EvidenceEvent } from '../mission-evidence.ts';
import type { AccountBatch, AccountCheck, MissionAccount } from '../mission-reader.ts';
import type { MissionSummary } from '../summary.ts';

/** A statement as in-toto has it. */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly Resource[];
  readonly predicateType: string;
  readonly predicate: object;
}

interface Resource {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1';

/** Answers the statements on the results of a mission by the names of their files: its verifications, its test reports, its coverage. Pure. */
export function resultStatements(
  { mission, evidence }: Pick<MissionSummary, 'mission' | 'evidence'>,
  events: readonly EvidenceEvent[],
): Map<string, Statement> {
  const statements = [
    ...events
      .filter(({ type, refused }) => type === 'batch_verified' && refused === undefined)
      .map((event) => ['verification', verificationStatement(mission, event)] as const),
    ...evidence.flatMap((record) => {
      const statement = recordStatement(record);
      return statement === undefined ? [] : [[record.kind.replaceAll('_', '-'), statement] as const];
    }),
  ];
  return new Map(
    statements.map(([kind, statement], i) => [
      `attestations/${String(i + 1).padStart(4, '0')}-${kind}.dsse.json`,
      statement,
    ]),
  );
}

/** What the ledger says of one verification. */
interface VerifiedPayload {
  readonly batch: string;
  readonly commit: string;
  readonly ok: boolean;
  readonly checks: readonly AccountCheck[];
}

function verificationStatement(mission: MissionAccount, { data }: EvidenceEvent): Statement {
  const { batch, commit, ok, checks } = data as unknown as VerifiedPayload;
  const contents = batchesOf(mission).find(({ id }) => id === batch)?.contents ?? [];
  const names = (wanted: boolean): string[] => checks.filter((check) => check.ok === wanted).map(({ name }) => name);
  return statementOf([commitResource(commit)], TEST_RESULT, {
    result: ok ? 'PASSED' : 'FAILED',
    configuration: contents.map(({ name, digest }) => ({ name, digest: { blake3: digest } })),
    passedTests: names(true),
    failedTests: names(false),
  });
}

function recordStatement(record: EvidenceRecord): Statement | undefined {
  const { kind, facts, sha256, commit, name } = record;
  if (facts === undefined || sha256 === undefined) return undefined;
  const content = { name, digest: { sha256 } };
  const subject = [commit === undefined ? content : commitResource(commit)];
  if (kind === 'coverage') return statementOf(subject, 'urn:logline-core:coverage:1', { ...facts, report: content });
  if (kind !== 'test_report') return undefined;
  const { tests = 0, failures = 0, errored = 0 } = facts;
  const result = tests > 0 && failures + errored === 0 ? 'PASSED' : 'FAILED';
  return statementOf(subject, TEST_RESULT, { result, configuration: [content] });
}

/**
 * Answers the summary: `PASSED` exactly if the mission is finalized by its rules, with nobody overriding a verification that said no, and
 * something of it is in the tree. Pure.
 *
 * @param inputs - SHA-256 of the other statements' files, by name.
 */
export function summaryStatement(mission: MissionAccount, inputs: ReadonlyMap<string, string>): Statement {
  const applied = batchesOf(mission).filter(({ state, commit }) => state === 'applied' && commit !== undefined);
  const overridden = mission.checkpoints.some((checkpoint) => checkpoint.overridden);
  const passed = mission.status === 'finalized' && !overridden && applied.length > 0;
  const finalize = mission.checkpoints.at(-1)!;
  const subject = applied.map(({ commit }) => commitResource(commit!));
  const nothing = { name: mission.missionId, digest: { blake3: finalize.subject } };
  return statementOf(subject.length > 0 ? subject : [nothing], 'https://slsa.dev/verification_summary/v1', {
    verifier: { id: 'urn:logline-core:mission-rules' },
    resourceUri: `urn:logline-core:mission:${mission.missionId}`,
    policy: { uri: `urn:logline-core:mission-rules:risk-${mission.risk}` },
    inputAttestations: [...inputs].map(([name, sha256]) => ({ uri: name, digest: { sha256 } })),
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? ['LOGLINE_MISSION_FINALIZED'] : ['FAILED'],
    slsaVersion: '1.0',
  });
}

const batchesOf = ({ checkpoints }: MissionAccount): readonly AccountBatch[] =>
  checkpoints.flatMap(({ batches = [] }) => batches);

const commitResource = (commit: string): Resource => ({ name: 'commit', digest: { gitCommit: commit } });

const statementOf = (subject: readonly Resource[], predicateType: string, predicate: object): Statement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject,
  predicateType,
  predicate,
});
