/**
 * A conversation with a real broker, at every version it takes: make topics, look at them, produce, list
 * offsets, fetch, delete. The requests are written by Kafka's own classes.
 */
import { RecordBatchWriter, ZERO_UUID, apiVersions, apis, encodeRequest, type Api } from '@ottla/protocol';
import type { KafkaOracle } from './kafka-oracle.ts';
import type { GoldenMessage } from './record.ts';

const TOPIC = 'golden';
const LATEST = -1n;
const EARLIEST = -2n;
const MAX_TIMESTAMP = -3n;

/** What the requests of a version are made of. */
interface Scene {
  readonly version: number;
  readonly topicId: string;
}

/** One batch of one record, without a producer id. */
function batch(text: string): Buffer {
  const value = Buffer.from(text);
  const writer = new RecordBatchWriter(Buffer.alloc(512));
  writer.append(1_700_000_000_000, value, 0, -1, 0, value.length, [{ key: 'h', value: null }]);
  return writer.finish({ producerId: -1n, producerEpoch: -1, baseSequence: -1 });
}

const named = (scene: Scene, since: number, member: 'name' | 'topic'): Record<string, string> =>
  scene.version >= since ? { topicId: scene.topicId } : { [member]: TOPIC };

const since = (scene: Scene, version: number, members: Record<string, unknown>): Record<string, unknown> =>
  scene.version >= version ? members : {};

function createTopicsBody(name: string): unknown {
  const configs = [{ name: 'cleanup.policy', value: 'delete' }];
  const topics = [
    { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs },
    { name: 'bad/name', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
  ];
  return { topics, timeoutMs: 10_000, validateOnly: false };
}

function metadataBody(scene: Scene): unknown {
  const topic = (name: string): unknown => ({ name, ...since(scene, 10, { topicId: ZERO_UUID }) });
  const asked = [topic(TOPIC), topic('missing')];
  return {
    topics: asked,
    ...since(scene, 4, { allowAutoTopicCreation: false }),
    ...(scene.version >= 8 && scene.version <= 10 ? { includeClusterAuthorizedOperations: true } : {}),
    ...since(scene, 8, { includeTopicAuthorizedOperations: true }),
  };
}

function produceBody(scene: Scene): unknown {
  const partitionData = [
    { index: 0, records: batch(`produced with v${scene.version}`) },
    { index: 9, records: batch('nowhere') },
  ];
  const topicData = [{ ...named(scene, 13, 'name'), partitionData }];
  return { transactionalId: null, acks: -1, timeoutMs: 10_000, topicData };
}

function listOffsetsBody(scene: Scene): unknown {
  const at = (timestamp: bigint, partitionIndex = 0): unknown => ({
    partitionIndex,
    ...since(scene, 4, { currentLeaderEpoch: -1 }),
    timestamp,
  });
  const topic = (timestamp: bigint): unknown => ({
    name: TOPIC,
    partitions: [at(timestamp), at(timestamp, 9)],
  });
  // One timestamp per request: a broker refuses the same partition twice.
  const timestamp = scene.version >= 7 ? MAX_TIMESTAMP : scene.version % 2 === 0 ? LATEST : EARLIEST;
  return {
    replicaId: -1,
    ...since(scene, 2, { isolationLevel: 0 }),
    topics: [topic(timestamp)],
    ...since(scene, 10, { timeoutMs: 5000 }),
  };
}

function fetchBody(scene: Scene): unknown {
  const partition = {
    partition: 0,
    ...since(scene, 9, { currentLeaderEpoch: -1 }),
    fetchOffset: 0n,
    ...since(scene, 12, { lastFetchedEpoch: -1 }),
    ...since(scene, 5, { logStartOffset: -1n }),
    partitionMaxBytes: 300,
  };
  return {
    ...(scene.version <= 14 ? { replicaId: -1 } : {}),
    maxWaitMs: 100,
    minBytes: 1,
    maxBytes: 1000,
    isolationLevel: scene.version % 2,
    ...since(scene, 7, { sessionId: 0, sessionEpoch: -1 }),
    topics: [{ ...named(scene, 13, 'topic'), partitions: [partition] }],
    ...since(scene, 7, { forgottenTopicsData: [] }),
    ...since(scene, 11, { rackId: '' }),
  };
}

function deleteTopicsBody(scene: Scene): unknown {
  const names = [`made-with-v${scene.version + 1}`, 'missing'];
  if (scene.version < 6) return { topicNames: names, timeoutMs: 10_000 };
  return { topics: names.map((name) => ({ name, topicId: ZERO_UUID })), timeoutMs: 10_000 };
}

function initProducerIdBody(scene: Scene): unknown {
  const asked = { transactionalId: null, transactionTimeoutMs: 60_000 };
  return { ...asked, ...since(scene, 3, { producerId: -1n, producerEpoch: -1 }) };
}

function apiVersionsBody(scene: Scene): unknown {
  return since(scene, 3, { clientSoftwareName: 'ottla', clientSoftwareVersion: '1.0' });
}

const BODIES: Record<string, (scene: Scene) => unknown> = {
  ApiVersions: apiVersionsBody,
  CreateTopics: ({ version }) => createTopicsBody(`made-with-v${version}`),
  Metadata: metadataBody,
  InitProducerId: initProducerIdBody,
  Produce: produceBody,
  ListOffsets: listOffsetsBody,
  Fetch: fetchBody,
  DeleteTopics: deleteTopicsBody,
};

function apiNamed(name: string): Api {
  const api = apis.find((candidate) => candidate.name === name);
  if (api === undefined) throw new Error(`no API ${name}`);
  return api;
}

/** Kafka's converter prints the records of a Fetch answer as empty, so they tell nothing. */
function withoutRecords(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (name, part: unknown) => (name === 'records' ? undefined : part)));
}

