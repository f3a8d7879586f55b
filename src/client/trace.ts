/** Trace context as W3C has it: what a caller does and what the services do for it is one trace. */
import { LoglineError } from '../base/errors.ts';

/** Answers the header `traceparent` of a trace; `spanId` is 16 hex characters. Pure. @throws {LoglineError} USAGE - the trace id is no UUID */
export function traceparentOf(traceId: string, spanId: string): string {
  const hex = traceId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex) || /^0+$/.test(hex))
    throw new LoglineError('USAGE', `traceId is ${JSON.stringify(traceId)}; give a UUID.`);
  return `00-${hex}-${spanId}-01`;
}
