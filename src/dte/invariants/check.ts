/** Invariants: what has to hold after a change, each checked by the means of its type. */
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import type { Invariant } from '../generated/types.ts';
import { isStackOverflow } from '../stack-overflow.ts';
import { oneFinding } from './context.ts';
import type { InvariantContext, InvariantResult, Verdict } from './context.ts';

type Check = (invariant: Invariant, context: InvariantContext) => Verdict | Promise<Verdict>;

/** Loaded when needed: most of them bring the compiler along. */
const CHECKS: Readonly<Record<Invariant['type'], () => Promise<Check>>> = {
  typecheck: () => import('./typecheck.ts').then(({ checkTypes }) => checkTypes),
  symbolExists: () => import('./symbol-exists.ts').then(({ checkSymbolExists }) => checkSymbolExists),
  semanticRule: () => import('./semantic-rule.ts').then(({ checkSemanticRule }) => checkSemanticRule),
  regex: () => import('./regex.ts').then(({ checkRegex }) => checkRegex),
  apiCompat: () => import('./api-compat.ts').then(({ checkApiCompat }) => checkApiCompat),
};

/**
 * Answers whether an invariant holds. One that cannot be read or checked does not: the finding says why.
 *
 * @see docs/change-spec.md, "Invariants"
 */
export async function checkInvariant(invariant: Invariant, context: InvariantContext): Promise<InvariantResult> {
  const { name, type } = invariant;
  const { findings, counts, notes = [] } = await verdict(invariant, context);
  return { name, type, ok: findings.length === 0, findings, counts, notes };
}

/** Answers the results of all invariants of a spec, in their order. */
export async function checkInvariants(
  invariants: readonly Invariant[],
  context: InvariantContext,
): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const invariant of invariants) results.push(await checkInvariant(invariant, context));
  return results;
}

async function verdict(invariant: Invariant, context: InvariantContext): Promise<Verdict> {
  const check = await CHECKS[invariant.type]();
  try {
    return await check(invariant, context);
  } catch (error) {
    if (isStackOverflow(error)) return await tooDeep(context);
    return { findings: [findingOf(error)], counts: {} };
  }
}

/** What the compiler found until then must not be used again. */
async function tooDeep({ projects, spec, after }: InvariantContext): Promise<Verdict> {
  const { forgetProgram } = await import('../typescript/language.ts');
  forgetProgram(await projects.open(spec.language, after));
  return oneFinding('LIMIT_EXCEEDED', 'The code nests deeper than the compiler can follow.');
}

/** A failure that a spec or a tree can cause, as a finding. Anything else is a fault of the engine and stays a failure. */
function findingOf(error: unknown): Finding {
  if (!(error instanceof LoglineError) || error.code === 'INTERNAL' || error.code === 'CANCELLED') throw error;
  return { code: error.code, message: error.message, details: error.details };
}