async function exchangeAll(oracle: KafkaOracle, api: Api, topicId: string): Promise<GoldenMessage[]> {
  const rows: GoldenMessage[] = [];
  for (let version = api.versions.min; version <= api.versions.max; version++) {
    const body = BODIES[api.name]?.({ version, topicId });
    const answer = await oracle.exchange({ key: api.key, version, body });
    const common = { api: api.name, version, fill: 'live' as const };
    rows.push({ ...common, side: 'request', body, frame: answer.request });
    const { response: frame, responseBody } = answer;
    rows.push({ ...common, side: 'response', body: withoutRecords(responseBody), frame });
  }
  return rows;
}

/** The broker's answer to a version nobody has: v0 form with error 35. */
async function refusedVersion(oracle: KafkaOracle): Promise<GoldenMessage> {
  const asked = { clientSoftwareName: 'ottla', clientSoftwareVersion: '1.0' };
  const frame = encodeRequest(apiVersions, 4, { correlationId: 77, clientId: 'ottla' }, asked);
  const bytes = Buffer.concat(frame.chunks).subarray(4);
  bytes.writeInt16BE(99, 2);
  return { api: 'ApiVersions', side: 'response', version: 0, fill: 'live', frame: await oracle.raw(bytes) };
}

export async function recordExchanges(oracle: KafkaOracle): Promise<GoldenMessage[]> {
  await oracle.exchange({ key: 19, version: 7, body: createTopicsBody(TOPIC) });
  const seen = await oracle.exchange({
    key: 3,
    version: 12,
    body: metadataBody({ version: 12, topicId: '' }),
  });
  const { topics } = seen.responseBody as { topics: { name: string; topicId: string }[] };
  const topicId = topics.find(({ name }) => name === TOPIC)?.topicId ?? '';
  const rows: GoldenMessage[] = [await refusedVersion(oracle)];
  for (const name of Object.keys(BODIES)) rows.push(...(await exchangeAll(oracle, apiNamed(name), topicId)));
  return rows;
}
