/** The commands of `atomic`, in the order in which help lists them. */
import { DTE_APPLY, DTE_EXPLAIN, DTE_PLAN, DTE_REVERT, DTE_VERIFY } from './catalog/changes.ts';
import { completionOf } from './catalog/shell.ts';
import { command } from './command.ts';
import type { Program } from './command.ts';

export const ATOMIC: Program = {
  name: 'atomic',
  summary: 'changes to code that are declared, applied, proven and undone',
  commands: [
    command(DTE_PLAN, () => import('./commands/dte-plan.ts')),
    command(DTE_APPLY, () => import('./commands/dte-apply.ts')),
    command(DTE_VERIFY, () => import('./commands/dte-verify.ts')),
    command(DTE_REVERT, () => import('./commands/dte-revert.ts')),
    command(DTE_EXPLAIN, () => import('./commands/dte-explain.ts')),
    command(completionOf('atomic'), () => import('./commands/completion.ts')),
  ],
};
