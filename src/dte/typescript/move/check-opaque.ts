/** Imports in files that are not read as sources, of what moves and from what moves: nobody edits them, so they must not have to change. */
import type { Finding } from '../../../base/report.ts';
import { opaqueFiles } from '../opaque-files.ts';
import type { OpaqueFile } from '../opaque-files.ts';
import type { TypeScriptProject } from '../project.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import type { Resolver } from './resolver.ts';
import { folderOf, joinPath } from '../../move/tree-path.ts';

/** Answers a finding for each such file that names something which is elsewhere afterwards, seen from there. */
export function checkOpaque(project: TypeScriptProject, before: Resolver, plan: MovePlan): Finding[] {
  return opaqueFiles(project).flatMap((file) => {
    const { path, fault, code, isSource } = file;
    const name = code === undefined ? 'what moves' : lostSpecifier(file, before, plan);
    if (name === undefined) return [];
    const message = `${fault} It imports ${name}, or may do so, which the move concerns.`;
    return [{ code: isSource ? 'FILE_UNSUPPORTED' : 'NEEDS_PERSON', message, path }];
  });
}

function lostSpecifier({ path, specifiers }: OpaqueFile, before: Resolver, plan: MovePlan): string | undefined {
  return specifiers.find((text) => {
    const { path: target, isThere } = before.target(path, { kind: 'import', text, start: 0, end: 0, quote: '"' });
    if (target === undefined || !isThere) return false;
    return text.startsWith('.') ? !isKept(path, text, target, plan) : plan.after(target) !== target;
  });
}

/** Whether a text means the same file from the new place as from the old one. */
function isKept(path: string, text: string, target: string, { after }: MovePlan): boolean {
  const old = joinPath(folderOf(path), text);
  const place = joinPath(folderOf(after(path)), text);
  return after(target) === place + (target.startsWith(old) ? target.slice(old.length) : '');
}
