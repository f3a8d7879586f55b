/** Sources that nest deeper than the compiler can follow: it would end in the middle of its work, and what it knows then is worth nothing. */
import type { Finding } from '../../base/report.ts';
import { isStackOverflow } from '../stack-overflow.ts';
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** Answers what `look` finds, or the finding that a source nests too deep. Then nothing that the compiler found is used again. */
export function followed<T>(project: TypeScriptProject, look: () => T, refused: (finding: Finding) => T): T {
  try {
    return look();
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    project.reset();
    return refused(tooDeep(deepest(project)));
  }
}

const tooDeep = (path: string | undefined): Finding => ({
  code: 'LIMIT_EXCEEDED',
  message: `The code nests deeper than the compiler can follow${path === undefined ? '' : `, deepest in ${path}`}.`,
  ...(path === undefined ? {} : { path }),
});

/** The source that nests deepest; the first that cannot even be parsed, if there is one. */
function deepest(project: TypeScriptProject): string | undefined {
  const depths = project.paths.map((path) => [path, depthOf(project, path)] as const);
  const most = Math.max(...depths.map(([, depth]) => depth));
  return depths.find(([, depth]) => depth === most)?.[0];
}

function depthOf(project: TypeScriptProject, path: string): number {
  try {
    const file = project.parsed(path);
    return file === undefined ? 0 : depthBelow(file);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    return Number.POSITIVE_INFINITY;
  }
}

/** Level by level, so that it takes no stack of its own. */
function depthBelow(root: ts.Node): number {
  let depth = 0;
  for (let level: ts.Node[] = [root]; level.length > 0; depth++) {
    const next: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child));
    level = next;
  }
  return depth;
}
