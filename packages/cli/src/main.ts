#!/usr/bin/env node
/**
 * The `ottla` executable.
 *
 * Hands the command line to the program and its answer to the shell. Sets the exit code instead of
 * exiting, so that output in flight is written and whatever a command forgot to close shows as a hang.
 */
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), processTerminal());
