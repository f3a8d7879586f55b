/** Where something that changes may be used in files which the program does not have. */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { mayBeOurs } from './module-names.ts';
import { placesOf } from './names.ts';
import { opaqueFiles } from './opaque-files.ts';
import type { OpaqueFile } from './opaque-files.ts';
import type { TypeScriptProject } from './project.ts';
import type { Reach } from './reach.ts';

/** Answers a finding for each opaque file that may use one of these names. @param reach - from where they can be meant */
export function opaqueUses(project: TypeScriptProject, names: readonly string[], reach: Reach): Finding[] {
  if (reach === 'file') return [];
  return opaqueFiles(project).flatMap((file) => {
    const name = names.find((one) => file.names === undefined || placesOf(file.names, one).length > 0);
    return name === undefined || !mayReach(project, file, reach) ? [] : [use(project, file, name)];
  });
}

/** Answers the same for what importers name as they like. */
export const opaqueImporters = (project: TypeScriptProject): Finding[] =>
  opaqueFiles(project)
    .filter((file) => mayReach(project, file, 'importers'))
    .map(({ path, fault }) => ({ code: 'FILE_UNSUPPORTED', message: `${fault} It may import what changes.`, path }));

/** What imports nothing of the tree can only mean globals, and members of what others hand to it. */
function mayReach(project: TypeScriptProject, { path, names, specifiers }: OpaqueFile, reach: Reach): boolean {
  if (names === undefined || (reach === 'everywhere' && !path.endsWith('.mdx'))) return true;
  return specifiers.some((specifier) => mayBeOurs(project, specifier));
}

function use(project: TypeScriptProject, { path, fault, isSource }: OpaqueFile, name: string): Finding {
  const message = `${fault} It may use ${name}, which changes.`;
  const text = project.source(path)?.text;
  if (isSource || text === undefined) return { code: 'FILE_UNSUPPORTED', message, path };
  const [start = 0] = placesOf(text, name);
  return findingAt('NEEDS_PERSON', message, { path, text, start, end: start + name.length });
}
