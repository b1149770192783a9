/**
 * The two streams of the command line: what is asked for on stdout, everything else on stderr.
 *
 * Owns colours (NO_COLOR, FORCE_COLOR and the kind of stream decide, through node:util) and the end of a
 * pipe: a reader that went away makes later output vanish quietly. Any other failure to print is told and ends in 2. Text from files is cleaned of control
 * characters by `printable` before it gets here.
 */
import { styleText } from 'node:util';
import { EXIT } from './exit-code.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Terminal {
  /** One line of what was asked for. */
  print(line: string): void;
  /** One line for the person who watches. */
  note(line: string): void;
  /** Text for `note`, coloured when stderr shows colours. */
  paint(style: Style, text: string): string;
  /** Text for `print`, coloured when stdout shows colours. */
  paintPrinted(style: Style, text: string): string;
  /** Calls back when the reader of stdout has gone away. */
  onReaderGone(listener: () => void): void;
}

/** The terminal of this process. Make it once: it listens for broken pipes and full disks. */
export function processTerminal(): Terminal {
  const listeners: (() => void)[] = [];
  const gone = (): void => {
    for (const listener of listeners.splice(0)) listener();
  };
  let isLost = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    gone();
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    process.stderr.write(`error: stdout cannot be written to: ${error.message}\n`);
    // Whatever the command makes of it: what was asked for is not there.
    process.on('exit', () => (process.exitCode = EXIT.usage));
  });
  // Of stderr nobody could be told.
  process.stderr.on('error', gone);
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    paint: painterOf(process.stderr),
    paintPrinted: painterOf(process.stdout),
    onReaderGone: (listener) => void listeners.push(listener),
  };
}

/**
 * Resolves when stdout can take more, or will never: for who prints without end. Lets a broken pipe be told in any
 * case.
 */
export function stdoutReady(): Promise<void> {
  const { stdout } = process;
  return new Promise((resolve) => {
    if (!stdout.writableNeedDrain) {
      setImmediate(resolve);
      return;
    }
    const done = (): void => {
      for (const event of ENDS_OF_WAIT) stdout.off(event, done);
      resolve();
    };
    for (const event of ENDS_OF_WAIT) stdout.on(event, done);
  });
}

const ENDS_OF_WAIT = ['drain', 'close', 'error'];

/** Decided once for a stream: asking it costs more than painting. */
function painterOf(stream: NodeJS.WriteStream): Terminal['paint'] {
  const probe = 'shown';
  if (styleText('red', probe, { stream }) === probe) return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}

const PLAIN = /^[ -~]*$/;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text of a file or its name as it may reach a terminal: tabs become spaces, other controls `?`. One column each. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll('\t', ' ').replaceAll(CONTROL, '?');
}
