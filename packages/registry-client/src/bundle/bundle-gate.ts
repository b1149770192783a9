/**
 * Between the bundle and the registry: whose word is answered, and whether they agree.
 *
 * Per key (one per thing that can be asked) the registry is asked until it has confirmed or refuted the
 * bundled schema, for good. States of a key: asking → confirmed | refuted | bundled; bundled → confirmed |
 * refuted. A registry that answers 401 or is no registry (a wrong URL) is treated as one that is away, but
 * warned of at every try: a bundle is there so that a service starts, and a rotated password is an outage
 * like another; it must not be hidden, and it is asked on until somebody mends it.
 * How it is asked is the caller's; what an answer means is bundle-verdict's.
 */
import { Alarm, type Clock, type Logger, type Random, type RegisteredSchema } from '@ottla/kernel';
import { LRUCache } from 'lru-cache';
import { closedFailure } from '../http/verdict.ts';
import type { RegistryObserver } from '../observation.ts';
import { RegistryError } from '../registry-error.ts';
import { BackgroundRounds, type RoundResult } from './background-rounds.ts';
import { bundledName, judgeAnswer, judgeFailure, judgeLatest, type Finding } from './bundle-verdict.ts';
import type { BundledSchemas } from './bundled-schemas.ts';

export interface BundleGateOptions {
  /** Compares contents. */
  readonly schemas: Pick<BundledSchemas, 'sameContent'>;
  /** How long the first caller of a key waits for the registry's word, in ms; 0 does not wait. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Counts each answer given from the bundle because the registry was away. */
  readonly observer: Pick<RegistryObserver, 'bundled'>;
}

/** Asks the registry, once per call. Must settle; `signal` is aborted when the gate closes. */
export type AskRegistry = (signal: AbortSignal) => Promise<RegisteredSchema>;

/** More than the things that can be asked of a bundle of 10,000 versions. */
const MOST_KEYS = 100_000;

interface GateAnswer {
  readonly schema: RegisteredSchema;
  readonly fromBundle: boolean;
}

type Standing =
  | { readonly is: 'asking'; readonly answer: Promise<GateAnswer> }
  | { readonly is: 'bundled' }
  | { readonly is: 'confirmed' }
  | { readonly is: 'refuted'; readonly error: RegistryError };

/** Of one thing that can be asked of the bundle: whether the registry says the same. */
interface Confirmation {
  readonly key: string;
  readonly bundled: RegisteredSchema;
  readonly ask: AskRegistry;
  /** May change: asked anew each time. */
  readonly latest: boolean;
  standing: Standing;
}

export class BundleGate {
  readonly #options: BundleGateOptions;
  readonly #alarm: Alarm;
  readonly #rounds: BackgroundRounds<Confirmation>;
  readonly #confirmations: LRUCache<string, Confirmation>;
  readonly #closing = new AbortController();
  readonly #waits = new Set<() => void>();
  /** The last that was heard of the registry is that it gives no word: nobody waits for it. */
  #away = false;

