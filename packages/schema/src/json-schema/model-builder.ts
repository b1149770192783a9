/**
 * From nodes to models: one model for each schema, references linked once all are read.
 *
 * A reference is only noted while its schema is read, and looked up after: so neither cycles nor long chains
 * of references make the stack grow. Only what the root leads to is read.
 */
import type { JsonNode } from '../json/json-node.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import { isModern, metaSchemaDialect, type Dialect } from './dialect.ts';
import { KeywordReader, wrongType } from './keyword-reader.ts';
import type { SchemaDocuments, SchemaPlace } from './schema-documents.ts';
import type { ReferenceModel, ReferenceTarget, SchemaModel } from './schema-model.ts';
import { objectSchemaModel } from './schema-parts.ts';
import { NO_ANNOTATIONS, annotationsOf, plainModel, type SchemaSource } from './schema-source.ts';

/** A reference that waits to be looked up. */
interface PendingReference {
  readonly target: ReferenceTarget;
  readonly reference: string;
  readonly node: JsonNode;
  readonly from: SchemaPlace;
}

export function builtModel(documents: SchemaDocuments, dialect: Dialect): SchemaModel {
  return new ModelBuilder(documents, dialect).build();
}

class ModelBuilder {
  readonly #documents: SchemaDocuments;
  readonly #dialect: Dialect;
  readonly #models = new Map<JsonNode, SchemaModel>();
  readonly #references: PendingReference[] = [];

  constructor(documents: SchemaDocuments, dialect: Dialect) {
    this.#documents = documents;
    this.#dialect = dialect;
  }

  build(): SchemaModel {
    const document = this.#documents.main;
    const root = this.#model({ document, node: document.root });
    // The list grows while it is walked: what a reference leads to holds references too.
    for (const pending of this.#references) pending.target.model = this.#referred(pending);
    for (const pending of this.#references) shortenChain(pending);
    return root;
  }

  #model(place: SchemaPlace): SchemaModel {
    const { node } = place;
    const known = this.#models.get(node);
    if (known !== undefined) return known;
    const model = this.#newModel(place);
    this.#models.set(node, model);
    return model;
  }

  #newModel(place: SchemaPlace): SchemaModel {
    const { node, document } = place;
    if (node.kind === 'true' || node.kind === 'false') return plainModel(node.kind, node);
    if (node.kind !== 'object') throw wrongType(node, 'schema', 'an object, true or false');
    const source: SchemaSource = {
      node,
      reader: new KeywordReader(node),
      dialect: this.#dialect,
      nested: (inner) => this.#model({ document, node: inner }),
      reference: (keyword) => this.#reference(keyword, source, place),
    };
    // Newer drafts refuse a schema for what is wrong in a definition, used or not.
    if (isModern(this.#dialect)) {
      for (const [, definition] of source.reader.members('$defs'))
        this.#model({ document, node: definition });
    }
    return objectSchemaModel(source);
  }

  #reference(keyword: string, source: SchemaSource, from: SchemaPlace): SchemaModel {
    const target: ReferenceTarget = { model: null };
    const reference = source.reader.text(keyword) ?? '';
    const node = source.reader.node(keyword) ?? source.node;
    this.#references.push({ target, reference, node, from });
    const annotations = isModern(this.#dialect) ? annotationsOf(source) : NO_ANNOTATIONS;
    // A default beside a reference counts for neither family in Confluent's registry.
    const model: ReferenceModel = {
      kind: 'reference',
      node: source.node,
      ...annotations,
      defaultText: null,
      target,
    };
    return model;
  }

  #referred({ reference, node, from }: PendingReference): SchemaModel {
    const place = this.#documents.find(reference, from);
    if (place !== undefined) return this.#model(place);
    if (metaSchemaDialect(reference) !== undefined) return plainModel('metaSchema', node);
    const message = `nothing stands at ${quoted(reference)}; define it, or name its subject among the references`;
    throw new SchemaError(message, 'REFERENCE_UNRESOLVED', node.position);
  }
}

/** Makes every reference of a chain lead to the schema at its end. */
function shortenChain({ target, reference, node }: PendingReference): void {
  const seen = new Set<ReferenceTarget>();
  let at = target;
  while (at.model?.kind === 'reference') {
    if (seen.has(at)) {
      const message = `${quoted(reference)} leads back to itself; let one of them be a schema`;
      throw new SchemaError(message, 'REFERENCE_UNRESOLVED', node.position);
    }
    seen.add(at);
    at = at.model.target;
  }
  for (const link of seen) link.model = at.model;
}
