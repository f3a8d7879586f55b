/** The plan of a set-up: everything that a governed repository has, in the order in which one needs the other. */
import { driverSteps } from './driver-steps.ts';
import { hookSteps } from './hook-steps.ts';
import { programSteps } from './program-step.ts';
import { configStep, keyStep, keyringStep } from './key-steps.ts';
import { ledgerStep } from './ledger-step.ts';
import type { SetupCall, SetupFacts } from './setup-facts.ts';
import type { Step } from './step.ts';
import { agentsStep, attributesStep, ignoreStep, ownersStep } from './text-steps.ts';
import { workflowStep } from './workflow.ts';

/** Answers the steps. Nothing is changed. @throws {LoglineError} KEYRING_INVALID, USAGE, INPUT_UNREADABLE, COMMAND_FAILED and the I-JSON codes */
export async function planSetup(facts: SetupFacts, { flags, terminal }: SetupCall): Promise<Step[]> {
  const steps: Step[] = [
    await configStep(facts),
    keyStep(facts),
    await keyringStep(facts),
    ledgerStep(facts, terminal.clock().toISOString()),
    await attributesStep(facts),
    await ignoreStep(facts),
  ];
  if (flags.hooks) {
    steps.push(...(await hookSteps(facts.top, facts.host)));
    steps.push(...(await driverSteps(facts.top, driverKey(facts))));
    steps.push(...(await programSteps(facts.top, terminal)));
  }
  if (flags.workflow) steps.push(await workflowStep(facts));
  if (flags.codeOwners) steps.push(await ownersStep(facts, flags.codeOwner));
  if (flags.agents) steps.push(await agentsStep(facts));
  return steps;
}

/** Git may be started by a program that has not the variables of a shell: the driver is told where the key is. */
const driverKey = ({ ownKey }: SetupFacts): string | undefined => ownKey.file;
