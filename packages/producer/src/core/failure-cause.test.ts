/** What a program is told when a record is not delivered: the last reason, the options that matter, the remedy. */
import { errorCodes } from '@ottla/protocol';
import { describe, expect, it } from 'vitest';
import { ScriptedWorld } from '../../testing/scripted-world.ts';

const { NOT_ENOUGH_REPLICAS, INVALID_TOPIC_EXCEPTION, TOPIC_AUTHORIZATION_FAILED } = errorCodes;

function warmWorld(...args: ConstructorParameters<typeof ScriptedWorld>): ScriptedWorld {
  const world = new ScriptedWorld(...args);
  world.warmUp();
  return world;
}

const stories: readonly (readonly [string, () => ScriptedWorld, string])[] = [
  [
    'sent and not answered',
    () => {
      const world = warmWorld();
      world.sendAlone('a');
      world.advance(10_000);
      return world;
    },
    "'t' partition 0: not delivered within deliveryTimeoutMs (10000 ms), sent once, and not answered; " +
      'raise deliveryTimeoutMs, or lower requestTimeoutMs so that more attempts fit in; it may have been written',
  ],
  [
    'refused again and again',
    () => {
      const world = warmWorld({ core: { retryBackoffMs: 4000, retryBackoffMaxMs: 4000 } });
      world.sendAlone('a');
      while (world.settled.length === 0) {
        if (world.open.length > 0) world.answer({ errorCode: NOT_ENOUGH_REPLICAS });
        world.advance(100);
      }
      return world;
    },
    "'t' partition 0: not delivered within deliveryTimeoutMs (10000 ms), sent 3 times, the last time in vain because of " +
      'NOT_ENOUGH_REPLICAS; raise deliveryTimeoutMs, or lower requestTimeoutMs so that more attempts fit in; it was not written',
  ],
  [
    'for a partition without a leader',
    () => {
      const world = new ScriptedWorld({ leaders: [-1] });
      world.sendAlone('a');
      world.advance(10_000);
      return world;
    },
    "'t' partition 0: not delivered within deliveryTimeoutMs (10000 ms), never sent: the partition has no leader; " +
      'see that its brokers come back, or raise deliveryTimeoutMs; it was not written',
  ],
  [
    'for a broker that is away',
    () => {
      const world = new ScriptedWorld();
      world.grantsLinks = false;
      world.sendAlone('a');
      world.lose(1);
      world.advance(10_000);
      return world;
    },
    "'t' partition 0: not delivered within deliveryTimeoutMs (10000 ms), never sent: broker 1 is not connected " +
      '(DISCONNECTED); see that it can be reached, or raise deliveryTimeoutMs; it was not written',
  ],
  [
    'whose retries are used up',
    () => {
      const world = warmWorld({ core: { retries: 1 } });
      world.sendAlone('a');
      for (let attempt = 0; attempt < 2; attempt++) {
        world.answer({ errorCode: NOT_ENOUGH_REPLICAS });
        world.advance(1500);
      }
      return world;
    },
    "'t' partition 0: gave up after 2 attempts (retries: 1), the last one ended by NOT_ENOUGH_REPLICAS; " +
      'raise retries and bound the time by deliveryTimeoutMs; it was not written',
  ],
  [
    'to a topic the cluster refuses',
    () => {
      const world = new ScriptedWorld();
      world.topicError = INVALID_TOPIC_EXCEPTION;
      world.send('a');
      world.turn();
      return world;
    },
    "topic 't': its metadata was refused: INVALID_TOPIC_EXCEPTION; check the topic's name, and that clients may " +
      'write to it: internal topics take nothing; it was not written',
  ],
  [
    'to a topic the client may not write',
    () => {
      const world = warmWorld();
      world.sendAlone('a');
      world.answer({ errorCode: TOPIC_AUTHORIZATION_FAILED });
      return world;
    },
    "'t' partition 0: the broker refused the batch: TOPIC_AUTHORIZATION_FAILED; let the client's principal " +
      'Describe and Write the topic; it was not written',
  ],
  [
    'to a partition that does not exist',
    () => {
      const world = new ScriptedWorld({ partitions: 3 });
      world.send('a', { partition: 7 });
      world.turn();
      world.advance(1000);
      return world;
    },
    "'t' partition 7: the topic has only partitions 0 to 2, also after maxBlockMs (1000 ms); " +
      'name one of them, leave the partition out, or add partitions to the topic; it was not written',
  ],
];

describe('a record', () => {
  it.each(stories)('%s is told why and what would mend it', (_what, run, message) => {
    const world = run();
    expect(world.settled.map(({ error }) => error?.message)).toEqual([message]);
  });
});
