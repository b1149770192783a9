/**
 * The files that a schema may import without a reference: those that Confluent's serializers carry.
 *
 * Names, numbers and types are those of the published files; comments and options are left out. The description of
 * descriptors is not here: protobufjs has it. Sources: protocolbuffers/protobuf, googleapis/googleapis `google/type`,
 * Confluent Schema Registry `protobuf-types`.
 */

const file = (packageName: string, body: string): string =>
  `syntax = "proto3"; package ${packageName}; ${body}`;

const value = (name: string, type: string): string => `message ${name}Value { ${type} value = 1; }`;
const symbols = (names: string): string =>
  names
    .split(' ')
    .map((name, index) => `${name} = ${index};`)
    .join(' ');
const members = (type: string, names: string): string =>
  names
    .split(' ')
    .map((name, index) => `${type} ${name} = ${index + 1};`)
    .join(' ');

const DAYS = 'DAY_OF_WEEK_UNSPECIFIED MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY';
const MONTHS =
  'MONTH_UNSPECIFIED JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER';
const PERIODS = 'CALENDAR_PERIOD_UNSPECIFIED DAY WEEK FORTNIGHT MONTH QUARTER HALF YEAR';

const KINDS =
  'UNKNOWN DOUBLE FLOAT INT64 UINT64 INT32 FIXED64 FIXED32 BOOL STRING GROUP MESSAGE BYTES UINT32 ENUM SFIXED32 SFIXED64 SINT32 SINT64';
const CARDINALITIES = 'UNKNOWN OPTIONAL REQUIRED REPEATED';
const prefixed = (prefix: string, names: string): string =>
  symbols(names.replaceAll(/\S+/g, (name) => `${prefix}${name}`));

const OF_PROTOBUF: Readonly<Record<string, string>> = {
  any: 'message Any { string type_url = 1; bytes value = 2; }',
  api: `import "google/protobuf/source_context.proto"; import "google/protobuf/type.proto";
    message Api { string name = 1; repeated Method methods = 2; repeated Option options = 3; string version = 4;
      SourceContext source_context = 5; repeated Mixin mixins = 6; Syntax syntax = 7; string edition = 8; }
    message Method { string name = 1; string request_type_url = 2; bool request_streaming = 3;
      string response_type_url = 4; bool response_streaming = 5; repeated Option options = 6; Syntax syntax = 7;
      string edition = 8; }
    message Mixin { string name = 1; string root = 2; }`,
  duration: 'message Duration { int64 seconds = 1; int32 nanos = 2; }',
  empty: 'message Empty {}',
  field_mask: 'message FieldMask { repeated string paths = 1; }',
  source_context: 'message SourceContext { string file_name = 1; }',
  struct: `message Struct { map<string, Value> fields = 1; }
    message Value { oneof kind { NullValue null_value = 1; double number_value = 2; string string_value = 3;
      bool bool_value = 4; Struct struct_value = 5; ListValue list_value = 6; } }
    enum NullValue { NULL_VALUE = 0; }
    message ListValue { repeated Value values = 1; }`,
  timestamp: 'message Timestamp { int64 seconds = 1; int32 nanos = 2; }',
  type: `import "google/protobuf/any.proto"; import "google/protobuf/source_context.proto";
    message Type { string name = 1; repeated Field fields = 2; repeated string oneofs = 3; repeated Option options = 4;
      SourceContext source_context = 5; Syntax syntax = 6; string edition = 7; }
    message Field { enum Kind { ${prefixed('TYPE_', KINDS)} }
      enum Cardinality { ${prefixed('CARDINALITY_', CARDINALITIES)} }
      Kind kind = 1; Cardinality cardinality = 2; int32 number = 3; string name = 4; string type_url = 6;
      int32 oneof_index = 7; bool packed = 8; repeated Option options = 9; string json_name = 10;
      string default_value = 11; }
    message Enum { string name = 1; repeated EnumValue enumvalue = 2; repeated Option options = 3;
      SourceContext source_context = 4; Syntax syntax = 5; string edition = 6; }
    message EnumValue { string name = 1; int32 number = 2; repeated Option options = 3; }
    message Option { string name = 1; Any value = 2; }
    enum Syntax { ${prefixed('SYNTAX_', 'PROTO2 PROTO3 EDITIONS')} }`,
  wrappers: [
    value('Double', 'double'),
    value('Float', 'float'),
    value('Int64', 'int64'),
    value('UInt64', 'uint64'),
    value('Int32', 'int32'),
    value('UInt32', 'uint32'),
    value('Bool', 'bool'),
    value('String', 'string'),
    value('Bytes', 'bytes'),
  ].join(' '),
};

