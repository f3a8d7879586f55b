/** The services from their sources: `node --import tsx --conditions=logline:src services/from-source.js`. */
import { main } from './src/main.ts';

// Where another process started this one, it does not outlive it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

await main(process.argv.slice(2));
