#!/usr/bin/env node
/** The program `logline-cli`. */
import { LOGLINE } from './program.ts';
import { runCli } from './run.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runCli(LOGLINE, processTerminal());
