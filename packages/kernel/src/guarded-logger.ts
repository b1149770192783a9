/**
 * A caller's logger, as the program may use it: it cannot throw, and leaves no rejection behind.
 *
 * Lines are logged in the middle of state changes; an exception there would stop a connection or a batch for
 * good. `kinds.logger` guards every logger that comes in as an option, so nobody else has to.
 */
import type { Logger } from './ports.ts';
import { isStrayPromise } from './stray-promise.ts';

function log(logger: Logger, level: keyof Logger, message: string): void {
  try {
    isStrayPromise(logger[level](message));
  } catch {
    // Dropped: the only place to report what a logger fails with would be the logger itself.
  }
}

export function guardedLogger(logger: Logger): Logger {
  return {
    debug: (message) => log(logger, 'debug', message),
    info: (message) => log(logger, 'info', message),
    warn: (message) => log(logger, 'warn', message),
    error: (message) => log(logger, 'error', message),
  };
}
