import { beforeEach, describe, expect, it } from 'vitest';
import { refused, RegistryCaller, type More } from '../../testing/registry-caller.ts';

/** The walk of Confluent's own test of `confluent:version`, with what it expects. */
const schema = '{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}';
const said = (version: string): More => ({ metadata: { properties: { 'confluent:version': version } } });

let registry: RegistryCaller;
const id = (more: More = {}) => (registry.register('test', schema, more).answer as { id: number }).id;
const lookedUp = (more: More = {}) => registry.lookUp('test', schema, more).answer;
const property = (answer: unknown) =>
  (answer as { metadata?: { properties?: Record<string, string> } }).metadata?.properties?.[
    'confluent:version'
  ];
const latest = () => registry.get('/subjects/test/versions/latest').answer;

describe('the version that metadata say', () => {
  beforeEach(() => {
    registry = new RegistryCaller();
    expect([id(), id({ version: -1 }), id({ version: 2 }), id({ version: -1 })]).toEqual([1, 1, 2, 2]);
  });

  it('is set where a version was asked for', () => {
    expect(latest()).toMatchObject({ version: 2 });
    expect(property(latest())).toBe('2');
    expect(property(registry.get('/subjects/test/versions/1').answer)).toBeUndefined();
  });

  it('may be left unsaid in a look-up, or be said of a version that does not say it', () => {
    expect(lookedUp()).toMatchObject({ version: 1 });
    expect(lookedUp(said('1'))).toMatchObject({ version: 1 });
    expect(lookedUp(said('2'))).toMatchObject({ version: 2 });
    registry.remove('/subjects/test/versions/1');
    expect(lookedUp()).toMatchObject({ version: 2 });
    expect(id()).toBe(2);
  });

  it('goes on with the versions', () => {
    registry.remove('/subjects/test/versions/1');
    expect([id({ version: 3 }), id({ version: -1 })]).toEqual([3, 3]);
    expect(registry.register('test', schema, { version: 3 })).toEqual(
      refused(422, 42201, 'Version is not one more than previous version'),
    );
    expect(id({ version: 4 })).toBe(4);
    expect(lookedUp()).toMatchObject({ version: 4 });
    expect(id(said('-1'))).toBe(5);
    expect(property(latest())).toBe('5');
    expect([id(said('2')), id(said('3')), id(said('0'))]).toEqual([2, 3, 6]);
    expect(property(latest())).toBe('6');
    expect(id({ metadata: { properties: {} } })).toBe(6);
    expect(id({ metadata: { properties: { mykey: 'myvalue' } } })).toBe(7);
    expect(property(latest())).toBeUndefined();
    expect(id({ version: -1 })).toBe(8);
    expect(property(latest())).toBe('8');
    const mine = { metadata: { properties: { mykey: 'myvalue' } } };
    expect(lookedUp(mine)).toMatchObject({ version: 7 });
    registry.remove('/subjects/test/versions/7');
    expect(lookedUp(mine)).toMatchObject({ version: 8 });
    const other = schema.replace('"fields"', '"doc":"mydoc","fields"');
    expect(registry.lookUp('test', other, { version: -1 })).toEqual(refused(404, 40403, 'Schema not found'));
  });
});
