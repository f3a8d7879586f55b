/** The files through which a step talks to the runner. */
import { appendFileSync } from 'node:fs';

/** The runner drops a summary that is larger, all of it; below that some room is left. */
export const MAX_SUMMARY_BYTES = 1_000_000;

/** Sets outputs. @param delimiter - one that no value holds. */
export function writeOutputs(file: string, outputs: Readonly<Record<string, string>>, delimiter: string): void {
  const entries = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  appendFileSync(file, entries.join(''));
}

/** Adds to the summary of the job. */
export function writeSummary(file: string, markdown: string): void {
  appendFileSync(file, markdown);
}
