/** Small programs in which one name is renamed. */
import { applyEdits } from '../../../src/dte/edit.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import type { PatchOutcome, PatchTask } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import type { SourceTree } from '../../../src/dte/source-tree.ts';
import { nameAt } from '../../../src/dte/typescript/names.ts';
import { TypeScriptProject } from '../../../src/dte/typescript/project.ts';
import { renameSelected } from '../../../src/dte/typescript/rename-symbol.ts';
import type { Code } from '../../../src/base/errors.ts';
import { treeOf } from '../trees.ts';

/** One program. */
export interface RenameCase {
  readonly what: string;
  /** Texts by path; `¦` stands before the name that is renamed. */
  readonly files: Readonly<Record<string, string>>;
  readonly to: string;
  readonly details?: PatchDetails;
  /** Texts of the files that change, by path, or the code of the finding. */
  readonly want: Readonly<Record<string, string>> | Code;
}

/** Answers a case, in fewer words. */
export const rename = (
  what: string,
  files: RenameCase['files'],
  to: string,
  want: RenameCase['want'],
  details: PatchDetails = {},
): RenameCase => ({ what, files, to, want, details });

/** What a case gave. */
export interface CaseResult {
  readonly outcome: PatchOutcome;
  /** Texts of the files that changed. */
  readonly changed: Readonly<Record<string, string>>;
}

let project: TypeScriptProject | undefined;

/** Answers a project over a tree: the same one each time, with the program of before, unless a new one is asked for. */
export function projectOver(tree: SourceTree, isNew = false): TypeScriptProject {
  if (project === undefined || isNew) project = new TypeScriptProject(tree);
  else project.update(tree);
  return project;
}

/** Renames what is marked. */
export function renameMarked({ files, to, details }: RenameCase, isNew = false): CaseResult {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('¦'))!;
  const clean = Object.fromEntries(Object.entries(files).map(([at, text]) => [at, text.replace('¦', '')]));
  const over = projectOver(treeOf(clean), isNew);
  const start = marked.replace(/^\ufeff/, '').indexOf('¦');
  const node = nameAt(over.parsed(path)!, start)!;
  const task: PatchTask = {
    patch: { path, astOp: 'renameSymbol', selector: 'Identifier', details: { newName: to, ...details } },
    language: 'typescript',
    scope: pathFilter(['**']),
  };
  const outcome = renameSelected(over, task, [{ path, node, type: 'Identifier' }]);
  return { outcome, changed: outcome.findings.length > 0 ? {} : changedTexts(over, outcome) };
}

/** Answers the texts of the files that an outcome changes. */
export function changedTexts(over: TypeScriptProject, { edits }: PatchOutcome): Record<string, string> {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => {
      const { text, hasBom } = over.source(path)!;
      const own = edits.filter((edit) => edit.path === path);
      return [path, `${hasBom ? '\ufeff' : ''}${applyEdits(text, own)}`];
    }),
  );
}
