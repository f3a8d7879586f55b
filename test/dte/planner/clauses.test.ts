import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8 } from '../../../src/base/bytes.ts';
import type { Patch } from '../../../src/dte/generated/types.ts';
import type { PatchOutcome } from '../../../src/dte/patch.ts';
import { planReplaceCall, planReplaceImport } from '../../../src/dte/planner/call-clause.ts';
import { readIntent } from '../../../src/dte/planner/clause.ts';
import type { PlannedClause, PlanningContext } from '../../../src/dte/planner/context.ts';
import { planDeleteUnused } from '../../../src/dte/planner/delete-clause.ts';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { planSpec } from '../../../src/dte/planner/plan-spec.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import { treeOf } from '../trees.ts';

type Files = Readonly<Record<string, string>>;

const projects = openProjects();

/** Plans and applies a sentence, and answers the patches without their paths, and the new texts. */
async function applied(
  intent: string,
  files: Files,
): Promise<{ patches: readonly Patch[]; texts: Files; codes: string[] }> {
  const tree = treeOf(files);
  const { spec, findings } = await planSpec({ intent, scope: ['**'], tree, id: 'CS-1', projects });
  const plan = await planEdits(spec, tree, { projects });
  assert.deepEqual(plan.findings, []);
  const texts = Object.fromEntries(plan.files.map(({ newPath, after }) => [newPath, fromUtf8(after)!]));
  return { patches: spec.patches, texts, codes: [...new Set(findings.map(({ code }) => code))] };
}

describe('strings', () => {
  const FILES = { 'a.ts': `import './old';\nexport const a = "it's old";\nexport const b = 'old';\n// 'old'\n` };

  test('of exactly this content', async () => {
    const { patches, texts } = await applied('replace string "old" with "new"', FILES);
    assert.deepEqual(patches, [
      { path: '**', astOp: 'editString', selector: "Literal[value='old']", details: { to: 'new', expectCount: 1 } },
    ]);
    assert.match(texts['a.ts']!, /b = 'new';\n\/\/ 'old'/);
  });

  test('of a part, where none has just that', async () => {
    const { patches, texts } = await applied('replace string "it\'s o" with "it is (.*) o" in a.ts', FILES);
    assert.equal(patches[0]!.path, 'a.ts');
    assert.match(texts['a.ts']!, /"it is \(\.\*\) old"/);
    assert.deepEqual((await applied('replace string "(.*)" with "x"', FILES)).codes, ['TARGET_MISSING']);
    assert.deepEqual((await applied('replace string "" with "x"', FILES)).codes, ['INTENT_UNREADABLE']);
  });
});

describe('imports', () => {
  const FILES = {
    'a.ts': `import x from './b';\nexport const a = x;\n`,
    'b.ts': 'export const y = 1;\nexport default 1;\n',
  };

  test('are added to the top', async () => {
    const { texts } = await applied("add import { y } from './b' to a.ts", FILES);
    assert.match(texts['a.ts']!, /import \{ y \} from '\.\/b';/);
  });

  test('that are there, and files that are not', async () => {
    assert.deepEqual((await applied("add import x from './b' to a.ts", FILES)).codes, ['TARGET_MISSING']);
    assert.deepEqual((await applied("add import x from './b' to none.ts", FILES)).codes, ['TARGET_MISSING']);
    assert.deepEqual((await applied("add import x from './b' to ../a.ts", FILES)).codes, ['PATH_UNSAFE']);
  });
});

