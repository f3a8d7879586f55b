/** Calls that are replaced in small Python and Java programs: each gives the text that it must, or the refusal. */
import { describe, test } from 'node:test';
import { JAVA_CONSTRUCTORS } from './java-constructors.ts';
import { JAVA_ARGUMENTS, JAVA_CALLEES } from './java-replace-api.ts';
import { PYTHON_CALLEES } from './python-replace-api.ts';
import { PYTHON_ARGUMENTS } from './python-replace-arguments.ts';
import { PYTHON_METHODS } from './python-replace-methods.ts';
import { checkSyntaxCase } from './syntax-case.ts';

const TABLES = [
  ['python', 'the callee', PYTHON_CALLEES],
  ['python', 'methods, and what nobody can tell', PYTHON_METHODS],
  ['python', 'arguments', PYTHON_ARGUMENTS],
  ['java', 'the callee', JAVA_CALLEES],
  ['java', 'arguments', JAVA_ARGUMENTS],
  ['java', 'constructors', JAVA_CONSTRUCTORS],
] as const;

for (const [language, table, cases] of TABLES) {
  describe(`replaceAPI in ${language}: ${table}`, () => {
    for (const one of cases) test(one.what, () => checkSyntaxCase(language, 'replaceAPI', one));
  });
}
