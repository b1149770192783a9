/**
 * A schema language whose library is loaded when it is first needed.
 *
 * Behaves as the format it loads once `load` has settled; `ready` of whoever uses it waits for that. A failure to load
 * is not kept.
 */
import { ConfigError } from '@ottla/kernel';
import type {
  PayloadFormat,
  PayloadReader,
  PayloadWriter,
  ResolvedSchema,
} from '../registry/payload-format.ts';

export class LateFormat implements PayloadFormat {
  readonly schemaType = 'AVRO';
  readonly hasMessageIndexes = false;
  readonly #import: () => Promise<PayloadFormat>;
  #loaded: PayloadFormat | undefined;
  #pending: Promise<void> | undefined;

  constructor(load: () => Promise<PayloadFormat>) {
    this.#import = load;
  }

  /** Rejects with ConfigError when the library is not there. */
  load(): true | Promise<void> {
    if (this.#loaded !== undefined) return true;
    return (this.#pending ??= this.#start());
  }

  recordName(schema: ResolvedSchema): string | null {
    return this.#format().recordName(schema);
  }

  writer(schema: ResolvedSchema): PayloadWriter {
    return this.#format().writer(schema);
  }

  reader(writer: ResolvedSchema, reader: ResolvedSchema | null): PayloadReader {
    return this.#format().reader(writer, reader);
  }

  incompatibilities(reader: ResolvedSchema, writer: ResolvedSchema): readonly string[] {
    return this.#format().incompatibilities(reader, writer);
  }

  async #start(): Promise<void> {
    try {
      this.#loaded = await this.#import();
    } finally {
      this.#pending = undefined;
    }
  }

  #format(): PayloadFormat {
    if (this.#loaded !== undefined) return this.#loaded;
    throw new ConfigError('the engine is not loaded yet; wait for ready() first', 'ENGINE_NOT_LOADED');
  }
}
