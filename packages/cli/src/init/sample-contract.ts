/**
 * A contract to begin with, in two versions: the second adds a field that readers of the first need not know.
 *
 * It passes `check`, `lint` and `fmt` as it stands. Pure.
 */

export interface SampleFile {
  readonly path: string;
  readonly text: string;
}

const record = (fields: readonly string[]): string => `{
  "type": "record",
  "name": "Customer",
  "namespace": "com.example",
  "doc": "Someone who buys from us.",
  "fields": [
${fields.map((field) => `    ${field}`).join(',\n')}
  ]
}
`;

const ID = '{ "name": "id", "type": "int", "doc": "Given once, never reused." }';
const NAME = '{ "name": "name", "type": "string", "doc": "As the customer writes it." }';
const EMAIL =
  '{ "name": "email", "type": ["null", "string"], "default": null, "doc": "Null until confirmed." }';

export const sampleContract: readonly SampleFile[] = [
  { path: 'schemas/customers/customer.v1.avsc', text: record([ID, NAME]) },
  { path: 'schemas/customers/customer.v2.avsc', text: record([ID, NAME, EMAIL]) },
];
