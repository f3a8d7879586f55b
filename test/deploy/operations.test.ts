/** docs/operations.md: every command of it, as typed, against services that it starts itself. */
import { test } from 'node:test';
import { plant } from '../checks/scratch.ts';
import { pageOf } from '../docs/pages.ts';
import { checkOutcomes, commandsOf, runSession } from '../docs/session.ts';
import { makeBuiltCheckout } from './built-services.ts';
import '../uncounted.ts';

/** An address of this machine that no other run has. */
const HOST = `127.${[44, process.pid >> 8, process.pid].map((n) => String(1 + (n % 250))).join('.')}`;

test('the page of operations says what its commands do', { timeout: 240_000 }, async (t) => {
  const checkout = plant(t, {});
  makeBuiltCheckout(checkout);
  // Where a command fails, services must not go on without anybody who ends them.
  const trap = { place: 'trap', script: `trap '[ ! -e services.pid ] || kill "$(cat services.pid)"' EXIT\n` };
  const commands = [{ ...trap, expected: undefined }, ...commandsOf(pageOf('docs/operations.md'))];
  const variables = { LOGLINE: checkout, HOST, HOST_URL: `http://${HOST}`, DTE_WORKERS: '1' };
  checkOutcomes(commands, await runSession(t, commands, {}, variables));
});
