/**
 * A value of every contract in `schemas`, as a program writes it: checked against the generated types when it is
 * compiled, against the schema when it is encoded. What has a default may be left out.
 */
import { contract, type Contract } from './contract.ts';
import { Customer, Money, Order, ParcelKind, Payment, Shipment, type OrderInput } from './generated/index.ts';

const order: OrderInput = {
  id: '123e4567-e89b-42d3-a456-426614174000',
  number: 9_007_199_254_740_991,
  status: 'PAID',
  placedAt: new Date('2026-03-01T12:00:00.250Z'),
  auditedAt: 1_772_366_400_250_001n,
  deliverOn: '2026-03-05',
  customer: { id: -1, name: 'Ottilie Dvořáková 🖋', vip: true },
  lines: [
    { sku: 'pen', price: '12.30', weight: 0.1 },
    { sku: 'desk', quantity: 2, price: '-0.01', parts: [{ sku: 'leg', quantity: 4, price: '0.00' }] },
  ],
  // Which record of the union is meant is said by $type.
  payment: { $type: 'com.acme.orders.CardPayment', lastDigits: '4242', authorizedAt: 86_399_999 },
  labels: { gift: 'yes', ['__proto__']: 'a key like any other' },
  checksum: Uint8Array.from({ length: 16 }, (_, index) => index * 17),
  attachment: Uint8Array.of(0, 127, 128, 255),
  score: 0.75,
  billing: { street: 'Na Příkopě 7', city: 'Praha' },
  shipping: { street: 'Bilekgasse 10', city: 'Prag', country: 'AT' },
  channel: 'a text that is too long to be copied unit by unit, on purpose',
};

export const contracts: readonly Contract[] = [
  contract(Customer, { id: 1, name: 'Ada Lovelace', email: 'ada@example.com' }),
  contract(Money, { amount: '1999.9900', currency: 'CZK' }),
  contract(Order, { ...order, replaces: { ...order, payment: 20_260_301, shipping: null } }),
  contract(ParcelKind, 'PALLET'),
  contract(Payment, { id: 'p-1', amount: { amount: '-0.0001' }, attempts: 2, method: 'TRANSFER' }),
  contract(Shipment, {
    id: 's-1',
    leftAt: new Date('1969-12-31T23:59:59.999Z'),
    worth: { amount: '120.0000', currency: 'USD' },
    weight: 2_147_483_648,
  }),
];
