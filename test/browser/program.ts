/**
 * The program that is bundled: encodes and decodes a value of every generated contract, tries the other parts of
 * `@ottla/serializers/avro` that a browser may use, and logs one report as JSON.
 *
 * The same file runs everywhere; the spec compares the reports. It asks no runtime for anything of its own.
 */
import './buffer-global.ts';
import {
  ByteWriter,
  deserializeValue,
  isOttlaError,
  serializeValue,
  type SchemaRegistry,
} from '@ottla/kernel';
import { fingerprint, parseSchema } from '@ottla/schema';
import {
  avroCodec,
  avroSerializer,
  defineAvroSchema,
  fromAvroJson,
  fromPlainJson,
  readContainer,
  toAvroJson,
  toPlainJson,
  writeContainer,
  type AvroSchema,
} from '@ottla/serializers/avro';
import type { Contract } from '../../examples/contracts/contract.ts';
import { contracts } from '../../examples/contracts/contracts.ts';
import * as generated from '../../examples/contracts/generated/index.ts';
import { valueText } from '../../examples/contracts/value-text.ts';
import type { ContractReport, Report } from './report.ts';

const { Customer, Order, customerDeserializer, customerSerializer, isCustomer } = generated;

const ADA = { id: 1, name: 'Ada' };
const CONTEXT = { topic: 'customers', isKey: false, headers: [] };
const SYNC = new Uint8Array(16);

/** As much of a registry as one schema needs. */
const registered = { schemaType: 'AVRO', schema: Customer.schema, id: 7 } as const;
const never = (): Promise<never> => Promise.reject(new Error('nobody asks for this here'));
const registry: SchemaRegistry = {
  knownSchemaId: () => undefined,
  schemaId: () => Promise.resolve(registered.id),
  knownSchema: () => undefined,
  schema: () => Promise.resolve(registered),
  schemaByGuid: never,
  version: never,
  latest: never,
  latestWithMetadata: never,
  references: () => Promise.resolve([]),
  associations: never,
};

function hex(bytes: Uint8Array | null): string {
  return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const exported: readonly unknown[] = Object.values(generated);
const constants = exported.filter(
  (value): value is AvroSchema<unknown> =>
    typeof value === 'object' && value !== null && 'fingerprint' in value,
);

/** What compiled code refuses, the interpreted codec does in its place; so it is counted what came to its end. */
function ranToTheEnd(fullName: string, bytes: Uint8Array): ContractReport['ran'] {
  const ran = { writes: 0, reads: 0 };
  const constant = constants.find((candidate) => candidate.fullName === fullName);
  const compiled = constant?.compiled;
  if (constant === undefined || compiled === undefined) return ran;
  const counted: AvroSchema<unknown> = defineAvroSchema<unknown>({
    ...constant,
    compiled: {
      write: (...given) => {
        const end = compiled.write(...given);
        ran.writes++;
        return end;
      },
      read: (datum) => {
        const value = compiled.read(datum);
        ran.reads++;
        return value;
      },
    },
  });
  const codec = avroCodec(counted);
  codec.encodeInto(codec.decode(bytes), new ByteWriter());
  return ran;
}

function reportOf(contract: Contract): ContractReport {
  const { fullName, isCompiled } = contract;
  const bytes = contract.encode();
  return {
    fullName,
    isCompiled,
    bytes: hex(bytes),
    interpretedBytes: hex(contract.encodeInterpreted()),
    value: valueText(contract.decode(bytes)),
    interpretedValue: valueText(contract.decodeInterpreted(bytes)),
    ran: ranToTheEnd(fullName, bytes),
  };
}

/** By name; those that begin with `Node:` need what only Node has. */
const PARTS: Readonly<Record<string, () => unknown>> = {
  guards: () => [isCustomer(ADA), isCustomer({ id: 'x' })],
  'a serializer': async () =>
    hex(await serializeValue(customerSerializer({ framing: 'single-object' }), ADA, CONTEXT)),
  'a deserializer': async () => {
    const bytes = await serializeValue(customerSerializer({ framing: 'single-object' }), ADA, CONTEXT);
    return deserializeValue(customerDeserializer({ framing: 'single-object' }), bytes, CONTEXT);
  },
  'a registry': async () => {
    const bytes = await serializeValue(customerSerializer({ registry }), ADA, CONTEXT);
    return [hex(bytes), await deserializeValue(customerDeserializer({ registry }), bytes, CONTEXT)];
  },
  'a container file': () => {
    const file = writeContainer([ADA, ADA], { schema: Customer, sync: SYNC });
    return [hex(file), [...readContainer(file, { schema: Customer }).values()]];
  },
  'a container file with chance of its own': () => writeContainer([ADA], { schema: Customer }).length,
  'plain JSON': () => fromPlainJson(toPlainJson(ADA, Customer), Customer),
  'the JSON encoding of Avro': () => fromAvroJson(toAvroJson(ADA, Customer), Customer),
  'a fingerprint': () => fingerprint(parseSchema(Order.schema)),
  'a value that does not fit': () => avroCodec(Customer).encodeInto({ ...ADA, id: 0.5 }, new ByteWriter()),
  'bytes that end too early': () => avroCodec(Customer).decode(Uint8Array.of(2, 10, 65)),
  'bytes that are not UTF-8': () => avroCodec(Customer).decode(Uint8Array.of(2, 2, 0xff, 0)),
  'Node: a file': () => avroSerializer({ file: 'customer.avsc' }, { framing: 'raw' }),
  'Node: a deflated container file': () =>
    writeContainer([ADA], { schema: Customer, sync: SYNC, codec: 'deflate' }).length > 0,
  'Node: a fingerprint by MD5': () => fingerprint(parseSchema(Customer.schema), 'MD5'),
};

async function outcomeOf(part: () => unknown): Promise<string> {
  try {
    return valueText(await part());
  } catch (error) {
    if (isOttlaError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const parts: Record<string, string> = {};
for (const [name, part] of Object.entries(PARTS)) parts[name] = await outcomeOf(part);
const report: Report = {
  constants: constants.map(({ fullName }) => fullName),
  contracts: contracts.map(reportOf),
  parts,
};
console.log(JSON.stringify(report));
