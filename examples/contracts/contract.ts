/**
 * One contract, with a value of it, and its two codecs: the compiled one of its generated constant, and the one that
 * is made at run time from the text of its schema.
 *
 * Both must give the same bytes and the same values. Nothing here asks a registry or needs Node.
 */
import { ByteWriter } from '@ottla/kernel';
import { parseSchema } from '@ottla/schema';
import { avroCodec, type AvroCodec, type AvroSchema } from '@ottla/serializers/avro';

export interface Contract {
  readonly fullName: string;
  /** Whether generated functions write and read it; else the schema is interpreted. */
  readonly isCompiled: boolean;
  /** By the compiled codec. */
  encode(): Uint8Array;
  decode(bytes: Uint8Array): unknown;
  /** By the other. */
  encodeInterpreted(): Uint8Array;
  decodeInterpreted(bytes: Uint8Array): unknown;
}

/** `schema` is a constant of generated code; its types say which values fit. */
export function contract<Value, Input>(schema: AvroSchema<Value, Input>, value: Input): Contract {
  const compiled = avroCodec(schema);
  const { choices, codecs } = schema;
  const interpreted = avroCodec<Value, Input>(parseSchema(schema.schema), { choices, codecs });
  return {
    fullName: schema.fullName,
    isCompiled: schema.compiled !== undefined,
    encode: () => bytesOf(compiled, value),
    decode: (bytes) => compiled.decode(bytes),
    encodeInterpreted: () => bytesOf(interpreted, value),
    decodeInterpreted: (bytes) => interpreted.decode(bytes),
  };
}

/** A program that encodes many values keeps its writer and resets it; `view()` then spares the copy. */
function bytesOf<Value, Input>(codec: AvroCodec<Value, Input>, value: Input): Uint8Array {
  const writer = new ByteWriter();
  codec.encodeInto(value, writer);
  return writer.toBytes();
}
