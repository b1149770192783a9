/** The rows of `ottla pull` and `ottla lock`. */
import type { CommandRow } from '../command-row.ts';

export const pullRows: readonly CommandRow[] = [];
