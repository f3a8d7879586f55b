#!/usr/bin/env node
/** The program `logline-cli`. */
import { LOGLINE } from './program.ts';
import { runCli } from './run.ts';
import { processTerminal } from './terminal.ts';

// No `await` here: a module that waits for its commands could not be imported by them, and the bundle shares its code with them.
void runCli(LOGLINE, processTerminal()).then((status) => {
  process.exitCode = status;
});
