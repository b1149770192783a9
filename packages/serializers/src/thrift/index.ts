/** Structs that the Thrift compiler generates for Node.js, in the binary and the compact protocol. */
export type { Deserializer, RichSerializer, Serializer } from '@ottla/kernel';
export {
  thriftCodec,
  thriftDeserializer,
  thriftSerializer,
  type ThriftCodec,
  type ThriftDeserializerOptions,
  type ThriftSerializerOptions,
} from './thrift-codec.ts';
export type { ThriftLong } from './int64-form.ts';
export type { ThriftStructClass } from './thrift-types.ts';
