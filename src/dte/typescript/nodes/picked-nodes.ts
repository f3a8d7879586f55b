/** The nodes that a patch means, and the files that it may write. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { editsByPath } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import type { MatchedNode, PatchTask } from '../../patch.ts';
import { pathFilter } from '../../path-filter.ts';
import { placeOf } from '../../source-text.ts';
import { generatedFaults } from '../generated-files.ts';
import type { TypeScriptProject } from '../project.ts';
import { selectNodes } from '../select.ts';
import type { SelectedNode } from '../select.ts';

/** What a selector picks, or why that is not what the patch says. */
export interface PickedNodes {
  readonly nodes: readonly SelectedNode[];
  readonly matches: readonly MatchedNode[];
  readonly findings: readonly Finding[];
}

/** Answers the nodes that a patch's selector picks. None are a fault, if the patch does not say otherwise. */
export function pickNodes(project: TypeScriptProject, { patch }: PatchTask): PickedNodes {
  const { path, selector, details = {} } = patch;
  const nodes = selectNodes(project, pathFilter([path]), selector!);
  const matches = nodes.map(({ path: at, start, end, type }) => ({ path: at, start, end, type }));
  if (details.expectCount !== undefined && nodes.length !== details.expectCount) {
    const message = `${selector!} picks ${nodes.length} nodes in ${path}, and details.expectCount is ${details.expectCount}.`;
    const places = matches.map((match) => placeText(project, match));
    return { nodes: [], matches, findings: [{ code: 'COUNT_MISMATCH', message, details: { places } }] };
  }
  const isFine = nodes.length > 0 || details.optional === true || details.expectCount === 0;
  const missing: Finding = { code: 'TARGET_MISSING', message: `${selector!} picks nothing in ${path}.` };
  return { nodes, matches, findings: isFine ? [] : [missing] };
}

function placeText(project: TypeScriptProject, { path, start }: MatchedNode): string {
  const { line, column } = placeOf(project.source(path)!.text, start);
  return `${path}:${line}:${column}`;
}

/** Answers a finding for each file that would be written and is out of scope, or is written by a tool. */
export function checkScope(project: TypeScriptProject, { scope }: PatchTask, edits: readonly TextEdit[]): Finding[] {
  const outside = [...editsByPath(edits)].filter(([path]) => !scope(path));
  const findings = outside.map(([path, [edit]]) => {
    const { start, end } = edit!;
    const range = { path, text: project.source(path)!.text, start, end };
    return findingAt('OUT_OF_SCOPE', `${path} would be changed, and is out of scope.`, range);
  });
  return findings.length > 0 ? findings : generatedFaults(project, edits);
}
