/** Calls that are replaced in small programs: each gives the text that it must, or the refusal. */
import { describe, test } from 'node:test';
import { checkCase } from './patch-case.ts';
import { INDEX_CASES, PROPERTY_CASES } from './replace-api-arguments.ts';
import { CALLEE_CASES, OTHER_CASES } from './replace-api-cases.ts';
import { IMPORT_CASES } from './replace-api-imports.ts';
import { MODULE_CASES } from './replace-api-modules.ts';
import { CALL_HAZARDS } from './string-hazards.ts';

const TABLES = {
  'the callee': CALLEE_CASES,
  'what stands in the way': OTHER_CASES,
  'modules and imports': MODULE_CASES,
  'forms of imports': IMPORT_CASES,
  'properties of arguments': PROPERTY_CASES,
  'arguments by their index': INDEX_CASES,
  'what is picked by a string': CALL_HAZARDS,
};

for (const [table, cases] of Object.entries(TABLES)) {
  describe(`replaceAPI: ${table}`, () => {
    for (const one of cases) test(one.what, () => checkCase('replaceAPI', one));
  });
}
