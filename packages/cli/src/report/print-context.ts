/** What a printer of reports is told besides the report. */
import type { Terminal } from '../terminal.ts';

export interface PrintContext {
  /** Colours for the stream the report goes to; only text has colours. */
  readonly paint: Terminal['paint'];
  /** Show what is pardoned too, and warnings as fully as errors. Only text hides them. */
  readonly verbose: boolean;
  /** The severity from which on a subject has failed. Only JUnit tells passed from failed. */
  readonly failOn: 'error' | 'warn';
  /** The way from the root of the repository to the working folder, `services/shop`; '' when they are the same. GitHub and SARIF name files from the root. */
  readonly folder: string;
}
