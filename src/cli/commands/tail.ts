/** `tail` */
import { LoglineError } from '../../base/errors.ts';
import { tailLedger } from '../../ledger/index.ts';
import type { TAIL } from '../catalog/reading.ts';
import type { Run } from '../command.ts';
import { printEntries } from '../entry-list.ts';
import { openSource } from '../ledgers.ts';
import { warn } from '../notice.ts';

export const run: Run<(typeof TAIL)['flags']> = async (call) => {
  const { flags, terminal } = call;
  const { ledger, lines: count, follow, maxLineBytes, maxDepth } = flags;
  if (follow && ledger === '-')
    throw new LoglineError('USAGE', 'Standard input cannot be followed: it comes by itself.');
  const { signal } = terminal;
  const entries = tailLedger(await openSource(ledger, terminal), {
    count,
    follow,
    signal,
    limits: { maxLineBytes, maxDepth },
    onWait: ({ message }) => warn(terminal, `${message} Waiting for it.`),
    onGoOn: () => warn(terminal, 'It can be reached again; the tail goes on where it was.'),
  });
  await printEntries(call, entries, follow);
  if (signal.aborted) {
    await call.output.flush();
    throw new LoglineError('CANCELLED');
  }
  return 0;
};
