/** The commands of `logline-cli`, in the order in which help lists them. */
import { HASH, LINT, SIGN } from './catalog/atomics.ts';
import { HOOKS_INSTALL, HOOKS_RUN, HOOKS_STATUS, HOOKS_UNINSTALL } from './catalog/hooks.ts';
import { GENERATE_KEYS, KEYS_LIST, KEYS_REVOKE, KEYS_ROTATE } from './catalog/keys.ts';
import { MERGE_DRIVER, REBASE } from './catalog/merging.ts';
import { DATABASE_MIGRATE, EXPORT, IMPORT } from './catalog/moving.ts';
import { HEAD, QUERY, STATS, TAIL } from './catalog/reading.ts';
import { DOCTOR, INIT } from './catalog/setup.ts';
import { completionOf } from './catalog/shell.ts';
import { VERIFY } from './catalog/verifying.ts';
import { APPEND, MIGRATE, REPAIR, SEAL } from './catalog/writing.ts';
import { command } from './command.ts';
import type { Program } from './command.ts';

export const LOGLINE: Program = {
  name: 'logline-cli',
  summary: 'signed, hash-chained facts in plain JSON lines',
  commands: [
    command(GENERATE_KEYS, () => import('./commands/generate-keys.ts')),
    command(SIGN, () => import('./commands/sign.ts')),
    command(APPEND, () => import('./commands/append.ts')),
    command(LINT, () => import('./commands/lint.ts')),
    command(HASH, () => import('./commands/hash.ts')),
    command(VERIFY, () => import('./commands/verify.ts')),
    command(QUERY, () => import('./commands/query.ts')),
    command(STATS, () => import('./commands/stats.ts')),
    command(HEAD, () => import('./commands/head.ts')),
    command(TAIL, () => import('./commands/tail.ts')),
    command(SEAL, () => import('./commands/seal.ts')),
    command(KEYS_LIST, () => import('./commands/keys-list.ts')),
    command(KEYS_ROTATE, () => import('./commands/keys-rotate.ts')),
    command(KEYS_REVOKE, () => import('./commands/keys-revoke.ts')),
    command(MIGRATE, () => import('./commands/migrate.ts')),
    command(REPAIR, () => import('./commands/repair.ts')),
    command(EXPORT, () => import('./commands/export.ts')),
    command(IMPORT, () => import('./commands/import.ts')),
    command(DATABASE_MIGRATE, () => import('./commands/database-migrate.ts')),
    command(MERGE_DRIVER, () => import('./commands/merge-driver.ts')),
    command(REBASE, () => import('./commands/rebase.ts')),
    command(INIT, () => import('./commands/init.ts')),
    command(DOCTOR, () => import('./commands/doctor.ts')),
    command(HOOKS_INSTALL, () => import('./commands/hooks-install.ts')),
    command(HOOKS_STATUS, () => import('./commands/hooks-status.ts')),
    command(HOOKS_UNINSTALL, () => import('./commands/hooks-uninstall.ts')),
    command(HOOKS_RUN, () => import('./commands/hooks-run.ts')),
    command(completionOf('logline-cli'), () => import('./commands/completion.ts')),
  ],
};
