/**
 * Writes values behind the id of their schema in a registry, for any schema language.
 *
 * The subject comes first, then the schema, both through the gate `ready`; then serializing is synchronous and goes
 * straight into the producer's bytes. Invariants: the schema whose id is written is the one that encodes; a throw leaves
 * no byte behind; per record no string is built where the subject depends on the topic only. Which schema is chosen is
 * SchemaChoice's, what is written before the payload WriteRoute's, the payload the format's.
 */
import {
  OttlaError,
  SerializationError,
  systemClock,
  type ByteWriter,
  type Clock,
  type RichSerializer,
  type SerializerContext,
} from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { asConfiguration, placed, registryFailure, serializationError, type ErrorPlace } from '../errors.ts';
import { writePrefix } from '../framing/prefix.ts';
import { RuleBook } from '../rules/rule-run.ts';
import { refuseContradictions } from './option-contradictions.ts';
import type { PayloadFormat } from './payload-format.ts';
import {
  serializerOptions,
  type RegistrySerializerOptions,
  type RegistrySerializerSettings,
} from './registry-options.ts';
import { LATEST_TERM_MS, RenewedAnswer } from './renewed-answer.ts';
import { SchemaChoice, type ChosenSchema } from './schema-choice.ts';
import { withLatestFollowed, type GivenSchema } from './schema-pointer.ts';
import { SubjectNames } from './subject-names.ts';
import { WriteRoute } from './write-route.ts';

/** Subjects and topics that are kept; a program may use them without end. */
const MOST_KEPT = 10_000;

/** A subject, and how its values are written once that is known. */
interface Gate {
  readonly subject: string;
  readonly answer: RenewedAnswer<WriteRoute>;
}

