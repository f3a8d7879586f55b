#!/usr/bin/env node
/** The program `atomic`. */
import { ATOMIC } from './atomic-program.ts';
import { runCli } from './run.ts';
import { processTerminal } from './terminal.ts';

// No `await` here, as in logline.ts.
void runCli(ATOMIC, processTerminal()).then((status) => {
  process.exitCode = status;
});
