/**
 * Questions to the person at the terminal: one line each, with the answers there are and the one proposed.
 *
 * Asked on stderr, so that stdout stays what was asked for. Ctrl-C and Ctrl-D end the program before it has
 * done anything; an answer that is none is asked for again.
 */
import { createInterface } from 'node:readline';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-code.ts';

export interface Question<Answer extends string> {
  readonly text: string;
  readonly answers: readonly Answer[];
  /** What an empty line means. */
  readonly proposed: Answer;
}

export interface Questions {
  ask<const Answer extends string>(question: Question<Answer>): Promise<Answer>;
  /** No more is asked. */
  close(): void;
}

/** Null when nobody is there to answer. */
export function terminalQuestions(): Questions | null {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? lineQuestions(stdin, stderr) : null;
}

/** Reads from `input` only while a question is open. */
export function lineQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Questions {
  const lines = createInterface({ input, output });
  let waiting: { answer(line: string): void; end(): void } | null = null;
  const early: string[] = [];
  let ended = false;
  lines.on('line', (line) => {
    const asked = waiting;
    waiting = null;
    if (asked === null) early.push(line);
    else asked.answer(line);
  });
  lines.on('SIGINT', () => lines.close());
  lines.on('close', () => {
    ended = true;
    // The question stands on a line without an end.
    if (waiting !== null) output.write('\n');
    waiting?.end();
  });
  const line = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const first = early.shift();
      if (first !== undefined) resolve(first);
      else if (ended) reject(unanswered());
      else waiting = { answer: resolve, end: () => reject(unanswered()) };
    });
  return {
    async ask({ text, answers, proposed }) {
      const shown = answers.map((answer) => (answer === proposed ? answer.toUpperCase() : answer)).join('/');
      for (;;) {
        output.write(`${text} [${shown}] `);
        const given = (await line()).trim().toLowerCase();
        if (given === '') return proposed;
        const meant = answers.filter((answer) => answer.toLowerCase().startsWith(given));
        if (meant.length === 1 && meant[0] !== undefined) return meant[0];
        output.write(`One of ${answers.join(', ')}, please.\n`);
      }
    },
    close: () => lines.close(),
  };
}

function unanswered(): CliError {
  return new CliError('stopped before anything was written', {
    code: 'INIT_STOPPED',
    exitCode: EXIT.interrupted,
    remedy: 'Without questions: ottla init --yes, or --no-input with what you want as options.',
  });
}
