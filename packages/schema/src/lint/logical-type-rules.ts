/** Rules of logical types, and of fields whose names say that they want one. */
import { nearestName } from '@ottla/kernel';
import { jsonText, type JsonValue } from '../json/json-value.ts';
import { wordsOf } from '../name-words.ts';
import { quoted } from '../schema-error.ts';
import { isPrimitive, type Field, type PrimitiveSchema, type Schema } from '../schema.ts';
import { NOTHING, type LintRow } from './lint-rule.ts';

/** Where each may stand. `big-decimal` is known to Java since 1.12. */
const LOGICAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['decimal', 'bytes or fixed, with a "scale" from 0 to "precision"'],
  ['big-decimal', 'bytes'],
  ['uuid', 'string, or a fixed of 16 bytes'],
  ['date', 'int'],
  ['time-millis', 'int'],
  ['time-micros', 'long'],
  ['timestamp-millis', 'long'],
  ['timestamp-micros', 'long'],
  ['timestamp-nanos', 'long'],
  ['local-timestamp-millis', 'long'],
  ['local-timestamp-micros', 'long'],
  ['local-timestamp-nanos', 'long'],
  ['duration', 'a fixed of 12 bytes'],
]);
const LONGEST_SUGGESTED = 40;
const INSTANT_WORDS: ReadonlySet<string> = new Set(['at', 'ts', 'timestamp', 'datetime', 'date']);
const EVENT_WORDS = wordSet(
  'event create created creation update updated modified start end begin expiry expiration record ingest ingestion publish departure arrival order delivery birth login',
);
const MONEY_WORDS = wordSet(
  'price amount cost fee salary tax money payment discount refund revenue budget fare wage subtotal balance',
);
const AFTER_MONEY_WORDS = wordSet('usd eur gbp czk chf jpy value net gross total');

const record = (field: string): string => `{"type":"record","name":"com.acme.Order","fields":[${field}]}`;

export const logicalTypeRules: readonly LintRow[] = [
  {
    id: 'LOGICAL_TYPE_ON_FIELD_NOT_TYPE',
    category: 'MINIMAL',
    purpose:
      'Beside the "type" of a field a "logicalType" means nothing: every library ignores it and shows the bare number.',
    remedy:
      'Write the logical type into the type: "type": { "type": "long", "logicalType": "timestamp-millis" }.',
    example: {
      bad: record('{"name":"placedAt","type":"long","logicalType":"timestamp-millis"}'),
      good: record('{"name":"placedAt","type":{"type":"long","logicalType":"timestamp-millis"}}'),
    },
    on: 'field',
    look: (field, { source }) => {
      const name = field.properties?.['logicalType'];
      if (name === undefined) return NOTHING;
      return [
        {
          message: `the logical type ${shown(name)} stands on the field, where it is ignored`,
          position: source.placeOfKey(field.position, 'logicalType'),
          fix: moveIntoType(field, name),
        },
      ];
    },
  },
  {
    id: 'LOGICAL_TYPE_INVALID',
    category: 'MINIMAL',
    purpose:
      'A logical type on a type it does not fit, or with wrong attributes, is ignored by every reader, without a word.',
    remedy: 'Put it on the type the specification asks for.',
    example: {
      bad: record('{"name":"placedAt","type":{"type":"int","logicalType":"timestamp-millis"}}'),
      good: record('{"name":"placedAt","type":{"type":"long","logicalType":"timestamp-millis"}}'),
    },
    on: 'schema',
    look: (schema, { source }) => {
      const name = ignoredLogicalType(schema);
      const place = typeof name === 'string' ? LOGICAL_TYPES.get(name) : undefined;
      if (name === undefined || (typeof name === 'string' && place === undefined)) return NOTHING;
      if (name === 'decimal' && lacksPrecision(schema)) return NOTHING;
      return [
        {
          message: `the logical type ${shown(name)} is ignored on this ${schema.type}`,
          position: source.placeOf(schema.position, 'logicalType'),
          fix: place === undefined ? 'write the name of a logical type' : `put it on ${place}`,
          // Branches of a union share its path.
          detail: `${shown(name)} on ${schema.type}`,
        },
      ];
    },
  },
  {
    id: 'DECIMAL_HAS_PRECISION',
    category: 'MINIMAL',
    purpose: 'A decimal without a precision is no decimal: every reader ignores it and shows bytes.',
    remedy: 'Add "precision", the number of digits, and "scale", those behind the point.',
    example: {
      bad: record('{"name":"total","type":{"type":"bytes","logicalType":"decimal","scale":2}}'),
      good: record(
        '{"name":"total","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}}',
      ),
    },
    on: 'schema',
    look: (schema, { source }) =>
      ignoredLogicalType(schema) === 'decimal' && lacksPrecision(schema)
        ? [
            {
              message: 'the decimal has no "precision", so it is ignored',
              position: source.placeOf(schema.position, 'logicalType'),
              fix: 'add "precision": 18, or as many digits as are needed',
            },
          ]
        : NOTHING,
  },
  {
    id: 'LOGICAL_TYPE_UNKNOWN',
    category: 'STANDARD',
    purpose:
      'Readers ignore a logical type they do not know. A new one works only where everybody has been taught it.',
    remedy: 'Use one of the specification, or an attribute with a name of your own.',
    example: {
      bad: record('{"name":"placedAt","type":{"type":"long","logicalType":"timestamp-milis"}}'),
      good: record('{"name":"placedAt","type":{"type":"long","logicalType":"timestamp-millis"}}'),
    },
    on: 'schema',
    look: (schema, { source }) => {
      const name = ignoredLogicalType(schema);
      if (typeof name !== 'string' || LOGICAL_TYPES.has(name)) return NOTHING;
      const nearest = name.length > LONGEST_SUGGESTED ? undefined : nearestName(name, LOGICAL_TYPES.keys());
      return [
        {
          message: `Avro knows no logical type ${quoted(name)}`,
          position: source.placeOf(schema.position, 'logicalType'),
          fix: nearest === undefined ? null : `did you mean '${nearest}'?`,
          detail: `${name} on ${schema.type}`,
        },
      ];
    },
  },
  {
    id: 'TIMESTAMP_NOT_BARE_LONG',
    category: 'STANDARD',
    purpose:
      'A bare number does not tell seconds from milliseconds, nor that it is a time at all; sinks store it as a number.',
    remedy: 'Use { "type": "long", "logicalType": "timestamp-millis" } or -micros.',
    example: {
      bad: record('{"name":"createdAt","type":"long"}'),
      good: record('{"name":"createdAt","type":{"type":"long","logicalType":"timestamp-millis"}}'),
    },
    on: 'field',
    look: (field) => {
      const bare = bareType(field, ['int', 'long']);
      if (bare === undefined || !isInstant(wordsOf(field.name))) return NOTHING;
      return [
        {
          message: `${quoted(field.name)} sounds like a point in time but is a bare ${bare.type}`,
          position: bare.position,
          fix:
            bare.type === 'int' && wordsOf(field.name).at(-1) === 'date'
              ? 'use { "type": "int", "logicalType": "date" } if it counts days, else a long with "timestamp-millis"'
              : 'use { "type": "long", "logicalType": "timestamp-millis" }',
        },
      ];
    },
  },
  {
    id: 'MONEY_NOT_DOUBLE',
    category: 'STANDARD',
    purpose: 'Binary fractions cannot hold 0.10: sums of money drift.',
    remedy: 'Use a decimal, or whole cents in a long.',
    example: {
      bad: record('{"name":"totalPrice","type":"double"}'),
      good: record(
        '{"name":"totalPrice","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}}',
      ),
    },
    on: 'field',
    look: (field) => {
      const bare = bareType(field, ['float', 'double']);
      if (bare === undefined || !isMoney(wordsOf(field.name))) return NOTHING;
      return [
        {
          message: `${quoted(field.name)} sounds like money but is a ${bare.type}`,
          position: bare.position,
          fix: 'use { "type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2 }',
        },
      ];
    },
  },
];

