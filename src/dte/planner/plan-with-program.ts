/** Plans by another program, such as one that asks a model. What it answers is checked like any other spec, and never trusted. */
import { toUtf8 } from '../../base/bytes.ts';
import { runProgram } from '../../base/process.ts';
import type { Argv } from '../../base/process.ts';
import type { Finding } from '../../base/report.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { MAX_SPEC_BYTES } from '../limits.ts';
import { pathFilter } from '../path-filter.ts';
import { planEdits } from '../plan-edits.ts';
import { parseChangeSpec } from '../spec.ts';
import { INTENT_FORMS } from './clause.ts';
import { planSpec } from './plan-spec.ts';
import type { PlannedSpec, PlanRequest } from './plan-spec.ts';

/** How to run the program. */
export interface PlannerOptions {
  /** Its whole environment. @default the one of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Longest time to run, in milliseconds. @default 300_000 (5 minutes) */
  readonly timeoutMs?: number;
  /** Ends the program. @default none */
  readonly signal?: AbortSignal;
}

/**
 * Hands a sentence, the files in scope, and what planning without a model made of it to a program, as one JSON object on its standard
 * input, and answers the spec that it writes to its standard output.
 *
 * @param argv - the program and its arguments. They come from whoever runs the engine, never from a spec or a tree.
 * @throws {LoglineError} COMMAND_FAILED - it did not run to its end with status 0. SPEC_INVALID and the other codes of
 *   `parseChangeSpec` - its answer is no spec. As `planSpec` otherwise.
 * @see docs/change-spec.md, "Plan"
 */
export async function planWithProgram(
  argv: Argv,
  request: PlanRequest,
  options: PlannerOptions = {},
): Promise<PlannedSpec> {
  const own = await planSpec(request);
  const inScope = pathFilter(request.scope);
  const question = {
    intent: request.intent,
    scope: request.scope,
    id: request.id,
    files: [...request.tree.modes.keys()].filter(inScope),
    forms: INTENT_FORMS,
    planned: own,
  };
  const { timeoutMs = 300_000, ...how } = options;
  const { stdout } = await runProgram(argv, {
    ...how,
    timeoutMs,
    stdin: toUtf8(JSON.stringify(question)),
    maxOutputBytes: MAX_SPEC_BYTES,
  });
  const spec = parseChangeSpec(stdout);
  const plan = await planEdits(spec, request.tree, optionsOf(request));
  const reached = plan.files.flatMap(({ path, newPath }) => [path, newPath]);
  const findings = [...strayFindings(spec, request, reached), ...plan.findings];
  return {
    spec,
    findings,
    notes: [`Proposed by ${argv[0]}. Its patches were tried on the tree; what they are for is for people to judge.`],
  };
}

const optionsOf = ({ projects }: PlanRequest): { projects?: NonNullable<PlanRequest['projects']> } =>
  projects === undefined ? {} : { projects };

/** A proposal is for what was asked for: the same name, no wider scope. */
function strayFindings({ id, scope }: ChangeSpec, request: PlanRequest, reached: readonly string[]): Finding[] {
  const [proposed, asked] = [pathFilter(scope), pathFilter(request.scope)];
  const outside = [...request.tree.modes.keys(), ...reached].filter((path) => proposed(path) && !asked(path));
  const stray: Finding[] =
    outside.length === 0
      ? []
      : [
          {
            code: 'OUT_OF_SCOPE',
            message: `The scope proposed has ${outside.length} files that were not asked for, such as ${outside[0]!}.`,
          },
        ];
  return id === request.id
    ? stray
    : [
        ...stray,
        { code: 'SPEC_INVALID', message: `The spec proposed is ${id} and not ${request.id}.`, pointer: '/id' },
      ];
}
