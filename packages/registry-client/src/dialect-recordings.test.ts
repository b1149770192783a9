/** What the client makes of answers that real registries gave; vectors/README.md says where they come from. */
import { describe, expect, it } from 'vitest';
import {
  callAsRecorded,
  playRecording,
  readRecording,
  type Recording,
} from '../testing/recorded-registry.ts';
import { ScriptedRegistry } from '../testing/scripted-registry.ts';
import type { RegistryErrorCode } from './index.ts';
import { RegistryClient } from './registry-client.ts';

/** Calls that reject, as their error's members. */
interface Refused {
  readonly refused: RegistryErrorCode;
  readonly registryCode: number | undefined;
}
const refused = (code: RegistryErrorCode, registryCode?: number): Refused => ({
  refused: code,
  registryCode,
});
const noRoute = refused('REGISTRY_ROUTE_NOT_FOUND');
const noSubject = refused('SUBJECT_NOT_FOUND', 40401);

/** Objects are matched, everything else is equal. */
type Outcome = unknown;
/** One outcome, or those of Apicurio and Karapace where they differ. */
type Row =
  readonly [does: string, both: Outcome] | readonly [does: string, apicurio: Outcome, karapace: Outcome];

const byBoth: readonly Row[] = [
  ['subjects of none', []],
  ['types', ['JSON', 'PROTOBUF', 'AVRO'], ['JSON', 'AVRO', 'PROTOBUF']],
  ['contexts', ['.'], noRoute],
  ['server version', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],
  ['global level', 'NONE', 'BACKWARD'],
  ['global mode', refused('REGISTRY_ROUTE_NOT_FOUND', 0), 'READWRITE'],
  ['mode of its own, unset', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noSubject],
  ['level of its own, unset', noSubject],
  ['look-up without a subject', noSubject],
  ['versions without a subject', noSubject],
  ['latest without a subject', noSubject],
  // Both say 40402; for a client a subject without versions is compatible with anything.
  ['check without a subject', { compatible: true, messages: [] }],
  ['unknown id', refused('SCHEMA_NOT_FOUND', 40403)],
  ['unknown GUID', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],

  ['register', { id: 1, subject: 'customers' }],
  ['register again', { id: 1 }],
  ['register elsewhere', { id: 1, subject: 'clients' }],
  ['level followed by a subject', 'NONE', 'BACKWARD'],
  [
    'level of its own, unset, of a subject',
    { compatibilityLevel: 'NONE' },
    refused('SETTING_NOT_FOUND', 40408),
  ],
  ['set level', 'BACKWARD'],
  ['set unknown level', refused('REGISTRY_REFUSED'), refused('REGISTRY_REFUSED', 42203)],
  ['level of its own', { compatibilityLevel: 'BACKWARD' }],
  // An Apicurio id is spent on each registration of a content, also of one that has its id already.
  ['register second', { id: 3 }, { id: 2 }],
  ['register incompatible', refused('SCHEMA_INCOMPATIBLE', 409)],
  ['register nonsense', refused('SCHEMA_INVALID', 42201)],
  ['check compatible', { compatible: true, messages: [] }],
  [
    'check incompatible',
    { compatible: false, messages: [expect.stringContaining('email at /fields/1')] },
    { compatible: false, messages: ['email'] },
  ],
  // Karapace has no check without a version; the client asks it about the latest.
  [
    'check history',
    { compatible: false, messages: [expect.stringContaining('email at /fields/1')] },
    { compatible: false, messages: ['email'] },
  ],
  ['look-up', { id: 3, version: 2 }, { id: 2, version: 2 }],
  ['look-up of another schema', refused('SCHEMA_NOT_FOUND', 40403)],
  ['schema of id', { id: 3, schemaType: 'AVRO' }, { id: 2, schemaType: 'AVRO' }],
  // Neither has the path; the client takes the subjects of the id's versions.
  ['subjects of id', ['customers', 'clients'], ['clients', 'customers']],
  [
    'versions of id',
    [
      { subject: 'customers', version: 1 },
      { subject: 'clients', version: 1 },
    ],
    [
      { subject: 'clients', version: 1 },
      { subject: 'customers', version: 1 },
    ],
  ],
  ['version', { id: 3, subject: 'customers', version: 2 }, { id: 2, subject: 'customers', version: 2 }],
  ['latest', { id: 3, version: 2 }, { id: 2, version: 2 }],
  ['unknown version', refused('VERSION_NOT_FOUND', 40402)],
  ['invalid version', refused('VERSION_INVALID')],
  ['versions', [1, 2]],
  ['subjects', ['clients', 'customers'], ['customers', 'clients']],
  [
    'schemas',
    refused('REGISTRY_ROUTE_NOT_FOUND', 0),
    [
      { id: 2, subject: 'customers', version: 2, schemaType: 'AVRO' },
      { id: 1, subject: 'clients', version: 1, schemaType: 'AVRO' },
    ],
  ],
  ['latest with metadata', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],
  ['associations', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],

  ['register referred', { id: 4 }, { id: 3 }],
  ['register referring', { id: 5 }, { id: 4 }],
  ['register referring to nothing', refused('SCHEMA_INVALID', 42201)],
  [
    'version that refers',
    { id: 5, version: 1, references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }] },
    { id: 4, version: 1, references: [{ name: 'com.acme.Money', subject: 'money', version: 1 }] },
  ],
  ['referred by', [5], [4]],
  ['delete referred', refused('REGISTRY_REFUSED', 42206)],
  ['register JSON Schema', { id: 6, schemaType: 'JSON' }, { id: 5, schemaType: 'JSON' }],
  ['schema of id, JSON Schema', { id: 6, schemaType: 'JSON' }, { id: 5, schemaType: 'JSON' }],
  ['register Protobuf', { id: 7, schemaType: 'PROTOBUF' }, { id: 6, schemaType: 'PROTOBUF' }],
  ['schema of id, Protobuf', { id: 7, schemaType: 'PROTOBUF' }, { id: 6, schemaType: 'PROTOBUF' }],

  // Apicurio says so with status 409.
  ['delete version for good at once', refused('REGISTRY_REFUSED', 40407)],
  ['delete version', 1],
  ['delete version again', refused('VERSION_NOT_FOUND', 40406)],
  ['delete unknown version', refused('VERSION_NOT_FOUND', 40402)],
  ['versions left', [2]],
  ['versions with deleted', [1, 2]],
  ['look-up of what is deleted', refused('SCHEMA_NOT_FOUND', 40403)],
  ['look-up with deleted', { id: 1, version: 1 }],
  ['version deleted', refused('VERSION_NOT_FOUND', 40402)],
  ['version deleted, asked for', { id: 1, version: 1 }],
  ['schema of id deleted', { id: 1 }],
  ['delete version for good', 1],
  ['delete subject for good at once', refused('REGISTRY_REFUSED', 40405)],
  ['delete subject', [2]],
  ['delete subject again', refused('SUBJECT_NOT_FOUND', 40404)],
  ['subjects left', ['clients', 'money', 'orders', 'documents', 'payments']],
  [
    'subjects with deleted',
    ['clients', 'customers', 'money', 'orders', 'documents', 'payments'],
    ['customers', 'clients', 'money', 'orders', 'documents', 'payments'],
  ],
  ['register after deletion', { id: 3 }, { id: 2 }],
  ['versions after deletion', [3]],
  ['delete unknown subject', noSubject],
  ['delete level', { compatibilityLevel: 'BACKWARD' }],
  ['set mode', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],
  ['register while read-only', { id: 3 }, { id: 2 }],
  ['delete mode', refused('REGISTRY_ROUTE_NOT_FOUND', 0), noRoute],
  ['register as text', refused('REGISTRY_REFUSED', 0), refused('REGISTRY_REFUSED')],
  ['subjects as HTML', refused('REGISTRY_REFUSED', 0), refused('REGISTRY_REFUSED')],
];

