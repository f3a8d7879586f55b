/**
 * replaceAPI: calls of one thing, by what it is and not by how it is written, get another object, property or function, other
 * arguments and the imports for it. What cannot be told from the source is listed and left to people.
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
import { atNode } from '../finding-at-node.ts';
import { generatedFaults } from '../generated-files.ts';
import { faultOfName } from '../new-name.ts';
import type { TypeScriptProject } from '../project.ts';
import { syntaxFaults } from '../syntax-faults.ts';
import { ts } from '../ts.ts';
import { proofFaults } from './api-proof.ts';
import type { ApiCall, ApiUse } from './api-uses.ts';
import { sourceFaults, sourceNames } from './argument-sources.ts';
import { argumentEdits } from './arguments.ts';
import { calleeFaults } from './callee-edits.ts';
import { fileEdits } from './file-edits.ts';
import type { Written } from './file-edits.ts';
import { propertyEdits } from './object-properties.ts';
import { pickApi } from './pick-api.ts';
import type { PickedApi } from './pick-api.ts';
import { replacementOf } from './replacement.ts';

/** Answers the edits of a replaceAPI patch, or why it cannot be done. */
export function replaceAPI(project: TypeScriptProject, { patch }: PatchTask): PatchOutcome {
  const { details = {} } = patch;
  const map = parseArgumentMap(details.argsMap);
  const faults = [...('moves' in map ? sourceFaults(map) : map), ...nameFaults(details)];
  if (faults.length > 0 || !('moves' in map)) return refusal(faults);
  const picked = pickApi(project, patch);
  const reasons = [...picked.findings, ...otherFaults(picked, details)];
  if (reasons.length > 0) return refusal(reasons, picked.matches);
  return replaced(project, picked, details, map);
}

function replaced(
  project: TypeScriptProject,
  picked: PickedApi,
  details: PatchDetails,
  map: ArgumentMap,
): PatchOutcome {
  const { checker } = project;
  const { calls, others, matches } = picked;
  const faults = calls.flatMap((call) => calleeFaults(checker, call, replacementOf(call, call.callee, details)));
  const uses: readonly (ApiCall | ApiUse)[] = details.references === 'all' ? [...calls, ...others] : calls;
  const written = fileEdits(project, uses, details);
  const rewritten = rewriteArguments(project, calls, map, written.edits);
  const findings = [...faults, ...written.findings, ...rewritten.findings];
  if (findings.length > 0) return refusal(findings, matches);
  const edits = sortEdits(rewritten.edits);
  const broken = syntaxFaults(project, edits);
  const forbidden = broken.length > 0 ? broken : generatedFaults(project, edits);
  const unproven = forbidden.length > 0 ? forbidden : proofFaults(project, edits, withSources(written.roots, map));
  return unproven.length > 0 ? refusal(unproven, matches) : { matches, edits, moves: [], findings: [] };
}

/** The names in sources of arguments have to be those of the file as well. */
function withSources(roots: Written['roots'], map: ArgumentMap): Written['roots'] {
  const names = sourceNames(map);
  return new Map([...roots].map(([path, own]) => [path, new Set([...own, ...names])]));
}

/** From the inside to the outside, since a call may stand in an argument of another one. */
function rewriteArguments(
  project: TypeScriptProject,
  calls: readonly ApiCall[],
  map: ArgumentMap,
  edits: readonly TextEdit[],
): { edits: readonly TextEdit[]; findings: readonly Finding[] } {
  const pool = new EditPool(edits);
  const findings: Finding[] = [];
  const byWidth = [...calls].sort((a, b) => a.node.getWidth() - b.node.getWidth());
  for (const call of byWidth) {
    const properties = propertyEdits(project.checker, call, map.properties);
    pool.add(properties.edits);
    const inner = pool.within(call.path, call.node.getStart(), call.node.end);
    const moved = argumentEdits(project.checker, call, map, inner);
    findings.push(...properties.findings, ...moved.findings);
    pool.remove(moved.taken);
    pool.add(moved.edits);
  }
  return { edits: pool.edits, findings };
}

/** Names in a spec are names: a text with anything else in it would be code. */
function nameFaults({ newFunction, newObject, newProperty }: PatchDetails): Finding[] {
  const faults = [
    ...pathFault('newFunction', newFunction, false),
    ...pathFault('newObject', newObject, true),
    ...(newProperty === undefined
      ? []
      : stepFault('newProperty', newProperty, newProperty.startsWith('#') ? 'private' : 'member')),
  ];
  return faults.map((message) => ({ code: 'NAME_INVALID', message }));
}

function pathFault(member: string, path: string | undefined, isThisAllowed: boolean): string[] {
  const [first = '', ...rest] = path?.split('.') ?? [];
  if (path === undefined) return [];
  const isThis = isThisAllowed && first === 'this';
  return [
    ...(isThis ? [] : stepFault(member, first, 'other')),
    ...rest.flatMap((step) => stepFault(member, step, 'member')),
  ];
}

function stepFault(member: string, name: string, kind: 'member' | 'private' | 'other'): string[] {
  const fault = faultOfName(name, kind);
  return fault === undefined ? [] : [`details.${member} cannot be ${JSON.stringify(name)}: that ${fault}.`];
}

/** The function as a value: whoever gets it may call it in any way. */
function otherFaults({ others }: PickedApi, { references, argsMap }: PatchDetails): Finding[] {
  const isAll = references === 'all';
  const needing = others.filter(({ node }) => !isAll || argsMap !== undefined || !isReplaceable(node));
  return needing.map(({ node }) => atNode('NEEDS_PERSON', reasonOf(node, isAll), node));
}

const isReplaceable = (node: ts.Node): boolean =>
  (ts.isIdentifier(node) && !ts.isShorthandPropertyAssignment(node.parent)) || ts.isPropertyAccessExpression(node);

function reasonOf(node: ts.Node, isAll: boolean): string {
  const { parent } = node;
  const method = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : '';
  if (ts.isElementAccessExpression(node)) return 'The function is picked by a string here.';
  if (ts.isBindingElement(node)) return 'The function gets a name of its own here, by which it may be called.';
  if (/^(?:call|apply|bind)$/.test(method)) return `The function is called by way of .${method}().`;
  if (isAll && !isReplaceable(node)) return 'The name of the function is that of a property or a type here.';
  return isAll
    ? 'The function is used as a value here, and the arguments that it gets later cannot be changed.'
    : 'The function is used as a value here. details.references "all" replaces such uses as well.';
}
