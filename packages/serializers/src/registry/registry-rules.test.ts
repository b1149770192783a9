/** Where rules are called from; what they do is specified beside them. */
import { deserializeValue, serializeValue, type SchemaRule, type SchemaText } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { letterFormat } from '../../testing/letter-format.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import type { RuleExecutor, RuleOptions } from '../rules/rule-options.ts';
import { RegistryDeserializer } from './registry-deserializer.ts';
import { RegistrySerializer } from './registry-serializer.ts';

const context = { topic: 't', isKey: false, headers: [] };
const rule = (name: string, more: Partial<SchemaRule> = {}): SchemaRule => ({ name, type: 'CALL', ...more });
const ruled = (schema: string, ruleSet: NonNullable<SchemaText['ruleSet']>): SchemaText => ({
  schemaType: 'AVRO',
  schema,
  ruleSet,
});

/** Notes each call; a rule named `x>y` puts y in the place of x. */
function noting(): { readonly calls: string[]; readonly rules: RuleOptions } {
  const calls: string[] = [];
  const executor: RuleExecutor = {
    type: 'CALL',
    execute(value, { rule: { name }, mode, subject, target }) {
      const isBytes = value instanceof Uint8Array;
      const text = isBytes ? Buffer.from(value).toString('latin1') : String(value);
      calls.push(`${mode} ${name} ${subject} ${target.id}: ${text}`);
      const [from = '', to = ''] = (name ?? '').split('>');
      const changed = text.replaceAll(from, to);
      return isBytes ? Buffer.from(changed, 'latin1') : changed;
    },
  };
  return { calls, rules: { executors: [executor] } };
}

async function written(
  registry: MemoryRegistry,
  value: string,
  rules: RuleOptions | undefined,
): Promise<string> {
  const options = { registry, useLatestVersion: true, ...(rules === undefined ? {} : { rules }) };
  const serializer = new RegistrySerializer(letterFormat(), null, options);
  return Buffer.from((await serializeValue(serializer, value, context)) ?? []).toString('latin1');
}

describe('the rules of a schema', () => {
  it('are executed around writing: the value, then the payload, never the frame', async () => {
    const registry = new MemoryRegistry();
    registry.add(ruled('abc', { domainRules: [rule('a>b')], encodingRules: [rule('b>\0')] }), 't-value');
    const { calls, rules } = noting();
    expect(await written(registry, 'abc', rules)).toBe('\0\0\0\0\x01\0\0c');
    expect(calls).toEqual(['WRITE a>b t-value 1: abc', 'WRITE b>\0 t-value 1: bbc']);
  });

  it('are executed around reading, in the opposite order', async () => {
    const registry = new MemoryRegistry();
    registry.add(ruled('abc', { domainRules: [rule('b>a')], encodingRules: [rule('\0>b')] }), 't-value');
    const { calls, rules } = noting();
    const target = new RegistryDeserializer(letterFormat(), null, { registry, rules });
    for (let times = 0; times < 2; times++) {
      expect(await deserializeValue(target, Buffer.from('\0\0\0\0\x01\0c', 'latin1'), context)).toBe('ac');
    }
    expect(calls.slice(2)).toEqual(['READ \0>b t-value 1: \0c', 'READ b>a t-value 1: bc']);
  });

  it('bring a value from version to version, into the shape of the latest', async () => {
    const registry = new MemoryRegistry();
    const first: SchemaText = { schemaType: 'AVRO', schema: 'ab' };
    registry.add(first, 't-value');
    registry.add(ruled('cb', { migrationRules: [rule('a>c', { mode: 'UPGRADE' })] }), 't-value');
    registry.add(ruled('cd', { migrationRules: [rule('b>d', { mode: 'UPGRADE' })] }), 't-value');
    const { calls, rules } = noting();
    const target = new RegistryDeserializer(letterFormat(), null, {
      registry,
      rules,
      useLatestVersion: true,
    });
    expect(await deserializeValue(target, Buffer.from('\0\0\0\0\x01ab', 'latin1'), context)).toBe('cd');
    expect(calls).toEqual(['UPGRADE a>c t-value 2: ab', 'UPGRADE b>d t-value 3: cb']);
    // What a migration makes must fit the version it leads to.
    registry.add(ruled('e', { migrationRules: [rule('c>x', { mode: 'UPGRADE' })] }), 't-value');
    const stricter = new RegistryDeserializer(letterFormat(), null, {
      registry,
      rules,
      useLatestVersion: true,
    });
    await expect(
      deserializeValue(stricter, Buffer.from('\0\0\0\0\x01ab', 'latin1'), context),
    ).rejects.toMatchObject({ code: 'VALUE_MISFIT', failure: 'poison', topic: 't', schemaId: 1 });
  });

  it('are found for a payload that names its schema by GUID', async () => {
    const registry = new MemoryRegistry();
    registry.add(ruled('abc', { domainRules: [rule('b>a')] }), 't-value');
    const { calls, rules } = noting();
    const target = new RegistryDeserializer(letterFormat(), null, { registry, rules });
    const value = Buffer.from(`01${registry.guid(1).replaceAll('-', '')}`, 'hex');
    const headers = [{ key: '__value_schema_id', value }];
    expect(await deserializeValue(target, Buffer.from('bc'), { ...context, headers })).toBe('ac');
    expect(calls).toEqual(['READ b>a t-value 1: bc']);
  });

  it('fail every record when nobody executes them, unless they are to be skipped', async () => {
    const registry = new MemoryRegistry();
    registry.add(ruled('abc', { domainRules: [rule('a>b')] }), 't-value');
    const unknown = { code: 'RULE_UNKNOWN', failure: 'configuration', topic: 't', subject: 't-value' };
    await expect(written(registry, 'abc', undefined)).rejects.toMatchObject(unknown);
    expect(await written(registry, 'abc', { unknown: 'skip' })).toBe('\0\0\0\0\x01abc');
    const payload = Buffer.from('\0\0\0\0\x01abc', 'latin1');
    const onPoison = (): string => 'swallowed';
    const strict = new RegistryDeserializer(letterFormat(), null, { registry, onPoison });
    await expect(deserializeValue(strict, payload, context)).rejects.toMatchObject(unknown);
    const lenient = new RegistryDeserializer(letterFormat(), null, { registry, rules: { unknown: 'skip' } });
    expect(await deserializeValue(lenient, payload, context)).toBe('abc');
  });

  it('of the own schema count too', async () => {
    const registry = new MemoryRegistry();
    const { rules } = noting();
    const own = ruled('abc', { domainRules: [rule('a>b')] });
    const target = new RegistrySerializer(letterFormat(), own, { registry, rules, autoRegister: true });
    const bytes = await serializeValue(target, 'abc', context);
    expect(Buffer.from(bytes ?? []).toString('latin1')).toBe('\0\0\0\0\x01bbc');
  });
});
