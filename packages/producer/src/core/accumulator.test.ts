import { describe, expect, it } from 'vitest';
import { ScriptedWorld } from '../../testing/scripted-world.ts';

function known(options: ConstructorParameters<typeof ScriptedWorld>[0] = {}): ScriptedWorld {
  const world = new ScriptedWorld(options);
  world.handle({ type: 'start', topics: ['t'] });
  return world;
}

const placesOf = (world: ScriptedWorld): string[] =>
  world.core.topic('t').queues.map(({ batches }) => batches.map(({ recordCount }) => recordCount).join('+'));

describe('a partition', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['abc', 479470107],
    ['', 0x106e08d9],
  ])('for the key "%s" is the one Java takes', (key, hash) => {
    const world = known({ partitions: 7 });
    world.send('a', { key });
    const expected = (hash & 0x7fffffff) % 7;
    expect(placesOf(world).findIndex((batches) => batches !== '')).toBe(expected);
  });

  it('that is named is taken, whatever the key', () => {
    const world = known({ partitions: 7 });
    world.send('a', { key: 'abc', partition: 4 });
    expect(placesOf(world)[4]).toBe('1');
  });

  it('without a leader still gets the records of its keys', () => {
    const world = known({ leaders: [-1, -1, -1] });
    world.send('a', { key: 'abc' });
    expect(placesOf(world).filter((batches) => batches !== '')).toEqual(['1']);
  });
});

describe('records without a key', () => {
  it('stick to one partition until a batch size of bytes went there (KIP-794)', () => {
    const world = known({ partitions: 4, core: { batchSize: 4096 } });
    for (let index = 0; index < 36; index++) world.send(`r${index}`, { bytes: 100 });
    expect(placesOf(world).filter((batches) => batches !== '')).toEqual(['36']);
  });

  it('leave no half-filled batch behind when they move on', () => {
    const world = known({ partitions: 4, core: { batchSize: 4096 } });
    for (let index = 0; index < 400; index++) world.send(`r${index}`, { bytes: 100 });
    const counts = placesOf(world).flatMap((batches) => batches.split('+').map(Number));
    const full = Math.max(...counts);
    expect(counts.filter((count) => count > 0 && count < full)).toHaveLength(1);
  });

  it('spread evenly over partitions with a leader', () => {
    const world = known({ leaders: [1, 1, -1, 1], core: { bufferMemory: 64 * 1_048_576 } });
    for (let index = 0; index < 60_000; index++) world.send(`r${index}`, { bytes: 100 });
    const records = world.core
      .topic('t')
      .queues.map(({ batches }) => batches.reduce((sum, batch) => sum + batch.recordCount, 0));
    expect(records[2]).toBe(0);
    for (const partition of [0, 1, 3]) expect(records[partition]).toBeGreaterThan(17_000);
  });

  it('leave a partition that lost its leader', () => {
    const world = known({ partitions: 4 });
    world.send('a');
    const first = placesOf(world).findIndex((batches) => batches !== '');
    world.moveLeader(first, -1);
    for (let index = 0; index < 10; index++) world.send(`r${index}`);
    expect(placesOf(world)[first]).toBe('1');
  });

  it('join the open batch that a key began', () => {
    const world = known({ partitions: 1 });
    world.send('a', { key: 'k' });
    world.send('b');
    expect(placesOf(world)).toEqual(['2']);
  });
});

describe('a batch', () => {
  it('begins in a slab of 4 KiB and grows to the batch size', () => {
    const world = known({ core: { batchSize: 131_072, maxRequestSize: 1_048_576 } });
    const sizes = new Set<number>();
    for (let index = 0; index < 300; index++) {
      world.send(`r${index}`, { bytes: 400 });
      sizes.add(world.core.topic('t').queues[0]?.batches[0]?.slab?.length ?? 0);
    }
    expect([...sizes]).toEqual([4096, 8192, 16_384, 32_768, 65_536, 131_072]);
  });

  it('begins as large as the last one ended, while memory is plentiful', () => {
    const world = known({ core: { batchSize: 16_384 } });
    for (let index = 0; index < 40; index++) world.send(`r${index}`, { bytes: 400 });
    expect(world.core.topic('t').queues[0]?.batches.map(({ slab }) => slab?.length)).toEqual([
      16_384, 16_384,
    ]);
  });

  it('never exceeds the batch size', () => {
    const world = known({ core: { batchSize: 5000 } });
    for (let index = 0; index < 100; index++) world.send(`r${index}`, { bytes: 37 + index });
    for (const { byteLength } of world.core.topic('t').queues[0]?.batches ?? [])
      expect(byteLength).toBeLessThanOrEqual(5000);
  });

  it('lets thousands of partitions share little memory', () => {
    const world = known({
      partitions: 2000,
      core: { bufferMemory: 16 * 1_048_576, batchSize: 131_072, maxRequestSize: 1_048_576 },
    });
    for (let partition = 0; partition < 2000; partition++)
      expect(world.send(`r${partition}`, { partition })).toBeNull();
    expect(world.core.room.count).toBe(0);
  });
});
