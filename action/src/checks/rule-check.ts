/** What a change does to the rules that it will be judged by next time. It may; people have to see it. */
import { isSame } from '../comparison.ts';
import type { Comparison } from '../comparison.ts';
import type { Project } from '../project.ts';
import type { Remark } from '../remark.ts';

/** Answers a warning for each file of rules that differs from the base. Pure. */
export function checkRules({ base, head }: Comparison, { files }: Project): Remark[] {
  if (base === undefined) return [];
  const watched = new Set([...files, ...workflowsIn(base.files), ...workflowsIn(head.files)]);
  return [...watched].sort().flatMap((path): Remark[] => {
    const [before, after] = [base.files.get(path), head.files.get(path)];
    if (isSame(before, after)) return [];
    const verb = before === undefined ? 'is added' : after === undefined ? 'is removed' : 'is changed';
    const message = `${path} ${verb}. It counts from the next change on: this one was judged by ${base.name}.`;
    return [{ level: isWorkflow(path) ? 'notice' : 'warning', rule: 'rules/changed', message, path }];
  });
}

const isWorkflow = (path: string): boolean => path.startsWith('.github/workflows/');

const workflowsIn = (files: ReadonlyMap<string, unknown>): string[] => [...files.keys()].filter(isWorkflow);
