import { describe, expect, it } from 'vitest';
import { behind, calledPut, eitherPut, fixedPut, roomsBefore, roomyPut } from './put.ts';

const fixed = (bytes: number) => fixedPut('', bytes);
const roomy = roomyPut('');
const called = calledPut('');
const nullable = (put: ReturnType<typeof fixedPut>) => eitherPut('', fixed(1), behind(1, put));

describe('room is asked for', () => {
  it.each<[string, ReturnType<typeof fixedPut>[], number[]]>([
    ['once for a run', [fixed(10), fixed(8), fixed(1)], [19, 0, 0]],
    ['up to what makes its own', [fixed(10), roomy, fixed(1)], [10, 0, 0]],
    ['not within the spare bytes', [roomy, fixed(54), fixed(10)], [0, 0, 0]],
    ['beyond the spare bytes', [roomy, fixed(54), fixed(10), fixed(1)], [0, 0, 0, 1]],
    ['again behind a call', [fixed(5), called, fixed(5), fixed(5)], [5, 0, 10, 0]],
    ['for the larger of two', [nullable(fixed(10)), nullable(fixed(5))], [17, 0]],
    ['before the branch of what makes its own', [nullable(roomy), fixed(10)], [11, 0]],
    [
      'once for many that may make their own',
      Array.from({ length: 9 }, () => nullable(roomy)),
      [9, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    ['for each branch of what is called', [nullable(called), nullable(called)], [1, 1]],
  ])('%s', (_what, puts, rooms) => {
    expect(roomsBefore(puts)).toEqual(rooms);
  });

  it('so that what is sure always suffices', () => {
    // Each put of a kind, in every order of five: what is left can be counted.
    const all = [fixed(30), fixed(5), roomy, called, nullable(roomy), nullable(called), nullable(fixed(10))];
    for (let code = 0; code < 7 ** 5; code++) {
      const puts = Array.from({ length: 5 }, (_, place) => all[Math.floor(code / 7 ** place) % 7] ?? roomy);
      const rooms = roomsBefore(puts);
      let sure = 0;
      for (const [index, put] of puts.entries()) {
        sure = Math.max(sure, rooms[index] ?? 0);
        if (sure < put.needs) expect.unreachable(`not sure of ${put.needs} bytes at ${index} of ${code}`);
        sure = put.left(sure);
      }
    }
  });
});
