/** Figures for Prometheus, under the names that the guides give them. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** From a tenth of a millisecond to ten seconds. */
const SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.08, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const HASH_SECONDS = [0.000001, 0.000005, 0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.01];

/** The figures of a process. */
export class Metrics {
  readonly #registry = new Registry();

  readonly requests = this.#counter('http_requests_total', 'Requests.', ['service', 'method', 'route', 'status']);
  readonly requestDuration = this.#histogram('http_request_duration_seconds', 'Time to answer.', ['service', 'route']);

  readonly hashing = this.#histogram('hash_computation_duration_seconds', 'Time to hash an atomic.', [], HASH_SECONDS);
  readonly verifying = this.#histogram('signature_verification_duration_seconds', 'Time to check a signature.', []);
  readonly appending = this.#histogram('ledger_append_duration_seconds', 'Time until an append is on disk.', []);
  readonly verificationErrors = this.#counter('verification_errors_total', 'Findings of verifications.', ['code']);
  readonly isWriter = this.#gauge('ledger_is_writer', 'Whether this process may append: 1 or 0.');

  readonly preflights = this.#histogram('gateway_preflight_duration_seconds', 'Time to check a text.', []);
  readonly redactions = this.#counter('gateway_redactions_total', 'Places that were taken out.', ['type']);
  readonly violations = this.#counter('gateway_policy_violations_total', 'Violations of the policy.', ['rule']);

  readonly approvalTime = this.#histogram(
    'orchestrator_checkpoint_approval_seconds',
    'Time from the last event of a mission to a decision on it.',
    ['checkpoint'],
    [1, 10, 60, 600, 3600, 14_400, 86_400, 604_800],
  );
  readonly rollbacks = this.#counter('orchestrator_rollbacks_total', 'Batches that were rolled back.', []);

  readonly changeVerifications = this.#counter('dte_verifications_total', 'Verifications of changes.', ['result']);
  readonly mutationScore = this.#gauge('dte_mutation_score', 'Score of the latest mutation test.');
  readonly transformErrors = this.#counter('dte_transformation_errors_total', 'Findings of changes.', ['code']);

  readonly evidenceEvents = this.#counter('evidence_events_total', 'Events that were recorded or restored.', []);
  readonly evidenceExports = this.#counter('evidence_exports_total', 'Audit packs that were made.', []);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    // Gauges with the name of counters: promtool refuses them, and what they count is told by kind as well.
    for (const kind of ['handles', 'requests', 'resources'])
      this.#registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  }

  /** Content type of {@link Metrics.text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Answers all figures in the text format of Prometheus. */
  async text(): Promise<string> {
    await Promise.allSettled(this.#readings.map((read) => read()));
    return this.#registry.metrics();
  }

  /** Adds figures that are read when they are asked for. Where reading fails, they keep the values of before. */
  addReading(read: () => Promise<void>): void {
    this.#readings.push(read);
  }

  /** Adds a figure that is set by a reading. */
  reading(name: string, help: string): { set(value: number): void } {
    return this.#gauge(name, help);
  }

  readonly #readings: (() => Promise<void>)[] = [];

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets = SECONDS): Histogram<L> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [this.#registry] });
  }
}
