/**
 * The serializers of a producer: which topic uses which, configured once, closed once.
 */
import type { TopicState } from '../core/topic-state.ts';
import { TopicLane, type AnySerializer, type LaneSerializers } from './topic-lane.ts';

export interface SerializerOptions {
  readonly topics: Readonly<Record<string, Partial<LaneSerializers>>>;
  /** For topics that name none of their own. */
  readonly key: AnySerializer | undefined;
  readonly value: AnySerializer | undefined;
}

export class SerializerSet {
  readonly #options: SerializerOptions;
  readonly #configured = new Set<AnySerializer>();

  constructor(options: SerializerOptions) {
    this.#options = options;
  }

  lane(state: TopicState): TopicLane {
    const { topics, key, value } = this.#options;
    const own = Object.hasOwn(topics, state.name) ? topics[state.name] : undefined;
    return new TopicLane(state, {
      key: this.#configure(own?.key ?? key, true),
      value: this.#configure(own?.value ?? value, false),
    });
  }

  #configure(target: AnySerializer | undefined, isKey: boolean): AnySerializer | undefined {
    if (target === undefined || this.#configured.has(target)) return target;
    this.#configured.add(target);
    target.configure?.({ isKey });
    return target;
  }

  /** Every serializer is closed, whatever another one throws; the first failure is thrown at the end. */
  async close(): Promise<void> {
    const closings = [...this.#configured].map(async (target) => target.close?.());
    this.#configured.clear();
    const failed = (await Promise.allSettled(closings)).find((closing) => closing.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
