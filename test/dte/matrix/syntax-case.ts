/** Small Python and Java programs to which one patch is made. */
import assert from 'node:assert/strict';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { Code } from '../../../src/base/errors.ts';
import type { Patch, PatchDetails } from '../../../src/dte/generated/types.ts';
import { openJava } from '../../../src/dte/java/language.ts';
import type { PatchOutcome } from '../../../src/dte/patch.ts';
import { pathFilter } from '../../../src/dte/path-filter.ts';
import { openPython } from '../../../src/dte/python/language.ts';
import { TreeChanges } from '../../../src/dte/tree-changes.ts';
import { treeOf } from '../trees.ts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** One patch of one program. */
export interface SyntaxCase {
  readonly what: string;
  readonly files: Files;
  readonly selector?: string;
  readonly details: PatchDetails;
  /** Texts of the files that change, nothing for those that go; or the code of the first finding. */
  readonly want: Readonly<Record<string, string | undefined>> | Code;
  /** What the messages of the findings have to say. */
  readonly says?: RegExp;
  /** Places of the findings that have one. */
  readonly at?: readonly string[];
  readonly path?: string;
  readonly scope?: readonly string[];
}

const projects = { python: await openPython(treeOf({})), java: await openJava(treeOf({})) };

/** Plans a patch. Each language has one project, which goes from tree to tree as it does from patch to patch. */
export function planCase(language: 'python' | 'java', astOp: Patch['astOp'], one: SyntaxCase): PatchOutcome {
  projects[language].update(treeOf(one.files));
  const { path = '**', selector, details, scope = ['**'] } = one;
  const patch: Patch = { path, astOp, details, ...(selector === undefined ? {} : { selector }) };
  return projects[language].plan({ patch, language, scope: pathFilter(scope) });
}

/** Checks a case: it gives the texts or the finding wanted. */
export function checkSyntaxCase(language: 'python' | 'java', astOp: Patch['astOp'], one: SyntaxCase): void {
  const outcome = planCase(language, astOp, one);
  const { findings } = outcome;
  const changed = findings.length > 0 ? {} : changedBy(one.files, outcome);
  if (typeof one.want === 'string') {
    assert.equal(findings[0]?.code, one.want, JSON.stringify([findings[0]?.message, changed]));
    assert.deepEqual([outcome.edits, outcome.moves], [[], []]);
    assert.match(findings.map(({ message }) => message).join('\n'), one.says ?? /./);
    const places = findings.map(({ path, line, column }) => `${path ?? ''}:${line ?? 0}:${column ?? 0}`);
    if (one.at !== undefined) assert.deepEqual(places, one.at);
    return;
  }
  assert.deepEqual(
    findings.map(({ code, message, path, line }) => [code, message, path, line]),
    [],
  );
  assert.deepEqual(changed, one.want);
}

/** Answers the texts that are not as they were. */
function changedBy(files: Files, { edits, moves }: PatchOutcome): Record<string, string | undefined> {
  const before = treeOf(files);
  const changes = new TreeChanges(before);
  changes.add(0, edits, moves);
  const after = changes.tree;
  const changed: Record<string, string | undefined> = {};
  for (const path of new Set([...before.modes.keys(), ...after.modes.keys()])) {
    const [old, now] = [before, after].map((tree) => (tree.modes.has(path) ? fromUtf8(tree.read(path)) : undefined));
    if (old !== now) changed[path] = now;
  }
  return changed;
}
