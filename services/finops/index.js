/** The service `finops` alone. */
import { start } from '../start.js';

await start(['--only', 'finops']);
