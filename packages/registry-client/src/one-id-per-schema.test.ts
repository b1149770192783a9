/** Whatever happens in whatever order: one id for a schema under a subject, one schema for an id. */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import { ManualClock, settled } from '@ottla/kernel/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldRegistry } from '../testing/held-registry.ts';
import { RegistryClient, RegistryError } from './index.ts';

const texts = ['A', 'B', 'C', 'D'].map((name) => `{"type":"fixed","name":"${name}","size":1}`);
/** One object for each text, and another one of equal content: callers keep one, or make it anew. */
const kept = texts.map((schema): SchemaText => ({ schemaType: 'AVRO', schema }));
const subjects = ['a', 'b'];

type Step =
  | { readonly do: 'id'; readonly subject: number; readonly schema: number; readonly register: boolean }
  | { readonly do: 'register' | 'lookUp'; readonly subject: number; readonly schema: number }
  | { readonly do: 'schema'; readonly id: number }
  | { readonly do: 'version'; readonly subject: number; readonly version: number }
  | { readonly do: 'latest' | 'delete'; readonly subject: number }
  | { readonly do: 'handle' | 'deliver' | 'lose'; readonly index: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'changeMind' };

const subject = fc.nat({ max: subjects.length - 1 });
const schema = fc.nat({ max: texts.length - 1 });
const index = fc.nat({ max: 20 });
const steps = (more: readonly { weight: number; arbitrary: fc.Arbitrary<Step> }[] = []) =>
  fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant('id' as const), subject, schema, register: fc.boolean() }),
      },
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constantFrom('register' as const, 'lookUp' as const),
          subject,
          schema,
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('schema' as const),
          id: fc.integer({ min: 1, max: texts.length + 1 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('version' as const),
          subject,
          version: fc.integer({ min: 1, max: 3 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('latest' as const), subject }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), subject }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('handle' as const), index }) },
      { weight: 10, arbitrary: fc.record({ do: fc.constant('deliver' as const), index }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), index }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 3_000 }) }) },
      ...more,
    ),
    { maxLength: 80, size: 'max' },
  );

/** What the client said, each with what was asked. */
interface Heard {
  readonly said: { readonly schema: string; readonly id: number }[];
  readonly failures: RegistryError[];
}

class History {
  readonly registry = new HeldRegistry(texts);
  readonly clock = new ManualClock();
  readonly client: RegistryClient;
  readonly heard: Heard = { said: [], failures: [] };
  readonly #asked: Promise<void>[] = [];
  readonly #cacheSize: number;

  constructor(cacheSize: number) {
    this.#cacheSize = cacheSize;
    const limits = { retries: 0, timeoutMs: 10 ** 9, attemptTimeoutMs: 10 ** 9 };
    const ttl = { latestTtlMs: 1_000, missTtlMs: 1_000, cacheSize };
    const { dispatcher } = this.registry.scripted;
    this.client = new RegistryClient(
      { url: 'http://r', dispatcher, ...limits, ...ttl },
      { clock: this.clock, random: () => 0 },
    );
  }