export class RegistrySerializer implements RichSerializer<unknown> {
  readonly #format: PayloadFormat;
  readonly #settings: RegistrySerializerSettings;
  readonly #choice: SchemaChoice;
  readonly #names: SubjectNames;
  readonly #rules: RuleBook;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #gates = new LRUCache<string, Gate>({ max: MOST_KEPT });
  /** Gates by topic, of values and of keys; where subjects depend on the topic only. */
  readonly #lanes = [
    new LRUCache<string, Gate>({ max: MOST_KEPT }),
    new LRUCache<string, Gate>({ max: MOST_KEPT }),
  ] as const;
  // The last lane: most serializers serve one topic.
  #lastTopic: string | undefined;
  #lastIsKey = false;
  #lastGate: Gate | undefined;
  /** Of the last gate, where no other one may follow: nothing is left to ask per record. */
  #lastRoute: WriteRoute | undefined;

  /** `schema` is what values are promised to fit; null: what the registry says. Throws ConfigError. */
  constructor(format: PayloadFormat, schema: GivenSchema, options: RegistrySerializerOptions) {
    const { shared } = serializerOptions('the serializer', {}, options);
    refuseContradictions(schema, shared);
    const { given, settings } = withLatestFollowed(schema, shared);
    this.#format = format;
    this.#settings = settings;
    this.#choice = new SchemaChoice(format, given, settings);
    this.#names = new SubjectNames(settings.subject, settings.registry);
    this.#rules = new RuleBook(settings.rules);
    this.#clock = settings.clock ?? systemClock;
  }

  ready(_value: unknown, context: SerializerContext): true | Promise<void> {
    if (this.#settledRoute(context) !== undefined) return true;
    const gate = this.#gateOf(context);
    if (gate === undefined) return this.#wait(context);
    const answer = gate.answer.ready();
    if (answer === true && gate === this.#lastGate && !this.#choice.mayMove)
      this.#lastRoute = gate.answer.value;
    return answer === true ? true : answer.catch((error: unknown) => refuse(error, context, gate.subject));
  }

  /** Throws SerializationError; `SCHEMA_ID_UNKNOWN` when `ready` was not waited for. */
  serializeInto(value: unknown, writer: ByteWriter, context: SerializerContext): void {
    const route = this.#settledRoute(context) ?? this.#gateOf(context)?.answer.value;
    if (route === undefined) throw notReady(context);
    const start = writer.position;
    try {
      if (route.isPlain) {
        writePrefix(route.id, null, writer);
        route.payload.write(value, writer);
      } else {
        route.write(value, writer, context);
      }
    } catch (error) {
      writer.truncate(start);
      throw this.#misfit(error, { value, route, context });
    }
  }

  #settledRoute(context: SerializerContext): WriteRoute | undefined {
    return context.topic === this.#lastTopic && context.isKey === this.#lastIsKey
      ? this.#lastRoute
      : undefined;
  }

  /** The gate of a record's subject; undefined while the subject must be waited for. */
  #gateOf(context: SerializerContext): Gate | undefined {
    if (context.topic === this.#lastTopic && context.isKey === this.#lastIsKey) return this.#lastGate;
    return this.#findGate(context);
  }

  #findGate(context: SerializerContext): Gate | undefined {
    const { topic, isKey, headers } = context;
    const lane = this.#lanes[isKey ? 1 : 0];
    const { dependsOnTopic } = this.#names;
    let gate = dependsOnTopic ? lane.get(topic) : undefined;
    if (gate === undefined) {
      const recordName = this.#recordName();
      if (recordName === undefined) return undefined;
      const subject = this.#names.known({ topic, isKey, headers, recordName });
      if (subject === undefined) return undefined;
      gate = this.#gateOfSubject(subject);
    }
    if (!dependsOnTopic) return gate;
    lane.set(topic, gate);
    this.#lastTopic = topic;
    this.#lastIsKey = isKey;
    this.#lastGate = gate;
    this.#lastRoute = undefined;
    return gate;
  }

  /** Undefined while it must be asked for. */
  #recordName(): string | null | undefined {
    if (!this.#names.asksForRecord) return null;
    return this.#written(() => this.#choice.knownRecordName);
  }

  #gateOfSubject(subject: string): Gate {
    const kept = this.#gates.get(subject);
    if (kept !== undefined) return kept;
    const ask = async (): Promise<WriteRoute> => {
      const chosen = await this.#choice.choose(subject);
      const kept = answer.value;
      // Nothing is newer, so that nobody works out anew how to write.
      return kept?.id === chosen.registered.id ? kept : this.#routeTo(subject, chosen);
    };
    const answer: RenewedAnswer<WriteRoute> = new RenewedAnswer(ask, {
      clock: this.#clock,
      termMs: this.#choice.mayMove ? LATEST_TERM_MS : null,
      isPassing: (error) => registryFailure(error, {}).failure === 'retriable',
    });
    const gate: Gate = { subject, answer };
    const known = this.#choice.known(subject);
    if (known !== undefined) answer.settle(this.#routeTo(subject, known));
    this.#gates.set(subject, gate);
    return gate;
  }

  #routeTo(subject: string, chosen: ChosenSchema): WriteRoute {
    const { schemaIdIn } = this.#settings;
    const options = { format: this.#format, rules: this.#rules, schemaIdIn };
    return this.#written(() => new WriteRoute(subject, chosen, options));
  }

  /** What the format says of a schema that is to be written with. */
  #written<T>(ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      if (error instanceof SerializationError) throw asConfiguration(error);
      if (!(error instanceof OttlaError)) throw error;
      throw serializationError(`the schema cannot be written with: ${error.message}`, 'SCHEMA_NOT_USABLE', {
        cause: error,
      });
    }
  }

  async #wait(context: SerializerContext): Promise<void> {
    const { topic, isKey, headers } = context;
    let subject: string | undefined;
    try {
      const recordName = this.#names.asksForRecord ? await this.#choice.recordName() : null;
      subject = await this.#names.ask({ topic, isKey, headers, recordName });
      await this.#gateOfSubject(subject).answer.ready();
    } catch (error) {
      refuse(error, context, subject);
    }
  }

  #misfit(
    error: unknown,
    { value, route, context }: { value: unknown; route: WriteRoute; context: SerializerContext },
  ): unknown {
    const place: ErrorPlace = {
      topic: context.topic,
      isKey: context.isKey,
      subject: route.subject,
      schemaId: route.id,
    };
    if (!(error instanceof SerializationError)) return error;
    return this.#settings.showValues ? placed(error, place, { value }) : placed(error, place);
  }
}

function refuse(error: unknown, { topic, isKey }: SerializerContext, subject: string | undefined): never {
  throw registryFailure(error, { topic, isKey, subject });
}

function notReady({ topic, isKey }: SerializerContext): SerializationError {
  const problem = 'the id of the schema is not known yet; wait for ready() first';
  return serializationError(problem, 'SCHEMA_ID_UNKNOWN', { topic, isKey });
}
