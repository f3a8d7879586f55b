/** The commands of `atomic`, in the order in which help lists them. */
import { DTE_APPLY, DTE_EXPLAIN, DTE_PLAN, DTE_REVERT, DTE_VERIFY } from './catalog/changes.ts';
import { FINOPS_FORECAST, FINOPS_PRICES, FINOPS_REPORT } from './catalog/costs.ts';
import {
  EVIDENCE_EVENTS,
  EVIDENCE_EXPORT,
  EVIDENCE_GRAPH,
  EVIDENCE_IMPORT,
  EVIDENCE_RECORD,
  EVIDENCE_VERIFY,
  EVIDENCE_WITHHOLD,
} from './catalog/evidence.ts';
import { FINOPS_BUDGET, FINOPS_CONSUME, FINOPS_RELEASE, FINOPS_RESERVE, FINOPS_SETTLE } from './catalog/money.ts';
import { POLICY_LIST, POLICY_ROUTE, POLICY_SET } from './catalog/policies.ts';
import { GATEWAY_CHECK, GATEWAY_RESTORE } from './catalog/gateway.ts';
import {
  MISSION_ADD,
  MISSION_APPROVE,
  MISSION_CREATE,
  MISSION_FINALIZE,
  MISSION_LIST,
  MISSION_PLAN,
  MISSION_REJECT,
  MISSION_ROLLBACK,
  MISSION_RUN,
  MISSION_SHOW,
  MISSION_VERIFY,
} from './catalog/missions.ts';
import { completionOf } from './catalog/shell.ts';
import { command } from './command.ts';
import type { Program } from './command.ts';

export const ATOMIC: Program = {
  name: 'atomic',
  summary: 'changes to code, missions, cost, and what models may read: declared, bounded, proven',
  commands: [
    command(DTE_PLAN, () => import('./commands/dte-plan.ts')),
    command(DTE_APPLY, () => import('./commands/dte-apply.ts')),
    command(DTE_VERIFY, () => import('./commands/dte-verify.ts')),
    command(DTE_REVERT, () => import('./commands/dte-revert.ts')),
    command(DTE_EXPLAIN, () => import('./commands/dte-explain.ts')),
    command(MISSION_CREATE, () => import('./commands/mission-create.ts')),
    command(MISSION_LIST, () => import('./commands/mission-list.ts')),
    command(MISSION_SHOW, () => import('./commands/mission-show.ts')),
    command(MISSION_PLAN, () => import('./commands/mission-plan.ts')),
    command(MISSION_ADD, () => import('./commands/mission-add.ts')),
    command(MISSION_APPROVE, () => import('./commands/mission-approve.ts')),
    command(MISSION_REJECT, () => import('./commands/mission-reject.ts')),
    command(MISSION_RUN, () => import('./commands/mission-run.ts')),
    command(MISSION_VERIFY, () => import('./commands/mission-verify.ts')),
    command(MISSION_ROLLBACK, () => import('./commands/mission-rollback.ts')),
    command(MISSION_FINALIZE, () => import('./commands/mission-finalize.ts')),
    command(FINOPS_BUDGET, () => import('./commands/finops-budget.ts')),
    command(FINOPS_RESERVE, () => import('./commands/finops-reserve.ts')),
    command(FINOPS_SETTLE, () => import('./commands/finops-settle.ts')),
    command(FINOPS_RELEASE, () => import('./commands/finops-release.ts')),
    command(FINOPS_CONSUME, () => import('./commands/finops-consume.ts')),
    command(FINOPS_FORECAST, () => import('./commands/finops-forecast.ts')),
    command(FINOPS_REPORT, () => import('./commands/finops-report.ts')),
    command(FINOPS_PRICES, () => import('./commands/finops-prices.ts')),
    command(POLICY_LIST, () => import('./commands/policy-list.ts')),
    command(POLICY_SET, () => import('./commands/policy-set.ts')),
    command(POLICY_ROUTE, () => import('./commands/policy-route.ts')),
    command(GATEWAY_CHECK, () => import('./commands/gateway-check.ts')),
    command(GATEWAY_RESTORE, () => import('./commands/gateway-restore.ts')),
    command(EVIDENCE_RECORD, () => import('./commands/evidence-record.ts')),
    command(EVIDENCE_EVENTS, () => import('./commands/evidence-events.ts')),
    command(EVIDENCE_GRAPH, () => import('./commands/evidence-graph.ts')),
    command(EVIDENCE_EXPORT, () => import('./commands/evidence-export.ts')),
    command(EVIDENCE_VERIFY, () => import('./commands/evidence-verify.ts')),
    command(EVIDENCE_IMPORT, () => import('./commands/evidence-import.ts')),
    command(EVIDENCE_WITHHOLD, () => import('./commands/evidence-withhold.ts')),
    command(completionOf('atomic'), () => import('./commands/completion.ts')),
  ],
};
