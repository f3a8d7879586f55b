/** Figures about the ledger as a whole. Each reading verifies what came since the last one, so a large ledger is verified once. */
import { verifyLedger } from 'logline-core';
import type { ByteRange, LedgerReport, VerifiedPrefix } from 'logline-core';
import type { Metrics } from '../metrics.ts';
import type { LedgerAccess } from './access.ts';

/** Adds them to the figures of the process. */
export function addLedgerFigures(metrics: Metrics, access: LedgerAccess): void {
  const total = metrics.reading('ledger_total_atomics', 'Lines of the ledger.');
  const valid = metrics.reading('ledger_valid_signatures', 'Signed atomics that pass every check.');
  const invalid = metrics.reading('ledger_invalid_signatures', 'Lines that do not pass.');
  const unsigned = metrics.reading('ledger_unsigned_atomics', 'Atomics without a signature.');
  const counting = new LedgerCount(access, metrics);
  metrics.addReading(async () => {
    metrics.isWriter.set(access.isWriter() ? 1 : 0);
    const counts = await counting.read();
    total.set(counts.total);
    valid.set(counts.valid);
    invalid.set(counts.invalid);
    unsigned.set(counts.unsigned);
  });
}

const NAMES = ['total', 'valid', 'invalid', 'unsigned'] as const;
type Counts = Record<(typeof NAMES)[number], number>;

class LedgerCount {
  readonly #access: LedgerAccess;
  readonly #metrics: Metrics;
  #counts: Counts = { total: 0, valid: 0, invalid: 0, unsigned: 0 };
  #prefix: VerifiedPrefix = { sizeBytes: 0, lines: 0 };
  #last: Promise<unknown> = Promise.resolve();

  constructor(access: LedgerAccess, metrics: Metrics) {
    this.#access = access;
    this.#metrics = metrics;
  }

  /** Two readings at a time would count what is new twice. */
  read(): Promise<Counts> {
    const done = this.#last.then(() => this.#advance());
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #advance(): Promise<Counts> {
    const { store, engine, keyring } = this.#access;
    const { sizeBytes: end } = await store.head();
    if (end < this.#prefix.sizeBytes) this.#restart();
    if (end === this.#prefix.sizeBytes) return this.#counts;
    const source = {
      name: store.name,
      sizeBytes: async () => end,
      read: (range?: ByteRange) => store.read({ ...range, end: Math.min(end, range?.end ?? end) }),
    };
    const after = this.#prefix.sizeBytes === 0 ? {} : { after: this.#prefix };
    this.#add(await verifyLedger(source, { ...after, engine, ...(keyring && { keyring }) }));
    this.#prefix = { sizeBytes: end, lines: this.#counts.total };
    return this.#counts;
  }

  #restart(): void {
    this.#counts = { total: 0, valid: 0, invalid: 0, unsigned: 0 };
    this.#prefix = { sizeBytes: 0, lines: 0 };
  }

  #add({ counts, findings }: LedgerReport): void {
    for (const name of NAMES) this.#counts[name] += counts[name];
    for (const { code } of findings) this.#metrics.verificationErrors.inc({ code });
  }
}
