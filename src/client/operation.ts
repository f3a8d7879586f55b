/** Where an operation of the services is. */

/** Names of the services. */
export type ServiceName = 'ledger' | 'gateway' | 'orchestrator' | 'dte' | 'finops' | 'evidence';

/** How an operation is asked for. */
export interface OperationFacts {
  readonly service: ServiceName;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With parameters as `{name}`. */
  readonly path: string;
  /** What is answered. */
  readonly form: 'json' | 'bytes' | 'lines';
  /** Whether the service knows a request again by its `Idempotency-Key`. */
  readonly isKeyed: boolean;
}
