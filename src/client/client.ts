/** The services as functions. One method an operation; what each takes and answers is made from the services' own schemas. */
import { Caller } from './caller.ts';
import { LedgerClient } from './ledger-client.ts';
import { MissionsClient } from './missions-client.ts';
import { FinopsClient, PoliciesClient } from './money-client.ts';
import type { ClientOptions } from './options.ts';
import { ChangesClient, EvidenceClient, GatewayClient } from './work-clients.ts';

/** All services. */
export interface ServiceClient {
  readonly ledger: LedgerClient;
  readonly missions: MissionsClient;
  readonly changes: ChangesClient;
  readonly finops: FinopsClient;
  readonly policies: PoliciesClient;
  readonly gateway: GatewayClient;
  readonly evidence: EvidenceClient;
}

/**
 * Answers a client of the services. Nothing is sent before a method is called. Every method throws the error that the service answers, as
 * a `LoglineError` with its code; `details` say where and whether to try again (docs/client.md, "Errors").
 *
 * @throws {LoglineError} USAGE - an address is none
 */
export function createClient(options: ClientOptions): ServiceClient {
  const caller = new Caller(options);
  return {
    ledger: new LedgerClient(caller, options.addresses?.ledger ?? options.url),
    missions: new MissionsClient(caller),
    changes: new ChangesClient(caller),
    finops: new FinopsClient(caller),
    policies: new PoliciesClient(caller),
    gateway: new GatewayClient(caller),
    evidence: new EvidenceClient(caller),
  };
}
