/**
 * What is asked of a registry when its dialect is recorded: a table of requests, in their order.
 *
 * Each row has a name by which the recording is found again. `{name}` in a path stands for the id that the
 * row of that name was answered with. The registry must be empty at the start.
 */

export interface AskedExchange {
  /** Unique. */
  readonly does: string;
  /** Method and target, as in a request line. */
  readonly request: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Row = readonly [does: string, request: string, body?: unknown];

const avro = (schema: unknown, extra: object = {}): object => ({ schema: JSON.stringify(schema), ...extra });
const id = { name: 'id', type: 'long' };
const customer = (...fields: object[]): object =>
  avro({ type: 'record', namespace: 'com.acme', name: 'Customer', fields: [id, ...fields] });

const v1 = customer();
const v2 = customer({ name: 'name', type: { type: 'string' }, default: '' });
const breaking = customer({ name: 'email', type: 'string' });
const never = customer({ name: 'age', type: 'int', default: 0 });
const money = avro({ type: 'record', name: 'com.acme.Money', fields: [{ name: 'cents', type: 'long' }] });
const order = (version: number): object =>
  avro(
    { type: 'record', name: 'com.acme.Order', fields: [{ name: 'total', type: 'com.acme.Money' }] },
    { references: [{ name: 'com.acme.Money', subject: 'money', version }] },
  );
const json = {
  schemaType: 'JSON',
  schema: '{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}',
};
const protobuf = {
  schemaType: 'PROTOBUF',
  schema: 'syntax = "proto3";\npackage acme;\n\nmessage Payment {\n  int64 id = 1;\n}\n',
};

const ofAnEmptyRegistry: readonly Row[] = [
  ['subjects of none', 'GET /subjects'],
  ['types', 'GET /schemas/types'],
  ['contexts', 'GET /contexts'],
  ['server version', 'GET /v1/metadata/version'],
  ['global level', 'GET /config'],
  ['level followed', 'GET /config/customers?defaultToGlobal=true'],
  ['level of its own, unset', 'GET /config/customers'],
  ['global mode', 'GET /mode'],
  ['mode of its own, unset', 'GET /mode/customers'],
  ['look-up without a subject', 'POST /subjects/customers', v1],
  ['versions without a subject', 'GET /subjects/customers/versions'],
  ['latest without a subject', 'GET /subjects/customers/versions/latest'],
  ['check without a subject', 'POST /compatibility/subjects/customers/versions/latest?verbose=true', v1],
  ['unknown id', 'GET /schemas/ids/999999'],
  ['unknown GUID', 'GET /schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d'],
  ['unknown path', 'GET /nowhere'],
];

const evolving: readonly Row[] = [
  ['register', 'POST /subjects/customers/versions', v1],
  ['register again', 'POST /subjects/customers/versions', v1],
  ['register elsewhere', 'POST /subjects/clients/versions', v1],
  ['level followed by a subject', 'GET /config/clients?defaultToGlobal=true'],
  ['level of its own, unset, of a subject', 'GET /config/clients'],
  ['set level', 'PUT /config/customers', { compatibility: 'BACKWARD' }],
  ['set unknown level', 'PUT /config/customers', { compatibility: 'SIDEWAYS' }],
  ['level of its own', 'GET /config/customers'],
  ['register second', 'POST /subjects/customers/versions', v2],
  ['register incompatible', 'POST /subjects/customers/versions', breaking],
  ['register nonsense', 'POST /subjects/customers/versions', avro({ type: 'recrod' })],
  ['check compatible', 'POST /compatibility/subjects/customers/versions/latest?verbose=true', v2],
  ['check incompatible', 'POST /compatibility/subjects/customers/versions/latest?verbose=true', breaking],
  ['check history', 'POST /compatibility/subjects/customers/versions?verbose=true', breaking],
  ['look-up', 'POST /subjects/customers', v2],
  ['look-up of another schema', 'POST /subjects/customers', never],
  ['schema of id', 'GET /schemas/ids/{register second}'],
  ['subjects of id', 'GET /schemas/ids/{register}/subjects'],
  ['versions of id', 'GET /schemas/ids/{register}/versions'],
  ['version', 'GET /subjects/customers/versions/2'],
  ['latest', 'GET /subjects/customers/versions/latest'],
  ['unknown version', 'GET /subjects/customers/versions/9'],
  ['invalid version', 'GET /subjects/customers/versions/0'],
  ['versions', 'GET /subjects/customers/versions'],
  ['subjects', 'GET /subjects'],
  ['subjects by prefix', 'GET /subjects?subjectPrefix=cl'],
  ['schemas', 'GET /schemas?latestOnly=true'],
  ['latest with metadata', 'GET /subjects/customers/metadata?key=owner&value=sales'],
  ['associations', 'GET /associations/resources/-/customers?resourceType=topic'],
];

const referring: readonly Row[] = [
  ['register referred', 'POST /subjects/money/versions', money],
  ['register referring', 'POST /subjects/orders/versions', order(1)],
  ['register referring to nothing', 'POST /subjects/orders/versions', order(7)],
  ['version that refers', 'GET /subjects/orders/versions/1'],
  ['referred by', 'GET /subjects/money/versions/1/referencedby'],
  ['delete referred', 'DELETE /subjects/money/versions/1'],
  ['register JSON Schema', 'POST /subjects/documents/versions', json],
  ['schema of id, JSON Schema', 'GET /schemas/ids/{register JSON Schema}'],
  ['register Protobuf', 'POST /subjects/payments/versions', protobuf],
  ['schema of id, Protobuf', 'GET /schemas/ids/{register Protobuf}'],
];

const deleting: readonly Row[] = [
  ['delete version for good at once', 'DELETE /subjects/customers/versions/1?permanent=true'],
  ['delete version', 'DELETE /subjects/customers/versions/1'],
  ['delete version again', 'DELETE /subjects/customers/versions/1'],
  ['delete unknown version', 'DELETE /subjects/customers/versions/9'],
  ['versions left', 'GET /subjects/customers/versions'],
  ['versions with deleted', 'GET /subjects/customers/versions?deleted=true'],
  ['versions deleted only', 'GET /subjects/customers/versions?deletedOnly=true'],
  ['look-up of what is deleted', 'POST /subjects/customers', v1],
  ['look-up with deleted', 'POST /subjects/customers?deleted=true', v1],
  ['version deleted', 'GET /subjects/customers/versions/1'],
  ['version deleted, asked for', 'GET /subjects/customers/versions/1?deleted=true'],
  ['schema of id deleted', 'GET /schemas/ids/{register}'],
  ['delete version for good', 'DELETE /subjects/customers/versions/1?permanent=true'],
  ['delete subject for good at once', 'DELETE /subjects/customers?permanent=true'],
  ['delete subject', 'DELETE /subjects/customers'],
  ['delete subject again', 'DELETE /subjects/customers'],
  ['subjects left', 'GET /subjects'],
  ['subjects with deleted', 'GET /subjects?deleted=true'],
  ['subjects deleted only', 'GET /subjects?deletedOnly=true'],
  ['register after deletion', 'POST /subjects/customers/versions', v2],
  ['versions after deletion', 'GET /subjects/customers/versions'],
  ['delete unknown subject', 'DELETE /subjects/nobody'],
  ['delete level', 'DELETE /config/customers'],
  ['set mode', 'PUT /mode/clients', { mode: 'READONLY' }],
  ['register while read-only', 'POST /subjects/clients/versions', v2],
  ['delete mode', 'DELETE /mode/clients'],
];

export const askedExchanges: readonly AskedExchange[] = [
  ...[...ofAnEmptyRegistry, ...evolving, ...referring, ...deleting].map(([does, request, body]) =>
    body === undefined ? { does, request } : { does, request, body },
  ),
  {
    does: 'register as text',
    request: 'POST /subjects/customers/versions',
    body: v1,
    headers: { 'content-type': 'text/plain' },
  },
  { does: 'subjects as HTML', request: 'GET /subjects', headers: { accept: 'text/html' } },
];
