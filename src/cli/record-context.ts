/** Who records, and when, as the flags of a call say. */
import type { RecordContext } from '../dte/index.ts';
import type { RECORD } from './catalog/changes.ts';
import type { Call } from './command.ts';

/** Answers what a record says beside its facts. */
export function recordContext({ flags, terminal }: Call<typeof RECORD>): RecordContext {
  const { actor, traceId } = flags;
  return { actor, createdAt: terminal.clock().toISOString(), ...(traceId !== undefined && { traceId }) };
}
