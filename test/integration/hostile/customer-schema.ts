/** A contract with a nested record, as a constant of generated code would hold it. */
import { fingerprint, parseSchema } from '@ottla/schema';
import { defineAvroSchema } from '@ottla/serializers/avro';

export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly addresses: readonly { readonly city: string; readonly zip: string | null }[];
}

const schema = JSON.stringify({
  type: 'record',
  name: 'com.acme.Customer',
  fields: [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'string' },
    {
      name: 'addresses',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Address',
          fields: [
            { name: 'city', type: 'string' },
            { name: 'zip', type: ['null', 'string'] },
          ],
        },
      },
    },
  ],
});

export const Customer = defineAvroSchema<Customer>({
  fullName: 'com.acme.Customer',
  schema,
  fingerprint: fingerprint(parseSchema(schema)),
  choices: {},
});

export const customer = (id: number): Customer => ({
  id,
  name: `Customer ${id}`,
  addresses: [{ city: 'Prague', zip: null }],
});
