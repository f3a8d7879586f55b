/** Counts that not every report has. */
import type { Report } from '../../base/report.ts';

/** Answers how many findings there are, those included that the report does not keep. Pure. */
export const totalOf = ({ counts, findings }: Report): number => counts['findings'] ?? findings.length;

/** Answers how many lines nobody signed. Pure. */
export const unsignedIn = ({ counts }: Report): number => counts['unsigned'] ?? 0;
