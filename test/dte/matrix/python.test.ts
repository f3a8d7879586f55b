/** Renames in small Python programs: each gives the text that it must, or the refusal. None changes what a program means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renamePython } from './python-case.ts';
import { PYTHON_MODULES } from './python-modules.ts';
import { PYTHON_MEMBERS, PYTHON_SCOPES } from './python-scopes.ts';
import { PYTHON_PACKAGES, PYTHON_PLACES, PYTHON_VALUES } from './python-values.ts';

const TABLES = {
  scopes: PYTHON_SCOPES,
  members: PYTHON_MEMBERS,
  modules: PYTHON_MODULES,
  values: PYTHON_VALUES,
  places: PYTHON_PLACES,
  packages: PYTHON_PACKAGES,
};

for (const [table, cases] of Object.entries(TABLES)) {
  describe(table, () => {
    for (const one of cases) {
      test(one.what, () => {
        const { outcome, changed } = renamePython(one);
        if (typeof one.want === 'string') {
          assert.equal(outcome.findings[0]?.code, one.want, JSON.stringify(changed));
          return;
        }
        assert.deepEqual(outcome.findings, []);
        assert.deepEqual(changed, one.want);
      });
    }
  });
}
