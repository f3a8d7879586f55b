/** Paths that are seen from where a process runs: those of the file system, of workers and of programs. */
import type { Finding } from '../../../base/report.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { visitWithDocs } from './source-references.ts';
import { baseOf, joinPath } from '../../move/tree-path.ts';

/** The last step of the names of functions that take such paths. */
const READERS =
  /(?:^|\.)(?:Worker|fork|spawn(?:Sync)?|exec(?:File)?(?:Sync)?|(?:read|write|append|copy)File(?:Sync)?|(?:open|stat|access|exists|readdir|unlink|rm|cp|rename)(?:Sync)?|create(?:Read|Write)Stream)$/;

/** Answers the calls that name what moves by its path from the root, which is where programs are usually run. */
export function checkWorkingFolder(project: TypeScriptProject, plan: MovePlan): Finding[] {
  const names = new Set(plan.moves.map(({ from }) => baseOf(from)));
  return project.paths.flatMap((path) => {
    const text = project.source(path)?.text ?? '';
    if (![...names].some((name) => text.includes(name))) return [];
    const found: Finding[] = [];
    visitWithDocs(project.parsed(path)!, (node) => {
      const place = ts.isStringLiteralLike(node) && isRead(node) ? joinPath('', node.text) : undefined;
      if (place === undefined || !project.tree.modes.has(place) || plan.after(place) === place) return;
      found.push(atNode('NEEDS_PERSON', `This names ${place}, which moves, from where the program runs.`, node));
    });
    return found;
  });
}

function isRead(node: ts.StringLiteralLike): boolean {
  const at = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const { parent } = at;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && READERS.test(parent.expression.getText());
}
