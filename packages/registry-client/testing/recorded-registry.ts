/**
 * A registry that speaks from a recording (packages/registry-client/vectors), and the client's calls that ask
 * for what stands in it.
 *
 * The exchange in hand answers first; if the client asks on, the rest of the recording answers. A request that
 * was not recorded is an error of the test, and so is one whose body differs. What a query adds to the recorded
 * one (`verbose`, `defaultToGlobal`) makes no difference; what it leaves out does.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { SchemaText } from '@ottla/kernel';
import type { CompatibilityLevel, RegistryClient } from '../src/index.ts';
import { ScriptedRegistry, type ScriptedRequest } from './scripted-registry.ts';

export interface RecordedExchange {
  /** Unique within its recording. */
  readonly does: string;
  /** Method and target, as in a request line. */
  readonly request: string;
  readonly body?: unknown;
  readonly status: number;
  readonly contentType: string;
  /** As it came. */
  readonly answer: string;
  /** Of this exchange, where it is another than the recording's. */
  readonly origin?: string;
}

export interface Recording {
  readonly dialect: string;
  /** Recorded from a running registry, or taken from what others wrote of it. */
  readonly kind: 'recorded' | 'transcribed';
  readonly origin: string;
  readonly exchanges: readonly RecordedExchange[];
}

