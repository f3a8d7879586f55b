/** The service `metrics` alone. */
import { start } from '../start.js';

await start(['--only', 'metrics']);
