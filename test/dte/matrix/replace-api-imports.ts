/** Small programs in which a replaced call takes its import along, in all the forms that imports have. */
import type { PatchCase } from './patch-case.ts';

const LOGIN = "CallExpression[callee.property.name='login']";
const CALL = "CallExpression[callee.name='login']";

/** A case of one file, in which what is called comes from a module `old`. */
const one = (
  what: string,
  files: string,
  details: PatchCase['details'],
  want: string,
  { selector = LOGIN, path = 'a.ts' }: { readonly selector?: string; readonly path?: string } = {},
): PatchCase => ({
  what,
  files: { [path]: files },
  selector,
  details: { module: 'old', ...details },
  want: /^[A-Z_]+$/.test(want) ? want : { [path]: want },
});

const JS = { path: 'a.js' };
const OTHER = { newFunction: 'signIn', newModule: 'new' };

/** Imports that go, stay, and come. */
export const IMPORT_CASES: readonly PatchCase[] = [
  one(
    'a default import beside others, to another module',
    "import auth, { x } from 'old';\nauth.login(x);\n",
    { newModule: 'new' },
    "import { x } from 'old';\nimport auth from 'new';\nauth.login(x);\n",
  ),
  one(
    'a namespace beside a default import, to another module',
    "import x, * as auth from 'old';\nauth.login(x);\n",
    { newModule: 'new' },
    "import x from 'old';\nimport * as auth from 'new';\nauth.login(x);\n",
  ),
  one(
    'a default import alone, for a function',
    "import auth from 'old';\nauth.login(1);\n",
    OTHER,
    "import { signIn } from 'new';\nsignIn(1);\n",
  ),
  one(
    'a module that is required beside another, to another module',
    "const auth = require('old'), b = require('b');\nauth.login(b);\n",
    { newModule: 'new' },
    "const b = require('b');\nconst auth = require('new');\nauth.login(b);\n",
    JS,
  ),
  one(
    'a renamed part of what is required, to another module',
    "const { login: l, x } = require('old');\nl(x);\n",
    { newModule: 'new' },
    "const { x } = require('old');\nconst { login: l } = require('new');\nl(x);\n",
    { ...JS, selector: CALL },
  ),
  one(
    'all parts of what is required beside another module',
    "const { login } = require('old'), b = require('b');\nlogin(b);\n",
    OTHER,
    "const b = require('b');\nconst { signIn } = require('new');\nsignIn(b);\n",
    { ...JS, selector: CALL },
  ),
  one(
    'a part by a string',
    "const { 'login': l } = require('old');\nconst { login } = require('old');\nl(1); login(2);\n",
    { newProperty: 'signIn' },
    "const { 'login': l } = require('old');\nconst { signIn } = require('old');\nl(1); signIn(2);\n",
    { ...JS, selector: CALL },
  ),
  one(
    'a module that is required by who knows what name',
    "const { login } = require('old');\nconst other = require(process.argv[2]);\nother.login(1); login(2);\n",
    { newProperty: 'signIn' },
    "const { signIn } = require('old');\nconst other = require(process.argv[2]);\nother.login(1); signIn(2);\n",
    { ...JS, selector: `${CALL}, ${LOGIN}` },
  ),
  one(
    'import … = require(…)',
    "import auth = require('old');\nauth.login(1);\n",
    { newModule: 'new', newProperty: 'signIn' },
    "import auth = require('new');\nauth.signIn(1);\n",
    { path: 'a.cts' },
  ),
  one(
    'two imports on one line',
    "import { login } from 'old'; import { a } from 'new';\nlogin(a);\n",
    OTHER,
    " import { a, signIn } from 'new';\nsignIn(a);\n",
    { selector: CALL },
  ),
  one(
    'a namespace of the new module',
    "import { login } from 'old';\nimport * as all from 'new';\nlogin(all);\n",
    OTHER,
    "import { signIn } from 'new';\nimport * as all from 'new';\nsignIn(all);\n",
    { selector: CALL },
  ),
  one(
    'an import of nothing from the new module',
    "import { login } from 'old';\nimport {} from 'new';\nlogin(1);\n",
    OTHER,
    "import { signIn } from 'new';\nsignIn(1);\n",
    { selector: CALL },
  ),
  one(
    'an import of one name from the new module, on lines of its own',
    "import { login } from 'old';\nimport {\n  a,\n} from 'new';\nlogin(a);\n",
    OTHER,
    "import {\n  a,\n  signIn,\n} from 'new';\nsignIn(a);\n",
    { selector: CALL },
  ),
  {
    what: 'a file of one line that has a directive',
    files: "'use client'; fetch('x');",
    selector: "CallExpression[callee.name='fetch']",
    details: { newFunction: 'request', newModule: 'net' },
    want: "'use client'; request('x');\nimport { request } from 'net';\n",
  },
  {
    what: 'through a file that imports and exports',
    files: {
      're.ts': "import { login } from 'old';\nexport { login };\n",
      'a.ts': "import { login } from './re.js';\nlogin(1);\n",
      'b.ts': "import { login } from './own.js';\nlogin(1);\n",
      'c.ts': "import { login } from 'old';\nlogin(1);\n",
      'own.ts': 'export function login(n: number) { return n; }\n',
    },
    selector: CALL,
    details: { module: 'old', argsMap: { 0: 'String($)' } },
    want: {
      'a.ts': "import { login } from './re.js';\nlogin(String(1));\n",
      'c.ts': "import { login } from 'old';\nlogin(String(1));\n",
    },
    isEndless: true,
  },
  {
    what: 'an object that is reached by reading names',
    files:
      'declare const a: any;\nclass B { login(n: number) { return n; } m() { this.login(1); } }\nclass C extends B { m() { super.login(2); } }\na.b.login(3);\n',
    selector: LOGIN,
    details: { newObject: 'a', all: true },
    want: 'declare const a: any;\nclass B { login(n: number) { return n; } m() { a.login(1); } }\nclass C extends B { m() { a.login(2); } }\na.login(3);\n',
    isEndless: true,
  },
];
