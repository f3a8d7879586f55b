/** Mutants with their verdicts. */
import type { BuiltMutant } from './build.ts';

/** What became of a mutant, in the words of mutation-testing-elements. */
export type MutantStatus = 'Killed' | 'Survived' | 'Timeout' | 'NoCoverage' | 'Ignored' | 'RuntimeError';

/** A mutant with its verdict. */
export interface JudgedMutant {
  readonly built: BuiltMutant;
  readonly status: MutantStatus;
  /** Why, where the status does not say it. */
  readonly reason?: string;
  /** Numbers of the tests that reach it. */
  readonly coveredBy: readonly number[];
  readonly isStatic: boolean;
}
