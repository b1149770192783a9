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

  it('cannot refer to itself', () => {
    const itself = [{ name: 'R', subject: 'a', version: 1 }];
    expect(register(new RegistryCore(), 'a', '"int"', { references: itself }).status).toBe(422);
  });

  it('may refer to a thousand others, and to no more', () => {
    const core = new RegistryCore();
    const references = Array.from({ length: 1_001 }, (_, index) => {
      register(core, `b${index}`, `{"type":"fixed","name":"B${index}","size":1}`);
      return { name: `B${index}`, subject: `b${index}`, version: -1 };
    });
    const union = JSON.stringify(references.slice(0, 1_000).map(({ name }) => name));
    expect(register(core, 'a', union, { references: references.slice(0, 1_000) }).status).toBe(200);
    expect(register(core, 'a', union, { references }).status).toBe(422);
  });

  it('may lead to a thousand others, one after another, and to no more', () => {
    const core = new RegistryCore();
    const link = (index: number): number => {
      const references = index === 0 ? [] : [{ name: `R${index - 1}`, subject: `r${index - 1}`, version: 1 }];
      const schema = `message R${index} {}`;
      return register(core, `r${index}`, schema, { schemaType: 'PROTOBUF', references }).status;
    };
    for (let index = 0; index <= 1_000; index++) expect(link(index)).toBe(200);
    expect(link(1_001)).toBe(422);
  });

  it('with references is compared by what they lead to', () => {
    const core = new RegistryCore();
    const refer = (name: string) =>
      register(core, 'a', `{"$ref":"${name}"}`, {
        schemaType: 'JSON',
        references: [{ name, subject: name, version: 1 }],
      });
    register(core, 'text', '{"type":"string"}', { schemaType: 'JSON' });
    register(core, 'texts', '{"type":["string","null"]}', { schemaType: 'JSON' });
    register(core, 'whole', '{"type":"integer"}', { schemaType: 'JSON' });
    expect(refer('text').status).toBe(200);
    expect(refer('whole').status).toBe(409);
    expect(refer('texts').status).toBe(200);
    expect(refer('text').answer).toMatchObject({ version: 1 });
  });

  it.each(['AVRO', 'JSON', 'PROTOBUF'])(
    'may stand at the end of a long chain of references: %s',
    (schemaType) => {
      const core = new RegistryCore();
      const depth = 150;
      const schemas: Record<string, (index: number) => string> = {
        AVRO: (index) =>
          `{"type":"record","name":"R${index}","fields":[${index === 0 ? '' : `{"name":"r","type":"R${index - 1}"}`}]}`,
        JSON: (index) =>
          index === 0 ? '{"type":"object"}' : `{"properties":{"r":{"$ref":"R${index - 1}"}}}`,
        PROTOBUF: (index) => `message R${index} { ${index === 0 ? '' : `optional R${index - 1} r = 1;`} }`,
      };
      for (let index = 0; index < depth; index++) {
        const references =
          index === 0 ? [] : [{ name: `R${index - 1}`, subject: `r${index - 1}`, version: 1 }];
        const schema = schemas[schemaType]?.(index) ?? '';
        expect(register(core, `r${index}`, schema, { schemaType, references }).status).toBe(200);
      }
      const { status, body } = core.handle({
        method: 'GET',
        target: `/subjects/r${depth - 1}/versions/1?format=resolved`,
        body: '',
      });
      expect({ status, isLong: body.length > 100 }).toEqual({ status: 200, isLong: true });
    },
  );
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
      'contexts',
      'guids',
      'mode',
      'metadata',
      'referencedby',
      ':.ctx:',
      ':.ctx:a',
      '%2F',
      '__proto__',
      'constructor',
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
        fc.constantFrom(
          '',
          '?deleted=true',
          '?permanent=true',
          '?limit=x&offset=-1',
          '?subject=:.ctx:a&force=true&recursive=true',
          '?subjectPrefix=:*:&aliases=true&normalize=true',
          '?key=__proto__&value=x&format=resolved&verbose=true',
        ),
      )
      .map(([segments, query]) => `/${segments.join('/')}${query}`),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          schema: fc.oneof(fc.json(), fc.constantFrom('"int"', 'message A {}', '{"type":"object"}')),
          schemaType: fc.constantFrom('AVRO', 'JSON', 'PROTOBUF', 'XML', 1, undefined),
          references: fc.oneof(
            fc.jsonValue(),
            fc.constantFrom([], [{ name: 'a', subject: 'a', version: -1 }]),
          ),
          metadata: fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, {}, { properties: { a: 'b' } })),
          ruleSet: fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, {})),
          mode: fc.constantFrom('IMPORT', 'READONLY', 'READWRITE', 'FORWARD', null),
          id: fc.constantFrom(undefined, 1, 2, -1),
          version: fc.constantFrom(undefined, 1, 2, -1),
          alias: fc.constantFrom(undefined, 'a', ':.ctx:a', null),
          compatibility: fc.oneof(fc.string(), fc.constantFrom('NONE', 'FULL', null)),
        })
        .map((value) => JSON.stringify(value)),
    ),
  });

  it('is answered, and never as a failure of the registry itself', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 20 }), (requests) => {
        const core = new RegistryCore();
        register(core, 'a', '"int"');
        for (const each of requests) {
          const { status, body } = core.handle(each);
          expect(status).toBeLessThan(500);
          // A bare Protobuf text is no JSON.
          if (status !== 204 && !body.startsWith('message')) expect(JSON.parse(body)).toBeDefined();
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