describe('other languages', () => {
  test('a Python function is renamed', async () => {
    const { texts, patches } = await applied('rename load to read', {
      'm.py': 'def load():\n    pass\n',
      'n.py': 'from m import load\nload()\n',
    });
    assert.equal(patches[0]!.selector, "identifier[text='load']");
    assert.deepEqual(texts, { 'm.py': 'def read():\n    pass\n', 'n.py': 'from m import read\nread()\n' });
  });

  test('a Java method is renamed, and its tests are found', async () => {
    const files = { 'A.java': 'class A { private void a() { a(); } }\n', 'ATest.java': 'import A;\nclass ATest {}\n' };
    const { spec, findings } = await planSpec({
      intent: 'rename A.a to b',
      scope: ['**'],
      tree: treeOf(files),
      id: 'CS-1',
      projects,
    });
    assert.deepEqual(findings, []);
    assert.deepEqual(spec.tests.targets, ['ATest.java']);
    assert.equal(spec.language, 'java');
  });
});

/** A context in which every patch finds one place, in the files named, and is remembered. */
function recording(
  files: Files,
  outcome?: Partial<PatchOutcome>,
  language: PlanningContext['language'] = 'typescript',
) {
  const tried: Patch[] = [];
  const place = { path: 'a.ts', start: 0, end: 1_000 };
  const context: PlanningContext = {
    ...{ language, scope: ['src/**', '!src/x'], inScope: () => true, tree: treeOf(files), projects },
    project: {
      update: () => undefined,
      select: () => [],
      plan: ({ patch }) => {
        tried.push(patch);
        return {
          matches: [{ ...place, type: 'X' }],
          edits: [{ ...place, text: '' }],
          moves: [],
          findings: [],
          ...outcome,
        };
      },
    },
  };
  return { context, tried };
}

describe('calls', () => {
  const planned = (intent: string, language?: PlanningContext['language']): PlannedClause => {
    const [clause] = readIntent(intent).clauses;
    const { context } = recording({}, undefined, language);
    return clause!.kind === 'replaceImport'
      ? planReplaceImport(clause!, context)
      : planReplaceCall(clause as Parameters<typeof planReplaceCall>[0], context);
  };
  const CASES: readonly (readonly [intent: string, selector: string, details: object])[] = [
    ['replace a.b with a.c', "CallExpression[callee.object.name='a'][callee.property.name='b']", { newProperty: 'c' }],
    [
      'replace a.b with x.c',
      "CallExpression[callee.object.name='a'][callee.property.name='b']",
      { newObject: 'x', newProperty: 'c' },
    ],
    ['replace a.b with x.b', "CallExpression[callee.object.name='a'][callee.property.name='b']", { newObject: 'x' }],
    ['replace a.b with g', "CallExpression[callee.object.name='a'][callee.property.name='b']", { newFunction: 'g' }],
    ['replace f with g', "CallExpression[callee.name='f']", { newFunction: 'g' }],
    ['replace f with a.g', "CallExpression[callee.name='f']", { newFunction: 'a.g' }],
    [
      'replace a.b.c with a.b.d',
      "CallExpression[callee.object.object.name='a'][callee.object.property.name='b'][callee.property.name='c']",
      { newProperty: 'd' },
    ],
    ['replace f with g (mapping u to v)', "CallExpression[callee.name='f']", { newFunction: 'g', argsMap: { u: 'v' } }],
    [
      'replace f(a, b, c) with g(c, a)',
      "CallExpression[callee.name='f']",
      { newFunction: 'g', argsMap: { 0: 1, 1: null, 2: 0 } },
    ],
    ['replace f(a, b) with f(b, a)', "CallExpression[callee.name='f']", { argsMap: { 0: 1, 1: 0 } }],
    [
      "replace f from 'm' with g from 'n'",
      "CallExpression[callee.name='f']",
      { module: 'm', newModule: 'n', newFunction: 'g' },
    ],
    ["replace f from 'm' with f from 'n'", "CallExpression[callee.name='f']", { module: 'm', newModule: 'n' }],
  ];
  for (const [intent, selector, details] of CASES) {
    test(intent, () => {
      const { patches, findings, assumptions } = planned(intent);
      assert.deepEqual(findings, []);
      assert.deepEqual(patches, [
        { path: '**', astOp: 'replaceAPI', selector, details: { ...details, expectCount: 1 } },
      ]);
      assert.match(assumptions[0]!, /at 1 places in 1 files$/);
    });
  }

  test('that are gone must be gone', () => {
    assert.deepEqual(planned('replace a.b with a.c').invariants, [
      { name: 'no a.b', type: 'semanticRule', spec: 'No calls to a.b remain' },
    ]);
    assert.deepEqual(planned('replace f(a, b) with f(b, a)').invariants, []);
  });

  test('in Python and Java', () => {
    assert.equal(planned('replace a.b with a.c', 'python').patches[0]!.selector, "call[function.text='a.b']");
    assert.equal(
      planned('replace a.b with a.c', 'java').patches[0]!.selector,
      "method_invocation[object.text='a'][name.text='b']",
    );
    assert.equal(planned('replace f with g', 'java').patches[0]!.selector, "method_invocation[name.text='f']");
  });

  test('with arguments that cannot be told', () => {
    for (const intent of ['replace f(a) with g(b)', 'replace f(a, a) with g(a)']) {
      assert.deepEqual(
        planned(intent).findings.map(({ code }) => code),
        ['INTENT_UNREADABLE'],
      );
    }
  });

  test('of which there are none', () => {
    const { context } = recording({}, { edits: [] });
    const [clause] = readIntent('replace f with g').clauses;
    const { findings } = planReplaceCall(clause as Parameters<typeof planReplaceCall>[0], context);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['TARGET_MISSING'],
    );
  });
});

