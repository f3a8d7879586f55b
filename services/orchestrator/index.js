/** The service `orchestrator` alone. */
import { start } from '../start.js';

await start(['--only', 'orchestrator']);
