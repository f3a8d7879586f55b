/** Renames in small programs: each gives the text that it must, or the refusal. None changes what a program means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ASSIGNED_CASES } from './rename-assigned.ts';
import { renameMarked } from './rename-case.ts';
import { FACTORY_CASES, FAR_CASES, RUNTIME_CASES, SCOPE_HAZARDS, SILENT_CASES } from './rename-hazards.ts';
import { JS_CASES, JSX_CASES } from './rename-jsx-js.ts';
import { MEMBER_CASES } from './rename-members.ts';
import { MODERN_CASES } from './rename-modern.ts';
import { MODULE_CASES } from './rename-modules.ts';
import { PACKAGE_CASES } from './rename-packages.ts';
import { NAME_CASES, SCOPE_CASES } from './rename-scopes.ts';
import { TYPE_CASES } from './rename-types.ts';
import { UNSEEN_CASES } from './rename-unseen.ts';

const TABLES = {
  scopes: SCOPE_CASES,
  names: NAME_CASES,
  modules: MODULE_CASES,
  packages: PACKAGE_CASES,
  members: MEMBER_CASES,
  types: TYPE_CASES,
  JSX: JSX_CASES,
  JavaScript: JS_CASES,
  'what JSX stands for': FACTORY_CASES,
  'names at run time': RUNTIME_CASES,
  'types that meet in silence': SILENT_CASES,
  'blocks and words': SCOPE_HAZARDS,
  'names far apart': FAR_CASES,
  'newer syntax and merging': MODERN_CASES,
  'members that are assigned': ASSIGNED_CASES,
  'what no type tells of': UNSEEN_CASES,
};

for (const [table, cases] of Object.entries(TABLES)) {
  describe(table, () => {
    for (const one of cases) {
      test(one.what, () => {
        const { outcome, changed } = renameMarked(one);
        if (typeof one.want === 'string') {
          assert.equal(outcome.findings[0]?.code, one.want, JSON.stringify(changed));
        } else {
          assert.deepEqual(outcome.findings, []);
          assert.deepEqual(changed, one.want);
        }
      });
    }
  });
}
