/** Events that come at the same time are recorded in one piece: one writer's turn for all of them, and one commit. */
import type { Draft, LedgerState, SignedLine } from 'logline-core';
import type { EvidenceRecords } from 'logline-core/evidence';

interface Waiting {
  /** Id of the record. */
  readonly evidence: string;
  readonly draft: Draft;
  readonly resolve: (line: SignedLine | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** The records of one process. While some are written, the next ones collect. */
export class RecordGroups {
  readonly #records: LedgerState<EvidenceRecords>;
  readonly #most: number;
  #waiting: Waiting[] = [];
  #isWorking = false;

  /** @param most - records in one piece. */
  constructor(records: LedgerState<EvidenceRecords>, most: number) {
    this.#records = records;
    this.#most = most;
  }

  /** Answers the line that records it; nothing where it was recorded before. @throws {LoglineError} as `LedgerState.decide` */
  add(evidence: string, draft: Draft): Promise<SignedLine | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ evidence, draft, resolve, reject });
      if (!this.#isWorking) void this.#work();
    });
  }

  /** As `add`, by itself: what a request with a key of its own appends says so. */
  async addAlone(evidence: string, draft: Draft): Promise<SignedLine | undefined> {
    return (await this.#write([{ evidence, draft }])).get(evidence);
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    do {
      // Whoever asks in this same moment becomes part of the group.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#answer(this.#waiting.splice(0, this.#most));
    } while (this.#waiting.length > 0);
    this.#isWorking = false;
  }

  async #answer(group: readonly Waiting[]): Promise<void> {
    try {
      const written = await this.#write(group);
      for (const { evidence, resolve } of group) {
        resolve(written.get(evidence));
        written.delete(evidence); // whoever said the same finds it recorded
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** Answers the new lines by the ids of their records. */
  async #write(group: readonly Pick<Waiting, 'evidence' | 'draft'>[]): Promise<Map<string, SignedLine>> {
    const drafts = new Map(group.map(({ evidence, draft }) => [evidence, draft]));
    const { decision, lines } = await this.#records.decide(({ records }) => {
      const fresh = [...drafts].filter(([evidence]) => !records.has(evidence));
      return { drafts: fresh.map(([, draft]) => draft), ids: fresh.map(([evidence]) => evidence) };
    });
    return new Map(decision.ids.map((evidence, i) => [evidence, lines[i]!]));
  }
}
