/**
 * Values as people write them, one JSON document a value, and back.
 *
 * The JSON says exactly what the binary encoding says, so values go through that: whatever a codec takes or refuses
 * is taken or refused here. It does not depend on the choices, which only say what values look like in JavaScript.
 * Not for speed. Source: docs/reference/plain-json.md.
 */
import { ByteReader, ByteWriter } from '@ottla/kernel';
import { representationOf, type Schema } from '@ottla/schema';
import { avroCodec, type UntypedOptions } from '../avro-codec.ts';
import type { AvroSchema } from '../avro-schema.ts';
import { writeDatum } from '../json-encoding/datum-writer.ts';
import { jsonTree } from '../json-encoding/json-tree.ts';
import { writePlan } from '../plan/write-plan.ts';
import type { WriteStep } from '../plan/write-step.ts';
import { withinStack } from '../schema-depth.ts';
import type { AvroWriteOptions } from '../write/value-write.ts';
import type { BranchChoice } from './branch-choice.ts';
import { PinnedValues } from './pinned-value.ts';
import { plainTree, treeText } from './plain-tree.ts';
import { branchChoiceOf, writePlainDatum } from './plain-writer.ts';

export type PlainJsonOptions = UntypedOptions & AvroWriteOptions;

const plans = new WeakMap<object, WriteStep>();
const branchChoices = new WeakMap<Schema, BranchChoice>();

/** How the unions of a schema are told apart; the same for all its values. */
export function knownBranchChoice(schema: Schema): BranchChoice {
  const known = branchChoices.get(schema);
  if (known !== undefined) return known;
  const made = withinStack(() => branchChoiceOf(schema));
  branchChoices.set(schema, made);
  return made;
}

/**
 * The text of a value as people write it, on one line: logical types as texts, longs exact however large, `$type`
 * only where a union needs it. Throws SerializationError `VALUE_MISFIT`.
 * @example
 * toPlainJson({ id: 1, name: 'Ada', email: 'a@b.example' }, Customer); // '{"id":1,"name":"Ada","email":"a@b.example"}'
 */
export function toPlainJson<Input>(
  value: Input,
  schema: AvroSchema<unknown, Input> | Schema,
  options: PlainJsonOptions = {},
): string {
  const codec = avroCodec<unknown, Input>(schema, options);
  const writer = new ByteWriter();
  codec.encodeInto(value, writer);
  const choice = knownBranchChoice(codec.schema);
  return withinStack(() => treeText(plainTree(choice, codec.schema, new ByteReader(writer.view()))));
}

/**
 * The value that a text stands for. Instead of a text it takes what `JSON.parse` would give for one, except for a
 * string, which is always a text; longs beyond 2^53 survive in a text, or as bigints. Fields with a default may be
 * left out; Avro's JSON encoding of unions is read, too. Encoding the value gives the branches that the JSON means.
 * Throws SerializationError `JSON_INVALID`, or `VALUE_MISFIT` with every place that does not fit in `misfits`, and
 * line and column of the first.
 * @example
 * fromPlainJson('{"id":1,"name":"Ada","email":"a@b.example"}', Customer); // { id: 1, name: 'Ada', email: 'a@b.example' }
 */
export function fromPlainJson<Value = unknown>(
  json: unknown,
  schema: AvroSchema<Value, never> | Schema,
  options: PlainJsonOptions = {},
): Value {
  const codec = avroCodec<unknown, never>(schema, options);
  const tree = jsonTree(json);
  const choice = knownBranchChoice(codec.schema);
  const value = codec.decode(withinStack(() => writePlainDatum(choice, tree, codec.schema)));
  let plan = plans.get(codec);
  if (plan === undefined) {
    const choices = options.choices ?? ('choices' in schema ? schema.choices : undefined);
    const codecs = options.codecs ?? ('codecs' in schema ? schema.codecs : undefined);
    plan = withinStack(() => writePlan(representationOf(codec.schema, choices), codecs));
    plans.set(codec, plan);
  }
  // The types are the caller's promise about the schema, as for every codec.
  return new PinnedValues(choice).of(plan, tree, value) as Value;
}

/**
 * The bytes that a JSON document stands for, without a frame: of plain JSON, or of Avro's JSON encoding. Takes and
 * throws what `fromPlainJson` and `fromAvroJson` do.
 * @example
 * datumOfJson('[1]', parseSchema('{"type": "array", "items": "int"}')); // Uint8Array.of(2, 2, 0)
 */
export function datumOfJson(
  json: unknown,
  schema: Schema,
  { encoding = 'plain' }: { readonly encoding?: 'plain' | 'avro' } = {},
): Uint8Array {
  const tree = jsonTree(json);
  if (encoding === 'plain') {
    return withinStack(() => writePlainDatum(knownBranchChoice(schema), tree, schema));
  }
  const writer = new ByteWriter();
  withinStack(() => writeDatum(schema, tree, writer));
  return writer.toBytes();
}
