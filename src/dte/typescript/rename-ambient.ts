/** Declarations that only describe: what they describe is in a script beside them, which importers are not led to. */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { placesOf } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';

/** Answers the scripts beside renamed declarations that have the name, and would keep it. */
export function otherImplementations(renaming: Renaming): Finding[] {
  const { project, targets } = renaming;
  const edited = [...editedPlaces(renaming)];
  return targets.flatMap(({ name, declarations }) => {
    const paths = new Set(declarations.map(declarationPath).flatMap(scriptsBeside));
    return [...paths].flatMap((path) => {
      const text = project.source(path)?.text ?? '';
      const [start] = placesOf(text, name);
      if (start === undefined || edited.some((place) => place.startsWith(`${path}:`))) return [];
      const message = `${name} is declared for this script, whose own ${name} would not be renamed with it.`;
      return [findingAt('NEEDS_PERSON', message, { path, text, start, end: start + name.length })];
    });
  });
}

/** The scripts that a declaration file describes: `a.js` and `a.jsx` for `a.d.ts`. */
function scriptsBeside(path: string): string[] {
  const [, stem, kind] = /^(.*)\.d\.([cm]?)ts$/.exec(path) ?? [];
  return stem === undefined ? [] : [`${stem}.${kind!}js`, ...(kind === '' ? [`${stem}.jsx`] : [])];
}
