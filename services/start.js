import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Starts services: the build of this folder where there is one, else its sources, as a fresh checkout has them.
 *
 * @param {readonly string[]} args
 */
export async function start(args) {
  const built = new URL('dist/main.js', import.meta.url);
  if (existsSync(built)) {
    const { main } = await import(built.href);
    await main(args);
  } else {
    startFromSource(args);
  }
}

/**
 * As a process of its own, since what reads TypeScript has to be there from the start. Signals are handed on.
 *
 * @param {readonly string[]} args
 */
function startFromSource(args) {
  const source = fileURLToPath(new URL('from-source.js', import.meta.url));
  const tsx = resolved('tsx');
  if (tsx === undefined) {
    console.error('services: there is no build; make one with `npm run build`');
    process.exitCode = 3;
    return;
  }
  const child = spawn(process.execPath, ['--import', tsx, '--conditions=logline:src', source, ...args], {
    // Ends with this process, however that ends: the channel closes then.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (process.exitCode = code ?? (signal === null ? 1 : 128)));
}

/** @param {string} name */
function resolved(name) {
  try {
    return import.meta.resolve(name);
  } catch {
    return undefined;
  }
}
