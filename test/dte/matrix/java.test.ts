/** Renames in small Java programs: each gives the text that it must, or the refusal. None changes what a program means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renameJava } from './java-case.ts';
import { JAVA_LOCALS, JAVA_MEMBERS, JAVA_TYPES } from './java-cases.ts';
import { JAVA_CALLS, JAVA_NAMES, JAVA_OBJECTS } from './java-expressions.ts';

const TABLES = {
  locals: JAVA_LOCALS,
  members: JAVA_MEMBERS,
  types: JAVA_TYPES,
  objects: JAVA_OBJECTS,
  calls: JAVA_CALLS,
  names: JAVA_NAMES,
};

for (const [table, cases] of Object.entries(TABLES)) {
  describe(table, () => {
    for (const one of cases) {
      test(one.what, () => {
        const { outcome, changed } = renameJava(one);
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
