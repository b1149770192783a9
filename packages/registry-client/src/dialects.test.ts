/**
 * What registries answer differently, and the one thing a caller gets.
 *
 * Per row: what is asked, what each registry answers (by `METHOD path`; a route it lacks is left out), what
 * comes of it. Answers that real registries gave are replayed in dialect-recordings.test.ts.
 */
import type { SchemaText } from '@ottla/kernel';
import { schemaText, parseSchema } from '@ottla/schema';
import { describe, expect, it } from 'vitest';
import { ScriptedRegistry, refusal, type ScriptedAnswer } from '../testing/scripted-registry.ts';
import { RegistryClient } from './index.ts';

type Dialect = 'Confluent 8' | 'Confluent 7' | 'Karapace' | 'Apicurio';
type Answers = Readonly<Record<string, ScriptedAnswer>>;

/** A caller's text, and as the registries print it. */
const written = `{ "type": "record", "name": "Order", "namespace": "com.acme",
  "fields": [ { "name": "id", "type": { "type": "long" }, "doc": "d" } ] }`;
const order: SchemaText = { schemaType: 'AVRO', schema: written };
const printed = schemaText(parseSchema(written));
const sorted =
  '{"fields":[{"doc":"d","name":"id","type":{"type":"long"}}],"name":"Order","namespace":"com.acme","type":"record"}';
const compact = JSON.stringify(JSON.parse(written));
const guid = 'b2b5b12f-7d0e-c2b7-0cc4-4d0be5ea0b05';

const ok = (body: unknown): ScriptedAnswer => ({ body });
const stored = (schema: string) => ({ subject: 'a', version: 1, id: 7, schema });
const register = 'POST /subjects/a/versions';
const latest = 'GET /subjects/a/versions/latest';
const lookUp = 'POST /subjects/a';
const checkAll = 'POST /compatibility/subjects/a/versions?verbose=true';
const checkLatest = 'POST /compatibility/subjects/a/versions/latest?verbose=true';

/** A missing route, as each says it. */
const noRoute: Readonly<Record<Dialect, ScriptedAnswer>> = {
  'Confluent 8': { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } },
  'Confluent 7': { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } },
  Karapace: { status: 404, body: { detail: 'Not Found' } },
  Apicurio: { status: 404, body: { error_code: 0, message: 'RESTEASY003210: Could not find resource' } },
};

const failing = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

interface Row {
  readonly what: string;
  readonly ask: (client: RegistryClient) => Promise<unknown>;
  readonly answers: Readonly<Record<Dialect, Answers>>;
  /** For all, or for each. */
  readonly gives: unknown;
  readonly butGives?: Readonly<Partial<Record<Dialect, unknown>>>;
}

const alike = (answers: Answers): Record<Dialect, Answers> => ({
  'Confluent 8': answers,
  'Confluent 7': answers,
  Karapace: answers,
  Apicurio: answers,
});

