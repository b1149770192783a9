import { expect, it } from 'vitest';
import { sourceName } from './source-name.ts';

it.each([
  ['/shop/src/generated', '/shop/schemas/order.avsc', '../../schemas/order.avsc'],
  ['/shop', '/shop/order.avsc', 'order.avsc'],
  ['/shop/generated', '/shop/generated/order.avsc', 'order.avsc'],
  ['/one/generated', '/two/schemas/order.avsc', 'order.avsc'],
  ['/', '/schemas/order.avsc', 'order.avsc'],
])('seen from %s, %s is %s', (outputFolder, schemaPath, name) => {
  expect(sourceName(outputFolder, schemaPath)).toBe(name);
});
