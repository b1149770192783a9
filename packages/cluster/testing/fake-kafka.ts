/** A cluster on the fake network: brokers that tell metadata, and whatever else a spec gives them to answer. */
import { seededRandom } from '@ottla/kernel';
import { ManualClock } from '@ottla/kernel/testing';
import { metadata, type Api, type DecodedRequest, type RequestOf, type ResponseInput } from '@ottla/protocol';
import { Cluster, type ClusterOptions } from '../src/index.ts';
import { FakeNetwork, type FakeAnswer } from './fake-network.ts';

export type Handler = (request: DecodedRequest, nodeId: number) => FakeAnswer;

interface FakeTopic {
  readonly topicId: string;
  /** By partition. */
  readonly leaders: readonly { readonly leaderId: number; readonly leaderEpoch: number }[];
}

export class FakeKafka {
  readonly network = new FakeNetwork();
  readonly clock = new ManualClock();
  readonly topics = new Map<string, FakeTopic>();
  readonly handlers = new Map<number, Handler>();
  readonly #nodeIds: readonly number[];
  controllerId: number;
  /** Topics named in each Metadata request, and whether they could be created. */
  readonly asked: { readonly topics: readonly (string | null)[]; readonly create: boolean }[] = [];

  constructor(nodeIds: readonly number[] = [1, 2]) {
    this.#nodeIds = nodeIds;
    this.controllerId = nodeIds[0] ?? -1;
    for (const nodeId of nodeIds) this.start(nodeId);
  }

  address(nodeId: number): string {
    return `kafka-${nodeId}:9092`;
  }

  start(nodeId: number): void {
    this.network.servers.set(this.address(nodeId), {
      answer: (request) => this.#answer(request, nodeId),
    });
  }

  stop(nodeId: number): void {
    this.network.servers.delete(this.address(nodeId));
    this.network.cut(this.address(nodeId));
  }

  /** Every broker answers this API so. */
  on<A extends Api>(
    api: A,
    handler: (body: RequestOf<A>, nodeId: number) => ResponseInput<A> | 'drop' | 'close',
  ): this {
    // The request was decoded with this very API.
    this.handlers.set(api.key, (request, nodeId) => handler(request.body as RequestOf<A>, nodeId));
    return this;
  }

  topic(name: string, ...leaders: readonly number[]): this {
    this.topics.set(name, {
      topicId: 'CC8hPieVQy6DzaScJPvQZg',
      leaders: leaders.map((leaderId) => ({ leaderId, leaderEpoch: 0 })),
    });
    return this;
  }

  cluster(options: Partial<ClusterOptions> = {}): Cluster {
    const bootstrapServers = this.#nodeIds.map((nodeId) => this.address(nodeId));
    return new Cluster(
      { bootstrapServers, ...options },
      { clock: this.clock, random: seededRandom(3), transport: this.network },
    );
  }

  #answer(request: DecodedRequest, nodeId: number): FakeAnswer {
    const handler = this.handlers.get(request.api.key);
    if (handler !== undefined) return handler(request, nodeId);
    if (request.api.key !== metadata.key) return 'drop';
    const body = request.body as RequestOf<typeof metadata>;
    return this.tellMetadata(body);
  }

  tellMetadata(body: RequestOf<typeof metadata>): ResponseInput<typeof metadata> {
    const names = (body.topics ?? []).map(({ name }) => name);
    this.asked.push({ topics: names, create: body.allowAutoTopicCreation });
    return {
      brokers: this.#nodeIds.map((nodeId) => ({ nodeId, host: `kafka-${nodeId}`, port: 9092, rack: null })),
      clusterId: 'fake',
      controllerId: this.controllerId,
      topics: names.map((name) => {
        const topic = this.topics.get(name ?? '');
        if (topic === undefined) return { errorCode: 3, name, partitions: [] };
        const partitions = topic.leaders.map((leader, partitionIndex) => ({
          ...leader,
          partitionIndex,
          errorCode: 0,
          replicaNodes: [],
          isrNodes: [],
        }));
        return { errorCode: 0, name, topicId: topic.topicId, partitions };
      }),
    };
  }
}
