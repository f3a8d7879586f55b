/** Contexts for tests of invariants: two trees, with the projects shared over all cases of a file. */
import { checkInvariant } from '../../../src/dte/invariants/check.ts';
import type { InvariantContext, InvariantResult } from '../../../src/dte/invariants/context.ts';
import type { Invariant } from '../../../src/dte/generated/types.ts';
import { openProjects } from '../../../src/dte/projects.ts';
import { treeOf } from '../trees.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

const projects = openProjects();

/** Answers a context of two trees; with one, nothing was changed. */
export function contextOf(
  before: Files,
  after: Files = before,
  more: Partial<InvariantContext> = {},
): InvariantContext {
  const old = treeOf(before);
  return {
    spec: { scope: ['**'], language: 'typescript' },
    before: old,
    after: after === before ? old : treeOf(after),
    projects,
    ...more,
  };
}

/** Answers what becomes of an invariant without details. */
export function check(
  type: Invariant['type'],
  spec: string,
  context: InvariantContext,
  details?: Invariant['details'],
): Promise<InvariantResult> {
  return checkInvariant({ name: 'it', type, spec, ...(details === undefined ? {} : { details }) }, context);
}

/** Answers findings in one line each: code, place, and the first line of the message. */
export const shown = ({ findings }: Pick<InvariantResult, 'findings'>): string[] =>
  findings.map(({ code, path, line, column, message }) => {
    const place = path === undefined ? '' : ` ${path}${line === undefined ? '' : `:${line}:${column}`}`;
    return `${code}${place} ${message.split('\n')[0]!}`;
  });

/** Answers codes and places alone. */
export const places = ({ findings }: Pick<InvariantResult, 'findings'>): string[] =>
  findings.map(({ code, path, line }) => `${code}${path === undefined ? '' : ` ${path}:${line ?? ''}`}`);
