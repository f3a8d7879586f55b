/** A repository with a base, the change that two specs yield, and specs that say so. */
import { chmodSync } from 'node:fs';
import type { TestContext } from 'node:test';
import type { ChangeSpec, Patch } from '../../../src/dte/generated/types.ts';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import type { ProofOptions } from '../../../src/dte/proof/prove.ts';
import { openGitTree } from '../../../src/dte/tree/git-tree.ts';
import { Folder } from '../git-fixture.ts';
import type { Files } from '../git-fixture.ts';
import { specOf } from '../plans.ts';

/** One project for all tests: the first program of a process takes long. */
export const projects = openProjects();

export const BASE: Files = {
  'src/who.ts': '\ufeffexport type UserId = string;\r\nexport const label = "user";\r\n',
  'src/use.ts': 'import type { UserId } from "./who.ts";\nexport const id: UserId = "1";\nexport const kept = 1;\n',
  'src/text.ts': 'export const title = "user page";\n',
  'run.sh': { run: '#!/bin/sh\n' },
  LICENSE: 'text\n',
  'docs/ü b.md': 'user\n',
};

const patch = (of: Patch): Patch => of;
export const RENAME: ChangeSpec = {
  ...specOf(1),
  patches: [
    patch({
      path: 'src/**',
      astOp: 'renameSymbol',
      selector: "Identifier[name='UserId']",
      details: { newName: 'AccountId' },
    }),
  ],
};
export const STRINGS: ChangeSpec = {
  ...specOf(2),
  patches: [
    patch({
      path: 'src/**',
      astOp: 'editRegex',
      selector: 'Literal',
      details: { pattern: 'user', replacement: 'account', expectCount: 2 },
    }),
  ],
};
/** Matches nothing. */
export const FAILING: ChangeSpec = {
  ...specOf(3),
  patches: [
    patch({
      path: 'src/**',
      astOp: 'renameSymbol',
      selector: "Identifier[name='Nobody']",
      details: { newName: 'Somebody' },
    }),
  ],
};

export const OPTIONS: ProofOptions = { specs: [{ spec: RENAME }, { spec: STRINGS }], engine: '0.0.0', projects };

/** Answers a repository whose branch `main` is the base, and `pr` the base with the specs applied; checked out is `pr`. */
export async function repository(
  t: Pick<TestContext, 'after'>,
  below = '',
  init: readonly string[] = [],
): Promise<Folder> {
  const files = Object.fromEntries(Object.entries(BASE).map(([path, content]) => [below + path, content]));
  const folder = new Folder(t, { ...files, 'top.md': 'top\n' }).init(...init);
  folder.commit('base');
  folder.git('switch', '--quiet', '--create', 'pr');
  let tree = await openGitTree(folder.at(below), 'main');
  for (const { spec } of OPTIONS.specs) {
    const plan = await planEdits(spec, tree, { projects });
    if (plan.findings.length > 0) throw new TypeError(JSON.stringify(plan.findings));
    tree = { ...tree, ...plan.after };
    for (const { newPath, after, mode } of plan.files) {
      folder.write({ [below + newPath]: after });
      chmodSync(folder.at(below + newPath), mode === '100755' ? 0o755 : 0o644);
    }
  }
  folder.commit('as the specs say');
  return folder;
}
