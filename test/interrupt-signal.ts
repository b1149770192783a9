/** Ctrl-C, SIGTERM and the end of the terminal, for programs that unwind and leave nothing behind instead of dying at once. */
let heeded: AbortSignal | undefined;

/** Aborted by the first of them. From the first call on none of them ends the process by itself. */
export function interruptSignal(): AbortSignal {
  if (heeded !== undefined) return heeded;
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupt.abort(new Error(`stopped by ${name}`)));
  }
  heeded = interrupt.signal;
  return heeded;
}
