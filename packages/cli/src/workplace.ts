/** What a command is given instead of reaching for it: where it stands, the clock, stdin, the environment. */
import { systemClock, type Clock } from '@ottla/kernel';

export interface Workplace {
  /** Absolute, without links. */
  readonly workingFolder: string;
  readonly clock: Clock;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Its variables: where servers are, and who asks them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** More than any schema has; reading on would only fill memory. */
const STDIN_BYTES_MAXIMUM = 64 * 1024 * 1024;

/** The workplace of this process. */
export function processWorkplace(): Workplace {
  return { workingFolder: process.cwd(), clock: systemClock, readStdin, environment: process.env };
}

/** The day of a clock in UTC, as `until` of the configuration is written: `2026-12-31`. */
export function today(clock: Clock): string {
  return new Date(clock.wallNow()).toISOString().slice(0, 10);
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  // Without an encoding a stream of bytes gives Buffers.
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    byteLength += chunk.length;
    if (byteLength > STDIN_BYTES_MAXIMUM) break;
  }
  return Buffer.concat(chunks);
}
