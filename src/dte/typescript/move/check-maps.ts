/** Source maps that a moved file names: where a compiler put the two beside each other, a move would part them. */
import type { Finding } from '../../../base/report.ts';
import { findingAt } from '../../finding-at.ts';
import type { TypeScriptProject } from '../project.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { folderOf, joinPath } from '../../move/tree-path.ts';

const NAMED = /^[ \t]*(?:\/\/|\/\*)[#@][ \t]*sourceMappingURL=([^\s*]+)/m;

/** Answers a finding for each file that moves and leaves its map behind. */
export const checkMaps = (project: TypeScriptProject, plan: MovePlan): Finding[] =>
  plan.moves.flatMap(({ from, to }) => {
    const text = project.source(from)?.text ?? '';
    const match = NAMED.exec(text);
    const url = match?.[1];
    if (match === null || url === undefined || /^(?:data|https?):/.test(url)) return [];
    const map = joinPath(folderOf(from), url);
    if (!project.tree.modes.has(map) || plan.after(map) === joinPath(folderOf(to), url)) return [];
    const message = `${from} is made by a compiler with its map ${map}, which would stay: move what it is made from.`;
    return [
      findingAt('NEEDS_PERSON', message, { path: from, text, start: match.index, end: match.index + match[0].length }),
    ];
  });
