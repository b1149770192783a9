import { describe, expect, it } from 'vitest';
import { InvariantError } from '@ottla/kernel';
import { BATCH_MOVES, Batch, type BatchState } from './batch.ts';
import { BrokerState, LINK_MOVES, type LinkState } from './broker-state.ts';
import { IDENTITY_MOVES } from './identity.ts';
import { LIFE_MOVES } from './lifecycle.ts';
import { REFRESH_MOVES } from './metadata-view.ts';
import { checkMove, type TransitionTable } from './transitions.ts';

const tables: readonly (readonly [string, TransitionTable<string>])[] = [
  ['batch', BATCH_MOVES],
  ['link', LINK_MOVES],
  ['identity', IDENTITY_MOVES],
  ['life', LIFE_MOVES],
  ['metadata refresh', REFRESH_MOVES],
];

const pairs = tables.flatMap(([machine, table]) =>
  Object.keys(table).flatMap((from) =>
    Object.keys(table).map((to) => ({ machine, table, from, to, right: table[from]?.includes(to) === true })),
  ),
);

describe('a transition table', () => {
  it.each(pairs)('of the $machine: $from to $to is right: $right', ({ machine, table, from, to, right }) => {
    const move = (): void => checkMove(machine, table, { from, to });
    if (right) expect(move).not.toThrow();
    else expect(move).toThrow(InvariantError);
  });

  it.each(tables)('of the %s lets every state be reached', (_machine, table) => {
    const [first = ''] = Object.keys(table);
    const reached = new Set([first]);
    for (const state of reached) for (const next of table[state] ?? []) reached.add(next);
    expect([...reached].toSorted()).toEqual(Object.keys(table).toSorted());
  });
});

/** The moves that lead from the first state to this one. */
function pathTo(table: TransitionTable<string>, target: string): string[] {
  const [first = ''] = Object.keys(table);
  const paths = new Map<string, string[]>([[first, []]]);
  for (const [state, path] of paths) {
    for (const next of table[state] ?? []) if (!paths.has(next)) paths.set(next, [...path, next]);
  }
  return paths.get(target) ?? [];
}

describe('machines refuse wrong moves', () => {
  const batchPairs = Object.keys(BATCH_MOVES).flatMap((from) =>
    Object.keys(BATCH_MOVES).map((to) => [from, to]),
  );

  it.each(batchPairs)('a batch: %s to %s', (from = '', to = '') => {
    const batch = new Batch({
      id: 1,
      topic: 't',
      partition: 0,
      createdAt: 0,
      slab: Buffer.alloc(100),
      expectedRecords: 1,
    });
    for (const state of pathTo(BATCH_MOVES, from)) batch.move(state as BatchState);
    expect(batch.state).toBe(from);
    const move = (): void => batch.move(to as BatchState);
    if (BATCH_MOVES[from as BatchState].includes(to as BatchState)) expect(move).not.toThrow();
    else expect(move).toThrow(InvariantError);
  });

  it.each(['closed', 'ready'])('a link: closed to %s', (to) => {
    expect(() => new BrokerState(1).moveLink(to as LinkState)).toThrow(InvariantError);
  });
});
