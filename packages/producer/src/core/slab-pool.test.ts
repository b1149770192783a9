import { describe, expect, it } from 'vitest';
import { InvariantError } from '@ottla/kernel';
import { SlabPool } from './slab-pool.ts';

const pool = (): SlabPool => new SlabPool({ bufferMemory: 65_536, batchBytes: 20_000 });

describe('the slab pool', () => {
  it.each([
    [1, 4096],
    [4096, 4096],
    [4097, 8192],
    [16_384, 16_384],
    [16_385, 20_000],
    [20_001, 20_001],
  ])('serves %i bytes with a slab of %i', (bytes, size) => {
    expect(pool().sizeFor(bytes)).toBe(size);
  });

  it('charges slabs held, and reuses those given back', () => {
    const slabs = pool();
    const slab = slabs.take(4096);
    expect([slabs.used, slabs.available]).toEqual([4096, 61_440]);
    slabs.give(slab);
    expect([slabs.used, slabs.pooled]).toEqual([0, 4096]);
    expect(slabs.take(4096)).toBe(slab);
  });

  it('does not keep a slab made for one large record', () => {
    const slabs = pool();
    slabs.give(slabs.take(30_000));
    expect([slabs.used, slabs.pooled]).toEqual([0, 0]);
  });

  it('never keeps more than bufferMemory in use and in reserve together', () => {
    const slabs = pool();
    const held = Array.from({ length: 16 }, () => slabs.take(4096));
    for (const slab of held) slabs.give(slab);
    expect(slabs.pooled).toBe(65_536);
    slabs.take(16_384);
    expect(slabs.used + slabs.pooled).toBeLessThanOrEqual(65_536);
  });

  it('refuses memory that is returned twice', () => {
    const slabs = pool();
    slabs.charge(100);
    slabs.refund(100);
    expect(() => slabs.refund(1)).toThrow(InvariantError);
  });
});
