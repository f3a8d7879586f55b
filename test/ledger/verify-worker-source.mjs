// The thread of src/ledger/verify-workers.ts on the sources: a thread does not take over the loader of TypeScript from its parent.
import '../sources/register.mjs';

await import('../../src/ledger/verify-worker.ts');
