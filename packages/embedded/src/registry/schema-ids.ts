/**
 * The ids of one context, counted from 1.
 *
 * Equal content has one id, under whatever subject, unless an import gave it several; an id is never given
 * twice. Who holds a content is the store's to know.
 */
import {
  contentKey,
  guidKey,
  withoutModel,
  type SchemaContent,
  type StoredSchema,
} from './schema-content.ts';

export class SchemaIds {
  readonly #byId = new Map<number, StoredSchema>();
  /** The id given last, where an import gave several. */
  readonly #byContent = new Map<string, StoredSchema>();
  #maxId = 0;

  /** The highest id ever given. */
  get maxId(): number {
    return this.#maxId;
  }

  byId(id: number): StoredSchema | undefined {
    return this.#byId.get(id);
  }

  byContent(content: SchemaContent): StoredSchema | undefined {
    return this.#byContent.get(contentKey(content));
  }

  byGuid(guid: string): StoredSchema | undefined {
    // A text that is a schema of two types is Avro first.
    return (['AVRO', 'JSON', 'PROTOBUF'] as const)
      .map((type) => this.#byContent.get(guidKey(type, guid)))
      .find((stored) => stored !== undefined);
  }

  /** The content with its id: the given one, else the one it has, else the next. */
  identified(content: SchemaContent, wishedId: number | undefined): StoredSchema {
    const id = wishedId ?? this.byContent(content)?.id ?? this.#maxId + 1;
    const stored = this.#byId.get(id) ?? { ...withoutModel(content), id };
    this.#byId.set(id, stored);
    this.#byContent.set(contentKey(content), stored);
    this.#maxId = Math.max(this.#maxId, id);
    return stored;
  }

  forget(stored: StoredSchema): void {
    this.#byId.delete(stored.id);
    if (this.byContent(stored) === stored) this.#byContent.delete(contentKey(stored));
  }
}
