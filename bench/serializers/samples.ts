/** The two records of the serializer figures, as schema text and as a value that every client here takes. */

export interface Sample {
  readonly name: string;
  readonly fullName: string;
  readonly schema: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export const customer: Sample = {
  name: 'customer of 7 fields',
  fullName: 'com.acme.Customer',
  schema: JSON.stringify({
    type: 'record',
    name: 'Customer',
    namespace: 'com.acme',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'name', type: 'string' },
      { name: 'email', type: ['null', 'string'], default: null },
      { name: 'balance', type: 'double' },
      { name: 'orders', type: 'int' },
      { name: 'active', type: 'boolean' },
      { name: 'country', type: 'string' },
    ],
  }),
  value: {
    id: 1234567890,
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    balance: 99.5,
    orders: 3,
    active: true,
    country: 'GB',
  },
};

const address = {
  type: 'record',
  name: 'Address',
  fields: [
    { name: 'street', type: 'string' },
    { name: 'number', type: ['null', 'string'] },
    { name: 'postcode', type: 'string' },
    { name: 'city', type: 'string' },
    { name: 'country', type: 'string' },
    { name: 'verified', type: 'boolean' },
  ],
};

const line = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'sku', type: 'string' },
    { name: 'title', type: 'string' },
    { name: 'quantity', type: 'int' },
    { name: 'unitPrice', type: 'double' },
    { name: 'discount', type: ['null', 'double'] },
    { name: 'tax', type: 'float' },
    { name: 'gift', type: 'boolean' },
  ],
};

const payment = {
  type: 'record',
  name: 'Payment',
  fields: [
    { name: 'method', type: { type: 'enum', name: 'Method', symbols: ['CARD', 'TRANSFER', 'CASH'] } },
    { name: 'reference', type: ['null', 'string'] },
    { name: 'authorizedAt', type: 'long' },
    { name: 'amount', type: 'double' },
    { name: 'currency', type: 'string' },
  ],
};

/** 40 fields: 18 of the order, 6 of an address (twice), 7 of a line (three times), 5 of a payment, 4 of a device. */
const order: Sample = {
  name: 'nested order of 40 fields',
  fullName: 'com.acme.Order',
  schema: JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'com.acme',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'number', type: 'string' },
      { name: 'placedAt', type: 'long' },
      { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SENT', 'DONE'] } },
      { name: 'customerId', type: 'long' },
      { name: 'customerName', type: 'string' },
      { name: 'email', type: ['null', 'string'] },
      { name: 'billing', type: address },
      { name: 'shipping', type: ['null', 'Address'] },
      { name: 'lines', type: { type: 'array', items: line } },
      { name: 'payment', type: payment },
      { name: 'total', type: 'double' },
      { name: 'priority', type: 'int' },
      { name: 'express', type: 'boolean' },
      { name: 'comment', type: ['null', 'string'] },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'attributes', type: { type: 'map', values: 'string' } },
      {
        name: 'device',
        type: {
          type: 'record',
          name: 'Device',
          fields: [
            { name: 'os', type: 'string' },
            { name: 'version', type: 'int' },
            { name: 'mobile', type: 'boolean' },
            { name: 'screen', type: ['null', 'string'] },
          ],
        },
      },
    ],
  }),
  value: {
    id: 9_007_199_254,
    number: '2026-000471-A',
    placedAt: 1_763_740_800_123,
    status: 'PAID',
    customerId: 1234567890,
    customerName: 'Ada Lovelace',
    email: 'ada@example.com',
    billing: {
      street: 'St James Square',
      number: '12',
      postcode: 'SW1Y 4LE',
      city: 'London',
      country: 'GB',
      verified: true,
    },
    shipping: {
      street: 'Ockham Park',
      number: null,
      postcode: 'GU23 6NQ',
      city: 'Ockham',
      country: 'GB',
      verified: false,
    },
    lines: [
      {
        sku: 'ENG-001',
        title: 'Cogwheel, brass, 40 teeth',
        quantity: 12,
        unitPrice: 4.25,
        discount: null,
        tax: 0.5,
        gift: false,
      },
      {
        sku: 'ENG-017',
        title: 'Punched cards, box of 500',
        quantity: 2,
        unitPrice: 18.9,
        discount: 0.1,
        tax: 0.25,
        gift: false,
      },
      {
        sku: 'BOK-002',
        title: 'Sketch of the Analytical Engine',
        quantity: 1,
        unitPrice: 32,
        discount: null,
        tax: 0,
        gift: true,
      },
    ],
    payment: {
      method: 'CARD',
      reference: 'auth-77120',
      authorizedAt: 1_763_740_801_456,
      amount: 120.8,
      currency: 'GBP',
    },
    total: 120.8,
    priority: 3,
    express: true,
    comment: 'leave it at the door, please',
    tags: ['books', 'machines'],
    attributes: { campaign: 'winter', channel: 'web' },
    device: { os: 'Linux', version: 6, mobile: false, screen: '1920x1080' },
  },
};

export const samples: readonly Sample[] = [customer, order];
