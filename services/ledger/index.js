/** The service `ledger` alone. */
import { start } from '../start.js';

await start(['--only', 'ledger']);
