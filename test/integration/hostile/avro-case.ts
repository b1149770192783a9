/**
 * A case of hostile Avro and the ways to write one: schemas, bytes, and what reads and writes them.
 */
import { ByteWriter } from '@ottla/kernel';
import { parseSchema, type RepresentationChoices, type Schema } from '@ottla/schema';
import { avroCodec } from '@ottla/serializers/avro';

export interface HostileCase {
  readonly name: string;
  /** The code of an error, or what the run must give. */
  readonly expected: unknown;
  /** Before the time counts. */
  readonly prepare?: () => void;
  readonly run: () => unknown;
}

interface PreparedCase<T> extends Pick<HostileCase, 'name' | 'expected'> {
  readonly prepare: () => T;
  readonly run: (prepared: T) => unknown;
}

export function prepared<T>({ name, expected, prepare, run }: PreparedCase<T>): HostileCase {
  let ready: readonly [T] | undefined;
  return {
    name,
    expected,
    prepare: () => {
      ready = [prepare()];
    },
    run: () => {
      if (ready === undefined) throw new Error('prepare() comes first');
      const [given] = ready;
      ready = undefined;
      return run(given);
    },
  };
}

export const schemaOf = (schema: unknown): Schema =>
  parseSchema(typeof schema === 'string' && schema.startsWith('{') ? schema : JSON.stringify(schema), {
    lenient: true,
  });

export function read(schema: unknown, bytes: Uint8Array, choices: RepresentationChoices = {}): unknown {
  return avroCodec<unknown>(schemaOf(schema), { choices }).decode(bytes);
}

export function write(schema: unknown, value: unknown, choices: RepresentationChoices = {}): string {
  const writer = new ByteWriter();
  avroCodec<unknown>(schemaOf(schema), { choices }).encodeInto(value, writer);
  return Buffer.from(writer.toBytes()).toString('hex');
}

export function readAs(reader: unknown, writer: unknown, bytes: Uint8Array): unknown {
  return avroCodec<unknown>(schemaOf(reader)).decode(bytes, schemaOf(writer));
}

export function varlongs(...values: readonly (number | bigint)[]): Uint8Array {
  const writer = new ByteWriter();
  for (const value of values) writer.writeVarlongBigint(BigInt(value));
  return writer.toBytes();
}

export const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
export const record = (name: string, ...fields: readonly (readonly [string, unknown])[]): object => ({
  type: 'record',
  name,
  fields: fields.map(([field, type]) => ({ name: field, type })),
});
export const array = (items: unknown): object => ({ type: 'array', items });
export const map = (values: unknown): object => ({ type: 'map', values });
export const fixed = (name: string, size: number): object => ({ type: 'fixed', name, size });
export const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});
