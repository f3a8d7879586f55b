/** Mutants with their verdicts. */
import type { Mutant } from './mutant.ts';

/** What became of a mutant, in the words of mutation-testing-elements. */
export type MutantStatus = 'Killed' | 'Survived' | 'Timeout' | 'NoCoverage' | 'Ignored' | 'RuntimeError';

/** What a report shows of a mutant; the operators of others may have other names. */
export type ShownMutant = Pick<Mutant, 'path' | 'start' | 'end' | 'text'> & { readonly operator: string };

/** A mutant with its verdict. */
export interface JudgedMutant {
  readonly built: { readonly mutant: ShownMutant };
  readonly status: MutantStatus;
  /** Why, where the status does not say it. */
  readonly reason?: string;
  /** Numbers of the tests that reach it. */
  readonly coveredBy: readonly number[];
  readonly isStatic: boolean;
}
