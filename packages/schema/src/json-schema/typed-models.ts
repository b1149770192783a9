/**
 * Models of strings, numbers, objects and arrays, from the keywords that belong to each.
 *
 * The reader given holds only the keywords that count; the source knows the draft and the schemas inside.
 */
import type { JsonNode } from '../json/json-node.ts';
import { SchemaError, quoted } from '../schema-error.ts';
import { decimalNumber, type DecimalNumber } from './decimal-number.ts';
import { isModern } from './dialect.ts';
import type { TypeGroup } from './keyword-groups.ts';
import { textOf, wrongType, type KeywordReader } from './keyword-reader.ts';
import type { ArrayModel, NumberModel, ObjectModel, Rest, SchemaModel, StringModel } from './schema-model.ts';
import { NO_ANNOTATIONS, type SchemaSource } from './schema-source.ts';

/** The model of one group; `integer` is for numbers. */
export function typedModel(
  group: TypeGroup,
  source: SchemaSource,
  part: { readonly reader: KeywordReader; readonly integer: boolean },
): SchemaModel {
  switch (group) {
    case 'string':
      return stringModel(source, part.reader);
    case 'number':
      return numberModel(source, part.reader, part.integer);
    case 'object':
      return objectModel(source, part.reader);
    case 'array':
      return arrayModel(source, part.reader);
  }
}

function stringModel({ node }: SchemaSource, reader: KeywordReader): StringModel {
  return {
    kind: 'string',
    node,
    ...NO_ANNOTATIONS,
    maxLength: reader.number('maxLength'),
    minLength: reader.number('minLength'),
    pattern: reader.text('pattern'),
    format: reader.text('format'),
  };
}

function numberModel({ node, dialect }: SchemaSource, reader: KeywordReader, integer: boolean): NumberModel {
  // Draft 4 has flags here, which Confluent does not compare.
  const flags = dialect === 'draft-04';
  if (flags) {
    reader.flag('exclusiveMaximum');
    reader.flag('exclusiveMinimum');
  }
  return {
    kind: 'number',
    node,
    ...NO_ANNOTATIONS,
    integer,
    maximum: reader.number('maximum'),
    minimum: reader.number('minimum'),
    exclusiveMaximum: flags ? null : reader.number('exclusiveMaximum'),
    exclusiveMinimum: flags ? null : reader.number('exclusiveMinimum'),
    multipleOf: multipleOf(reader),
  };
}

function multipleOf(reader: KeywordReader): DecimalNumber | null {
  const node = reader.node('multipleOf');
  if (node === undefined) return null;
  if (node.kind !== 'number') throw wrongType(node, 'multipleOf', 'a number');
  const number = decimalNumber(node.text);
  if (number === null || number.digits === 0n) {
    const message = `${quoted(node.text)} is no multipleOf; take a number above 0 of less than 400 digits`;
    throw new SchemaError(message, 'SCHEMA_MALFORMED', node.position);
  }
  return number;
}

function objectModel(source: SchemaSource, reader: KeywordReader): ObjectModel {
  return {
    kind: 'object',
    node: source.node,
    ...NO_ANNOTATIONS,
    properties: new Map(
      reader
        .members('properties')
        .filter(([name, node]) => !isStrayId(name, node, source))
        .map(([name, node]) => [name, source.nested(node)]),
    ),
    patternProperties: schemasByName('patternProperties', source, reader),
    required: new Set(reader.texts('required')),
    additionalProperties: rest('additionalProperties', source, reader),
    unevaluatedProperties: schemaOf('unevaluatedProperties', source, reader),
    ...dependencies(source, reader),
    maxProperties: reader.number('maxProperties'),
    minProperties: reader.number('minProperties'),
    propertyNames: schemaOf('propertyNames', source, reader),
  };
}

/** Older drafts pass over an identifier that stands among the properties by mistake. */
function isStrayId(name: string, node: JsonNode, { dialect }: SchemaSource): boolean {
  return !isModern(dialect) && name === (dialect === 'draft-04' ? 'id' : '$id') && node.kind !== 'object';
}

function dependencies(
  source: SchemaSource,
  reader: KeywordReader,
): Pick<ObjectModel, 'requiredWith' | 'schemasWith'> {
  const requiredWith = new Map<string, ReadonlySet<string>>();
  const schemasWith = new Map(schemasByName('dependentSchemas', source, reader));
  for (const keyword of ['dependencies', 'dependentRequired']) {
    for (const [name, node] of reader.members(keyword)) {
      if (node.kind !== 'array') {
        if (keyword === 'dependentRequired') throw wrongType(node, keyword, 'arrays of names');
        schemasWith.set(name, source.nested(node));
      } else if (node.items.length > 0) {
        requiredWith.set(name, new Set(node.items.map((item) => textOf(item, keyword))));
      }
    }
  }
  return { requiredWith, schemasWith };
}

function arrayModel(source: SchemaSource, reader: KeywordReader): ArrayModel {
  const shape = isTupleKeyword(source) ? modernItems(source, reader) : classicItems(source, reader);
  const contains = schemaOf('contains', source, reader);
  const counted = contains !== null && isModern(source.dialect);
  return {
    kind: 'array',
    node: source.node,
    ...NO_ANNOTATIONS,
    ...shape,
    unevaluatedItems: schemaOf('unevaluatedItems', source, reader),
    maxItems: reader.number('maxItems'),
    minItems: reader.number('minItems'),
    maxContains: counted ? source.reader.number('maxContains') : null,
    minContains: counted ? (source.reader.number('minContains') ?? 1) : null,
    uniqueItems: reader.flag('uniqueItems'),
    contains,
  };
}

type ItemShape = Pick<ArrayModel, 'items' | 'tuple' | 'additionalItems'>;

/** True when tuples stand under `prefixItems`; 2019-09 still writes them under `items`. */
function isTupleKeyword({ dialect, reader }: SchemaSource): boolean {
  return dialect === '2020-12' || (dialect === '2019-09' && reader.node('items')?.kind !== 'array');
}

function modernItems(source: SchemaSource, reader: KeywordReader): ItemShape {
  const tuple = reader.list('prefixItems').map((node) => source.nested(node));
  const others = rest('items', source, reader);
  const positional = source.reader.list('prefixItems').length > 0;
  if (others === null || others === false || positional)
    return { items: null, tuple, additionalItems: others };
  return { items: others, tuple, additionalItems: null };
}

function classicItems(source: SchemaSource, reader: KeywordReader): ItemShape {
  const node = reader.node('items');
  const others = rest('additionalItems', source, reader);
  if (node?.kind === 'array') {
    return { items: null, tuple: node.items.map((item) => source.nested(item)), additionalItems: others };
  }
  const items = node === undefined ? null : source.nested(node);
  return { items, tuple: [], additionalItems: items !== null && others === false ? null : others };
}

/** `true` is as if absent; `{}` is a schema like any other. */
function rest(keyword: string, source: SchemaSource, reader: KeywordReader): Rest {
  const node = reader.node(keyword);
  if (node === undefined || node.kind === 'true') return null;
  return node.kind === 'false' ? false : source.nested(node);
}

function schemaOf(keyword: string, source: SchemaSource, reader: KeywordReader): SchemaModel | null {
  const node = reader.node(keyword);
  return node === undefined ? null : source.nested(node);
}

function schemasByName(
  keyword: string,
  source: SchemaSource,
  reader: KeywordReader,
): ReadonlyMap<string, SchemaModel> {
  return new Map(reader.members(keyword).map(([name, node]) => [name, source.nested(node)]));
}
