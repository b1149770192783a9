/**
 * Between the bundle and the registry: whose word is answered, and whether they agree.
 *
 * Per key (one per thing that can be asked) the registry is asked until it has confirmed or refuted the
 * bundled schema, for good. How it is asked is the caller's; what is compared is BundledSchemas's.
 */
import type { Clock, Logger, Random, RegisteredSchema } from '@ottla/kernel';
import type { RegistryObserver } from '../observation.ts';
import type { BundledSchemas } from './bundled-schemas.ts';

export interface BundleGateOptions {
  /** Compares contents. */
  readonly schemas: Pick<BundledSchemas, 'sameContent'>;
  /** How long the first caller of a key waits for the registry's word, in ms. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Counts each answer given from the bundle because the registry was away. */
  readonly observer: Pick<RegistryObserver, 'bundled'>;
}

/** Asks the registry, once per call. Must settle; `signal` is aborted when the gate closes. */
export type AskRegistry = (signal: AbortSignal) => Promise<RegisteredSchema>;

export class BundleGate {
  constructor(options: BundleGateOptions) {
    void options;
  }

  /**
   * The answer for something that never changes: an id, a version, the id of a text.
   *
   * The registry's word when it comes within `waitMs` and agrees (same id, same content); from then on the
   * bundled one, at once and without asking. The bundled one when the registry is away, silent, or refuses to
   * answer (401, wrong URL): then it is asked on in the background, and later callers do not wait.
   * Rejects with BUNDLE_DISAGREES, now and for every later use, when the registry says otherwise or does not
   * know it, also when it says so late; with CLOSED after close; with what `ask` rejects with when that is no
   * word about the registry (ABORTED, a fatal error, a defect).
   */
  answer(bundled: RegisteredSchema, key: string, ask: AskRegistry): Promise<RegisteredSchema> {
    void bundled;
    void key;
    return ask(new AbortController().signal);
  }

  /**
   * The same for the latest version of a subject, which may change: the registry is asked each time it is
   * not known to be away, and its word is the answer. It disagrees only when it gives the bundled version
   * another content, or does not have it; a newer latest is no disagreement. Never confirmed.
   */
  answerLatest(bundled: RegisteredSchema, key: string, ask: AskRegistry): Promise<RegisteredSchema> {
    return this.answer(bundled, key, ask);
  }

  /**
   * Without a promise: the bundled one when `answer` would give it at once (confirmed, or the registry is
   * away, which is counted), undefined when it would ask or wait. Throws BUNDLE_DISAGREES as `answer` rejects.
   */
  known(bundled: RegisteredSchema, key: string): RegisteredSchema | undefined {
    return this.confirmed(key) ? bundled : undefined;
  }

  /** Whether the registry has confirmed this key. */
  confirmed(key: string): boolean {
    void key;
    return false;
  }

  /** Cancels timers and aborts flights; who waits is rejected with CLOSED. Nothing is logged afterwards. */
  close(): void {
    // Nothing to end yet.
  }
}
