/** Python modules that move: each gives the files that it must, or the refusal. */
import { describe, test } from 'node:test';
import { PYTHON_MOVE_REFUSALS, PYTHON_MOVES } from './python-move.ts';
import { checkSyntaxCase } from './syntax-case.ts';

for (const [table, cases] of Object.entries({ moved: PYTHON_MOVES, refused: PYTHON_MOVE_REFUSALS })) {
  describe(`moveModule in Python: ${table}`, () => {
    for (const one of cases) test(one.what, () => checkSyntaxCase('python', 'moveModule', one));
  });
}
