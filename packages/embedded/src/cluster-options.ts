/** The options of an embedded cluster, one row each. */
import { kinds, optional, silentLogger, withDefault, type OptionsInput } from '@ottla/kernel';
import { DEFAULT_MAX_MESSAGE_BYTES } from './broker/cluster-state.ts';

export const clusterOptions = {
  brokers: withDefault(
    kinds.integer(1, 64),
    1,
    'How many brokers to start. Their node ids are 0, 1, 2, …, each on a port of its own on 127.0.0.1.',
  ),
  ports: optional(
    kinds.of<readonly number[]>(
      'an array of ports (0 to 65535)',
      (value): value is readonly number[] => Array.isArray(value) && value.every(kinds.port.check),
    ),
    'The port of each broker; 0, or none given, takes a free one.',
  ),
  defaultPartitions: withDefault(
    kinds.integer(1, 10_000),
    1,
    'How many partitions a topic gets that does not say (`num.partitions`).',
  ),
  autoCreateTopics: withDefault(
    kinds.boolean,
    true,
    'Whether asking for an unknown topic creates it (`auto.create.topics.enable`).',
  ),
  maxRequestBytes: withDefault(
    kinds.integer(1024, 0x7fffffff),
    104_857_600,
    'The largest request, in bytes (`socket.request.max.bytes`). A larger one ends its connection.',
  ),
  maxMessageBytes: withDefault(
    kinds.integer(64, 0x7fffffff),
    DEFAULT_MAX_MESSAGE_BYTES,
    'The largest record batch, in bytes (`message.max.bytes`), for topics that do not set their own. A larger one is refused with MESSAGE_TOO_LARGE.',
  ),
  logger: withDefault(kinds.logger, silentLogger, 'Where the brokers report what they refuse.'),
};

export type EmbeddedClusterOptions = OptionsInput<typeof clusterOptions>;
