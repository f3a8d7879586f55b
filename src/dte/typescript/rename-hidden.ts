/** Uses of what is renamed, or of its new name, in files that the program does not have. */
import type { Finding } from '../../base/report.ts';
import { opaqueUses } from './opaque-uses.ts';
import { reachOf } from './reach.ts';
import type { Renaming } from './renaming.ts';

/** Answers a finding for each file that may use a name and cannot be looked at. */
export const hiddenUses = ({ project, targets }: Renaming): Finding[] =>
  targets.flatMap(({ name, declarations }) => opaqueUses(project, [name], reachOf(project.checker, declarations)));
