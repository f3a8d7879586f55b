/** Names that begin with `_` say that they may go unused, and the compiler heeds that. */
import type { Finding } from '../../base/report.ts';
import { newTypeErrors } from './diagnostics.ts';
import { declarationPath } from './rename-targets.ts';
import type { Renaming } from './renaming.ts';

/** Answers the errors that a name brings which no longer says so. */
export function unusedFaults({ project, targets, newName, edits }: Renaming): Finding[] {
  if (newName.startsWith('_')) return [];
  const silent = targets.filter(({ name }) => name.startsWith('_'));
  const paths = new Set(silent.flatMap(({ declarations }) => declarations.map(declarationPath)));
  const { noUnusedLocals, noUnusedParameters } = project.program.getCompilerOptions();
  const isHeeded = noUnusedLocals === true || noUnusedParameters === true;
  return isHeeded ? newTypeErrors(project, [...paths], edits) : [];
}
