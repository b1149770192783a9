/**
 * Transition tables: which state may follow which.
 *
 * A machine's states are a union; its table lists the moves that are right. Any other move is a defect and
 * throws InvariantError. Tests walk every pair of every table, and the diagrams of
 * docs/internals/producer.md are drawn from them.
 */
import { InvariantError } from '@ottla/kernel';

export type TransitionTable<State extends string> = Readonly<Record<State, readonly State[]>>;

/** Throws InvariantError unless `table` lets `from` become `to`. */
export function checkMove<State extends string>(
  machine: string,
  table: TransitionTable<State>,
  move: { readonly from: State; readonly to: State },
): void {
  if (table[move.from].includes(move.to)) return;
  throw new InvariantError(
    `${machine}: '${move.from}' cannot become '${move.to}'; it may become ${table[move.from].join(', ') || 'nothing'}`,
  );
}
