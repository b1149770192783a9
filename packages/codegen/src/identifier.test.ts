import { describe, expect, it } from 'vitest';
import {
  functionStem,
  isIdentifier,
  isInherited,
  isObjectMember,
  NameScope,
  typeIdentifier,
} from './identifier.ts';

describe('the TypeScript name of an Avro type', () => {
  it.each([
    ['Customer', 'record', 'Customer'],
    ['customer_v2', 'record', 'customer_v2'],
    ['Date', 'record', 'DateRecord'],
    ['String', 'enum', 'StringEnum'],
    ['Uint8Array', 'fixed', 'Uint8ArrayFixed'],
    ['class', 'record', 'classRecord'],
    ['any', 'enum', 'anyEnum'],
    ['constructor', 'record', 'constructorRecord'],
    ['Constructor', 'record', 'Constructor'],
  ] as const)('of %s, a %s, is %s', (name, kind, expected) => {
    expect(typeIdentifier(name, kind)).toBe(expected);
  });
});

describe('the stem of function names', () => {
  it.each([
    ['Customer', 'customer'],
    ['URLClick', 'urlClick'],
    ['URL', 'url'],
    ['A', 'a'],
    ['aB', 'aB'],
    ['_Foo', '_Foo'],
    ['V2Event', 'v2Event'],
  ])('of %s is %s', (name, stem) => {
    expect(functionStem(name)).toBe(stem);
  });
});

describe('a scope', () => {
  it('grants the first wish that is free', () => {
    const scope = new NameScope();
    expect(scope.claim('Address')).toBe('Address');
    expect(scope.claim('Address', 'AcmeAddress')).toBe('AcmeAddress');
    expect(scope.claim('Address', 'AcmeAddress')).toBe('AcmeAddress2');
    expect(scope.claim('Address', 'AcmeAddress')).toBe('AcmeAddress3');
  });

  it('is not confused by the names of object members', () => {
    const scope = new NameScope();
    expect(scope.claim('constructor')).toBe('constructor');
    expect(scope.claim('constructor')).toBe('constructor2');
  });
});

it('knows what may stand as a property name without quotes', () => {
  expect(['name', '_x', '$type', 'class', 'a1'].every(isIdentifier)).toBe(true);
  expect(['1a', 'a-b', '', 'a b', 'é'].some(isIdentifier)).toBe(false);
});

it('knows what every object inherits, and of which TypeScript says so', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  expect(inherited.filter((name) => !isInherited(name))).toEqual([]);
  expect(inherited.filter((name) => !name.startsWith('__')).every(isObjectMember)).toBe(true);
  expect(isObjectMember('__proto__')).toBe(false);
  expect(['length', 'name', 'prototype'].some(isInherited)).toBe(false);
});
