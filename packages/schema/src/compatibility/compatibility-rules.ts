/**
 * Rules of what a reader cannot read, one or more for each kind of Java's SchemaCompatibility; all are errors.
 *
 * BACKWARD, the new schema reads what the old one wrote; FORWARD, the old one reads what the new one writes.
 */
import { atLevel, fieldExample, typeExample } from '../diff/semantic-row.ts';
import type { ChangeExample, Rule } from '../rules/rule.ts';

interface CompatibilityRow {
  readonly id: string;
  readonly purpose: string;
  readonly remedy: string;
  readonly example: Rule['example'];
}

const STRING = '{"name": "fax", "type": "string"}';
const NULLABLE = '{"name": "fax", "type": ["null", "string"], "default": null}';
const record = (fields: string): string =>
  `{"type": "record", "name": "com.acme.Customer", "fields": [${fields}]}`;
const address = (fields: string): string =>
  `["null", {"type": "record", "name": "Address", "fields": [${fields}]}]`;
const status = (symbols: string, more = ''): string =>
  `{"type": "enum", "name": "Status", "symbols": [${symbols}]${more}}`;
const fixed = (size: number): string => `{"type": "fixed", "name": "Iban", "size": ${size}}`;
const versions = (before: string, bad: string, good: string): Omit<ChangeExample, 'level'> => ({
  before,
  bad,
  good,
});

const fieldRows: readonly CompatibilityRow[] = [
  {
    id: 'FIELD_ADDED_WITHOUT_DEFAULT',
    purpose:
      'Data written before does not hold the field. Without a default a reader cannot fill it and fails.',
    remedy: 'Give the field a default, or let it be null by default.',
    example: { ...versions(record(''), record(STRING), record(NULLABLE)), level: 'BACKWARD' },
  },
  {
    id: 'FIELD_REMOVED_WITHOUT_DEFAULT',
    purpose:
      'Readers with the old schema still ask for the field. Without a default there they fail on new data.',
    remedy:
      'Keep the field. To drop it, first give it a default, wait until every reader has that version, then remove it.',
    example: {
      ...versions(record(STRING), record(''), record(`${STRING}, {"name": "note", "type": "string"}`)),
      level: 'FORWARD',
    },
  },
  {
    id: 'FIELD_RENAMED_WITHOUT_ALIAS',
    purpose:
      'Avro finds fields by name. A renamed field is a removed one and an added one, unless the new one names the old one as an alias.',
    remedy: 'Add the old name to the "aliases" of the field.',
    example: atLevel(
      'BACKWARD',
      fieldExample(
        '{"name": "faxNumber", "type": "string"}',
        '{"name": "fax_number", "type": "string"}',
        '{"name": "fax_number", "type": "string", "aliases": ["faxNumber"]}',
      ),
    ),
  },
  {
    id: 'FIELD_TYPE_CHANGED',
    purpose:
      'A reader that expects one type cannot read another, except that int, long, float and double widen in this order, and string and bytes stand for one another.',
    remedy: 'Keep the type, or add a field of another name for the new type and fill both for a while.',
    example: atLevel('BACKWARD', typeExample('"string"', '{"type": "map", "values": "string"}', '"bytes"')),
  },
  {
    id: 'FIELD_ALIAS_AMBIGUOUS',
    purpose:
      'An alias and the name of a field both match fields of the data. Java throws instead of choosing, and a registry refuses the schema.',
    remedy: 'Remove the alias; it may stand only where the old name is gone.',
    example: atLevel(
      'BACKWARD',
      fieldExample(
        '{"name": "fax", "type": "string"}, {"name": "phone", "type": "string"}',
        '{"name": "fax", "type": "string", "aliases": ["phone"]}',
        '{"name": "fax", "type": "string"}',
      ),
    ),
  },
];

