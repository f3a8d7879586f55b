/** Small programs to which one patch is made. */
import assert from 'node:assert/strict';
import type { Code } from '../../../src/base/errors.ts';
import { LoglineError } from '../../../src/base/errors.ts';
import type { Patch, PatchDetails } from '../../../src/dte/generated/types.ts';
import type { LanguageProject, PatchOutcome } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { applyEdits } from '../../../src/dte/edit.ts';
import { openTypeScript } from '../../../src/dte/typescript/language.ts';
import { treeOf } from '../trees.ts';

/** One patch of one program. */
export interface PatchCase {
  readonly what: string;
  /** Texts by path; of a single text the path is `a.ts`. */
  readonly files: Readonly<Record<string, string>> | string;
  readonly selector: string;
  readonly details: PatchDetails;
  /** Texts of the files that change, or the code of the first finding. */
  readonly want: Readonly<Record<string, string>> | string;
  /** What the message of the finding has to say. */
  readonly says?: RegExp;
  readonly path?: string;
  /** Planned on the result again, it may have something to do: the new text holds the old one. */
  readonly isEndless?: boolean;
}

let project: LanguageProject | undefined;

/** Plans a patch on a tree: always in the same project, so that the compiler's library is read once. */
function plan(files: Readonly<Record<string, string>>, patch: Patch): PatchOutcome {
  const tree = treeOf(files);
  if (project === undefined) project = openTypeScript(tree);
  else project.update(tree);
  try {
    return project.plan({ patch, language: 'typescript', scope: pathFilter(['**']) });
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return { matches: [], edits: [], moves: [], findings: [{ code: error.code, message: error.message }] };
  }
}

/** Checks a case: it gives the text or the finding wanted, and planned on the result again it has nothing to do. */
export function checkCase(astOp: Patch['astOp'], one: PatchCase): void {
  const files = typeof one.files === 'string' ? { 'a.ts': one.files } : one.files;
  const patch: Patch = { path: one.path ?? '**', astOp, selector: one.selector, details: one.details };
  const outcome = plan(files, patch);
  const changed = textsAfter(files, outcome);
  if (typeof one.want === 'string' && isCode(one.want)) {
    assert.equal(outcome.findings[0]?.code, one.want, JSON.stringify(changed));
    assert.match(outcome.findings.map(({ message }) => message).join('\n'), one.says ?? /./);
    return;
  }
  assert.deepEqual(outcome.findings, []);
  assert.deepEqual(changed, typeof one.want === 'string' ? { 'a.ts': one.want } : one.want);
  if (one.isEndless !== true) checkAgain({ ...files, ...changed }, patch);
}

function checkAgain(files: Readonly<Record<string, string>>, patch: Patch): void {
  const { edits, findings } = plan(files, patch);
  assert.deepEqual(edits, [], 'planned again');
  const isNothing = findings.every(({ code }) => code === 'TARGET_MISSING' || code === 'COUNT_MISMATCH');
  assert.ok(isNothing, JSON.stringify(findings));
}

const isCode = (want: string): want is Code => /^[A-Z_]+$/.test(want);

function textsAfter(
  files: Readonly<Record<string, string>>,
  { edits, findings }: PatchOutcome,
): Record<string, string> {
  if (findings.length > 0) return {};
  const paths = [...new Set(edits.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => [
      path,
      applyEdits(
        files[path]!,
        edits.filter((edit) => edit.path === path),
      ),
    ]),
  );
}
