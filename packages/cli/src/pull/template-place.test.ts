import { describe, expect, it } from 'vitest';
import { parseConfig, type Config } from '../config/read-config.ts';
import { templatePlace } from './template-place.ts';

const configOf = (...rows: readonly (readonly [path: string, subject: string])[]): Config => ({
  ...parseConfig(
    'ottla.json',
    JSON.stringify({ version: '1', schemas: rows.map(([path, subject]) => ({ path, subject })) }),
  ),
  file: 'ottla.json',
  absolutePath: '/shop/ottla.json',
  folder: '/shop',
});

const newest = { version: 3, isNewest: true, extension: '.avsc' };
const older = { version: 2, isNewest: false, extension: '.avsc' };

describe('the file that a row expects', () => {
  it.each<
    readonly [path: string, template: string, subject: string, newest: string, older: string | undefined]
  >([
    ['s/{topic}/{name}.avsc', '{topic}-{name}', 'a-b-c', 's/a/b-c.avsc', 's/a/b-c.v2.avsc'],
    ['s/{topic}/v{version}.avsc', '{topic}', 'orders', 's/orders/v3.avsc', 's/orders/v2.avsc'],
    ['./s/{name}.v{version}.avsc', '{name}', 'com.acme.A', 's/com.acme.A.v3.avsc', 's/com.acme.A.v2.avsc'],
    ['schemas/**/*.avsc', '{path}', 'schemas/a/b', 'schemas/a/b.avsc', 'schemas/a/b.v2.avsc'],
    // Without room for a number another subject would be read out of an older version.
    ['schemas/{topic}.avsc', '{topic}-value', 'orders-value', 'schemas/orders.avsc', undefined],
    ['{topic}/key.avsc', '{topic}-key', 'orders-key', 'orders/key.avsc', undefined],
  ])('%s of %s is for %s', (path, template, subject, ofNewest, ofOlder) => {
    const config = configOf([path, template]);
    expect(templatePlace(config, { subject, ...newest })).toBe(ofNewest);
    expect(templatePlace(config, { subject, ...older })).toBe(ofOlder);
  });

  it.each<readonly [path: string, template: string, subject: string]>([
    ['schemas/{topic}.avsc', '{topic}-value', 'orders-key'],
    ['schemas/{topic}.avsc', '{topic}-value', '../../x-value'],
    ['schemas/{topic}.avsc', '{topic}-value', '..-value'],
    ['schemas/{topic}.avsc', '{topic}-value', 'con-value'],
    ['schemas/{topic}.avsc', '{topic}-value', `${'x'.repeat(300)}-value`],
    ['schemas/{topic}/*.avsc', '{topic}-value', 'orders-value'],
    ['schemas/{topic}.schema.json', '{topic}-value', 'orders-value'],
    ['schemas/**/*.avsc', '{path}', '../schemas/a'],
    ['schemas/**/*.avsc', '{path}', '/schemas/a'],
    ['schemas/**/*.avsc', '{path}', 'elsewhere/a'],
    ['schemas/orders.avsc', 'orders-value', 'refunds-value'],
  ])('%s of %s is not for %j', (path, template, subject) => {
    expect(templatePlace(configOf([path, template]), { subject, ...newest })).toBeUndefined();
  });

  it('is of the first row that reads the subject out of it', () => {
    const config = configOf(
      ['s/{topic}.avsc', '{topic}-value'],
      ['s/{name}.avsc', '{name}'],
      ['t/{name}.avsc', '{name}'],
    );
    expect(templatePlace(config, { subject: 'money', ...newest })).toBe('t/money.avsc');
  });

  it('costs no more time than its length, however a subject is made', () => {
    const config = configOf(['{topic}/{name}.avsc', '{topic}-{name}-{topic}-{name}-value']);
    expect(templatePlace(config, { subject: 'a-'.repeat(100), ...newest })).toBeUndefined();
  });
});
