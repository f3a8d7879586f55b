/** Findings as the programs write them in JSON. */
import type { Finding } from '../base/report.ts';

/** Answers a finding with its members in snake_case, the place first. Pure. */
export function findingJson(finding: Finding): Record<string, unknown> {
  const { path, line, column, byteOffset, code, message, pointer, hash, traceId, details } = finding;
  const members = {
    path,
    line,
    column,
    byte_offset: byteOffset,
    code,
    message,
    pointer,
    hash,
    trace_id: traceId,
    details,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
