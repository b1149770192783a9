/** The rows of `ottla sample` and `ottla infer`. */
import type { CommandRow } from '../command-row.ts';

export const lineRows: readonly CommandRow[] = [];