const typeRows: readonly CompatibilityRow[] = [
  {
    id: 'NUMERIC_NARROWED',
    purpose:
      'Data written before may hold numbers that the narrower type cannot. Avro refuses all of them, whatever their values.',
    remedy: 'Keep the wider type, or add a field of another name.',
    example: atLevel('BACKWARD', typeExample('"long"', '"int"', '"double"')),
  },
  {
    id: 'NUMERIC_WIDENED',
    purpose: 'Readers with the old schema cannot read the wider numbers that are written now.',
    remedy:
      'Upgrade every reader before the first writer, under a level that allows it; or add a field of another name.',
    example: atLevel('FORWARD', typeExample('"int"', '"long"', '"int"')),
  },
  {
    id: 'TYPE_RENAMED',
    purpose:
      'Records, enums and fixed types are compared by name. A reader takes another name for the same type only when it names it as an alias.',
    remedy:
      'Add the old full name to the "aliases" of the type; for readers with the old schema keep the name.',
    example: {
      ...versions(
        '{"type": "record", "name": "com.acme.Customer", "fields": []}',
        '{"type": "record", "name": "com.acme.Client", "fields": []}',
        '{"type": "record", "name": "com.acme.Client", "aliases": ["Customer"], "fields": []}',
      ),
      level: 'BACKWARD',
    },
  },
  {
    id: 'ENUM_SYMBOL_REMOVED',
    purpose:
      'Data written before may hold the symbol. A reader that does not know it fails, unless its enum has a default symbol.',
    remedy: 'Keep the symbol, or give the enum a default.',
    example: atLevel(
      'BACKWARD',
      typeExample(status('"NEW", "PAID"'), status('"NEW"'), status('"NEW"', ', "default": "NEW"')),
    ),
  },
  {
    id: 'ENUM_SYMBOL_ADDED_NO_DEFAULT',
    purpose:
      'Readers with the old schema meet a symbol they do not know. Only a default in their version saves them; one in the new version comes too late.',
    remedy: 'First give the enum a default in a version that every reader gets; add symbols after that.',
    example: atLevel(
      'FORWARD',
      typeExample(
        status('"NEW"'),
        status('"NEW", "PAID"', ', "default": "NEW"'),
        status('"NEW"', ', "default": "NEW"'),
      ),
    ),
  },
  {
    id: 'FIXED_SIZE_CHANGED',
    purpose: 'A fixed type of another size is another type: a reader does not know where the value ends.',
    remedy:
      'Keep the size, or give the new type another name and a field of its own; bytes may have any size.',
    example: atLevel('BACKWARD', typeExample(fixed(8), fixed(16), fixed(8))),
  },
  {
    id: 'SCHEMA_TYPE_CHANGED',
    purpose:
      'The versions of a subject are all Avro or all JSON Schema. Who reads one cannot read the other.',
    remedy: 'Give the new kind of schema a subject of its own.',
    example: {
      ...versions(
        '{"type": "string"}',
        '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "string"}',
        '"string"',
      ),
      level: 'BACKWARD',
    },
  },
];

const unionRows: readonly CompatibilityRow[] = [
  {
    id: 'UNION_BRANCH_REMOVED',
    purpose:
      'Data written before may hold a value of the branch. A reader without it fails on exactly these values.',
    remedy: 'Keep the branch until the last record that may hold it has expired.',
    example: atLevel('BACKWARD', typeExample('["null", "string"]', '["null"]', '["string", "null"]')),
  },
  {
    id: 'UNION_BRANCH_ADDED',
    purpose: 'Readers with the old schema have no branch for what may be written now, null included.',
    remedy: 'Upgrade every reader before anything writes the new branch.',
    example: atLevel('FORWARD', typeExample('"string"', '["null", "string"]', '["string"]')),
  },
  {
    id: 'UNION_BRANCH_CHANGED',
    purpose:
      'The union has the branch, but what is inside it changed so that it cannot be read. Java and the registry tell only that the branch is missing.',
    remedy: 'Mend what is told inside the branch.',
    example: atLevel(
      'BACKWARD',
      typeExample(
        address(''),
        address('{"name": "zip", "type": "string"}'),
        address('{"name": "zip", "type": "string", "default": ""}'),
      ),
    ),
  },
  {
    id: 'RECORD_TO_UNION',
    purpose:
      'A record became a union. Readers with the old schema know that record only, and a union without it cannot read what was written before.',
    remedy: 'Keep the record as it is; give other records a subject or a field of their own.',
    example: {
      ...versions(
        record(''),
        `[${record('')}, {"type": "record", "name": "com.acme.Supplier", "fields": []}]`,
        `[${record('')}]`,
      ),
      level: 'FORWARD',
    },
  },
];

export const compatibilityRules: readonly Rule[] = [...fieldRows, ...typeRows, ...unionRows].map((row) => ({
  ...row,
  family: 'compatibility',
  severity: 'error',
  category: null,
}));
