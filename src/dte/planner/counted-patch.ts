/** Patches whose dry run says how many places there are. */
import type { Patch } from '../generated/types.ts';
import { dryRun, unplanned } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';

/** Answers a clause of one patch, which then expects as many nodes as it finds now, or why it cannot be done. */
export function countedPatch(patch: Patch, context: PlanningContext, assumption: string): PlannedClause {
  const outcome = dryRun(context, patch);
  if (outcome.findings.length > 0) return unplanned(...outcome.findings);
  if (outcome.edits.length === 0) {
    return unplanned({ code: 'TARGET_MISSING', message: `${patch.selector!} changes nothing in ${patch.path}.` });
  }
  const counted = { ...patch, details: { ...patch.details, expectCount: outcome.matches.length } };
  const files = new Set(outcome.edits.map(({ path }) => path)).size;
  const assumptions = [`${assumption} at ${outcome.matches.length} places in ${files} files`];
  return { patches: [counted], invariants: [], assumptions, findings: [] };
}
