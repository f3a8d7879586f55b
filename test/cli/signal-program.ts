/** A program that hears signals and goes on, for process.test.ts; `at-once` does long work that hears nothing, and holds nothing. */
import { processTerminal } from '../../src/cli/terminal.ts';

const { signal, args, stdin, ending } = processTerminal();
signal.addEventListener('abort', () => console.log(`heard ${String(signal.reason)}`));

async function hear(): Promise<void> {
  stdin.resume();
  console.log(`ready ${args.join(' ')}`);
  await new Promise(() => undefined);
}

/** What the process is told meanwhile waits, as while a change is planned. */
function hearNothing(): Promise<void> {
  console.log('ready');
  const start = Date.now();
  while (Date.now() - start < 20_000);
  return Promise.resolve();
}

if (args[0] === 'at-once') await ending!.atOnce(args[1] === 'in-order' ? () => ending!.inOrder(hear) : hearNothing);
else await hear();
