/** What decode and encode have of the world besides a workplace: whether people are at its ends, and bytes to stdout. */
import { processWorkplace, type Workplace } from '../workplace.ts';

export interface PayloadPlace {
  readonly workplace: Workplace;
  /** Whether stdin is a terminal: nothing comes from it but what somebody types. */
  readonly typesInput: boolean;
  /** Whether stdout is a terminal. */
  readonly readsOutput: boolean;
  /** Bytes to stdout as they are. */
  readonly write: (bytes: Uint8Array) => void;
}

export function processPayloadPlace(): PayloadPlace {
  const { stdin, stdout } = process;
  return {
    workplace: processWorkplace(),
    typesInput: stdin.isTTY,
    readsOutput: stdout.isTTY,
    write: (bytes) => void stdout.write(bytes),
  };
}
