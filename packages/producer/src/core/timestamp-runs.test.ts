import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimestampRuns } from './timestamp-runs.ts';

it('timestamp runs give back what was noted, for every record', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 })), (timestamps) => {
      const runs = new TimestampRuns();
      timestamps.forEach((timestamp, index) => runs.note(index, timestamp));
      expect(timestamps.map((_, index) => runs.at(index))).toEqual(timestamps);
    }),
  );
});
