/** What planning works on. */
import type { Finding } from '../../base/report.ts';
import type { ChangeSpec, Invariant, Patch } from '../generated/types.ts';
import type { LanguageProject, PatchOutcome } from '../patch.ts';
import type { PathFilter } from '../path-filter.ts';
import type { Projects } from '../projects.ts';
import type { SourceTree } from '../source-tree.ts';

/** The tree of a plan, as its language reads it. */
export interface PlanningContext {
  readonly language: ChangeSpec['language'];
  readonly scope: readonly string[];
  readonly inScope: PathFilter;
  readonly tree: SourceTree;
  readonly projects: Projects;
  /** Over `tree`: what one clause yields is what the next one works on. */
  readonly project: LanguageProject;
}

/** What a clause becomes. With findings it is nothing. */
export interface PlannedClause {
  readonly patches: readonly Patch[];
  readonly invariants: readonly Invariant[];
  /** What the plan relies on, and what it leaves as it is. */
  readonly assumptions: readonly string[];
  readonly findings: readonly Finding[];
}

/** Answers a clause that cannot be planned. Pure. */
export const unplanned = (...findings: readonly Finding[]): PlannedClause => ({
  patches: [],
  invariants: [],
  assumptions: [],
  findings,
});

/** Answers what a patch would do. */
export const dryRun = ({ project, language, inScope }: PlanningContext, patch: Patch): PatchOutcome =>
  project.plan({ patch, language, scope: inScope });

/** Answers the one path or pattern in which a patch looks: the clause's own, or the scope where it is one. Pure. */
export const placeOfPatch = ({ scope }: PlanningContext, own: string | undefined): string =>
  own ?? (scope.length === 1 && !scope[0]!.startsWith('!') ? scope[0]! : '**');

/** Answers a text as a selector has it, in quotes. Pure. */
export const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, (char) => `\\${char}`)}'`;

/** Answers the selector of all identifiers of a name. Pure. */
export const identifiersOf = (language: ChangeSpec['language'], name: string): string =>
  language === 'python' || language === 'java'
    ? `identifier[text=${quoted(name)}]`
    : name.startsWith('#')
      ? `PrivateIdentifier[name=${quoted(name.slice(1))}]`
      : `Identifier[name=${quoted(name)}]`;
