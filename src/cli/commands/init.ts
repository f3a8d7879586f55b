/** `init` */
import type { INIT } from '../catalog/setup.ts';
import type { Call, Run } from '../command.ts';
import { topFolder } from '../hooks/hook-git.ts';
import { agrees, asksPeople } from '../setup/agreement.ts';
import { planSetup } from '../setup/plan-setup.ts';
import { gatherFacts } from '../setup/setup-facts.ts';
import type { SetupFacts } from '../setup/setup-facts.ts';
import { applySteps, isDone, needsPeople } from '../setup/step.ts';
import type { Step } from '../setup/step.ts';
import { stepJson, stepLines } from '../setup/step-print.ts';

type Flags = (typeof INIT)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const facts = await gatherFacts(call, await topFolder('.'));
  const steps = await planSetup(facts, call);
  const open = steps.filter(({ apply }) => apply !== undefined);
  const isTable = output.form === 'table';
  if (isTable)
    await output.write(
      stepLines(steps, output)
        .map((line) => `${line}\n`)
        .join(''),
    );
  await output.flush();
  const isAgreed =
    !flags.dryRun && open.length > 0 && (flags.yes || (asksPeople(terminal) && (await agrees(terminal))));
  if (isAgreed) await applySteps(open);
  if (isTable) await output.write(endOf(call, facts, steps, isAgreed));
  else await output.one({ done: isAgreed, changes: open.length, steps: steps.map(stepJson) }, []);
  const isAsWanted = flags.dryRun || isAgreed || open.length === 0;
  return isAsWanted && !needsPeople(steps) ? 0 : 1;
};

/** What people read at the end: what became of it, and what comes next. */
function endOf({ flags }: Call<Flags>, { ownKey }: SetupFacts, steps: readonly Step[], wasCarriedOut: boolean): string {
  if (isDone(steps)) return '\nAll of it is in place.\n';
  const left = steps.filter(({ action }) => action === 'by hand').map(({ what }) => what);
  const byHand = left.length === 0 ? '' : `\nLeft to you: ${[...new Set(left)].join(', ')}. See BY HAND above.\n`;
  if (steps.every(({ apply }) => apply === undefined)) return byHand;
  if (!wasCarriedOut)
    return `${byHand}${flags.dryRun ? '\nNothing was done.\n' : '\nNothing was done: --yes carries it out.\n'}`;
  const key = ownKey.file === undefined ? [] : [`export SIGNING_KEY_FILE='${ownKey.file}'`];
  const next = [...key, 'git add --all && git commit --message "A ledger"', 'logline-cli doctor'];
  return `${byHand}${['', 'Done. Next:', ...next.map((line) => `  ${line}`), ''].join('\n')}`;
}
