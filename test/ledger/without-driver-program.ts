/** A process that wants a ledger in PostgreSQL, and prints what it is told. */
import { LoglineError } from '../../src/base/errors.ts';
import { createPostgresStore } from '../../src/ledger/store-postgres.ts';

const store = createPostgresStore('postgres://127.0.0.1/ledgers');
await store.head().catch((error: unknown) => {
  if (error instanceof LoglineError) console.log(error.code, error.fix);
});
await store.close();
