/**
 * replaceAPI in languages that are known by their syntax and names: calls of one thing, by what it is and not by how it is written,
 * get another object, property or function, other arguments and the imports for it. What cannot be told is listed and left to people.
 */
import type { Finding } from '../../../base/report.ts';
import { parseArgumentMap } from '../../argument-map.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import { sortEdits } from '../../edit.ts';
import { EditPool } from '../../edit-pool.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import { refusal } from '../../outcome.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import { editedFaults } from '../edited-faults.ts';
import { faultFindings, nodeFinding } from '../node-finding.ts';
import type { ApiBinding, ApiCall, ApiLanguage, ApiUse } from './api-language.ts';
import { sourceFaults, sourceNames } from './argument-sources.ts';
import { argumentEdits } from './arguments.ts';
import { pickApi } from './pick-api.ts';
import type { PickedApi } from './pick-api.ts';

/** Answers the edits of a replaceAPI patch, or why it cannot be done. */
export function replaceCalls<B extends ApiBinding>(language: ApiLanguage<B>, { patch }: PatchTask): PatchOutcome {
  const { details = {} } = patch;
  const map = parseArgumentMap(details.argsMap);
  if (!('moves' in map)) return refusal(map);
  const invalid = language.detailFaults(details, map).map((message): Finding => ({
    code: message.startsWith('details.argsMap') ? 'SPEC_INVALID' : 'NAME_INVALID',
    message,
  }));
  const faults = [...sourceFaults(language, map), ...invalid];
  if (faults.length > 0) return refusal(faults);
  const picked = pickApi(language, patch);
  const broken = faultFindings(language.syntax, [...new Set(picked.matches.map(({ path }) => path))]);
  const reasons = [...picked.findings, ...broken, ...otherFaults(language, picked, details)];
  return reasons.length > 0 ? refusal(reasons, picked.matches) : replaced(language, picked, details, map);
}

function replaced<B extends ApiBinding>(
  language: ApiLanguage<B>,
  { calls, others, matches }: PickedApi<B>,
  details: PatchDetails,
  map: ArgumentMap,
): PatchOutcome {
  const uses: readonly ApiUse<B>[] = details.references === 'all' ? [...calls, ...others] : calls;
  const written = language.write(uses, details, sourceNames(language, map));
  const rewritten = rewriteArguments(language, calls, map, written.edits);
  const findings = [...written.findings, ...rewritten.findings];
  if (findings.length > 0) return refusal(findings, matches);
  const edits = sortEdits(rewritten.edits);
  const broken = editedFaults(language.syntax, edits);
  const unproven = broken.length > 0 ? broken : language.prove(edits, uses, written.roots);
  return unproven.length > 0 ? refusal(unproven, matches) : { matches, edits, moves: [], findings: [] };
}

/** From the inside to the outside, since a call may stand in an argument of another one. */
function rewriteArguments<B extends ApiBinding>(
  language: ApiLanguage<B>,
  calls: readonly ApiCall<B>[],
  map: ArgumentMap,
  edits: readonly TextEdit[],
): { readonly edits: readonly TextEdit[]; readonly findings: readonly Finding[] } {
  const pool = new EditPool(edits);
  const findings: Finding[] = [];
  const byWidth = [...calls].sort((a, b) => a.call.end - a.call.start - (b.call.end - b.call.start));
  for (const call of byWidth) {
    const inner = pool.within(call.path, call.call.start, call.call.end);
    const rewrite = argumentEdits(language, call, map, inner);
    findings.push(...rewrite.findings);
    pool.remove(rewrite.taken);
    pool.add(rewrite.edits);
  }
  return { edits: pool.edits, findings };
}

/** The function as a value: whoever gets it may call it in any way. */
function otherFaults<B extends ApiBinding>(
  { syntax }: ApiLanguage<B>,
  { others }: PickedApi<B>,
  { references, argsMap }: PatchDetails,
): Finding[] {
  const isAll = references === 'all';
  return others
    .filter(({ why }) => !isAll || argsMap !== undefined || why !== undefined)
    .map((use) => nodeFinding(syntax, 'NEEDS_PERSON', use.why ?? reasonOf(isAll), use));
}

const reasonOf = (isAll: boolean): string =>
  isAll
    ? 'The function is used as a value here, and the arguments that it gets later cannot be changed.'
    : 'The function is used as a value here. details.references "all" replaces such uses as well.';
