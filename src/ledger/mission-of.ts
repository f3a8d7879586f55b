/** Which mission an atomic is about. */
import type { Atomic } from '../atomic/index.ts';

/** Answers `payload.mission`, or the mission of the scope that money is spent in (`payload.scope.mission`). Pure. */
export function missionOf({ payload }: Atomic): string | undefined {
  const { mission, scope } = Object(payload) as { readonly mission?: unknown; readonly scope?: unknown };
  if (typeof mission === 'string') return mission;
  const { mission: scoped } = Object(scope) as { readonly mission?: unknown };
  return typeof scoped === 'string' ? scoped : undefined;
}
