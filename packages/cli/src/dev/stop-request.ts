/**
 * The wish to stop a command that runs until told: Ctrl-C, a signal, a reader that went away.
 *
 * The first wish resolves `asked`, and the command closes what it opened; the second one ends the process
 * at once. Handlers stay until disposed, so a signal during start-up or closing is not lost.
 */
import { EXIT, type ExitCode } from '../exit-code.ts';

const EXIT_OF_SIGNAL = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.terminated,
} as const;
type StopSignal = keyof typeof EXIT_OF_SIGNAL;
const STOP_SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export class StopRequest implements Disposable {
  /** Resolves at the first wish. */
  readonly asked: Promise<void>;
  readonly #resolveAsked: () => void;
  #wasAsked = false;
  #exitCode: ExitCode = EXIT.ok;

  constructor() {
    let resolveAsked = (): void => undefined;
    this.asked = new Promise<void>((resolve) => (resolveAsked = resolve));
    this.#resolveAsked = resolveAsked;
    for (const signal of STOP_SIGNALS) process.on(signal, this.#onSignal);
  }

  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** What tells the shell which signal asked; 0 when none did. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /** Asks from inside the program. Never ends the process by itself. */
  ask(): void {
    this.#wasAsked = true;
    this.#resolveAsked();
  }

  readonly #onSignal = (signal: StopSignal): void => {
    if (this.#wasAsked) process.exit(EXIT_OF_SIGNAL[signal]);
    this.#exitCode = EXIT_OF_SIGNAL[signal];
    this.ask();
  };

  [Symbol.dispose](): void {
    for (const signal of STOP_SIGNALS) process.off(signal, this.#onSignal);
  }
}
