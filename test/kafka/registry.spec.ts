/** A real registry, through our client: what it gives, and that the embedded registry gives the same. */
import { EmbeddedRegistry } from '@ottla/embedded';
import type { SchemaText } from '@ottla/kernel';
import { RegistryClient } from '@ottla/registry-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApicurioRegistry } from './harness/apicurio-registry.ts';
import { realKafka } from './harness/environment.ts';
import { scenario } from './harness/registry-scenario.ts';
import { outcomeOf, Scene } from './harness/registry-scene.ts';
import { prepareToolchain } from './harness/toolchain.ts';

interface Difference {
  readonly gives: unknown;
  readonly because: string;
}

/** Where Apicurio does not do as Confluent's registry and ours, step by step of the scenario. */
const apicurioDiffers: Readonly<Record<string, Difference>> = {
  'register what does not fit': {
    gives: { refused: 'SCHEMA_INCOMPATIBLE', registryCode: 409 },
    because: 'it has the error code of the time before 40901; the client takes both for the same',
  },
  'delete it for good': {
    gives: [2, 3],
    because: 'a registration does not replace a softly deleted version of the same content',
  },
  'get the level of a subject to come': {
    gives: 'NONE',
    because: 'its global level is NONE until somebody sets one',
  },
  'get the level that holds there': {
    gives: 'NONE',
    because: 'its global level is NONE until somebody sets one',
  },
  'register what does not fit it': {
    gives: '#8',
    because: 'it enforces nothing until a level is set',
  },
};

describe('the life of schemas', () => {
  describe.each<readonly [where: string, open: () => Promise<{ url: string; close?: () => Promise<void> }>]>([
    ['on the embedded registry', () => EmbeddedRegistry.start()],
    ['on Apicurio', () => Promise.resolve({ url: realKafka.registryUrl })],
  ])('%s', (where, open) => {
    const differences = where === 'on Apicurio' ? apicurioDiffers : {};
    let registry: Awaited<ReturnType<typeof open>>;
    let scene: Scene;
    beforeAll(async () => {
      registry = await open();
      scene = new Scene(registry.url, 'registry-spec');
    });
    afterAll(async () => {
      await scene.client.close();
      await registry.close?.();
    });

    it.each(scenario)('$does', async (step) => {
      expect(await outcomeOf(step, scene)).toEqual(differences[step.does]?.gives ?? step.gives);
    });
  });

  it('differs on Apicurio only where the table says so', () => {
    const gives = new Map(scenario.map((step) => [step.does, step.gives]));
    expect(gives.size).toBe(scenario.length);
    for (const [does, difference] of Object.entries(apicurioDiffers)) {
      expect(gives.get(does)).not.toEqual(difference.gives);
      expect(gives.has(does)).toBe(true);
    }
  });
});

const avro = (schema: object): SchemaText => ({ schemaType: 'AVRO', schema: JSON.stringify(schema) });
const customer = avro({ type: 'record', name: 'Customer', fields: [{ name: 'id', type: 'long' }] });
const order = avro({ type: 'record', name: 'Order', fields: [{ name: 'total', type: 'double' }] });

/** Starts a registry that can be started again under the same address, with nothing in it. */
type StartForgetful = () => Promise<{ readonly url: string; restart(): Promise<void> } & AsyncDisposable>;

async function startForgetful(): ReturnType<StartForgetful> {
  let running = await EmbeddedRegistry.start();
  const { url } = running;
  return {
    url,
    async restart() {
      await running.close();
      running = await EmbeddedRegistry.start({ port: Number(new URL(url).port) });
    },
    [Symbol.asyncDispose]: () => running.close(),
  };
}

describe.each<readonly [string, StartForgetful]>([
  ['the embedded registry', startForgetful],
  ['Apicurio', () => ApicurioRegistry.start(prepareToolchain())],
])('%s, restarted with its memory gone,', (_name, start) => {
  it('is found out as soon as it gives an id again for something else', async () => {
    await using registry = await start();
    await using client = new RegistryClient({ url: registry.url });
    const { id } = await client.register('customers', customer);
    await registry.restart();

    // Who remembers nothing is told that the id is not there.
    await using reader = new RegistryClient({ url: registry.url, missTtlMs: 0 });
    await expect(reader.schema(id)).rejects.toMatchObject({
      code: 'SCHEMA_NOT_FOUND',
      message: expect.stringContaining('is it the registry that the writer of these bytes used?'),
    });
    // Who knows it does not ask, and goes on.
    expect(await client.schemaId('customers', customer, { register: true })).toBe(id);

    const conflict = {
      code: 'SCHEMA_ID_CONFLICT',
      action: 'fatal',
      schemaId: id,
      message: expect.stringContaining(`the registry gave id ${id}, which stands for another schema`),
    };
    await expect(client.register('orders', order)).rejects.toMatchObject(conflict);
    expect(client.knownSchemaId('orders', order)).toBeUndefined();
    expect(client.knownSchema(id)?.schema).toBe(customer.schema);
    // As often as it is asked: nothing is written with an id that has two meanings.
    await expect(client.schemaId('orders', order, { register: true })).rejects.toMatchObject(conflict);

    expect(JSON.parse((await reader.schema(id)).schema)).toMatchObject({ name: 'Order' });
    expect(await reader.schemaId('orders', order, { register: true })).toBe(id);
  });
});
