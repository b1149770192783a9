/**
 * Text behind a gate, as deserializers with a registry have one: what a byte string needs is fetched once.
 *
 * Bytes that begin with '!' are poison to deserialize, with '?' poison to make ready. `failure` makes the next
 * fetch fail. `seen` lists the contexts, `fetches` the fetched first letters.
 */
import { SerializationError, type Deserializer, type DeserializerContext } from '@ottla/kernel';

export class GatedText implements Deserializer<string> {
  readonly seen: DeserializerContext[] = [];
  readonly fetches: string[] = [];
  failure: Error | null = null;
  readonly #ready = new Set<string>();

  ready(bytes: Uint8Array): true | Promise<void> {
    const letter = Buffer.from(bytes).toString().slice(0, 1);
    return this.#ready.has(letter) ? true : this.#fetch(letter);
  }

  deserialize(bytes: Uint8Array, context: DeserializerContext): string {
    const text = Buffer.from(bytes).toString();
    this.seen.push(context);
    if (text.startsWith('!')) throw new SerializationError('no text', { topic: context.topic });
    if (!this.#ready.has(text.slice(0, 1))) throw new Error('not ready');
    return text;
  }

  async #fetch(letter: string): Promise<void> {
    this.fetches.push(letter);
    await Promise.resolve();
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure;
    if (letter === '?') throw new SerializationError('no such schema');
    this.#ready.add(letter);
  }
}
