/**
 * Lists of what another serializer writes, as Kafka's ListSerializer does (KIP-466).
 *
 * Owns the frame of the list, of two forms. Of items with a fixed size: 00, how many nulls and their indexes, how
 * many items, the items that are not null. Of others: 01, how many items, each behind its length or -1 for null.
 * Counts and lengths are int32, big-endian. All of them are held against the bytes that are there before anything
 * is made, and nothing may follow the list. Items are the business of their own serializer, their gate included.
 */
import {
  ConfigError,
  SerializationError,
  kindOf,
  type ByteWriter,
  type Deserializer,
  type DeserializerContext,
  type RichSerializer,
  type Serializer,
  type SerializerContext,
  type ValueMisfit,
} from '@ottla/kernel';
import { foundKind } from '../found-kind.ts';
import { misfitError, misfitsError } from '../misfit.ts';
import { fixedSizeOf } from './fixed-size.ts';
import { CONSTANT_SIZE, NULL_LENGTH, VARIABLE_SIZE, listItems } from './list-frame.ts';

/**
 * Writes an array of what `items` writes; an item may be null. What is no array, or an item that does not fit,
 * fails with SerializationError `VALUE_MISFIT` at its path, such as `[3]`. Source: KIP-466.
 * @example
 * await serializeValue(listSerializer(int32Serializer()), [1, null], { topic: 'ids', isKey: false, headers: [] });
 */
export function listSerializer<T>(items: Serializer<T>): RichSerializer<readonly (T | null)[]> {
  expectItems('listSerializer', items, ['serialize', 'serializeInto']);
  const constant = fixedSizeOf(items) !== undefined;
  const write = constant ? writeConstant : writeVariable;
  const list: RichSerializer<readonly (T | null)[]> = {
    serializeInto(value, writer, context) {
      if (!Array.isArray(value)) {
        throw misfitError({ path: '', expected: 'an array', found: foundKind(value) }, context);
      }
      writer.writeInt8(constant ? CONSTANT_SIZE : VARIABLE_SIZE);
      write({ items, writer, context }, value);
    },
  };
  if (items.ready !== undefined) list.ready = (value, context) => allReady(items, value, context);
  if (items.configure !== undefined) list.configure = (role) => items.configure?.(role);
  if (items.close !== undefined) list.close = () => items.close?.();
  return list;
}

/**
 * Reads a list of either form; an item may be null. Bytes that are no such list fail with SerializationError
 * `BYTES_MALFORMED`.
 * @example
 * listDeserializer(int32Deserializer());
 */
export function listDeserializer<T>(items: Deserializer<T>): Deserializer<(T | null)[]> {
  expectItems('listDeserializer', items, ['deserialize']);
  const size = fixedSizeOf(items);
  const list: Deserializer<(T | null)[]> = {
    deserialize: (bytes, context) =>
      listItems(bytes, size, context).map((item) =>
        item === null ? null : items.deserialize(item, context),
      ),
  };
  if (items.ready !== undefined) {
    list.ready = (bytes, context) => allReadable(items, listItems(bytes, size, context), context);
  }
  if (items.close !== undefined) list.close = () => items.close?.();
  return list;
}

/** Throws ConfigError `OPTION_INVALID`. */
function expectItems(factory: string, items: unknown, methods: readonly string[]): void {
  const isObject = typeof items === 'object' && items !== null;
  if (isObject && methods.some((method) => typeof Reflect.get(items, method) === 'function')) return;
  const call = typeof items === 'function' ? '; call it' : '';
  const example = factory.replace('list', 'int32');
  const problem = `${factory}: give what is for the items, such as ${example}(), got ${kindOf(items)}${call}`;
  throw new ConfigError(problem, 'OPTION_INVALID');
}

interface ListWriting<T> {
  readonly items: Serializer<T>;
  readonly writer: ByteWriter;
  readonly context: SerializerContext;
}

function writeConstant<T>(writing: ListWriting<T>, values: readonly (T | null)[]): void {
  const { writer } = writing;
  const countAt = writer.position;
  writer.writeInt32(0);
  let nulls = 0;
  for (let index = 0; index < values.length; index++) {
    if (values[index] !== null) continue;
    writer.writeInt32(index);
    nulls++;
  }
  writer.buffer.writeInt32BE(nulls, countAt);
  writer.writeInt32(values.length);
  for (let index = 0; index < values.length; index++) writeItem(writing, values[index], index);
}

function writeVariable<T>(writing: ListWriting<T>, values: readonly (T | null)[]): void {
  const { writer } = writing;
  writer.writeInt32(values.length);
  for (let index = 0; index < values.length; index++) {
    const lengthAt = writer.position;
    writer.writeInt32(NULL_LENGTH);
    const start = writer.position;
    if (writeItem(writing, values[index], index)) {
      writer.buffer.writeInt32BE(writer.position - start, lengthAt);
    }
  }
}

/** False for what is null, or what its serializer makes a null of. */
function writeItem<T>(
  { items, writer, context }: ListWriting<T>,
  value: T | null | undefined,
  index: number,
): boolean {
  if (value === null) return false;
  try {
    // A hole of the array, or undefined, is for the serializer of the items to judge.
    const item = value as T;
    if ('serializeInto' in items) {
      items.serializeInto(item, writer, context);
      return true;
    }
    const bytes = items.serialize(item, context);
    if (bytes !== null) writer.writeBytes(bytes);
    return bytes !== null;
  } catch (error) {
    throw atItem(error, index, context);
  }
}

/** The same misfits, at their places in the list. */
function atItem(error: unknown, index: number, { topic, isKey }: SerializerContext): unknown {
  if (!(error instanceof SerializationError) || error.code !== 'VALUE_MISFIT') return error;
  const { path = '', expected = 'what its serializer writes', found = 'something else' } = error;
  const { subject, schemaId, misfits } = error;
  const [first = { path, expected, found }, ...others] = misfits;
  const inList = (misfit: ValueMisfit): ValueMisfit => ({ ...misfit, path: itemPath(index, misfit.path) });
  return misfitsError([inList(first), ...others.map(inList)], { topic, isKey, subject, schemaId });
}

function itemPath(index: number, inner: string): string {
  return `[${index}]${inner === '' || inner.startsWith('[') ? '' : '.'}${inner}`;
}

function allReady<T>(
  items: Serializer<T>,
  values: readonly (T | null)[],
  context: SerializerContext,
): true | Promise<void> {
  if (!Array.isArray(values)) return true;
  // The length may not change what is asked for: the caller's array is read once.
  return waitedFor(
    (values as readonly (T | null)[]).map((value) =>
      value === null ? true : (items.ready?.(value, context) ?? true),
    ),
  );
}

function allReadable<T>(
  items: Deserializer<T>,
  found: readonly (Uint8Array | null)[],
  context: DeserializerContext,
): true | Promise<void> {
  return waitedFor(found.map((item) => (item === null ? true : (items.ready?.(item, context) ?? true))));
}

function waitedFor(answers: readonly (true | PromiseLike<void>)[]): true | Promise<void> {
  const waits = answers.filter((answer) => answer !== true);
  if (waits.length === 0) return true;
  return Promise.all(waits).then(() => undefined);
}
