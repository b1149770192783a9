/**
 * The life of some schemas in a registry, step by step, as our client sees it.
 *
 * A table of steps: what is called, and what comes of it on Confluent's registry and on ours. It runs the same
 * against every registry. Ids go by the names that the scene gives them.
 */
import type { RegisteredSchema, SchemaText } from '@ottla/kernel';
import type { SubjectsOptions } from '@ottla/registry-client';
import type { Scene, Step } from './registry-scene.ts';
import { avro, v1, v2, breaking, never, money, json, protobuf, saidBy } from './scenario-schemas.ts';

const seen = (scene: Scene, { id: schemaId, version, ...text }: RegisteredSchema) => ({
  id: scene.name(schemaId),
  ...(version === undefined ? {} : { version }),
  says: saidBy(text),
});
const referring = (scene: Scene, version: number): SchemaText =>
  avro({ type: 'record', name: 'com.acme.Order', fields: [{ name: 'total', type: 'com.acme.Money' }] }, [
    { name: 'com.acme.Money', subject: scene.subject('money'), version },
  ]);

type Row = readonly [does: string, call: (scene: Scene) => Promise<unknown>, gives: unknown];

const register = (subject: string, schema: SchemaText) => async (scene: Scene) =>
  scene.name((await scene.client.register(scene.subject(subject), schema)).id);

const evolving: readonly Row[] = [
  ['register', register('customers', v1), '#1'],
  ['register again', register('customers', v1), '#1'],
  ['register under another subject', register('clients', v1), '#1'],
  [
    'set the level',
    (scene) => scene.client.setCompatibilityLevel('BACKWARD', scene.subject('customers')),
    'BACKWARD',
  ],
  ['get the level', (scene) => scene.client.compatibilityLevel(scene.subject('customers')), 'BACKWARD'],
  ['register a second version', register('customers', v2), '#2'],
  [
    'check what fits',
    (scene) => scene.client.testCompatibility(scene.subject('customers'), v2),
    { compatible: true, messages: [] },
  ],
  [
    'check what does not',
    async (scene) => {
      const { compatible, messages } = await scene.client.testCompatibility(
        scene.subject('customers'),
        breaking,
        {
          version: 'latest',
        },
      );
      return { compatible, namesTheField: messages.join().includes('email') };
    },
    { compatible: false, namesTheField: true },
  ],
  [
    'register what does not fit',
    register('customers', breaking),
    { refused: 'SCHEMA_INCOMPATIBLE', registryCode: 40901 },
  ],
  [
    'register what is no schema',
    register('customers', avro({ type: 'recrod' })),
    { refused: 'SCHEMA_INVALID', registryCode: 42201 },
  ],
  ['list the versions', (scene) => scene.client.versions(scene.subject('customers')), [1, 2]],
];

const found: readonly Row[] = [
  [
    'look up',
    async (scene) => seen(scene, await scene.client.lookUp(scene.subject('customers'), v2)),
    { id: '#2', version: 2, says: saidBy(v2) },
  ],
  [
    'look up what is not there',
    (scene) => scene.client.lookUp(scene.subject('customers'), never),
    { refused: 'SCHEMA_NOT_FOUND', registryCode: 40403 },
  ],
  [
    'look up under no subject',
    (scene) => scene.client.lookUp(scene.subject('nobody'), v1),
    { refused: 'SUBJECT_NOT_FOUND', registryCode: 40401 },
  ],
  ['restart the client', (scene) => scene.restartClient(), undefined],
  [
    'read an id',
    async (scene) => seen(scene, await scene.client.schema(scene.idNamed('#2'))),
    { id: '#2', says: saidBy(v2) },
  ],
  [
    'read an id nobody has',
    (scene) => scene.client.schema(2_000_000_000),
    { refused: 'SCHEMA_NOT_FOUND', registryCode: 40403 },
  ],
  [
    'read a version',
    async (scene) => seen(scene, await scene.client.version(scene.subject('customers'), 1)),
    { id: '#1', version: 1, says: saidBy(v1) },
  ],
  [
    'read the latest version',
    async (scene) => seen(scene, await scene.client.latest(scene.subject('customers'))),
    { id: '#2', version: 2, says: saidBy(v2) },
  ],
  [
    'read a version nobody has',
    (scene) => scene.client.version(scene.subject('customers'), 9),
    { refused: 'VERSION_NOT_FOUND', registryCode: 40402 },
  ],
  [
    'list the subjects of an id',
    async (scene) => scene.ours(await scene.client.subjectsOfId(scene.idNamed('#1'))),
    ['clients', 'customers'],
  ],
];

const referred: readonly Row[] = [
  ['register what is referred to', register('money', money), '#3'],
  ['register what refers', (scene) => register('orders', referring(scene, 1))(scene), '#4'],
  [
    'register what refers to nothing',
    (scene) => register('orders', referring(scene, 7))(scene),
    { refused: 'SCHEMA_INVALID', registryCode: 42201 },
  ],
  [
    'resolve the references',
    async (scene) => {
      await scene.restartClient();
      const order = await scene.client.schema(scene.idNamed('#4'));
      const needed = await scene.client.references(order);
      return needed.map(({ name, id: schemaId }) => [name, scene.name(schemaId)]);
    },
    [['com.acme.Money', '#3']],
  ],
  [
    'list what refers',
    async (scene) =>
      (await scene.client.referencedBy(scene.subject('money'), 1)).map((schemaId) => scene.name(schemaId)),
    ['#4'],
  ],
  [
    'delete what is referred to',
    (scene) => scene.client.deleteVersion(scene.subject('money'), 1),
    { refused: 'REGISTRY_REFUSED', registryCode: 42206 },
  ],
  ['register JSON Schema', register('documents', json), '#5'],
  ['register Protobuf', register('payments', protobuf), '#6'],
  [
    'read them back',
    async (scene) => {
      await scene.restartClient();
      const read = [
        await scene.client.schema(scene.idNamed('#5')),
        await scene.client.schema(scene.idNamed('#6')),
      ];
      return read.map((schema) => [schema.schemaType, saidBy(schema)]);
    },
    [
      ['JSON', saidBy(json)],
      ['PROTOBUF', protobuf.schema],
    ],
  ],
];

