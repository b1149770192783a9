import { describe, expect, it } from 'vitest';
import { moveConnection, type ConnectionState, type ConnectionStateKind } from './connection-state.ts';

const STATES: Readonly<Record<ConnectionStateKind, ConnectionState>> = {
  backoff: { kind: 'backoff', untilMs: 10 },
  connecting: { kind: 'connecting', deadlineMs: 10 },
  negotiating: { kind: 'negotiating', deadlineMs: 10, asked: 4, correlationId: 0 },
  ready: { kind: 'ready', versions: new Map() },
  closed: { kind: 'closed' },
};

const ALLOWED = new Set([
  'backoff → connecting',
  'backoff → closed',
  'connecting → negotiating',
  'connecting → backoff',
  'connecting → closed',
  'negotiating → negotiating',
  'negotiating → ready',
  'negotiating → backoff',
  'negotiating → closed',
  'ready → backoff',
  'ready → closed',
]);

const pairs = Object.values(STATES).flatMap((from) =>
  Object.values(STATES).map((to) => ({ from, to, name: `${from.kind} → ${to.kind}` })),
);

describe('the states of a connection', () => {
  it.each(pairs.filter(({ name }) => ALLOWED.has(name)))('$name is a move', ({ from, to }) => {
    expect(moveConnection(from, to)).toBe(to);
  });

  it.each(pairs.filter(({ name }) => !ALLOWED.has(name)))('$name is a defect', ({ from, to }) => {
    expect(() => moveConnection(from, to)).toThrowError(
      expect.objectContaining({ code: 'INVARIANT_BROKEN', action: 'fatal' }),
    );
  });

  it('counts all pairs', () => {
    expect(pairs).toHaveLength(25);
    expect(ALLOWED.size).toBe(11);
  });
});