/** Where the two answer what was not asked. */
const heedless: readonly Row[] = [
  ['level followed', 'NONE', 'BACKWARD'],
  ['subjects by prefix', ['clients']],
];

const GUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';
const byConfluent: readonly Row[] = [
  ['register', { id: 1, subject: 'Kafka-key' }],
  ['register elsewhere', { id: 1, subject: 'Kafka-value' }],
  ['register, all told', { id: 1, version: 1, guid: GUID, schemaType: 'AVRO' }],
  ['register incompatible', refused('SCHEMA_INCOMPATIBLE', 40901)],
  ['register incompatible, an early release', refused('SCHEMA_INCOMPATIBLE', 409)],
  ['register while read-only', refused('REGISTRY_REFUSED', 42205)],
  ['subjects', ['Kafka-value', 'Kafka-key']],
  ['contexts', ['.']],
  ['versions', [1]],
  ['versions without a subject', noSubject],
  ['schema of id', { id: 1, schema: '"string"', schemaType: 'AVRO' }],
  ['unknown id', refused('SCHEMA_NOT_FOUND', 40403)],
  ['schema of GUID', { guid: GUID, schema: '"string"', schemaType: 'AVRO' }],
  ['ids of GUID', [{ context: '.', id: 1 }]],
  // This text is as Confluent stores it, so its GUID is known without being told.
  ['version', { id: 1, version: 1, subject: 'Kafka-value', schema: '"string"', guid: GUID }],
  ['version of an early release', { id: 6, version: 1, subject: 'avrotest4-value' }],
  ['unknown version', refused('VERSION_NOT_FOUND', 40402)],
  ['latest', { id: 1, version: 1 }],
  ['look-up', { id: 1, version: 1, subject: 'Kafka-key' }],
  ['look-up of another schema', refused('SCHEMA_NOT_FOUND', 40403)],
  ['check compatible', { compatible: true, messages: [] }],
  ['global level', 'BACKWARD'],
  ['set global level', 'NONE'],
  ['set level', 'BACKWARD'],
  ['level of its own, unset', refused('SETTING_NOT_FOUND', 40408)],
  ['mode of its own, unset', refused('SETTING_NOT_FOUND', 40409)],
  ['delete version', 3],
  ['delete version again', refused('VERSION_NOT_FOUND', 40406)],
  ['delete version for good at once', refused('REGISTRY_REFUSED', 40407)],
  ['delete subject', [1, 2, 3, 4, 5]],
  ['delete subject again', refused('SUBJECT_NOT_FOUND', 40404)],
  ['delete subject for good at once', refused('REGISTRY_REFUSED', 40405)],
];

