import { describe, expect, it } from 'vitest';
import { guardedLogger } from './guarded-logger.ts';
import { kinds, resolveOptions, withDefault } from './options.ts';
import { silentLogger, type Logger } from './ports.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

function loggerThat(acts: (level: string, message: string) => unknown): Logger {
  const [debug, info, warn, error] = LEVELS.map((level) => (message: string) => acts(level, message));
  // LEVELS has four entries.
  return { debug, info, warn, error } as Logger;
}

describe("a caller's logger", () => {
  it('gets each line at its level, on its own object', () => {
    const lines: string[] = [];
    const logger = loggerThat((level, message) => lines.push(`${level} ${message}`));
    const guarded = guardedLogger({
      ...logger,
      prefix: 'pino: ',
      info(this: { prefix: string }, message: string): void {
        logger.info(this.prefix + message);
      },
    } as Logger);
    for (const level of LEVELS) guarded[level]('x');
    expect(lines).toEqual(['debug x', 'info pino: x', 'warn x', 'error x']);
  });

  it.each(LEVELS)('that throws at %s goes unnoticed', (level) => {
    const guarded = guardedLogger(
      loggerThat(() => {
        throw new Error('disk full');
      }),
    );
    expect(() => guarded[level]('x')).not.toThrow();
  });

  it('that rejects leaves no rejection behind', () => {
    const guarded = guardedLogger(loggerThat(() => Promise.reject(new Error('disk full'))));
    expect(guarded.warn('x')).toBeUndefined();
  });

  it('is guarded when it comes in as an option; the default stays itself', () => {
    const table = { logger: withDefault(kinds.logger, silentLogger, 'Where to log.') };
    const { logger } = resolveOptions('Producer', table, { logger: loggerThat(() => expect.fail()) });
    expect(() => logger.warn('x')).not.toThrow();
    expect(resolveOptions('Producer', table, {}).logger).toBe(silentLogger);
  });
});