  constructor(options: BundleGateOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock);
    this.#rounds = new BackgroundRounds(options, (confirmation) => this.#askAgain(confirmation));
    this.#confirmations = new LRUCache({
      max: MOST_KEYS,
      dispose: (confirmation) => this.#rounds.remove(confirmation),
    });
  }

  /**
   * The answer for something that never changes: an id, a version, the id of a text.
   *
   * The registry's word when it comes within `waitMs` and agrees (same id, same content); from then on the
   * bundled one, at once and without asking. The bundled one when the registry is away, silent, or refuses to
   * answer (401, a wrong URL): then it is asked on in the background, and nobody waits until it is heard.
   * Rejects with BUNDLE_DISAGREES, now and for every later use, when the registry says otherwise or does not
   * know it, also when it says so late; with CLOSED after close; with what `ask` rejects with when that is no
   * word about the registry (ABORTED, a fatal error, a defect), and then the next caller asks anew.
   */
  answer(bundled: RegisteredSchema, key: string, ask: AskRegistry): Promise<RegisteredSchema> {
    return this.#answer({ bundled, key, ask, latest: false, standing: { is: 'bundled' } });
  }

  /**
   * The same for the latest version of a subject, which may change: the registry is asked each time it is
   * not known to be away, and its word is the answer. It disagrees only when it gives the bundled version
   * another content, or does not have it; a newer latest is no disagreement. Never confirmed.
   */
  answerLatest(bundled: RegisteredSchema, key: string, ask: AskRegistry): Promise<RegisteredSchema> {
    return this.#answer({ bundled, key, ask, latest: true, standing: { is: 'bundled' } });
  }

  /**
   * Without a promise: the bundled one when `answer` would give it at once (confirmed, or the registry is
   * away, which is counted), undefined when it would ask or wait. Throws BUNDLE_DISAGREES as `answer` rejects.
   */
  known(bundled: RegisteredSchema, key: string): RegisteredSchema | undefined {
    const standing = this.#confirmations.get(key)?.standing;
    if (standing === undefined || standing.is === 'asking') return undefined;
    if (standing.is === 'refuted') throw repeated(standing.error);
    if (standing.is === 'bundled') this.#options.observer.bundled();
    return bundled;
  }

  /** Whether the registry has confirmed this key. */
  confirmed(key: string): boolean {
    return this.#confirmations.get(key)?.standing.is === 'confirmed';
  }

  /** Cancels timers and aborts flights; who waits is rejected with CLOSED. Nothing is logged afterwards. */
  close(): void {
    this.#closing.abort();
    this.#alarm.close();
    this.#rounds.close();
    for (const end of this.#waits) end();
  }

  async #answer(asked: Confirmation): Promise<RegisteredSchema> {
    this.#expectOpen(asked);
    const known = this.known(asked.bundled, asked.key);
    if (known !== undefined) return known;
    const begun = this.#confirmations.get(asked.key);
    // asked → changed → asked again: what was the latest before says nothing about after.
    const outdated = asked.latest && begun?.standing.is === 'asking';
    const { standing } = begun === undefined || outdated ? this.#begin(asked) : begun;
    // Known to be away already: nobody waits.
    const { schema, fromBundle } =
      standing.is === 'asking' ? await standing.answer : { schema: asked.bundled, fromBundle: true };
    if (fromBundle) this.#options.observer.bundled();
    return schema;
  }

  #begin(confirmation: Confirmation): Confirmation {
    this.#confirmations.set(confirmation.key, confirmation);
    if (this.#away) this.#rounds.add(confirmation);
    else confirmation.standing = { is: 'asking', answer: this.#askFirst(confirmation) };
    return confirmation;
  }

  async #askFirst(confirmation: Confirmation): Promise<GateAnswer> {
    const flight = this.#ask(confirmation);
    const finding = await this.#withinWait(flight);
    this.#expectOpen(confirmation);
    const { bundled } = confirmation;
    if (finding === undefined) {
      confirmation.standing = { is: 'bundled' };
      this.#silent(confirmation);
      void flight.then((late) => this.#settleUnheard(confirmation, late));
      return { schema: bundled, fromBundle: true };
    }
    this.#settle(confirmation, finding);
    if (finding.is === 'agrees') return { schema: finding.told, fromBundle: false };
    if (finding.is === 'disagrees' || finding.is === 'thrown') throw finding.error;
    return { schema: bundled, fromBundle: true };
  }

  async #askAgain(confirmation: Confirmation): Promise<RoundResult> {
    const finding = await this.#ask(confirmation);
    this.#settleUnheard(confirmation, finding);
    return finding.is === 'away' || finding.is === 'refused' ? 'failed' : 'done';
  }

  /** Where nobody waits for what was found, an error that says nothing about the registry is logged. */
  #settleUnheard(confirmation: Confirmation, finding: Finding): void {
    if (finding.is === 'thrown' && !this.#closing.signal.aborted && !endedByCaller(finding.error)) {
      const why = finding.error instanceof Error ? finding.error.message : 'no reason given';
      this.#options.logger.error(`registry: cannot confirm ${bundledName(confirmation.bundled)}: ${why}`);
    }
    this.#settle(confirmation, finding);
  }

  async #ask({ bundled, ask, latest }: Confirmation): Promise<Finding> {
    try {
      const told = await ask(this.#closing.signal);
      const schemas = { bundled, told, sameContent: this.#options.schemas.sameContent(bundled, told) };
      return latest ? judgeLatest(schemas) : judgeAnswer(schemas);
    } catch (error) {
      return judgeFailure(bundled, error);
    }
  }

  /** Undefined when the wait is over first, or the gate closes. */
  async #withinWait(flight: Promise<Finding>): Promise<Finding | undefined> {
    const { waitMs, clock } = this.#options;
    if (waitMs === 0) return undefined;
    let end = (): void => undefined;
    const over = new Promise<undefined>((resolve) => {
      end = () => resolve(undefined);
    });
    const slot = this.#alarm.slot(end);
    slot.set(clock.now() + waitMs);
    this.#waits.add(end);
    const finding = await Promise.race([flight, over]);
    slot.clear();
    this.#waits.delete(end);
    return finding;
  }

  /** The one place where a confirmation changes its standing for what was found. */
  #settle(confirmation: Confirmation, finding: Finding): void {
    if (this.#closing.signal.aborted) return;
    const { logger } = this.#options;
    switch (finding.is) {
      case 'agrees':
        if (confirmation.latest) this.#forget(confirmation);
        else confirmation.standing = { is: 'confirmed' };
        return this.#heard();
      case 'disagrees':
        confirmation.standing = { is: 'refuted', error: finding.error };
        logger.error(`registry: ${finding.error.message}`);
        return this.#heard();
      case 'thrown':
        return this.#forget(confirmation);
      case 'away':
        this.#missed(`${finding.error.message}; going on with the bundled schemas until it is back`);
        break;
      case 'refused':
        logger.warn(
          `registry: ${finding.error.message}; going on with the bundled schema of ${bundledName(confirmation.bundled)}, unconfirmed, until this is mended`,
        );
        break;
    }
    confirmation.standing = { is: 'bundled' };
    if (this.#confirmations.peek(confirmation.key) === confirmation) this.#rounds.add(confirmation);
  }

  #forget(confirmation: Confirmation): void {
    if (this.#confirmations.peek(confirmation.key) === confirmation)
      this.#confirmations.delete(confirmation.key);
  }

  #silent({ bundled }: Confirmation): void {
    const { waitMs } = this.#options;
    // Who asked for no wait has not learnt anything of the registry.
    if (waitMs === 0) return;
    this.#missed(
      `no word within ${waitMs} ms about ${bundledName(bundled)}; going on with the bundled schemas until it answers`,
    );
  }

  /** One warning until it is heard again. */
  #missed(why: string): void {
    if (!this.#away) this.#options.logger.warn(`registry: ${why}`);
    this.#away = true;
  }

  #heard(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#options.logger.info('registry: it answers again; the bundled schemas are being confirmed');
    this.#rounds.hurry();
  }

  #expectOpen({ bundled }: Confirmation): void {
    if (!this.#closing.signal.aborted) return;
    const call = { purpose: `use the bundled schema of ${bundledName(bundled)}`, subject: bundled.subject };
    throw closedFailure(call);
  }
}

function endedByCaller(error: unknown): boolean {
  return error instanceof RegistryError && (error.code === 'ABORTED' || error.code === 'CLOSED');
}

/** A new one each time, so that its stack is the caller's. */
function repeated(error: RegistryError): RegistryError {
  return new RegistryError(error.message, error);
}
