/** Renames in Python and Java, by what documentation says of the name. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renameJava } from './java-case.ts';
import { renamePython } from './python-case.ts';
import { JAVA_DOCS, PYTHON_DOCS } from './syntax-docs.ts';

const TABLES = [
  ['docstrings', PYTHON_DOCS, renamePython],
  ['Javadoc', JAVA_DOCS, renameJava],
] as const;

for (const [table, cases, run] of TABLES) {
  describe(table, () => {
    for (const one of cases) {
      test(one.what, () => {
        const { outcome, changed } = run(one);
        if (typeof one.want === 'string') assert.equal(outcome.findings[0]?.code, one.want, JSON.stringify(changed));
        else assert.deepEqual([outcome.findings, changed], [[], one.want]);
      });
    }
  });
}
