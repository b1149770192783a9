/** The rows of `ottla decode` and `ottla encode`. */
import type { CommandRow } from '../command-row.ts';

export const payloadRows: readonly CommandRow[] = [];
