/**
 * Making and deleting topics, until the cluster shows it.
 *
 * Both are safe to repeat: an attempt whose answer was lost counts as done when the next one finds that it
 * was. Any KRaft broker takes them; older clusters want the controller.
 */
import { ConfigError } from '@ottla/kernel';
import { BrokerError, createTopics, deleteTopics, errorCodes } from '@ottla/protocol';
import { ClusterError } from '../errors.ts';
import type { TopicMetadata } from '../metadata/cluster-metadata.ts';
import type { ClusterCore } from './cluster-core.ts';

export interface CreateTopicOptions {
  /** 1 or more. */
  readonly partitions: number;
  /** 1 or more; left out, the cluster's default. */
  readonly replicationFactor?: number;
  /** Such as `{ 'cleanup.policy': 'compact' }`. */
  readonly configs?: Readonly<Record<string, string>>;
}

const CLUSTER_DEFAULT = -1;
const DELETE_BY_ENTRY_SINCE = 6;
const POLL_MS = 20;

/** The entry of an answer that belongs to `topic`. */
function entryOf<E extends { readonly name: string | null }>(
  entries: readonly E[],
  topic: string,
  api: string,
): E {
  const entry = entries.find(({ name }) => name === topic);
  if (entry !== undefined) return entry;
  throw new ClusterError(`the ${api} answer leaves out topic '${topic}'`, 'MALFORMED_RESPONSE');
}

/** Looks at a topic again and again until it is as wanted. */
async function awaitTopic(
  core: ClusterCore,
  topic: string,
  wanted: {
    readonly as: string;
    readonly deadlineMs: number;
    readonly when: (found: TopicMetadata | undefined) => boolean;
  },
): Promise<void> {
  for (let pauseMs = POLL_MS; ; pauseMs = Math.min(2 * pauseMs, 500)) {
    const remainingMs = wanted.deadlineMs - core.now();
    if (remainingMs > 0 && wanted.when(await core.lookUp(topic, remainingMs))) return;
    if (core.now() + pauseMs >= wanted.deadlineMs) {
      throw new ClusterError(
        `topic '${topic}': the brokers took the request, but metadata does not show ${wanted.as} yet; look again later`,
        'METADATA_UNAVAILABLE',
      );
    }
    await core.alarm.pause(pauseMs);
  }
}

export async function createTopic(
  core: ClusterCore,
  topic: string,
  options: CreateTopicOptions,
): Promise<void> {
  const { partitions, replicationFactor = CLUSTER_DEFAULT, configs = {} } = options;
  if (!Number.isInteger(partitions) || partitions < 1) {
    throw new ConfigError(
      `createTopic: partitions must be an integer of 1 or more, got ${partitions}`,
      'OPTION_INVALID',
    );
  }
  const where = `CreateTopics '${topic}'`;
  const deadlineMs = core.now() + core.operationTimeoutMs;
  const { response, errorCode, ambiguous } = await core.request({
    api: createTopics,
    where,
    timeoutMs: core.operationTimeoutMs,
    body: (_version, remainingMs) => ({
      topics: [
        {
          name: topic,
          numPartitions: partitions,
          replicationFactor,
          configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
        },
      ],
      timeoutMs: Math.min(remainingMs, core.options.requestTimeoutMs),
    }),
    pick: () => Promise.resolve(core.pickController()),
    errorOf: (answer) => entryOf(answer.topics, topic, 'CreateTopics').errorCode,
    refresh: () => core.refresher.refresh(),
  });
  if (errorCode !== errorCodes.NONE && !(errorCode === errorCodes.TOPIC_ALREADY_EXISTS && ambiguous)) {
    throw new BrokerError(where, errorCode, entryOf(response.topics, topic, 'CreateTopics').errorMessage);
  }
  await awaitTopic(core, topic, {
    as: `${partitions} partitions with leaders`,
    deadlineMs,
    when: (found) =>
      found !== undefined &&
      found.errorCode === errorCodes.NONE &&
      found.partitions.length >= partitions &&
      found.partitions.every(({ leaderId }) => leaderId >= 0),
  });
}

export async function deleteTopic(core: ClusterCore, topic: string): Promise<void> {
  const where = `DeleteTopics '${topic}'`;
  const deadlineMs = core.now() + core.operationTimeoutMs;
  // A watched topic would be asked for again, and made again where brokers create topics by themselves.
  core.refresher.unwatch(topic);
  const before = core.snapshot.topics.get(topic)?.topicId;
  const { response, errorCode, ambiguous } = await core.request({
    api: deleteTopics,
    where,
    timeoutMs: core.operationTimeoutMs,
    body: (version, remainingMs) => ({
      ...(version >= DELETE_BY_ENTRY_SINCE ? { topics: [{ name: topic }] } : { topicNames: [topic] }),
      timeoutMs: Math.min(remainingMs, core.options.requestTimeoutMs),
    }),
    pick: () => Promise.resolve(core.pickController()),
    errorOf: (answer) => entryOf(answer.responses, topic, 'DeleteTopics').errorCode,
    isFinal: (code) => code === errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    refresh: () => core.refresher.refresh(),
  });
  if (errorCode !== errorCodes.NONE && !(errorCode === errorCodes.UNKNOWN_TOPIC_OR_PARTITION && ambiguous)) {
    throw new BrokerError(where, errorCode, entryOf(response.responses, topic, 'DeleteTopics').errorMessage);
  }
  await awaitTopic(core, topic, {
    as: 'its end',
    deadlineMs,
    when: (found) =>
      found === undefined ||
      found.errorCode === errorCodes.UNKNOWN_TOPIC_OR_PARTITION ||
      (before !== undefined && found.topicId !== before),
  });
  core.machine.forget(topic);
}