/** Recorded for the form of the refusal, or because the two pass over `deletedOnly`; no call of the client sends it. */
const askedByNobody = ['unknown path', 'subjects deleted only', 'versions deleted only'];

async function outcomeOf(recording: Recording, does: string): Promise<unknown> {
  const exchange = recording.exchanges.find((candidate) => candidate.does === does);
  if (exchange === undefined) throw new Error(`nothing is recorded that does '${does}'`);
  const { dispatcher } = playRecording(recording, does);
  await using client = new RegistryClient({ url: 'http://registry', retries: 0, dispatcher });
  return await callAsRecorded(client, exchange);
}

async function expectOutcome(recording: Recording, does: string, outcome: Outcome): Promise<void> {
  const found = outcomeOf(recording, does);
  if (typeof outcome !== 'object' || outcome === null) return expect(found).resolves.toBe(outcome);
  if (!('refused' in outcome)) return expect(found).resolves.toMatchObject(outcome);
  const { refused: code, registryCode } = outcome as Refused; // made by refused()
  return expect(found).rejects.toMatchObject({ code, registryCode });
}

describe.each([
  ['apicurio', [...byBoth, ...heedless], 1],
  ['karapace', [...byBoth, ...heedless], 2],
  ['confluent', byConfluent, 1],
] as const)('%s', (dialect, rows, column) => {
  const recording = readRecording(dialect);

  it('is expected to say all that stands in its recording', () => {
    const expected = [...rows.map(([does]) => does), ...(dialect === 'confluent' ? [] : askedByNobody)];
    expect(expected.toSorted()).toEqual(recording.exchanges.map(({ does }) => does).toSorted());
  });

  it.each(rows.map((row) => [row[0], row[column] ?? row[1]]))('%s: %j', async (does, outcome) => {
    await expectOutcome(recording, String(does), outcome);
  });
});

describe.each(['apicurio', 'karapace'])('what is deleted in %s', (dialect) => {
  const { exchanges } = readRecording(dialect);
  const recorded = (does: string): string =>
    exchanges.find((exchange) => exchange.does === does)?.answer ?? 'not recorded';

  it.each<[string, (client: RegistryClient) => Promise<unknown>, unknown]>([
    ['subjects', (client) => client.subjects({ deletedOnly: true }), ['customers']],
    ['versions', (client) => client.versions('customers', { deletedOnly: true }), [1]],
  ])('is told of its lists with and without it: %s', async (listed, ask, deleted) => {
    const { dispatcher } = new ScriptedRegistry(({ path }) => ({
      body: recorded(path.includes('deleted=true') ? `${listed} with deleted` : `${listed} left`),
    }));
    await using client = new RegistryClient({ url: 'http://registry', retries: 0, dispatcher });
    expect(await ask(client)).toEqual(deleted);
  });
});

describe.each(['apicurio', 'karapace'])('a text that %s gives back', (dialect) => {
  const recording = readRecording(dialect);
  const sentBy = (does: string): string => {
    const body = recording.exchanges.find((exchange) => exchange.does === does)?.body;
    return (body as { schema: string }).schema; // the body of a registration
  };
  const givenBy = async (does: string): Promise<string> =>
    ((await outcomeOf(recording, does)) as { schema: string }).schema; // a schema, as the tables above say

  it.each([
    ['look-up', 'register second'],
    ['schema of id', 'register second'],
    ['version', 'register second'],
    ['latest', 'register second'],
    ['version that refers', 'register referring'],
    ['schema of id, JSON Schema', 'register JSON Schema'],
  ])('is what was sent, in whatever order its keys stand: %s', async (does, sent) => {
    expect(JSON.parse(await givenBy(does))).toEqual(JSON.parse(sentBy(sent)));
  });

  it('is what was sent to the letter, of Protobuf', async () => {
    expect(await givenBy('schema of id, Protobuf')).toBe(sentBy('register Protobuf'));
  });
});
