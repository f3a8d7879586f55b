/** The service `dte` alone. */
import { start } from '../start.js';

await start(['--only', 'dte']);
