/** One line of a benchmark's answer. */
export interface Figure {
  readonly what: string;
  /** The measured figure with its unit and spread. */
  readonly measured: string;
  readonly bar: string;
  readonly met: boolean;
}
