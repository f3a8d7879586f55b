/** `database migrate` */
import { LoglineError } from '../../base/errors.ts';
import { migratePostgres, withoutPassword } from '../../ledger/store-postgres.ts';
import type { DATABASE_MIGRATE } from '../catalog/moving.ts';
import type { Run } from '../command.ts';
import { factLines } from '../table.ts';

export const run: Run<(typeof DATABASE_MIGRATE)['flags']> = async ({ flags, output }) => {
  if (flags.database === undefined)
    throw new LoglineError('USAGE', 'Which database? Set DATABASE_URL, or name it with --database URL.');
  const { version, applied } = await migratePostgres(flags.database);
  const database = withoutPassword(flags.database);
  const done = applied.length === 0 ? 'none, it was up to date' : applied.join(', ');
  await output.one({ database, version, applied }, factLines({ database, version, steps_taken: done }));
  return 0;
};