export function readRecording(dialect: string): Recording {
  const file = new URL(`../vectors/${dialect}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recording; // written by us
}

function isAsked({ request, body }: RecordedExchange, asked: ScriptedRequest): boolean {
  const [method, target = ''] = request.split(' ');
  const recorded = new URL(target, 'http://registry');
  const sent = new URL(asked.path, 'http://registry');
  return (
    method === asked.method &&
    recorded.pathname === sent.pathname &&
    [...recorded.searchParams].every(([name, value]) => sent.searchParams.getAll(name).includes(value)) &&
    isDeepStrictEqual(body ?? null, asked.body)
  );
}

/** Plays one exchange, and what the client asks on from it. */
export function playRecording(recording: Recording, does: string): ScriptedRegistry {
  const first = recording.exchanges.find((exchange) => exchange.does === does);
  return new ScriptedRegistry((asked, index) => {
    const candidates = index === 0 && first !== undefined ? [first] : recording.exchanges;
    const played = candidates.find((exchange) => isAsked(exchange, asked));
    if (played === undefined) {
      throw new Error(`not in the recording of ${recording.dialect}, ${does}: ${asked.method} ${asked.path}`);
    }
    const { status, contentType, answer } = played;
    return { status, headers: { 'content-type': contentType }, body: answer };
  });
}

interface Asked {
  /** The groups of the row's pattern, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

type Caller = (client: RegistryClient, asked: Asked) => Promise<unknown>;

const flag = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';
const listed = ({ query }: Asked) => ({
  deleted: flag(query, 'deleted'),
  deletedOnly: flag(query, 'deletedOnly'),
});
const deletion = ({ query }: Asked) => ({ permanent: flag(query, 'permanent') });

function schemaIn(body: unknown): SchemaText {
  return { schemaType: 'AVRO', ...(body as Omit<SchemaText, 'schemaType'>) }; // the body of a registration
}

/** `[request line without its query, call]`. */
const callers: readonly (readonly [RegExp, Caller])[] = [
  [
    /^GET \/subjects$/,
    (client, asked) => {
      const prefix = asked.query.get('subjectPrefix');
      return client.subjects({ ...listed(asked), ...(prefix === null ? {} : { prefix }) });
    },
  ],
  [/^GET \/schemas\/types$/, (client) => client.schemaTypes()],
  [/^GET \/contexts$/, (client) => client.contexts()],
  [/^GET \/v1\/metadata\/version$/, (client) => client.serverVersion()],
  [/^GET \/schemas$/, (client, { query }) => client.schemas({ latestOnly: flag(query, 'latestOnly') })],
  [/^GET \/schemas\/ids\/(\d+)$/, (client, { parts }) => client.schema(Number(parts[0]))],
  [/^GET \/schemas\/ids\/(\d+)\/subjects$/, (client, { parts }) => client.subjectsOfId(Number(parts[0]))],
  [/^GET \/schemas\/ids\/(\d+)\/versions$/, (client, { parts }) => client.versionsOfId(Number(parts[0]))],
  [/^GET \/schemas\/guids\/([^/]+)$/, (client, { parts: [guid = ''] }) => client.schemaByGuid(guid)],
  [/^GET \/schemas\/guids\/([^/]+)\/ids$/, (client, { parts: [guid = ''] }) => client.idsOfGuid(guid)],
  [
    /^GET \/associations\/resources\/-\/([^/]+)$/,
    (client, { parts: [resource = ''] }) => client.associations(resource),
  ],
  [
    /^GET \/config(?:\/([^/]+))?$/,
    (client, { parts: [subject], query }) =>
      flag(query, 'defaultToGlobal') || subject === undefined
        ? client.compatibilityLevel(subject)
        : client.config(subject),
  ],
  [
    /^PUT \/config(?:\/([^/]+))?$/,
    (client, { parts: [subject], body }) => {
      // A recorded level may be one that no registry knows.
      const { compatibility } = body as { compatibility: CompatibilityLevel };
      return client.setCompatibilityLevel(compatibility, subject);
    },
  ],
  [/^DELETE \/config\/([^/]+)$/, (client, { parts: [subject] }) => client.deleteConfig(subject)],
  [/^GET \/mode(?:\/([^/]+))?$/, (client, { parts: [subject] }) => client.mode(subject)],
  [/^PUT \/mode\/([^/]+)$/, (client, { parts: [subject] }) => client.setMode('READONLY', subject)],
  [/^DELETE \/mode\/([^/]+)$/, (client, { parts: [subject = ''] }) => client.deleteMode(subject)],
  [
    /^POST \/subjects\/([^/]+)\/versions$/,
    (client, { parts: [subject = ''], body }) => client.register(subject, schemaIn(body)),
  ],
  [
    /^POST \/subjects\/([^/]+)$/,
    (client, { parts: [subject = ''], body, query }) =>
      client.lookUp(subject, schemaIn(body), { deleted: flag(query, 'deleted') }),
  ],
  [
    /^POST \/compatibility\/subjects\/([^/]+)\/versions(\/latest)?$/,
    (client, { parts: [subject = '', latest], body }) =>
      client.testCompatibility(subject, schemaIn(body), latest === undefined ? {} : { version: 'latest' }),
  ],
  [
    /^GET \/subjects\/([^/]+)\/versions$/,
    (client, asked) => client.versions(asked.parts[0] ?? '', listed(asked)),
  ],
  [
    /^GET \/subjects\/([^/]+)\/versions\/latest$/,
    (client, { parts: [subject = ''] }) => client.latest(subject),
  ],
  [
    /^GET \/subjects\/([^/]+)\/versions\/(\d+)$/,
    (client, { parts: [subject = '', version], query }) =>
      client.version(subject, Number(version), { deleted: flag(query, 'deleted') }),
  ],
  [
    /^GET \/subjects\/([^/]+)\/versions\/(\d+)\/referencedby$/,
    (client, { parts: [subject = '', version] }) => client.referencedBy(subject, Number(version)),
  ],
  [
    /^GET \/subjects\/([^/]+)\/metadata$/,
    (client, { parts: [subject = ''], query }) =>
      client.latestWithMetadata(subject, { [query.get('key') ?? '']: query.get('value') ?? '' }),
  ],
  [
    /^DELETE \/subjects\/([^/]+)$/,
    (client, asked) => client.deleteSubject(asked.parts[0] ?? '', deletion(asked)),
  ],
  [
    /^DELETE \/subjects\/([^/]+)\/versions\/(\d+)$/,
    (client, asked) => client.deleteVersion(asked.parts[0] ?? '', Number(asked.parts[1]), deletion(asked)),
  ],
];

/** Makes the call that sends this request. Rejects when no call does. */
export async function callAsRecorded(client: RegistryClient, exchange: RecordedExchange): Promise<unknown> {
  const [line = '', search = ''] = exchange.request.split('?');
  for (const [pattern, call] of callers) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const parts = match.slice(1).map((part) => part && decodeURIComponent(part));
    return call(client, { parts, query: new URLSearchParams(search), body: exchange.body });
  }
  throw new Error(`no call of the client sends '${exchange.request}'`);
}
