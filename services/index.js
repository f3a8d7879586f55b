/** All services in one process: `node services/index.js`, or some of them with `--only gateway,dte`. */
import { start } from './start.js';

await start(process.argv.slice(2));
