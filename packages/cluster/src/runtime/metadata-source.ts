/**
 * Asks brokers for metadata and lets the machine judge the answers.
 *
 * Owns who is asked: brokers with a ready connection first, then the other known ones, then the bootstrap
 * servers again (KIP-899): all brokers may have moved since. A first success ends it. Errors name every
 * server that was tried.
 */
import { backoffMs, type Alarm, type Clock, type Random } from '@ottla/kernel';
import { BrokerError, metadata as metadataApi } from '@ottla/protocol';
import { addressText, type ServerAddress } from '../bootstrap-server.ts';
import { ClusterError } from '../errors.ts';
import type { MetadataMachine } from '../metadata/metadata-machine.ts';
import type { ResolvedClusterOptions } from '../options.ts';
import type { BrokerPool } from './broker-pool.ts';
import type { OwnLinks } from './own-links.ts';
import { staggeredRace } from './staggered-race.ts';

export interface MetadataSourceParts {
  readonly options: ResolvedClusterOptions;
  readonly seeds: readonly ServerAddress[];
  readonly clock: Clock;
  readonly random: Random;
  readonly alarm: Alarm;
  readonly pool: BrokerPool;
  readonly links: OwnLinks;
  readonly machine: MetadataMachine;
  readonly isClosed: () => boolean;
  /** The snapshot has changed. */
  readonly changed: () => void;
}

export interface MetadataWish {
  readonly topics: readonly string[];
  readonly allowAutoTopicCreation: boolean;
}

/** Why each server that was tried gave nothing, by node id. */
type Reasons = Map<number, ClusterError | BrokerError>;

/** allowAutoTopicCreation does not exist before. */
const VERSION_WITH_AUTO_CREATION = 4;

export class MetadataSource {
  readonly #parts: MetadataSourceParts;

  constructor(parts: MetadataSourceParts) {
    this.#parts = parts;
  }

  /** Asks the bootstrap servers until one answers. Rejects with ClusterError `BOOTSTRAP_UNREACHABLE`. */
  async bootstrap(wish: MetadataWish): Promise<void> {
    const { options, seeds } = this.#parts;
    const timeoutMs = options.connectTimeoutMs;
    const reasons: Reasons = new Map();
    const candidates = (): readonly number[] => this.#seedIds();
    if (await this.#askUntil(wish, this.#now() + timeoutMs, { reasons, candidates })) return;
    throw new ClusterError(
      `no bootstrap server gave metadata within ${timeoutMs} ms: ` +
        `${seeds.map((_, index) => this.#reasonText(reasons, -1 - index)).join('; ')}. ` +
        'Check bootstrapServers, that a broker listens there in plaintext, and the network between',
      'BOOTSTRAP_UNREACHABLE',
      [...reasons.values()].at(-1),
    );
  }

  /** Asks any broker, and the bootstrap servers when none answers. Rejects with `METADATA_UNAVAILABLE`. */
  async ask(wish: MetadataWish, timeoutMs: number): Promise<void> {
    const reasons: Reasons = new Map();
    const candidates = (): number[] => [...this.brokerIds(), ...this.#seedIds()];
    if (await this.#askUntil(wish, this.#now() + timeoutMs, { reasons, candidates })) return;
    const tried = candidates().toSorted((a, b) => b - a);
    throw new ClusterError(
      `no broker gave metadata within ${timeoutMs} ms: ${tried.map((id) => this.#reasonText(reasons, id)).join('; ')}`,
      'METADATA_UNAVAILABLE',
      [...reasons.values()].at(-1),
    );
  }

  #reasonText(reasons: Reasons, nodeId: number): string {
    const name = this.#name(nodeId);
    const text = reasons.get(nodeId)?.message ?? 'no answer';
    return text.includes(name) ? text : `${name}: ${text}`;
  }

  async #askUntil(
    wish: MetadataWish,
    deadlineMs: number,
    round: { readonly reasons: Reasons; readonly candidates: () => readonly number[] },
  ): Promise<boolean> {
    const { options, alarm, random, links, isClosed } = this.#parts;
    const backoff = { initialMs: options.reconnectBackoffMs, maxMs: options.reconnectBackoffMaxMs };
    const now = (): number => this.#now();
    let answered = false;
    const attempt = async (nodeId: number): Promise<boolean> => {
      const failure = await this.#askOne(nodeId, wish, deadlineMs);
      if (failure !== null) round.reasons.set(nodeId, failure);
      answered ||= failure === null;
      return failure === null;
    };
    for (let rounds = 1; ; rounds++) {
      await staggeredRace(round.candidates(), attempt, { now, alarm, deadlineMs });
      if (isClosed()) throw new ClusterError('the cluster was closed meanwhile', 'CLUSTER_CLOSED');
      const pauseMs = Math.max(1, backoffMs(rounds, backoff, random));
      if (answered || now() + pauseMs >= deadlineMs) {
        links.closeSeeds();
        return answered;
      }
      await alarm.pause(pauseMs);
    }
  }

  /** Null for success, else why not. */
  async #askOne(
    nodeId: number,
    { topics, allowAutoTopicCreation }: MetadataWish,
    deadlineMs: number,
  ): Promise<ClusterError | BrokerError | null> {
    const { options, links, machine, changed } = this.#parts;
    const { failure, response } = await links.ask(nodeId, {
      api: metadataApi,
      body: (version) => ({
        topics: topics.map((name) => ({ name })),
        allowAutoTopicCreation: version < VERSION_WITH_AUTO_CREATION || allowAutoTopicCreation,
      }),
      timeoutMs: Math.max(1, Math.min(options.requestTimeoutMs, deadlineMs - this.#now())),
    });
    if (failure !== null) return failure.error;
    // REBOOTSTRAP_REQUIRED (KIP-1102) comes here too: the next candidate is asked, the bootstrap servers last.
    if (response.errorCode !== 0) return new BrokerError('Metadata', response.errorCode);
    if (this.#parts.isClosed()) return null;
    try {
      if (machine.apply(response)) changed();
      return null;
    } catch (error) {
      if (error instanceof ClusterError) return error;
      throw error;
    }
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  #name(nodeId: number): string {
    const { seeds, machine } = this.#parts;
    const address = nodeId < 0 ? seeds[-1 - nodeId] : machine.snapshot.brokers.get(nodeId);
    return address === undefined ? `broker ${nodeId}` : addressText(address);
  }

  /** Bootstrap servers in an order of their own for each client, so that not all ask the first. */
  #seedIds(): readonly number[] {
    return this.#shuffled(this.#parts.seeds.map((_, index) => -1 - index));
  }

  brokerIds(): readonly number[] {
    const { pool, machine } = this.#parts;
    const rank = (id: number): number => (pool.isReady(id) ? pool.pendingCount(id) : Infinity);
    const ids = this.#shuffled([...machine.snapshot.brokers.keys()]);
    return ids.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  }

  #shuffled(ids: readonly number[]): number[] {
    const shuffled = [...ids];
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = Math.floor(this.#parts.random() * (index + 1));
      // Both indexes are inside the array.
      [shuffled[index], shuffled[other]] = [shuffled[other] as number, shuffled[index] as number];
    }
    return shuffled;
  }
}