const rows: readonly Row[] = [
  {
    what: 'a registration answers everything, or an id only; the version is left to a look-up',
    ask: async (client) => {
      const { id, version } = await client.register('a', order);
      return { id, version: version ?? (await client.lookUp('a', order)).version };
    },
    answers: {
      'Confluent 8': { [register]: ok({ ...stored(printed), guid }) },
      'Confluent 7': { [register]: ok({ id: 7 }), [lookUp]: ok(stored(printed)) },
      Karapace: { [register]: ok({ id: 7 }), [lookUp]: ok({ ...stored(sorted), compatibility: 'FULL' }) },
      Apicurio: { [register]: ok({ id: 7 }), [lookUp]: ok(stored(compact)) },
    },
    gives: { id: 7, version: 1 },
  },
  {
    what: 'a serializer needs no version, so nobody asks for it',
    ask: (client) => client.schemaId('a', order, { register: true }),
    answers: {
      ...alike({ [register]: ok({ id: 7 }) }),
      'Confluent 8': { [register]: ok({ ...stored(printed), guid }) },
    },
    gives: 7,
  },
  {
    what: 'texts come printed anew and stand for the same schema',
    ask: async (client) => {
      await client.register('a', order);
      const { id, schemaType, schema } = await client.latest('a');
      return { id, schemaType, same: parseSchema(schema), known: client.knownSchema(7)?.schema === schema };
    },
    answers: {
      'Confluent 8': { [register]: ok({ id: 7 }), [latest]: ok({ ...stored(printed), schemaType: 'AVRO' }) },
      'Confluent 7': { [register]: ok({ id: 7 }), [latest]: ok(stored(printed)) },
      Karapace: { [register]: ok({ id: 7 }), [latest]: ok({ ...stored(sorted), compatibility: 'BACKWARD' }) },
      Apicurio: { [register]: ok({ id: 7 }), [latest]: ok({ ...stored(compact), references: [] }) },
    },
    gives: {
      id: 7,
      schemaType: 'AVRO',
      same: expect.objectContaining({ fullName: 'com.acme.Order' }),
      known: true,
    },
  },
  {
    what: "a GUID that is not told is computed where the text stands as Confluent's registry stores it",
    ask: async (client) => (await client.latest('a')).guid,
    answers: {
      'Confluent 8': {
        [latest]: ok({ ...stored('"string"'), guid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d' }),
      },
      'Confluent 7': { [latest]: ok(stored('"string"')) },
      Karapace: { [latest]: ok(stored('{"type":"string"}')) },
      Apicurio: { [latest]: ok(stored('"string"')) },
    },
    gives: '095d71cf-1255-6b9d-5e33-0ad575b3df5d',
    butGives: { Karapace: undefined },
  },
  {
    what: 'a schema that breaks readers is refused as 40901, or as plain 409',
    ask: (client) => client.register('a', order),
    answers: {
      'Confluent 8': { [register]: refusal(409, 40901, 'Schema being registered is incompatible') },
      'Confluent 7': { [register]: refusal(409, 40901, 'Schema being registered is incompatible') },
      Karapace: { [register]: refusal(409, 409, 'Incompatible schema') },
      Apicurio: { [register]: refusal(409, 409, 'Incompatible artifact') },
    },
    gives: failing('SCHEMA_INCOMPATIBLE', { status: 409, action: 'usage' }),
  },
  {
    what: 'a check gives its reasons as messages, or as one reason',
    ask: (client) => client.testCompatibility('a', order),
    answers: {
      'Confluent 8': { [checkAll]: ok({ is_compatible: false, messages: ['why'] }) },
      'Confluent 7': { [checkAll]: ok({ is_compatible: false, messages: ['why'] }) },
      Karapace: { [checkLatest]: ok({ is_compatible: false, messages: ['why'] }) },
      Apicurio: { [checkAll]: ok({ is_compatible: false, reason: 'why' }) },
    },
    gives: { compatible: false, messages: ['why'] },
  },
  {
    what: 'a check against nothing is passed, or answered with 404',
    ask: (client) => client.testCompatibility('a', order, { version: 'latest' }),
    answers: {
      'Confluent 8': { [checkLatest]: ok({ is_compatible: true, messages: [] }) },
      'Confluent 7': { [checkLatest]: ok({ is_compatible: true }) },
      Karapace: { [checkLatest]: refusal(404, 40402) },
      Apicurio: { [checkLatest]: refusal(404, 40401) },
    },
    gives: { compatible: true, messages: [] },
  },
  {
    what: 'the level of a subject without one is the global one, or 40408',
    ask: (client) => client.compatibilityLevel('a'),
    answers: {
      'Confluent 8': { 'GET /config/a?defaultToGlobal=true': ok({ compatibilityLevel: 'FULL' }) },
      'Confluent 7': { 'GET /config/a?defaultToGlobal=true': ok({ compatibilityLevel: 'FULL' }) },
      Karapace: {
        'GET /config/a?defaultToGlobal=true': refusal(404, 40408),
        'GET /config': ok({ compatibilityLevel: 'FULL' }),
      },
      Apicurio: { 'GET /config/a?defaultToGlobal=true': ok({ compatibilityLevel: 'FULL' }) },
    },
    gives: 'FULL',
  },
  {
    what: 'the level of a subject that is not there is the global one, or 40401',
    ask: (client) => client.compatibilityLevel('a'),
    answers: {
      ...alike({ 'GET /config/a?defaultToGlobal=true': ok({ compatibilityLevel: 'FULL' }) }),
      Karapace: {
        'GET /config/a?defaultToGlobal=true': refusal(404, 40401),
        'GET /config': ok({ compatibilityLevel: 'FULL' }),
      },
      Apicurio: {
        'GET /config/a?defaultToGlobal=true': refusal(404, 40401),
        'GET /config': ok({ compatibilityLevel: 'FULL' }),
      },
    },
    gives: 'FULL',
  },
  {
    what: 'who asks for no global one is told that a subject is not there',
    ask: (client) => client.config('a'),
    answers: alike({ 'GET /config/a': refusal(404, 40401) }),
    gives: failing('SUBJECT_NOT_FOUND'),
  },
  {
    what: 'a prefix of subjects is heeded, or passed over',
    ask: (client) => client.subjects({ prefix: 'a' }),
    answers: {
      ...alike({ 'GET /subjects?subjectPrefix=a': ok(['a', 'ab']) }),
      Karapace: { 'GET /subjects?subjectPrefix=a': ok(['ab', 'b', 'a']) },
      Apicurio: { 'GET /subjects?subjectPrefix=a': ok(['a', 'ab', 'b']) },
    },
    gives: expect.toSatisfy((names: string[]) => names.toSorted().join() === 'a,ab'),
  },
  {
    what: 'a prefix of schemas is heeded, or passed over',
    ask: async (client) =>
      (await client.schemas({ subjectPrefix: 'a' })).map(({ subject, version }) => [subject, version]),
    answers: {
      ...alike({ 'GET /schemas?subjectPrefix=a': ok([stored(printed)]) }),
      Karapace: { 'GET /schemas?subjectPrefix=a': ok([{ ...stored(sorted), subject: 'b' }, stored(sorted)]) },
      Apicurio: {},
    },
    gives: [['a', 1]],
    butGives: { Apicurio: failing('REGISTRY_ROUTE_NOT_FOUND') },
  },
  {
    what: 'a page of schemas is told, or all of them each time',
    ask: async (client) => (await client.schemas({ offset: 1, limit: 2 })).map(({ version }) => version),
    answers: {
      ...alike({
        'GET /schemas?offset=1&limit=2': ok([2, 3].map((version) => ({ ...stored(printed), version }))),
      }),
      Karapace: {
        'GET /schemas?offset=1&limit=2': ok([1, 2, 3, 4].map((version) => ({ ...stored(sorted), version }))),
      },
      Apicurio: {},
    },
    gives: [2, 3],
    butGives: { Apicurio: failing('REGISTRY_ROUTE_NOT_FOUND') },
  },
  {
    what: 'the deleted subjects are listed alone, or with all others',
    ask: (client) => client.subjects({ deletedOnly: true }),
    answers: {
      ...alike({
        'GET /subjects?deleted=true&deletedOnly=true': ok(['b', 'd']),
        'GET /subjects': ok(['a', 'c']),
      }),
      Karapace: {
        'GET /subjects?deleted=true&deletedOnly=true': ok(['a', 'b', 'c', 'd']),
        'GET /subjects': ok(['a', 'c']),
      },
      Apicurio: {
        'GET /subjects?deleted=true&deletedOnly=true': ok(['a', 'b', 'c', 'd']),
        'GET /subjects': ok(['a', 'c']),
      },
    },
    gives: ['b', 'd'],
  },
  {
    what: 'the deleted versions are listed alone, or with all others',
    ask: (client) => client.versions('a', { deletedOnly: true }),
    answers: {
      ...alike({
        'GET /subjects/a/versions?deleted=true&deletedOnly=true': ok([1, 3]),
        'GET /subjects/a/versions': ok([2]),
      }),
      Karapace: {
        'GET /subjects/a/versions?deleted=true&deletedOnly=true': ok([1, 2, 3]),
        'GET /subjects/a/versions': ok([2]),
      },
    },
    gives: [1, 3],
  },
  {
    what: 'of a subject that is deleted as a whole they are all',
    ask: (client) => client.versions('a', { deletedOnly: true }),
    answers: alike({
      'GET /subjects/a/versions?deleted=true&deletedOnly=true': ok([1, 2]),
      'GET /subjects/a/versions': refusal(404, 40401),
    }),
    gives: [1, 2],
  },
  {
    what: 'of a subject that is not there they are refused',
    ask: (client) => client.versions('a', { deletedOnly: true }),
    answers: alike({
      'GET /subjects/a/versions?deleted=true&deletedOnly=true': refusal(404, 40401),
    }),
    gives: failing('SUBJECT_NOT_FOUND'),
  },
  {
    what: 'the default context is called by its name, or as the prefix of a subject',
    ask: (client) => client.contexts(),
    answers: {
      ...alike({ 'GET /contexts': ok(['.']) }),
      Apicurio: { 'GET /contexts': ok([':.:']) },
    },
    gives: ['.'],
  },
  {
    what: 'the subjects of an id are told, or taken from its versions',
    ask: (client) => client.subjectsOfId(7),
    answers: {
      ...alike({ 'GET /schemas/ids/7/subjects': ok(['a', 'b']) }),
      Karapace: {
        'GET /schemas/ids/7/versions': ok([
          { subject: 'a', version: 1 },
          { subject: 'b', version: 1 },
          { subject: 'a', version: 3 },
        ]),
      },
    },
    gives: ['a', 'b'],
  },
  {
    what: 'metadata and rules are kept, or dropped: by id it is heard what the registry has',
    ask: async (client) => {
      await client.register('a', { ...order, metadata: { properties: { owner: 'ada' } } });
      return (await client.schema(7)).metadata;
    },
    answers: {
      'Confluent 8': {
        [register]: ok({ ...stored(printed), guid, metadata: { properties: { owner: 'ada' }, tags: null } }),
      },
      'Confluent 7': {
        [register]: ok({ id: 7 }),
        'GET /schemas/ids/7': ok({ schema: printed, metadata: { properties: { owner: 'ada' } } }),
      },
      Karapace: { [register]: ok({ id: 7 }), 'GET /schemas/ids/7': ok({ schema: sorted }) },
      Apicurio: { [register]: ok({ id: 7 }), 'GET /schemas/ids/7': ok({ schema: compact }) },
    },
    gives: { properties: { owner: 'ada' } },
    butGives: { Karapace: undefined, Apicurio: undefined },
  },
  {
    what: 'schemaType is told in full, in lower case, as null, or not at all',
    ask: async (client) => (await client.schema(7)).schemaType,
    answers: {
      'Confluent 8': { 'GET /schemas/ids/7': ok({ schema: printed, schemaType: 'AVRO' }) },
      'Confluent 7': { 'GET /schemas/ids/7': ok({ schema: printed }) },
      Karapace: { 'GET /schemas/ids/7': ok({ schema: sorted, schemaType: null }) },
      Apicurio: { 'GET /schemas/ids/7': ok({ schema: compact, schemaType: 'avro' }) },
    },
    gives: 'AVRO',
  },
  {
    what: 'a deletion of a configuration tells the level, as an object or alone',
    ask: (client) => client.deleteConfig('a'),
    answers: {
      'Confluent 8': { 'DELETE /config/a': ok({ compatibilityLevel: 'FULL' }) },
      'Confluent 7': { 'DELETE /config/a': ok('"FULL"') },
      Karapace: { 'DELETE /config/a': ok({ compatibility: 'FULL' }) },
      Apicurio: { 'DELETE /config/a': ok({ compatibilityLevel: 'FULL' }) },
    },
    gives: { compatibilityLevel: 'FULL' },
  },
  {
    what: 'what only Confluent has is refused elsewhere, by one code',
    ask: (client) => client.serverVersion(),
    answers: {
      'Confluent 8': { 'GET /v1/metadata/version': ok({ version: '8.1.0', commitId: 'c' }) },
      'Confluent 7': { 'GET /v1/metadata/version': ok({ version: '7.9.0', commitId: 'c' }) },
      Karapace: {},
      Apicurio: {},
    },
    gives: expect.objectContaining({ commitId: 'c' }),
    butGives: {
      Karapace: failing('REGISTRY_ROUTE_NOT_FOUND', { status: 404, action: 'usage' }),
      Apicurio: failing('REGISTRY_ROUTE_NOT_FOUND', { status: 404, action: 'usage' }),
    },
  },
];

const dialects: readonly Dialect[] = ['Confluent 8', 'Confluent 7', 'Karapace', 'Apicurio'];

describe.each(rows)('$what', ({ ask, answers, gives, butGives }) => {
  it.each(dialects)('%s', async (dialect) => {
    const registry = new ScriptedRegistry(
      ({ method, path }) => answers[dialect][`${method} ${path}`] ?? noRoute[dialect],
    );
    const client = new RegistryClient({ url: 'http://r', dispatcher: registry.dispatcher, retries: 0 });
    const given = await ask(client).catch((error: unknown) => error);
    expect(given).toEqual(butGives !== undefined && dialect in butGives ? butGives[dialect] : gives);
    const missing = registry.asked.filter((asked) => answers[dialect][asked] === undefined);
    expect(missing.length).toBeLessThanOrEqual(1);
    await client.close();
  });
});
