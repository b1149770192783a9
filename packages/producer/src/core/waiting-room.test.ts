import { describe, expect, it } from 'vitest';
import { Waiter, WaitingLine, WaitingRoom } from './waiting-room.ts';

const waiter = (topic: string, bytes = 0): Waiter => {
  const made = new Waiter({
    topic,
    deadline: 0,
    partition: -1,
    timestampMs: 0,
    headers: [],
    resolve: () => undefined,
    reject: () => undefined,
  });
  made.take({ bytes: Buffer.alloc(bytes), keyLength: -1, valueLength: bytes, headers: [], heldBytes: bytes });
  return made;
};

const topicsIn = (line: WaitingLine): string[] => {
  const topics: string[] = [];
  for (let head = line.head; head !== null; head = head.lineAfter) topics.push(head.topic);
  return topics;
};

describe('the waiting room', () => {
  it('counts records and bytes, and knows when it is full', () => {
    const room = new WaitingRoom({ maximumRecords: 2, maximumBytes: 100 });
    room.enter(waiter('a', 60), room.memoryLine);
    expect(room.hasRoomFor(40)).toBe(true);
    expect(room.hasRoomFor(41)).toBe(false);
    room.enter(waiter('b', 10), room.memoryLine);
    expect(room.hasRoomFor(0)).toBe(false);
  });

  it.each([
    [0, ['b', 'c']],
    [1, ['a', 'c']],
    [2, ['a', 'b']],
  ])('lets waiter %i leave from wherever it stands', (index, left) => {
    const room = new WaitingRoom({ maximumRecords: 9, maximumBytes: 100 });
    const waiters = ['a', 'b', 'c'].map((topic) => waiter(topic, 10));
    for (const each of waiters) room.enter(each, room.memoryLine);
    const leaving = waiters[index];
    if (leaving !== undefined) room.leave(leaving);
    expect(topicsIn(room.memoryLine)).toEqual(left);
    expect([room.count, room.bytes, room.first?.topic]).toEqual([2, 20, left[0]]);
  });

  it('keeps the order of arrival when a waiter changes its line', () => {
    const room = new WaitingRoom({ maximumRecords: 9, maximumBytes: 100 });
    const gate = new WaitingLine();
    const [first, second] = [waiter('first'), waiter('second')];
    room.enter(first, gate);
    room.enter(second, room.memoryLine);
    room.moveTo(room.memoryLine, first);
    expect(topicsIn(room.memoryLine)).toEqual(['second', 'first']);
    expect(gate.empty).toBe(true);
    expect(room.first).toBe(first);
  });
});