/** The type with the logical type in it, where that is one line; a union keeps its null where it is. */
function moveIntoType({ schema, properties }: Field, name: JsonValue): string {
  const branches = schema.type === 'union' ? schema.branches : [schema];
  const [target, ...others] = branches.filter((branch) => branch.type !== 'null');
  if (
    target === undefined ||
    others.length > 0 ||
    !isPrimitive(target) ||
    jsonText(name).length > LONGEST_SUGGESTED
  )
    return 'move "logicalType", and what belongs to it, into the type it is meant for';
  if (target.logical?.name === name) return 'remove it: the type says so already';
  const digits = name === 'decimal' ? ['precision', 'scale'] : [];
  const attributes = digits.flatMap((key) => {
    const value = properties?.[key];
    return typeof value === 'number' ? `, "${key}": ${value}` : [];
  });
  const annotated = `{ "type": "${target.type}", "logicalType": ${jsonText(name)}${attributes.join('')} }`;
  const types = branches.map((branch) => (branch === target ? annotated : `"${branch.type}"`));
  return `write "type": ${schema.type === 'union' ? `[${types.join(', ')}]` : annotated}`;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function shown(name: JsonValue): string {
  return quoted(typeof name === 'string' ? name : jsonText(name));
}

/** What stands as the logical type of a schema when it has no effect. */
function ignoredLogicalType(schema: Schema): JsonValue | undefined {
  if (schema.type === 'union' || ('logical' in schema && schema.logical !== null)) return undefined;
  return schema.properties?.['logicalType'];
}

function lacksPrecision(schema: Schema): boolean {
  return (
    (schema.type === 'bytes' || schema.type === 'fixed') && schema.properties?.['precision'] === undefined
  );
}

/** The type of a field, or the only one beside null, when it is one of these without a logical type. */
function bareType({ schema }: Field, types: readonly PrimitiveSchema['type'][]): PrimitiveSchema | undefined {
  const branches =
    schema.type === 'union' ? schema.branches.filter((branch) => branch.type !== 'null') : [schema];
  const [only] = branches;
  if (branches.length !== 1 || only === undefined || !('logical' in only) || only.type === 'fixed')
    return undefined;
  // What names a logical type in vain is told by other rules.
  if (only.logical !== null || only.properties?.['logicalType'] !== undefined) return undefined;
  return types.includes(only.type) ? only : undefined;
}

/** `createdAt`, `event_ts`, `timestamp`, `startTime`; but neither `at` nor `elapsedTime`. */
function isInstant(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (last === 'time') return EVENT_WORDS.has(words.at(-2) ?? '');
  return INSTANT_WORDS.has(last) && (last !== 'at' || words.length > 1);
}

/** `price`, `totalAmount`, `price_eur`; but not `priceIndex`. */
function isMoney(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  return MONEY_WORDS.has(last) || (AFTER_MONEY_WORDS.has(last) && MONEY_WORDS.has(words.at(-2) ?? ''));
}
