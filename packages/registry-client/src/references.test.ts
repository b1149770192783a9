import type { RegisteredSchema, SchemaReference } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { MAX_REFERENCES, resolveReferences } from './references.ts';

/** Schemas by subject; each refers to the subjects listed, at version 1. */
function resolve(graph: (subject: string) => readonly string[]) {
  const asked: string[] = [];
  const refer = (subjects: readonly string[]): SchemaReference[] =>
    subjects.map((subject) => ({ name: `n.${subject}`, subject, version: 1 }));
  const get = (subject: string, version: number): Promise<RegisteredSchema> => {
    asked.push(subject);
    const references = refer(graph(subject));
    return Promise.resolve({ id: 1, schemaType: 'AVRO', schema: '""', subject, version, references });
  };
  const resolved = resolveReferences(
    { schemaType: 'AVRO', schema: '""', references: refer(graph('root')) },
    get,
  );
  return { resolved, asked };
}

describe('references', () => {
  it('come in the order in which they can be parsed', async () => {
    const graph: Record<string, string[]> = { root: ['order', 'money'], order: ['line'], line: ['money'] };
    const { resolved } = resolve((subject) => graph[subject] ?? []);
    expect((await resolved).map(({ name }) => name)).toEqual(['n.money', 'n.line', 'n.order']);
  });

  it('are followed once, however many ways lead to them', async () => {
    const layers = 40; // 2 to the 40 ways
    const { resolved, asked } = resolve((subject) => {
      const layer = subject === 'root' ? 0 : Number(subject.slice(1));
      return layer === layers ? [] : [`a${layer + 1}`, `b${layer + 1}`];
    });
    expect(await resolved).toHaveLength(layers * 2);
    expect(asked).toHaveLength(layers * 2);
  });

  it('end where a cycle closes', async () => {
    const graph: Record<string, string[]> = { root: ['a'], a: ['b', 'a'], b: ['a'] };
    const { resolved } = resolve((subject) => graph[subject] ?? []);
    expect((await resolved).map(({ subject }) => subject)).toEqual(['b', 'a']);
  });

  it('may be a thousand deep and no more', async () => {
    const chain = (end: number) => (subject: string) => {
      const depth = subject === 'root' ? 0 : Number(subject);
      return depth === end ? [] : [String(depth + 1)];
    };
    expect(await resolve(chain(MAX_REFERENCES)).resolved).toHaveLength(MAX_REFERENCES);
    await expect(resolve(chain(10_000)).resolved).rejects.toMatchObject({ code: 'TOO_MANY_REFERENCES' });
  });
});