  #hear(
    asked: Promise<unknown>,
    pairOf: (answer: never) => { schema: string; id: number } | undefined,
  ): void {
    const heard = asked.then(
      (answer) => {
        const pair = pairOf(answer as never); // each ask knows its answer
        if (pair !== undefined) this.heard.said.push(pair);
      },
      (error: unknown) => {
        if (!(error instanceof RegistryError)) throw error;
        this.heard.failures.push(error);
      },
    );
    this.#asked.push(heard);
  }

  async take(step: Step): Promise<void> {
    this.#act(step);
    await settled();
    for (const { entries } of Object.values(this.client.metrics().caches)) {
      expect(entries).toBeLessThanOrEqual(this.#cacheSize);
    }
  }

  #act(step: Step): void {
    const { client, registry } = this;
    switch (step.do) {
      case 'id': {
        const sent = kept[step.schema] ?? expect.fail();
        const asked = step.register ? sent : { ...sent };
        const id = client.schemaId(subjects[step.subject] ?? '', asked, { register: step.register });
        return this.#hear(id, (answer: number) => ({ schema: sent.schema, id: answer }));
      }
      case 'register':
      case 'lookUp': {
        const sent = { ...(kept[step.schema] ?? expect.fail()) };
        const found = client[step.do](subjects[step.subject] ?? '', sent);
        return this.#hear(found, ({ id }: RegisteredSchema) => ({ schema: sent.schema, id }));
      }
      case 'schema':
        return this.#hear(client.schema(step.id), ({ schema: text }: RegisteredSchema) => ({
          schema: text,
          id: step.id,
        }));
      case 'version':
        return this.#hear(
          client.version(subjects[step.subject] ?? '', step.version),
          (found: RegisteredSchema) => found,
        );
      case 'latest':
        return this.#hear(client.latest(subjects[step.subject] ?? ''), (found: RegisteredSchema) => found);
      case 'delete':
        return this.#hear(client.deleteSubject(subjects[step.subject] ?? ''), () => undefined);
      case 'handle':
        return registry.handle(step.index);
      case 'deliver':
      case 'lose':
        return registry.deliver(step.index, { lost: step.do === 'lose' });
      case 'wait':
        return this.clock.advance(step.ms);
      case 'changeMind': {
        const before = registry.mind;
        registry.mind = (id) => (before(id) % texts.length) + 1;
      }
    }
  }

  /** What is known without asking: the id of each schema under each subject, and the text of each id. */
  known(): Map<string, unknown> {
    const known = new Map<string, unknown>();
    for (const name of subjects) {
      for (const one of kept) known.set(`${name} ${one.schema}`, this.client.knownSchemaId(name, one));
    }
    for (let id = 1; id <= texts.length; id++) known.set(`${id}`, this.client.knownSchema(id)?.schema);
    return known;
  }

  /** Every answer comes; nobody waits any more. */
  async finish(): Promise<void> {
    while (this.registry.waiting > 0) {
      this.registry.deliver(0, { lost: false });
      await settled();
    }
    await Promise.all(this.#asked);
    await this.client.close();
  }
}

const expected = new Set([
  'SCHEMA_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
  'VERSION_NOT_FOUND',
  'REGISTRY_UNREACHABLE',
]);

describe('any order of answers, failures, evictions, registrations, deletions and time', () => {
  it('gives the same id for a schema and the same schema for an id', async () => {
    let said = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), steps(), async (cacheSize, taken) => {
        const history = new History(cacheSize);
        for (const step of taken) await history.take(step);
        const known = history.known();
        await history.finish();
        said += history.heard.said.length;
        for (const { schema: text, id } of history.heard.said) expect(text).toBe(texts[id - 1]);
        for (const { code } of history.heard.failures) expect(expected).toContain(code);
        for (const [index, text] of texts.entries()) {
          expect([undefined, text]).toContain(known.get(`${index + 1}`));
          for (const name of subjects) expect([undefined, index + 1]).toContain(known.get(`${name} ${text}`));
        }
      }),
      { numRuns: 100 },
    );
    expect(said).toBeGreaterThan(500);
  });
});

describe('a registry that changes its mind', () => {
  const changes = { weight: 2, arbitrary: fc.constant<Step>({ do: 'changeMind' }) };

  it('changes nothing that is known: it is refused with SCHEMA_ID_CONFLICT, or comes after an eviction', async () => {
    let conflicts = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2, 3, 100), steps([changes]), async (cacheSize, taken) => {
        const history = new History(cacheSize);
        for (const step of taken) {
          const before = history.known();
          await history.take(step);
          const after = history.known();
          const forgets =
            cacheSize < 100 || step.do === 'delete' || step.do === 'deliver' || step.do === 'lose';
          for (const [what, was] of before) {
            if (was === undefined) continue;
            expect(forgets ? [was, undefined] : [was]).toContain(after.get(what));
          }
        }
        await history.finish();
        for (const { code } of history.heard.failures)
          expect([...expected, 'SCHEMA_ID_CONFLICT']).toContain(code);
        conflicts += history.heard.failures.filter(({ code }) => code === 'SCHEMA_ID_CONFLICT').length;
      }),
      { numRuns: 100 },
    );
    expect(conflicts).toBeGreaterThan(0);
  });
});
