/**
 * What `ottla` tells the shell. Documented in the README and stable.
 */
export const EXIT = {
  ok: 0,
  /** The command worked and found something: what breaks readers, mistakes, stale files. */
  findings: 1,
  /** The command line, or what it names, is wrong: an unknown option, a missing folder, a port that is taken. */
  usage: 2,
  /** The registry or a broker cannot be reached, or does not let us in. */
  unreachable: 3,
  /** An input was read and is not valid: a schema that does not parse, a payload that is broken, a value that does not fit. */
  invalidInput: 4,
  /** Of many lines or values some were left out or changed, as asked, and are counted on stderr. */
  partial: 5,
  /** A defect of ottla itself (EX_SOFTWARE of sysexits.h). */
  defect: 70,
  /** 128 + the number of the signal, as shells count. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each tells, for help and the reference. */
export const exitMeanings: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  findings:
    'something was found: breaks (check), mistakes (lint), stale files (--check), bytes left over (decode)',
  usage: 'the command line, or what it names, is wrong',
  unreachable: 'the registry or a broker is unreachable, or refuses who asks',
  invalidInput:
    'an input is invalid: a schema that does not parse, a broken payload or line, a value that does not fit',
  partial: 'some of it was done: lines were skipped or would be changed, others went through',
  defect: 'a defect of ottla',
  interrupted: 'stopped by Ctrl-C',
  terminated: 'stopped by SIGTERM',
};
