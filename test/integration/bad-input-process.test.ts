/** The worst of bad input in a process of its own: it must end by itself, with code 0 and bounded memory. */
import { describe, expect, it } from 'vitest';
import { EmbeddedCluster } from '@ottla/embedded';
import { expectNoUnhandledRejections, openingsOfEachTest } from './hostile/aftermath.ts';
import { runChild, type ChildEnd } from './hostile/child-process.ts';
import { HostileDoor, frameOfLength, type Misdeed } from './hostile/hostile-door.ts';
import { HostileRegistry } from './hostile/hostile-registry.ts';
import { valuesInLog } from './hostile/records.ts';

expectNoUnhandledRejections();
const { servers } = openingsOfEachTest();

const MEBIBYTE = 1 << 20;

async function startBrokers() {
  const brokers = servers.keep(await EmbeddedCluster.start());
  for (const topic of ['orders', 'customers']) brokers.createTopic(topic);
  const [server = ''] = brokers.bootstrapServers;
  return { brokers, server };
}

/** Nothing on stderr, no handle that kept it alive once it had closed. */
function expectCleanEnd({ exitCode, stderr, lingeredMs }: ChildEnd): void {
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(lingeredMs).toBeLessThan(2000);
}

describe('a program', () => {
  it('that sends a million records without a yield ends by itself, and each one accepted is in the log once', async () => {
    const { brokers, server } = await startBrokers();
    const end = await runChild('million-sends', [server]);
    expectCleanEnd(end);
    const { written, refused, refusals, bufferBytes } = end.report as {
      written: number[];
      refused: number;
      refusals: object[];
      bufferBytes: number;
    };
    expect(written.length).toBeGreaterThan(0);
    expect(written.length + refused).toBe(1_000_000);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'BUFFER_EXHAUSTED', action: 'retriable', outcome: 'notWritten' });
      expect(refusal).toHaveProperty('message', expect.stringContaining('await send() or flush()'));
    }
    expect(bufferBytes).toBeLessThan(96 * MEBIBYTE);
    expect(valuesInLog(brokers, 'orders').toSorted()).toEqual(written.map(String).toSorted());
  });

  it.each([
    ['with the default cap, while the broker pours', 104_857_600, 'flood'],
    ['with the highest cap, while the broker falls silent', 0x7fffffff, 'stay'],
  ] as const)(
    'that is told of frames of 2 GiB %s sets no memory aside and delivers once',
    async (_what, cap, ending) => {
      const { brokers, server } = await startBrokers();
      const misdeed: Misdeed = {
        bytes: Buffer.concat([frameOfLength(0x7fffffff), Buffer.alloc(1000)]),
        ending,
      };
      const door = servers.keep(
        await HostileDoor.open(server, ({ name, count }) =>
          (name === 'Metadata' || name === 'Produce') && count === 1 ? misdeed : 'pass',
        ),
      );
      const end = await runChild('oversized-frames', [door.address, String(cap)]);
      expectCleanEnd(end);
      const { grownBufferBytes, grownResidentBytes, ...outcome } = end.report as {
        grownBufferBytes: number;
        grownResidentBytes: number;
      };
      expect(outcome).toEqual({ offsets: ['0', '1', '2'], failures: [] });
      expect(door.misdeeds).toBe(2);
      expect(grownBufferBytes).toBeLessThan(16 * MEBIBYTE);
      expect(grownResidentBytes).toBeLessThan(96 * MEBIBYTE);
      expect(valuesInLog(brokers, 'orders')).toEqual(['a', 'b', 'c']);
    },
  );

  it.each([
    ['gives up after its own patience', 200, 'REGISTRY_TIMED_OUT'],
    ['is still waited for when the record gives up', 60_000, 'SERIALIZER_NOT_READY'],
  ])(
    'whose registry answers nothing and %s ends by itself; other topics are delivered',
    async (_what, attemptTimeoutMs, code) => {
      const { brokers, server } = await startBrokers();
      const registry = servers.keep(await HostileRegistry.open('', 'silence'));
      const end = await runChild('unanswered-registry', [server, registry.url, String(attemptTimeoutMs)]);
      expectCleanEnd(end);
      expect(end.report).toMatchObject({ offset: '0', failures: [{ code, action: 'retriable' }] });
      expect(valuesInLog(brokers, 'orders')).toEqual(['accepted']);
      expect(valuesInLog(brokers, 'customers')).toEqual([]);
    },
  );
});
