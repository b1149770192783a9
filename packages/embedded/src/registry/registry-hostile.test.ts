import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistryCore } from './registry-core.ts';

const register = (core: RegistryCore, subject: string, schema: string, more: object = {}) => {
  const target = `/subjects/${encodeURIComponent(subject)}/versions`;
  const { status, body } = core.handle({ method: 'POST', target, body: JSON.stringify({ schema, ...more }) });
  return { status, answer: JSON.parse(body) as { id: number; version: number; schema: string } };
};

describe('a schema meant to break something', () => {
  it.each([
    '{"type":"record","name":"__proto__","fields":[{"name":"constructor","type":"int"},{"name":"__proto__","type":"int"}]}',
    '{"type":"record","name":"R","fields":[],"__proto__":{"polluted":true}}',
    '{"type":"enum","name":"toString","symbols":["valueOf","__proto__"]}',
    '{"type":"record","name":"R","doc":"*/ ${x} </script> \\u2028","fields":[]}',
  ])('is kept as it is: %s', (schema) => {
    const { status, answer } = register(new RegistryCore(), 'a', schema);
    expect({ status, schema: JSON.parse(answer.schema) }).toEqual({
      status: 200,
      schema: JSON.parse(schema),
    });
    expect(Object.keys({})).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    [
      'a hundred thousand arrays deep',
      `${'{"type":"array","items":'.repeat(100_000)}"int"${'}'.repeat(100_000)}`,
    ],
    ['one key twice', '{"type":"fixed","name":"F","size":1,"size":2}'],
    ['garbage after it', '"int" "int"'],
    ['a name that is a path', '{"type":"fixed","name":"../../x","size":1}'],
  ])('is refused: %s', (_name, schema) => {
    expect(register(new RegistryCore(), 'a', schema).status).toBe(422);
  });

  it('may be large: 20,000 fields', () => {
    const fields = Array.from(
      { length: 20_000 },
      (_, index) => `{"name":"f${index}","type":["null","long"]}`,
    );
    const schema = `{"type":"record","name":"R","fields":[${fields.join(',')}]}`;
    expect(register(new RegistryCore(), 'a', schema)).toMatchObject({ status: 200, answer: { schema } });
  });

  it('cannot refer to itself, nor to more than a thousand', () => {
    const core = new RegistryCore();
    const itself = [{ name: 'R', subject: 'a', version: 1 }];
    expect(register(core, 'a', '"int"', { references: itself }).status).toBe(422);
    register(core, 'b', '{"type":"fixed","name":"B","size":1}');
    const references = Array.from({ length: 1_001 }, () => ({ name: 'B', subject: 'b', version: 1 }));
    expect(register(core, 'a', '"B"', { references }).status).toBe(422);
    expect(register(core, 'a', '"B"', { references: references.slice(0, 2) }).status).toBe(200);
  });
});

describe('whatever is asked', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'subjects',
      'schemas',
      'ids',
      'versions',
      'config',
      'compatibility',
      'a',
      '1',
      'latest',
      'schema',
    ),
    fc.string({ maxLength: 6 }),
  );
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', ''),
    target: fc
      .tuple(
        fc.array(segment, { maxLength: 6 }),
        fc.constantFrom('', '?deleted=true', '?permanent=true', '?limit=x&offset=-1'),
      )
      .map(([segments, query]) => `/${segments.join('/')}${query}`),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ schema: fc.json(), references: fc.jsonValue(), compatibility: fc.string() })
        .map((value) => JSON.stringify(value)),
    ),
  });

  it('is answered in JSON, and never as a failure of the registry itself', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 20 }), (requests) => {
        const core = new RegistryCore();
        register(core, 'a', '"int"');
        for (const each of requests) {
          const { status, body } = core.handle(each);
          expect(status).toBeLessThan(500);
          expect(JSON.parse(body)).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('equal content has one id and different content another', () => {
    const contents = ['"int"', '"long"', '{"type":"array","items":"int"}', '["null","int"]'];
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...contents));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const core = new RegistryCore();
        core.handle({ method: 'PUT', target: '/config', body: '{"compatibility":"NONE"}' });
        const ids = new Map<string, number>();
        for (const [subject, schema] of steps) {
          const { answer } = register(core, subject, schema);
          expect(answer.schema).toBe(schema);
          expect(ids.get(schema) ?? answer.id).toBe(answer.id);
          ids.set(schema, answer.id);
        }
        expect(new Set(ids.values()).size).toBe(ids.size);
      }),
    );
  });
});
