/**
 * What a step of the registry's scenario works with, and what comes of it.
 *
 * A scene has one client, which may be restarted, subjects of its own, and names for ids in the order of their
 * first sight (`#1`, `#2`), for registries count differently.
 */
import { RegistryClient, RegistryError } from '@ottla/registry-client';

/** What a step works with. */
export class Scene implements AsyncDisposable {
  client: RegistryClient;
  readonly #url: string;
  readonly #prefix: string;
  readonly #ids: number[] = [];

  constructor(url: string, prefix: string) {
    this.#url = url;
    this.#prefix = prefix;
    this.client = this.#connect();
  }

  #connect(): RegistryClient {
    return new RegistryClient({ url: this.#url, missTtlMs: 0, retries: 0 });
  }

  /** The restart of a program: nothing is remembered. */
  async restartClient(): Promise<void> {
    await this.client.close();
    this.client = this.#connect();
  }

  subject(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  /** Ours among the subjects, sorted and without the prefix. */
  ours(subjects: readonly string[]): string[] {
    return subjects
      .filter((subject) => subject.startsWith(`${this.#prefix}-`))
      .map((subject) => subject.slice(this.#prefix.length + 1))
      .toSorted();
  }

  name(schemaId: number): string {
    if (!this.#ids.includes(schemaId)) this.#ids.push(schemaId);
    return `#${this.#ids.indexOf(schemaId) + 1}`;
  }

  idNamed(name: string): number {
    const found = this.#ids[Number(name.slice(1)) - 1];
    if (found === undefined) throw new Error(`no id has the name ${name} yet`);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}

export interface Step {
  readonly does: string;
  readonly call: (scene: Scene) => Promise<unknown>;
  readonly gives: unknown;
}

/** What a step gives: its value, or how it was refused. */
export async function outcomeOf(step: Step, scene: Scene): Promise<unknown> {
  try {
    return await step.call(scene);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { refused: error.code, registryCode: error.registryCode };
  }
}
