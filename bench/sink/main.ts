/**
 * A broker that counts and keeps nothing, in a process of its own, so that a client is measured alone.
 *
 * Answers ApiVersions, Metadata, InitProducerId and Produce. Reads the record count of every batch and
 * checks the CRC of one in 64. Produce requests for the topic `unanswered` get no answer. On SIGTERM it
 * prints what it counted as JSON. Prints its port first.
 */
import { type Socket, createServer } from 'node:net';
import {
  FrameAssembler,
  type RequestOf,
  type ResponseInput,
  apis,
  decodeRequest,
  encodeResponse,
  initProducerId,
  metadata,
  produce,
  apiVersions,
  BATCH_AT,
  readBatchHeader,
} from '@ottla/protocol';

const PARTITIONS = 6;
const SERVED = new Set([apiVersions.key, metadata.key, initProducerId.key, produce.key]);
const CHECKED_ONE_IN = 64;

const totals = { records: 0, batches: 0, requests: 0, connections: 0 };
const startedCpu = process.cpuUsage();
const nextOffsets = new Map<string, bigint>();
let nextProducerId = 1n;

function versionsAnswer(): ResponseInput<typeof apiVersions> {
  const served = apis.filter(({ key }) => SERVED.has(key));
  return {
    errorCode: 0,
    apiKeys: served.map(({ key, versions }) => ({
      apiKey: key,
      minVersion: versions.min,
      maxVersion: versions.max,
    })),
    throttleTimeMs: 0,
  };
}

function metadataAnswer(body: RequestOf<typeof metadata>, port: number): ResponseInput<typeof metadata> {
  const topics = (body.topics ?? []).map(({ name }) => ({
    errorCode: 0,
    name,
    topicId: Buffer.from((name ?? '').padEnd(16).slice(0, 16)).toString('base64url'),
    isInternal: false,
    partitions: Array.from({ length: PARTITIONS }, (_, partitionIndex) => ({
      errorCode: 0,
      partitionIndex,
      leaderId: 1,
      leaderEpoch: 0,
      replicaNodes: [1],
      isrNodes: [1],
      offlineReplicas: [],
    })),
  }));
  const brokers = [{ nodeId: 1, host: '127.0.0.1', port, rack: null }];
  return { throttleTimeMs: 0, brokers, clusterId: 'sink', controllerId: 1, topics };
}

function count(records: Uint8Array): number {
  totals.batches += 1;
  if (totals.batches % CHECKED_ONE_IN === 0) readBatchHeader(records, 0);
  const view = Buffer.from(records.buffer, records.byteOffset, records.byteLength);
  return view.readInt32BE(BATCH_AT.recordCount);
}

function produceAnswer(body: RequestOf<typeof produce>): ResponseInput<typeof produce> {
  const responses = body.topicData.map((topic) => ({
    ...topic,
    partitionResponses: topic.partitionData.map(({ index, records }) => {
      const place = `${topic.name}${topic.topicId}-${index}`;
      const baseOffset = nextOffsets.get(place) ?? 0n;
      const added = records === null ? 0 : count(records);
      totals.records += added;
      nextOffsets.set(place, baseOffset + BigInt(added));
      return {
        index,
        errorCode: 0,
        baseOffset,
        logAppendTimeMs: -1n,
        logStartOffset: 0n,
        recordErrors: [],
        errorMessage: null,
      };
    }),
  }));
  return { responses, throttleTimeMs: 0 };
}

const unansweredId = Buffer.from('unanswered'.padEnd(16).slice(0, 16)).toString('base64url');
const isUnanswered = (body: RequestOf<typeof produce>): boolean =>
  body.topicData.some((topic) => topic.name === 'unanswered' || topic.topicId === unansweredId);

function answer(socket: Socket, frame: Uint8Array, port: number): void {
  const { api, version, correlationId, body } = decodeRequest(frame);
  const send = <A extends (typeof apis)[number]>(target: A, response: ResponseInput<A>): void => {
    const { chunks } = encodeResponse(target, version, correlationId, response);
    socket.write(Buffer.concat(chunks));
  };
  // decodeRequest has read the body by the table of this API.
  if (api.key === apiVersions.key) send(apiVersions, versionsAnswer());
  else if (api.key === metadata.key) send(metadata, metadataAnswer(body as RequestOf<typeof metadata>, port));
  else if (api.key === initProducerId.key) {
    send(initProducerId, { throttleTimeMs: 0, errorCode: 0, producerId: nextProducerId++, producerEpoch: 0 });
  } else if (api.key === produce.key) {
    totals.requests += 1;
    const request = body as RequestOf<typeof produce>;
    if (!isUnanswered(request)) send(produce, produceAnswer(request));
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  totals.connections += 1;
  const frames = new FrameAssembler({ maxFrameBytes: 256 * 1024 * 1024 });
  socket.on('data', (chunk) => {
    for (const frame of frames.push(chunk)) answer(socket, frame, port);
  });
  // A client that ends its process leaves its sockets as they are.
  socket.on('error', () => socket.destroy());
});
let port = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  port = address.port;
  console.log(port);
});

process.once('SIGTERM', () => {
  const { user, system } = process.cpuUsage(startedCpu);
  console.log(JSON.stringify({ ...totals, cpuSeconds: (user + system) / 1e6 }));
  process.exit(0);
});
