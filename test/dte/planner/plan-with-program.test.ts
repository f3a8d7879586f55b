import assert from 'node:assert/strict';
import { execPath } from 'node:process';
import { test } from 'node:test';
import { planWithProgram } from '../../../src/dte/planner/plan-with-program.ts';
import { treeOf } from '../trees.ts';

const REQUEST = {
  intent: 'Make the greeting formal',
  scope: ['src/*.ts'],
  id: 'CS-9',
  tree: treeOf({ 'src/a.ts': 'export const greeting = 1;\n', 'b.ts': '' }),
};

const SPEC = {
  ...{
    id: 'CS-9',
    intent: 'x',
    scope: ['src/*.ts'],
    language: 'typescript',
    invariants: [],
    tests: { strategy: 'augment' },
  },
  patches: [
    {
      path: 'src/a.ts',
      astOp: 'renameSymbol',
      selector: "Identifier[name='greeting']",
      details: { newName: 'salute' },
    },
  ],
};

/** A program that answers with what an expression over its question yields. */
const program = (answer: string): readonly [string, ...string[]] => [
  execPath,
  '-e',
  `let t='';process.stdin.on('data',(d)=>t+=d).on('end',()=>{const q=JSON.parse(t);process.stdout.write(${answer})})`,
];

const spec = (changes: string): string => `JSON.stringify({...${JSON.stringify(SPEC)},${changes}})`;

test('a program is told what is asked and answers a spec, which is tried', async () => {
  const {
    spec: proposed,
    findings,
    notes,
  } = await planWithProgram(program(spec('intent: q.intent + q.files + q.forms.length + q.planned.spec.id')), REQUEST);
  assert.equal(proposed.intent, 'Make the greeting formalsrc/a.ts7CS-9');
  assert.deepEqual(findings, []);
  assert.match(notes.join(), /^Proposed by /);
});

test('what it answers is not trusted', async () => {
  const codes = async (answer: string): Promise<string[]> =>
    (await planWithProgram(program(answer), REQUEST)).findings.map(({ code }) => code);
  assert.deepEqual(await codes(spec(`scope: ['**']`)), ['OUT_OF_SCOPE']);
  assert.deepEqual(await codes(spec(`id: 'CS-1'`)), ['SPEC_INVALID']);
  const elsewhere = `scope: ['src/*.ts', 'lib/*'], patches: [{ path: 'src/a.ts', astOp: 'moveModule', details: { to: 'lib/a.ts' } }]`;
  assert.deepEqual(await codes(spec(elsewhere)), ['OUT_OF_SCOPE']);
  assert.deepEqual(
    await codes(
      spec(
        `patches: [{ path: 'src/a.ts', astOp: 'renameSymbol', selector: "Identifier[name='x']", details: { newName: 'y' } }]`,
      ),
    ),
    ['TARGET_MISSING'],
  );
  await assert.rejects(codes(spec(`command: 'rm'`)), { code: 'SPEC_INVALID' });
  await assert.rejects(codes(`'no json'`), { code: /PARSE|JSON/ });
  await assert.rejects(planWithProgram([execPath, '-e', 'process.exit(1)'], REQUEST), { code: 'COMMAND_FAILED' });
  await assert.rejects(planWithProgram([execPath, '-e', 'setTimeout(()=>{},1e5)'], REQUEST, { timeoutMs: 200 }), {
    code: 'COMMAND_FAILED',
  });
});
