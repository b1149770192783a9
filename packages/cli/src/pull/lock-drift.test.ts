import type { LockedVersion, SchemaLock } from '@ottla/registry-client';
import { expect, it } from 'vitest';
import { lockDrift } from './lock-drift.ts';

const version = (number: number, changed: Partial<LockedVersion> = {}): LockedVersion => ({
  version: number,
  id: number,
  guid: `guid ${number}`,
  schemaType: 'AVRO',
  fingerprint: 'f'.repeat(64),
  sha256: String(number).repeat(64),
  ...changed,
});
const lockOf = (subjects: SchemaLock['subjects']): SchemaLock => ({ lockfileVersion: 1, subjects });
const orders = (...versions: readonly LockedVersion[]): SchemaLock => lockOf({ orders: { versions } });

it.each<readonly [string, SchemaLock, SchemaLock, readonly (readonly [locked: string, held: string])[]]>([
  ['nothing', orders(version(1)), orders(version(1)), []],
  ['where its file lies', orders(version(1, { file: 'a.avsc' })), orders(version(1)), []],
  ['a newer version', orders(version(2)), orders(version(3)), [['v2', 'v3']]],
  [
    'versions between',
    orders(version(1), version(4)),
    orders(version(1), version(2), version(3)),
    [['v1, v4', 'v1 to v3']],
  ],
  ['a subject that is new', lockOf({}), orders(version(1)), [['nothing', 'v1']]],
  ['a subject that is gone', orders(version(1), version(2)), lockOf({}), [['v1 to v2', 'nothing']]],
  ['an id', orders(version(1)), orders(version(1, { id: 7 })), [['v1 with id 1', 'v1 with id 7']]],
  [
    'a text',
    orders(version(1)),
    orders(version(1, { sha256: 'a'.repeat(64), guid: 'other' })),
    [['v1 with the text 111111111111', 'v1 with the text aaaaaaaaaaaa']],
  ],
  [
    'references, metadata or rules',
    orders(version(1)),
    orders(version(1, { guid: 'other' })),
    [['v1 with GUID guid 1', 'v1 with GUID other']],
  ],
  [
    'a level',
    orders(version(1)),
    lockOf({ orders: { level: 'FULL', versions: [version(1)] } }),
    [['no level', 'level FULL']],
  ],
])('a lock and a registry differ by %s', (_what, locked, held, expected) => {
  expect(lockDrift(locked, held)).toEqual(
    expected.map(([before, after]) => ({ subject: 'orders', locked: before, held: after })),
  );
});