const OF_GOOGLE_TYPE: Readonly<Record<string, string>> = {
  calendar_period: `enum CalendarPeriod { ${symbols(PERIODS)} }`,
  color: `import "google/protobuf/wrappers.proto";
    message Color { ${members('float', 'red green blue')} google.protobuf.FloatValue alpha = 4; }`,
  date: `message Date { ${members('int32', 'year month day')} }`,
  datetime: `import "google/protobuf/duration.proto";
    message DateTime { ${members('int32', 'year month day hours minutes seconds nanos')}
      oneof time_offset { google.protobuf.Duration utc_offset = 8; TimeZone time_zone = 9; } }
    message TimeZone { ${members('string', 'id version')} }`,
  dayofweek: `enum DayOfWeek { ${symbols(DAYS)} }`,
  decimal: 'message Decimal { string value = 1; }',
  expr: `message Expr { ${members('string', 'expression title description location')} }`,
  fraction: `message Fraction { ${members('int64', 'numerator denominator')} }`,
  interval: `import "google/protobuf/timestamp.proto";
    message Interval { ${members('google.protobuf.Timestamp', 'start_time end_time')} }`,
  latlng: `message LatLng { ${members('double', 'latitude longitude')} }`,
  money: 'message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }',
  month: `enum Month { ${symbols(MONTHS)} }`,
  phone_number: `message PhoneNumber { message ShortCode { ${members('string', 'region_code number')} }
    oneof kind { string e164_number = 1; ShortCode short_code = 2; } string extension = 3; }`,
  postal_address: `message PostalAddress { int32 revision = 1; string region_code = 2; string language_code = 3;
    string postal_code = 4; string sorting_code = 5; string administrative_area = 6; string locality = 7;
    string sublocality = 8; repeated string address_lines = 9; repeated string recipients = 10;
    string organization = 11; }`,
  quaternion: `message Quaternion { ${members('double', 'x y z w')} }`,
  timeofday: `message TimeOfDay { ${members('int32', 'hours minutes seconds nanos')} }`,
};

const META = `import "google/protobuf/descriptor.proto";
  message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; repeated Rule rules = 4; }
  message Rule { ${members('string', 'name doc expr sql')} }
  extend google.protobuf.FileOptions { Meta file_meta = 1088; }
  extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
  extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
  extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
  extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }`;

/** Texts by import path. */
export const wellKnownTexts: ReadonlyMap<string, string> = new Map([
  ...Object.entries(OF_PROTOBUF).map(
    ([name, body]) => [`google/protobuf/${name}.proto`, file('google.protobuf', body)] as const,
  ),
  ...Object.entries(OF_GOOGLE_TYPE).map(
    ([name, body]) => [`google/type/${name}.proto`, file('google.type', body)] as const,
  ),
  ['confluent/meta.proto', file('confluent', META)] as const,
  [
    'confluent/type/decimal.proto',
    file('confluent.type', 'message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }'),
  ] as const,
  [
    'confluent/type/variant.proto',
    file('confluent.type', 'message Variant { bytes metadata = 1; bytes value = 2; }'),
  ] as const,
]);
