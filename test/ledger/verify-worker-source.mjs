// The thread of src/ledger/verify-workers.ts on the sources: a thread does not take over the loader of TypeScript from its parent.
import { register } from 'tsx/esm/api';

register();
await import('../../src/ledger/verify-worker.ts');
