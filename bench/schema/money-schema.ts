/** The type that the contracts of a bench share, as `.avsc` has it. */
export const moneySchema = {
  type: 'record',
  name: 'Money',
  namespace: 'com.acme',
  fields: [
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
    { name: 'currency', type: 'string' },
  ],
};
