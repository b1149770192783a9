import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './nearest-name.ts';

describe('editDistance', () => {
  it.each([
    ['linger', 'linger', 0],
    ['linger', 'linegr', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('of %s and %s is %i', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });
});

describe('nearestName', () => {
  const names = ['lingerMs', 'batchSize', 'bufferMemory', 'retries'];

  it.each([
    ['lingerMS', 'lingerMs'],
    ['linger.ms', 'lingerMs'],
    ['batchsizes', 'batchSize'],
    ['retires', 'retries'],
    ['compressionType', undefined],
  ])('of %s is %s', (name, nearest) => {
    expect(nearestName(name, names)).toBe(nearest);
  });

  it.each([
    ['z', 'id', undefined],
    ['i', 'id', 'id'],
    ['di', 'id', 'id'],
    ['ad', 'id', 'id'],
    ['xy', 'id', undefined],
    ['map', 'int', undefined],
    ['tme', 'time', 'time'],
    ['itn', 'int', 'int'],
    ['sting', 'string', 'string'],
    ['srting', 'string', 'string'],
    ['a', 'b', undefined],
    ['_', 'id', undefined],
    ['', 'id', undefined],
  ])('of %s beside %s is %s: what is proposed shares most letters', (name, other, nearest) => {
    expect(nearestName(name, [other])).toBe(nearest);
  });
});
