/**
 * A model of a registry whose answers are held: each request is handled and answered when it is told to be.
 *
 * Ids belong to contents, as in Confluent's: equal content has one id under every subject. `mind` maps the
 * true ids to those it tells, so that it can change its mind. Subjects hold versions; deletion is soft.
 */
import { networkError, refusal, ScriptedRegistry } from './scripted-registry.ts';
import type { ScriptedAnswer, ScriptedRequest } from './scripted-registry.ts';

interface HeldRequest {
  readonly request: ScriptedRequest;
  readonly resolve: (answer: ScriptedAnswer) => void;
  readonly reject: (error: Error) => void;
  /** Set once the registry has done what was asked. */
  answer: ScriptedAnswer | undefined;
}

export class HeldRegistry {
  /** Number of the schema + 1 → the id that is told for it. */
  mind: (id: number) => number = (id) => id;
  readonly scripted: ScriptedRegistry;
  readonly #texts: readonly string[];
  /** Per subject, the numbers of its schemas in the order of their versions; null where one is deleted. */
  readonly #subjects = new Map<string, (number | null)[]>();
  readonly #held: HeldRequest[] = [];

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.scripted = new ScriptedRegistry(
      (request) =>
        new Promise((resolve, reject) => {
          this.#held.push({ request, resolve, reject, answer: undefined });
        }),
    );
  }

  get waiting(): number {
    return this.#held.length;
  }

  /** Does what was asked; the answer is not sent yet. */
  handle(index: number): void {
    const held = this.#held[index % this.#held.length];
    if (held !== undefined) held.answer ??= this.#answerTo(held.request);
  }

  /** Sends the answer, or loses it on the way. */
  deliver(index: number, { lost }: { readonly lost: boolean }): void {
    if (this.#held.length === 0) return;
    const [held] = this.#held.splice(index % this.#held.length, 1);
    if (held === undefined) return;
    if (lost) held.reject(networkError('ECONNRESET'));
    else held.resolve(held.answer ?? this.#answerTo(held.request));
  }

  #answerTo({ method, path, body }: ScriptedRequest): ScriptedAnswer {
    const byId = /^\/schemas\/ids\/(\d+)$/.exec(path)?.[1];
    if (byId !== undefined) return this.#schemaOf(Number(byId));
    const [, subject = '', version] = /^\/subjects\/([^/?]+)(?:\/versions\/?(\w*))?/.exec(path) ?? [];
    const versions = this.#subjects.get(subject) ?? [];
    if (method === 'DELETE') {
      if (!versions.some((number) => number !== null)) return refusal(404, 40401);
      this.#subjects.set(
        subject,
        versions.map(() => null),
      );
      return { body: [1] };
    }
    if (method === 'GET') return this.#versionOf(versions, version ?? '');
    const { schema } = body as { schema: string }; // both kinds of POST carry one
    const number = this.#texts.indexOf(schema);
    if (version !== undefined && !versions.includes(number))
      this.#subjects.set(subject, [...versions, number]);
    if (version === undefined && !versions.includes(number)) return refusal(404, 40403);
    return { body: { id: this.mind(number + 1) } };
  }

  #schemaOf(id: number): ScriptedAnswer {
    const text = this.#texts.find((_, number) => this.mind(number + 1) === id);
    return text === undefined ? refusal(404, 40403) : { body: { schema: text } };
  }

  #versionOf(versions: readonly (number | null)[], asked: string): ScriptedAnswer {
    const index =
      asked === 'latest' ? versions.findLastIndex((number) => number !== null) : Number(asked) - 1;
    const number = versions[index];
    if (number === undefined || number === null) return refusal(404, versions.length === 0 ? 40401 : 40402);
    return { body: { id: this.mind(number + 1), version: index + 1, schema: this.#texts[number] } };
  }
}
