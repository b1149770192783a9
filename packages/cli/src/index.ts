/**
 * The `ottla` command line as a function, for programs that embed it; `main.ts` is the executable.
 *
 * Lists the public API; owns nothing.
 */
export { runProgram } from './program.ts';
export { processTerminal, type Terminal } from './terminal.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
