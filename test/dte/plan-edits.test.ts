/** Plans as a whole: patches one after the other, and what ends them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { fromUtf8 } from '../../src/base/bytes.ts';
import type { ChangeSpec, Patch } from '../../src/dte/generated/types.ts';
import { checkInvariant } from '../../src/dte/invariants/check.ts';
import { MAX_EDITS } from '../../src/dte/limits.ts';
import { planEdits } from '../../src/dte/plan-edits.ts';
import type { PlanEditsOptions } from '../../src/dte/plan-edits.ts';
import type { Plan } from '../../src/dte/plan.ts';
import { openProjects } from '../../src/dte/projects.ts';
import { specOf } from './plans.ts';
import { treeOf } from './trees.ts';

const projects = openProjects();
const FILES = { 'src/a.ts': "export const a = 'old';\n", 'lib/b.ts': "export const b = 'old';\n" };
const edit = (from: string, to: string, path = '**'): Patch => ({
  path,
  astOp: 'editString',
  selector: `Literal[value='${from}']`,
  details: { to },
});
const plan = (
  patches: readonly Patch[],
  more: Partial<ChangeSpec> = {},
  options: PlanEditsOptions = {},
  files: Readonly<Record<string, string>> = FILES,
): Promise<Plan> =>
  planEdits({ ...specOf(1), patches: [...patches], ...more }, treeOf(files), { projects, ...options });
const codes = ({ findings }: Plan): string[] => findings.map(({ code, pointer }) => `${code} ${pointer!}`);

describe('a plan', () => {
  test('tells of each patch, and works on the result of the one before', async () => {
    const told: [number, number][] = [];
    const patches = [edit('old', 'new'), { ...edit('new', 'newer', 'src'), details: { to: 'newer', expectCount: 1 } }];
    const { files, findings } = await plan(
      patches.slice(0, 1),
      {},
      { onProgress: (done, total) => told.push([done, total]) },
    );
    assert.deepEqual([told, findings.length], [[[0, 1]], 0]);
    assert.deepEqual(
      files.map(({ path, after }) => [path, fromUtf8(after)]),
      [
        ['lib/b.ts', "export const b = 'new';\n"],
        ['src/a.ts', "export const a = 'new';\n"],
      ],
    );
    assert.deepEqual(codes(await plan(patches)), ['EDIT_CONFLICT /patches/1'], 'both touch one text');
  });

  test('can be cancelled between two patches', async () => {
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: (done: number) => (done === 1 ? stop.abort() : undefined) };
    await assert.rejects(plan([edit('old', 'new', 'src'), edit('old', 'new', 'lib')], {}, options), {
      code: 'CANCELLED',
    });
  });

  test('of no patches does nothing', async () => {
    const { files, findings } = await plan([]);
    assert.deepEqual([files, findings], [[], []]);
  });

  test('that reaches out of the scope, or too far, or has a fault, does nothing', async () => {
    const outside = await plan([edit('old', 'new')], { scope: ['src'] });
    assert.deepEqual(codes(outside), ['OUT_OF_SCOPE /patches/0']);
    assert.deepEqual(outside.findings[0]!.details!['paths'], ['lib/b.ts']);
    assert.deepEqual(codes(await plan([{ ...edit('old', 'new'), selector: '[' }])), ['SELECTOR_INVALID /patches/0']);
    const many = { 'a.ts': `f(${'1,'.repeat(MAX_EDITS + 1)}1);\n` };
    const regex: Patch = {
      path: '**',
      astOp: 'editRegex',
      selector: 'Program',
      details: { pattern: '1', replacement: '2', textual: true },
    };
    assert.deepEqual(codes(await plan([regex], {}, {}, many)), ['LIMIT_EXCEEDED /patches/0']);
  });

  test('of JavaScript and of TypeScript reads one tree', async () => {
    const { findings } = await plan([edit('old', 'new')], { language: 'javascript' });
    assert.deepEqual(findings, []);
  });

  test('keeps failures that are no fault of a spec', async () => {
    const broken = { open: () => Promise.reject(new LoglineError('INTERNAL', 'broken')) };
    await assert.rejects(plan([edit('old', 'new')], {}, { projects: broken }), { code: 'INTERNAL' });
    const context = {
      spec: { scope: ['**'], language: 'typescript' as const },
      before: treeOf(FILES),
      after: treeOf(FILES),
      projects: broken,
    };
    const invariant = { name: 'n', type: 'semanticRule' as const, spec: 'No matches of `Literal` remain' };
    await assert.rejects(checkInvariant(invariant, context), { code: 'INTERNAL' });
    const cancelled = { open: () => Promise.reject(new LoglineError('CANCELLED', 'cancelled')) };
    await assert.rejects(checkInvariant(invariant, { ...context, projects: cancelled }), { code: 'CANCELLED' });
  });
});
