/**
 * The serializers of a producer: which topic uses which, configured once, closed once.
 */
import type { ConfigError } from '@ottla/kernel';
import type { TopicState } from '../core/topic-state.ts';
import { configureSerializer } from './serializer-call.ts';
import { TopicLane, type AnySerializer, type LaneSerializers } from './topic-lane.ts';

export interface SerializerOptions {
  readonly topics: Readonly<Record<string, Partial<LaneSerializers>>>;
  /** For topics that name none of their own. */
  readonly key: AnySerializer | undefined;
  readonly value: AnySerializer | undefined;
}

export class SerializerSet {
  readonly #options: SerializerOptions;
  /** With what `configure` failed. */
  readonly #configured = new Map<AnySerializer, ConfigError | null>();

  constructor(options: SerializerOptions) {
    this.#options = options;
  }

  /** Throws ConfigError, each time, when a serializer of the topic could not be configured. */
  lane(state: TopicState): TopicLane {
    const { topics, key, value } = this.#options;
    const own = Object.hasOwn(topics, state.name) ? topics[state.name] : undefined;
    const named = (role: 'key' | 'value'): string =>
      own?.[role] === undefined ? `${role}Serializer` : `topics['${state.name}'].${role}`;
    return new TopicLane(state, {
      key: this.#configure(own?.key ?? key, { isKey: true, option: named('key') }),
      value: this.#configure(own?.value ?? value, { isKey: false, option: named('value') }),
    });
  }

  #configure(
    target: AnySerializer | undefined,
    role: { readonly isKey: boolean; readonly option: string },
  ): AnySerializer | undefined {
    if (target === undefined) return target;
    let failure = this.#configured.get(target);
    if (failure === undefined) {
      failure = configureSerializer(target, role.isKey, role.option);
      this.#configured.set(target, failure);
    }
    if (failure !== null) throw failure;
    return target;
  }

  /** Every serializer is closed, whatever another one throws; the first failure is thrown at the end. */
  async close(): Promise<void> {
    const closings = [...this.#configured.keys()].map(async (target) => target.close?.());
    this.#configured.clear();
    const failed = (await Promise.allSettled(closings)).find((closing) => closing.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
