/** What a schema asks for, in its own words, for errors. */
import type { Representation, TemporalRepresentation } from '@ottla/schema';

/** 'int', 'record com.acme.Order', "date ('YYYY-MM-DD')"… */
export function expectedWords(representation: Representation): string {
  switch (representation.kind) {
    case 'null':
    case 'boolean':
    case 'array':
    case 'map':
      return representation.kind;
    case 'string':
      return representation.schema.logical?.name === 'uuid' ? 'uuid (a string)' : 'string';
    case 'bytes':
      return 'bytes (a Uint8Array)';
    case 'number':
      return representation.of === 'date' ? 'date (a number of days)' : representation.of;
    case 'bigint':
      return `${representation.of} (a bigint)`;
    case 'timestamp':
      return 'timestamp-millis (a Date)';
    case 'dateString':
      return "date ('YYYY-MM-DD')";
    case 'temporal':
      return `${representation.of} (a Temporal.${temporalType(representation)})`;
    case 'decimalString':
      return `decimal(${representation.precision}, ${representation.scale}) (a string)`;
    case 'unscaledDecimal': {
      const { digits } = representation;
      const type = digits === null ? 'big-decimal' : `decimal(${digits.precision}, ${digits.scale})`;
      return `${type} ({ unscaled, scale })`;
    }
    case 'bigDecimalString':
      return 'big-decimal (a string)';
    case 'duration':
      return 'duration ({ months, days, milliseconds })';
    case 'custom': {
      const { schema, codec } = representation;
      return `${schema.logical?.name ?? schema.type} (a value of codec '${codec}')`;
    }
    case 'fixedBytes':
      return `fixed ${representation.schema.fullName} (a Uint8Array of ${representation.size} bytes)`;
    case 'enum':
      return `enum ${representation.schema.fullName} (a string)`;
    case 'record':
      return `record ${representation.schema.fullName}`;
    case 'union':
      return `one of ${representation.branches.map(({ tag }) => tag).join(', ')}`;
  }
}

function temporalType({ of }: TemporalRepresentation): string {
  if (of === 'date') return 'PlainDate';
  if (of === 'time-millis' || of === 'time-micros') return 'PlainTime';
  return of.startsWith('local-') ? 'PlainDateTime' : 'Instant';
}
