/**
 * One schema object on its way to a model: its keywords, and how what it holds becomes models too.
 */
import type { JsonMember, JsonNode } from '../json/json-node.ts';
import { isModern, type Dialect } from './dialect.ts';
import { knownKeywords } from './keyword-groups.ts';
import type { KeywordReader } from './keyword-reader.ts';
import { sortedText } from './normalized-json-schema.ts';
import type { Annotations, PlainModel, SchemaModel } from './schema-model.ts';

export interface SchemaSource {
  readonly node: JsonNode;
  readonly reader: KeywordReader;
  readonly dialect: Dialect;
  /** The model of a schema inside this one. */
  readonly nested: (node: JsonNode) => SchemaModel;
  /** The model of a `$ref`, given the keyword that holds it. */
  readonly reference: (keyword: string) => SchemaModel;
}

export const NO_ANNOTATIONS: Annotations = {
  id: null,
  title: null,
  description: null,
  defaultText: null,
  others: '',
  connectType: null,
};

export function annotationsOf({ reader, dialect }: SchemaSource): Annotations {
  const defaultNode = reader.node('default');
  const id = reader.text(dialect === 'draft-04' ? 'id' : '$id');
  return {
    // Of newer drafts Confluent does not compare it.
    id: isModern(dialect) ? null : id,
    title: reader.text('title'),
    description: reader.text('description'),
    defaultText: defaultNode === undefined ? null : sortedText(defaultNode),
    others: otherKeywords(reader, dialect),
    connectType: reader.looseText('connect.type'),
  };
}

function otherKeywords({ object }: KeywordReader, dialect: Dialect): string {
  const known = knownKeywords(dialect);
  const members = new Map<string, JsonMember>();
  object.members.forEach((member, keyword) => {
    if (!known.has(keyword)) members.set(keyword, member);
  });
  return members.size === 0 ? '' : sortedText({ ...object, members });
}

export function plainModel(kind: PlainModel['kind'], node: JsonNode): PlainModel {
  return { kind, node, ...NO_ANNOTATIONS };
}
