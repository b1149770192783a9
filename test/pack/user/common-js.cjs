/** A CommonJS program: Node loads what has no top-level await by require(). */
const assert = require('node:assert/strict');
const { stringSerializer } = require('@ottla/serializers');
const { avroSerializer } = require('@ottla/serializers/avro');
const { protobufSerializer } = require('@ottla/serializers/protobuf');
const { jsonSchemaSerializer } = require('@ottla/serializers/json-schema');
const { thriftSerializer } = require('@ottla/serializers/thrift');

for (const factory of [
  stringSerializer,
  avroSerializer,
  protobufSerializer,
  jsonSchemaSerializer,
  thriftSerializer,
]) {
  assert.equal(typeof factory, 'function');
}
console.log('require: well');
