import { expect, it } from 'vitest';
import { setMember } from './own-member.ts';

it.each(['name', 'toString', '__proto__', ''])("the member '%s' is like any other", (name) => {
  const object: Record<string, unknown> = {};
  setMember(object, name, { first: true });
  setMember(object, name, { last: true });
  expect(Object.getOwnPropertyDescriptor(object, name)).toEqual({
    value: { last: true },
    enumerable: true,
    configurable: true,
    writable: true,
  });
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
});