const subjectsOf = (options: SubjectsOptions) => async (scene: Scene) =>
  scene.ours(await scene.client.subjects(options));
const readAfresh = (name: string) => async (scene: Scene) => {
  await scene.restartClient();
  return seen(scene, await scene.client.schema(scene.idNamed(name)));
};

const deleting: readonly Row[] = [
  [
    'delete a version for good at once',
    (scene) => scene.client.deleteVersion(scene.subject('customers'), 1, { permanent: true }),
    { refused: 'REGISTRY_REFUSED', registryCode: 40407 },
  ],
  ['delete a version', (scene) => scene.client.deleteVersion(scene.subject('customers'), 1), 1],
  [
    'delete it again',
    (scene) => scene.client.deleteVersion(scene.subject('customers'), 1),
    { refused: 'VERSION_NOT_FOUND', registryCode: 40406 },
  ],
  ['list the versions left', (scene) => scene.client.versions(scene.subject('customers')), [2]],
  [
    'list the deleted ones, too',
    (scene) => scene.client.versions(scene.subject('customers'), { deleted: true }),
    [1, 2],
  ],
  [
    'list the deleted ones alone',
    (scene) => scene.client.versions(scene.subject('customers'), { deletedOnly: true }),
    [1],
  ],
  ['read the id of a deleted version', readAfresh('#1'), { id: '#1', says: saidBy(v1) }],
  [
    'read the deleted version',
    (scene) => scene.client.version(scene.subject('customers'), 1),
    { refused: 'VERSION_NOT_FOUND', registryCode: 40402 },
  ],
  [
    'delete the version for good',
    (scene) => scene.client.deleteVersion(scene.subject('customers'), 1, { permanent: true }),
    1,
  ],
  [
    'delete the subject for good at once',
    (scene) => scene.client.deleteSubject(scene.subject('customers'), { permanent: true }),
    { refused: 'REGISTRY_REFUSED', registryCode: 40405 },
  ],
  ['delete the subject', (scene) => scene.client.deleteSubject(scene.subject('customers')), [2]],
  [
    'delete the subject again',
    (scene) => scene.client.deleteSubject(scene.subject('customers')),
    { refused: 'SUBJECT_NOT_FOUND', registryCode: 40404 },
  ],
  ['list the subjects left', subjectsOf({}), ['clients', 'documents', 'money', 'orders', 'payments']],
  [
    'list the deleted subjects, too',
    subjectsOf({ deleted: true }),
    ['clients', 'customers', 'documents', 'money', 'orders', 'payments'],
  ],
  ['list the deleted subjects alone', subjectsOf({ deletedOnly: true }), ['customers']],
  [
    'list the subjects that begin alike',
    async (scene) => scene.ours(await scene.client.subjects({ prefix: scene.subject('mon') })),
    ['money'],
  ],
  ['register after the deletion', register('customers', v2), '#2'],
  ['list its versions', (scene) => scene.client.versions(scene.subject('customers')), [3]],
  ['delete it softly', (scene) => scene.client.deleteSubject(scene.subject('customers')), [3]],
  [
    'delete it for good',
    (scene) => scene.client.deleteSubject(scene.subject('customers'), { permanent: true }),
    [3],
  ],
  [
    'read the id of what is gone for good',
    readAfresh('#2'),
    { refused: 'SCHEMA_NOT_FOUND', registryCode: 40403 },
  ],
  ['read the id that another subject still has', readAfresh('#1'), { id: '#1', says: saidBy(v1) }],
  ['register a text of which the id is gone', register('customers', never), '#7'],
  ['list the versions of the new subject', (scene) => scene.client.versions(scene.subject('customers')), [1]],
];

const unsettled: readonly Row[] = [
  ['list the contexts', (scene) => scene.client.contexts(), ['.']],
  [
    'get the level of a subject to come',
    (scene) => scene.client.compatibilityLevel(scene.subject('loose')),
    'BACKWARD',
  ],
  ['register where no level is set', register('loose', v1), '#1'],
  [
    'get the level that holds there',
    (scene) => scene.client.compatibilityLevel(scene.subject('loose')),
    'BACKWARD',
  ],
  [
    'register what does not fit it',
    register('loose', breaking),
    { refused: 'SCHEMA_INCOMPATIBLE', registryCode: 40901 },
  ],
  [
    'set no level at all',
    (scene) => scene.client.setCompatibilityLevel('NONE', scene.subject('loose')),
    'NONE',
  ],
  ['register what would not have fitted', register('loose', breaking), '#8'],
];

export const scenario: readonly Step[] = [...evolving, ...found, ...referred, ...deleting, ...unsettled].map(
  ([does, call, gives]) => ({ does, call, gives }),
);
