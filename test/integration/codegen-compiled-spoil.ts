/** Values made from right ones by one change somewhere inside: many wrong, some only unusual. */
import type { Random } from '@ottla/kernel';
import { pick } from '../../packages/schema/testing/schema-sketch.ts';

type Members = Record<string, unknown>;

const STRAYS: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => 5,
  () => -0,
  () => 0.1,
  () => Number.NaN,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 5n,
  () => 2n ** 63n,
  () => 'x',
  () => '\ud800',
  () => '2026-11-21',
  () => '1.00',
  () => new Date(86_400_000),
  () => new Date(Number.NaN),
  () => [],
  () => [null],
  () => ({}),
  () => Object.create(null) as object,
  () => ({ $type: 'string', value: 'x' }),
  () => ({ $type: 'long', value: 5 }),
  () => ({ $type: 'map', value: {} }),
  () => ({ $type: 'map', value: {}, more: 1 }),
  () => Uint8Array.of(1, 2, 3, 4),
  () => new Map([['a', 1]]),
  () => Symbol('x'),
  () => () => 1,
];

/** The value itself is not changed. */
export function spoiled(value: unknown, random: Random): unknown {
  if (!isOpen(value) || random() < 0.2) return pick(random, STRAYS)();
  if (Array.isArray(value)) {
    // Array.isArray gives any[].
    const items = [...(value as readonly unknown[])];
    const index = Math.floor(random() * (items.length + 1));
    items[index] = index < items.length ? spoiled(items[index], random) : pick(random, STRAYS)();
    return items;
  }
  return changed(copyOf(value), random);
}

function isOpen(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function copyOf(record: Members): Members {
  return Object.fromEntries(Object.entries(record));
}

function changed(record: Members, random: Random): unknown {
  const keys = Object.keys(record);
  const key = keys.length === 0 ? undefined : pick(random, keys);
  const draw = random();
  if (draw < 0.1) return { ...record, undeclared: 1 };
  if (draw < 0.15) return { $type: 'com.acme.Other', ...record };
  if (draw < 0.2) return { ...record, also: undefined };
  if (draw < 0.3) return Object.fromEntries(Object.entries(record).toReversed());
  if (draw < 0.35) return Object.assign(Object.create({ inherited: 1 }) as object, record);
  if (key === undefined) return { key: 1 };
  if (draw < 0.5) return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
  const inner = draw < 0.53 ? record : draw < 0.56 ? undefined : spoiled(record[key], random);
  return Object.fromEntries(Object.entries(record).map(([name, old]) => [name, name === key ? inner : old]));
}