describe('deletions', () => {
  const FILES = { 'a.ts': 'function f() {}\nconst v = 1;\nclass A { m() {} #p = 1; }\nclass B { m() {} }\n' };
  const planned = async (
    intent: string,
    outcome?: Partial<PatchOutcome>,
  ): Promise<{ tried: Patch[]; clause: PlannedClause }> => {
    const { context, tried } = recording(FILES, outcome);
    const [clause] = readIntent(intent).clauses;
    return { tried, clause: await planDeleteUnused(clause as Parameters<typeof planDeleteUnused>[0], context) };
  };

  test('of a statement or a member', async () => {
    const { clause } = await planned('delete unused f');
    assert.deepEqual(clause.patches, [
      { path: 'a.ts', astOp: 'deleteNode', selector: "FunctionDeclaration[id.name='f']" },
    ]);
    assert.equal(
      (await planned('remove unused method A.m')).clause.patches[0]!.selector,
      "[id.name='A'] MethodDefinition[key.name='m']",
    );
    assert.equal(
      (await planned('remove unused A.#p')).clause.patches[0]!.selector,
      "[id.name='A'] MethodDefinition[key.name='p']",
    );
  });

  test('that are refused, and of what is not there or means several', async () => {
    const used = { findings: [{ code: 'STILL_REFERENCED' as const, message: 'used' }] };
    assert.deepEqual(
      (await planned('delete unused f', used)).clause.findings.map(({ code }) => code),
      ['STILL_REFERENCED'],
    );
    const missing = await planned('delete unused f', {
      findings: [{ code: 'TARGET_MISSING' as const, message: 'none' }],
    });
    assert.match(missing.clause.findings[0]!.message, /No statement or member declares f/);
    assert.equal(missing.tried.at(-1)!.selector, "VariableDeclarator[id.name='f']");
    const two = { matches: [1, 2].map((start) => ({ path: 'a.ts', start, end: 3, type: 'X' })) };
    assert.match((await planned('delete unused f', two)).clause.findings[0]!.message, /by itself/);
    assert.deepEqual(
      (await planned('delete unused m')).clause.findings.map(({ code }) => code),
      ['TARGET_AMBIGUOUS'],
    );
    assert.deepEqual(
      (await planned('delete unused nothing')).clause.findings.map(({ code }) => code),
      ['TARGET_MISSING'],
    );
  });
});
