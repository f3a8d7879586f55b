/** Brings the tables of the database in DATABASE_URL to this release: `npm run migrate`. Where they are there, it changes nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureReady, root } from './setup.mjs';

ensureReady();
const args = [join(root, 'dist/cli/logline.js'), 'database', 'migrate', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
