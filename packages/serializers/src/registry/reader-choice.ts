/**
 * Into which schema values are read: the given one, the latest of the subject, or the writer's own.
 *
 * A latest version is looked at again after its term, without holding records up.
 */
import type { Clock, SchemaRegistry } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { registryFailure } from '../errors.ts';
import type { ReaderSchema } from './read-route.ts';
import type { RegistryDeserializerSettings } from './registry-options.ts';
import { LATEST_TERM_MS, RenewedAnswer } from './renewed-answer.ts';
import { aloneSchema, refersToOthers, resolvedSchema } from './resolved-text.ts';
import { isPointer, type FixedSchema } from './schema-pointer.ts';

const MOST_SUBJECTS = 1000;
const WRITERS_OWN: ReaderSchema = { registered: null, resolved: null };

export class ReaderChoice {
  readonly #given: FixedSchema;
  readonly #settings: RegistryDeserializerSettings;
  readonly #registry: SchemaRegistry;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #latest = new LRUCache<string, RenewedAnswer<ReaderSchema>>({ max: MOST_SUBJECTS });
  readonly #fixed: RenewedAnswer<ReaderSchema>;

  constructor(given: FixedSchema, settings: RegistryDeserializerSettings, clock: Pick<Clock, 'now'>) {
    this.#given = given;
    this.#settings = settings;
    this.#registry = settings.registry;
    this.#clock = clock;
    this.#fixed = this.#answer(() => this.#askFixed(), null);
    if (given === null) this.#fixed.settle(WRITERS_OWN);
    else if (!isPointer(given) && !refersToOthers(given)) {
      this.#fixed.settle({ registered: null, resolved: aloneSchema(given) });
    }
  }

  /** Whether the subject decides. */
  get isLatest(): boolean {
    return this.#settings.useLatestVersion || this.#settings.useLatestWithMetadata !== undefined;
  }

  /** The one schema that everything is read into; not for latest versions. */
  get fixed(): RenewedAnswer<ReaderSchema> {
    return this.#fixed;
  }

  /** The latest version of a subject. */
  latestOf(subject: string): RenewedAnswer<ReaderSchema> {
    const kept = this.#latest.get(subject);
    if (kept !== undefined) return kept;
    const answer = this.#answer(() => this.#askLatest(subject), LATEST_TERM_MS);
    this.#latest.set(subject, answer);
    return answer;
  }

  #answer(ask: () => Promise<ReaderSchema>, termMs: number | null): RenewedAnswer<ReaderSchema> {
    return new RenewedAnswer(ask, {
      clock: this.#clock,
      termMs,
      isPassing: (error) => registryFailure(error, {}).failure === 'retriable',
    });
  }

  async #askFixed(): Promise<ReaderSchema> {
    const given = this.#given;
    if (given === null) return WRITERS_OWN;
    if (!isPointer(given)) {
      return { registered: null, resolved: await resolvedSchema(this.#registry, given, undefined) };
    }
    const registered =
      given.subject === undefined
        ? await this.#registry.schema(given.id)
        : await this.#registry.version(given.subject, given.version);
    return { registered: null, resolved: await resolvedSchema(this.#registry, registered, given.subject) };
  }

  /** The one that was known already where nothing is newer, so that nobody reads anew how to read. */
  async #askLatest(subject: string): Promise<ReaderSchema> {
    const { useLatestWithMetadata } = this.#settings;
    const registered =
      useLatestWithMetadata === undefined
        ? await this.#registry.latest(subject)
        : await this.#registry.latestWithMetadata(subject, useLatestWithMetadata);
    const known = this.#latest.peek(subject)?.value;
    if (known?.registered?.id === registered.id) return known;
    return { registered, resolved: await resolvedSchema(this.#registry, registered, subject) };
  }
}
