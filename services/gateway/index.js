/** The service `gateway` alone. */
import { start } from '../start.js';

await start(['--only', 'gateway']);
