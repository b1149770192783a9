import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

describe('an agenda', () => {
  it('gives owners in the order of their instants, and of their adding where these are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
        const agenda = new Agenda<number>();
        instants.forEach((at, index) => agenda.add(at, index));
        const taken: number[] = [];
        for (let next = agenda.takeDue(20); next !== undefined; next = agenda.takeDue(20)) taken.push(next);
        const expected = instants
          .map((at, index) => ({ at, index }))
          .toSorted((left, right) => left.at - right.at);
        expect(taken).toEqual(expected.map(({ index }) => index));
        expect(agenda.size).toBe(0);
      }),
    );
  });

  it('keeps what is not due', () => {
    const agenda = new Agenda<string>();
    agenda.add(10, 'later');
    expect(agenda.takeDue(9)).toBeUndefined();
    expect(agenda.nextAt).toBe(10);
    expect(agenda.takeDue(10)).toBe('later');
    expect(agenda.nextAt).toBe(Infinity);
  });
});
