/** The rows of `ottla init`. */
import type { CommandRow } from '../command-row.ts';

export const initRows: readonly CommandRow[] = [];
