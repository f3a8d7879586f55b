/** A program that hears signals and goes on, for process.test.ts. */
import { processTerminal } from '../../src/cli/terminal.ts';

const { signal, args, stdin } = processTerminal();
signal.addEventListener('abort', () => console.log(`heard ${String(signal.reason)}`));
stdin.resume();
console.log(`ready ${args.join(' ')}`);
