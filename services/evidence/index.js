/** The service `evidence` alone. */
import { start } from '../start.js';

await start(['--only', 'evidence']);
