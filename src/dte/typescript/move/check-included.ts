/** Files that a tsconfig takes by their place: one that declares for all, and is imported by nobody, is lost where that takes it no longer. */
import type { Finding } from '../../../base/report.ts';
import { checkingOptions } from '../checking-options.ts';
import { fileNameOf } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { isConfig } from './configs.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { isSource } from './resolver.ts';
import type { Resolver } from './resolver.ts';

/** Answers a finding for each script that a tsconfig takes now, and not at its new place. */
export function checkIncluded({ files }: Resolver, plan: MovePlan): Finding[] {
  const scripts = plan.moves.filter(
    ({ from, to }) => isSource(from) && isSource(to) && isForAll(files.source(from)?.text),
  );
  const configs = scripts.length === 0 ? [] : files.paths.filter((path) => isConfig(path) && plan.after(path) === path);
  return configs.flatMap((config) => {
    const text = files.source(config)?.text ?? '';
    if (/"files"\s*:/.test(text)) return []; // a list is edited
    const { includes } = checkingOptions(files, config, false);
    return scripts.flatMap(({ from, to }): Finding[] => {
      if (!includes(from) || includes(to)) return [];
      const message = `${config} takes ${from}, which declares for all files, and would not take ${to}.`;
      return [{ code: 'NEEDS_PERSON', message, path: from }];
    });
  });
}

/** Whether a source is no module, or declares something for other files than its importers. */
function isForAll(text: string | undefined): boolean {
  if (text === undefined) return false;
  const file = ts.createSourceFile(fileNameOf('a.ts'), text, ts.ScriptTarget.ESNext, false);
  return !ts.isExternalModule(file) || /\bdeclare\s+(?:global|module)\b/.test(text);
}
