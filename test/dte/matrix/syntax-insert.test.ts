/** Text that is put into Python and Java: each case gives the text that it must, or the refusal. */
import { describe, test } from 'node:test';
import { checkSyntaxCase } from './syntax-case.ts';
import { JAVA_INSERTS, PYTHON_INSERTS } from './syntax-insert.ts';

describe('insertNode in Python', () => {
  for (const one of PYTHON_INSERTS) test(one.what, () => checkSyntaxCase('python', 'insertNode', one));
});

describe('insertNode in Java', () => {
  for (const one of JAVA_INSERTS) test(one.what, () => checkSyntaxCase('java', 'insertNode', one));
});
