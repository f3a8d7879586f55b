/** Sentences about Python and Java are planned as those about TypeScript are: each patch is tried before it is written. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import { checkInvariants } from '../../../src/dte/invariants/check.ts';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { planSpec } from '../../../src/dte/planner/plan-spec.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import { treeOf } from '../trees.ts';

const PYTHON = {
  'auth.py': 'def login(username): pass\ndef sign_in(email): pass\n',
  'page.py': 'import auth\nauth.login(username="x")\n',
  'web.py': 'from requests import get\nget("/")\n',
};
const JAVA = {
  'a/Auth.java':
    'package a;\npublic class Auth { static void login(int u, int p) { } static void enter(int p, int u) { } }\n',
  'a/Page.java': 'package a;\nclass Page { void f() { Auth.login(1, 2); } }\n',
};

/** Plans a sentence, applies the spec, checks its invariants, and answers the texts of the files that changed. */
async function planned(intent: string, files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const projects = openProjects();
  const before = treeOf(files);
  const { spec, findings } = await planSpec({ intent, scope: ['**'], tree: before, id: 'CS-7', projects });
  assert.deepEqual(findings, []);
  const done = await planEdits(spec, before, { projects });
  assert.deepEqual(done.findings, []);
  const after = { spec, before, after: done.after, changes: done.files, projects };
  const results = await checkInvariants(spec.invariants, after);
  assert.deepEqual(
    results.flatMap((result) => result.findings),
    [],
  );
  return Object.fromEntries(done.files.map((file) => [file.newPath, fromUtf8(file.after)!]));
}

test('calls in Python', async () => {
  assert.deepEqual(await planned('replace auth.login with auth.sign_in (mapping username to email)', PYTHON), {
    'page.py': 'import auth\nauth.sign_in(email="x")\n',
  });
});

test('a function of another module in Python', async () => {
  assert.deepEqual(await planned("replace get from 'requests' with fetch from 'shop.web'", PYTHON), {
    'web.py': 'from shop.web import fetch\nfetch("/")\n',
  });
});

test('calls in Java, with their arguments', async () => {
  assert.deepEqual(await planned('replace Auth.login(user, password) with Auth.enter(password, user)', JAVA), {
    'a/Page.java': 'package a;\nclass Page { void f() { Auth.enter(2, 1); } }\n',
  });
});

test('a module of Python that moves, and an import that is added', async () => {
  const files = { 'shop/__init__.py': '', 'shop/cart.py': 'X = 1\n', 'page.py': 'from shop.cart import X\n' };
  assert.deepEqual(await planned('move shop/cart.py to shop/basket.py and add import os to page.py', files), {
    'shop/basket.py': 'X = 1\n',
    'page.py': 'import os\nfrom shop.basket import X\n',
  });
});

test('what cannot be proven is not planned', async () => {
  const plan = { scope: ['**'], id: 'CS-7', projects: openProjects() };
  const tree = treeOf({ 'shop/__init__.py': '', 'shop/cart.py': 'X = 1\n', 'page.py': 'import_module("shop.cart")\n' });
  const { spec, findings } = await planSpec({ ...plan, intent: 'move shop/cart.py to shop/basket.py', tree });
  assert.deepEqual([spec.patches, findings.map(({ code }) => code)], [[], ['NEEDS_PERSON']]);
});
