/** `dte plan` */
import { toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { writeFileAtomic } from '../../base/fs.ts';
import { openWorkTree, planSpec, planWithProgram, specIdOf, treeIdAt } from '../../dte/index.ts';
import type { PlannedSpec, PlanRequest } from '../../dte/index.ts';
import type { ServiceClient } from '../../client/index.ts';
import { openClient } from '../api.ts';
import type { DTE_PLAN } from '../catalog/changes.ts';
import { count } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { findingLines } from '../finding-print.ts';
import { warn } from '../notice.ts';
import { withProgress } from '../progress.ts';
import { createPaint } from '../screen-text.ts';
import { endingOf } from '../terminal.ts';

type Flags = (typeof DTE_PLAN)['flags'];

const FORMS: readonly string[] = ['table', 'json', 'ndjson'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const client = await openClient(call, ['intent', 'scope', 'language', 'id']);
  const planned = await withProgress(call, 'planning', () =>
    client === undefined ? plan(call) : planThere(call, client),
  );
  const { spec, findings, notes } = planned;
  for (const note of notes) warn(terminal, note);
  if (findings.length > 0) {
    const lines = findingLines(findings, createPaint(terminal.stderr.isTTY === true));
    terminal.stderr.write(lines.map((line) => `${line}\n`).join(''));
    return 1;
  }
  const isFile = flags.output !== undefined && !FORMS.includes(flags.output);
  const isPretty = isFile || output.form === 'table';
  const text = `${JSON.stringify(spec, null, isPretty ? 2 : 0)}\n`;
  if (isFile) {
    await writeFileAtomic(flags.output, toUtf8(text));
    await output.write(
      `${spec.id}: ${count(spec.patches.length, 'patch').replace(/hs$/, 'hes')}, ${count(spec.invariants.length, 'invariant')}, risk ${spec.risk!}, written to ${flags.output}\n`,
    );
  } else {
    await output.write(text);
  }
  return 0;
};

/** What is wrong with a plan is an error of the service, with all findings in it. Notes are among the assumptions of the spec there. */
async function planThere({ flags }: Call<Flags>, { changes }: ServiceClient): Promise<PlannedSpec> {
  const { language, id } = flags;
  const scope = scopeOf(flags);
  const words = { intent: demandIntent(flags.intent), ...(scope.length > 0 && { scope }) };
  try {
    const spec = await changes.plan({
      ...words,
      ...(language !== undefined && { language }),
      ...(id !== undefined && { id }),
    });
    return { spec, findings: [], notes: [] };
  } catch (error) {
    const findings = error instanceof LoglineError ? error.details['findings'] : undefined;
    if (!Array.isArray(findings) || (error as LoglineError).code === 'REQUEST_INVALID') throw error;
    return { spec: undefined as never, findings: findings as PlannedSpec['findings'], notes: [] };
  }
}

/** Of a folder, "." is all; as a pattern it would be none. */
function scopeOf({ scope }: Call<Flags>['flags']): string[] {
  return scope.map((pattern) => (pattern === '.' || pattern === './' ? '**/*' : pattern));
}

function demandIntent(intent: string | undefined): string {
  if (intent !== undefined && intent.trim() !== '') return intent;
  throw new LoglineError('USAGE', 'What is to change? Say it with --intent "rename X to Y".');
}

async function plan({ flags, terminal }: Call<Flags>): Promise<PlannedSpec> {
  const { language, id, planner, root } = flags;
  const scope = scopeOf(flags);
  const intent = demandIntent(flags.intent);
  const tree = await openWorkTree(root);
  const base = await treeIdAt(root, []);
  const request: PlanRequest = {
    intent,
    scope: scope.length === 0 ? ['**/*'] : scope,
    tree,
    id: id ?? specIdOf(intent, scope),
    ...(language !== undefined && { language }),
    ...(base !== undefined && { base }),
  };
  if (planner === undefined) return endingOf(terminal).atOnce(() => planSpec(request));
  const { splitCommand } = await import('../../ledger/index.ts');
  return planWithProgram(splitCommand(planner), request, { signal: terminal.signal });
}
