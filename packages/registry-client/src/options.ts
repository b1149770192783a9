/** The option table of RegistryClient: each option's name, check, default and prose. */
import {
  isObject,
  kinds,
  optional,
  required,
  silentLogger,
  withDefault,
  type OptionsInput,
  type ResolvedOptions,
} from '@ottla/kernel';
import type { SchemaBundle } from './bundle/schema-bundle.ts';
import type { RegistryDispatcher } from './http/exchange.ts';
import { authForms, type RegistryAuth } from './http/authorization.ts';
import type { RegistryHeaders } from './http/extra-headers.ts';
import type { RegistryTls } from './http/tls-settings.ts';

const urls = kinds.of<string | readonly string[]>(
  'a URL or a non-empty array of URLs of one registry',
  (value): value is string | readonly string[] => kinds.string.check(value) || kinds.strings.check(value),
);
// What stands in them is looked at by client-settings, where a member can be named.
const auth = kinds.of<RegistryAuth>(
  authForms,
  (value): value is RegistryAuth => typeof value === 'function' || isObject(value),
);
const headers = kinds.of<RegistryHeaders>(
  'an object of header names and values, or a function that returns one',
  (value): value is RegistryHeaders => typeof value === 'function' || isObject(value),
);
const tls = kinds.of<RegistryTls>(
  'an object of ca, cert, key (PEM strings or buffers), passphrase and servername (non-empty strings)',
  (value): value is RegistryTls => isObject(value),
);
const bundle = kinds.of<SchemaBundle>(
  'a bundle of schemas, as readBundle or pullBundle gives it when it is awaited',
  (value): value is SchemaBundle => isObject(value) && !('then' in value),
);

export const registryClientOptions = {
  url: required(
    urls,
    'Base URL of the registry, with its path if it has one (`http://registry/apis/ccompat/v7`). Several URLs are nodes of one registry: the one that worked last is asked first. May hold `user:password@`, which is never shown.',
  ),
  timeoutMs: withDefault(
    kinds.integer(1),
    30_000,
    'How long a call may take in ms, with every try, wait and URL.',
  ),
  attemptTimeoutMs: withDefault(
    kinds.integer(1),
    10_000,
    'How long one try on one URL may take in ms, until its last byte.',
  ),
  retries: withDefault(
    kinds.integer(0, 100),
    3,
    'How many more rounds over all URLs after the first, on network errors, 408, 429 and 5xx.',
  ),
  retryBackoffMs: withDefault(
    kinds.integer(0),
    100,
    'Ceiling of the first wait between rounds in ms; it doubles each round. The wait is random below it (full jitter). A longer Retry-After is kept to.',
  ),
  retryBackoffMaxMs: withDefault(kinds.integer(0), 10_000, 'Highest ceiling of a wait between rounds in ms.'),
  maxResponseBytes: withDefault(
    kinds.integer(1),
    16_777_216,
    'Longest answer in bytes, counted after inflation.',
  ),
  auth: optional(
    auth,
    'Basic credentials (`username`, `password`), a Bearer `token`, OAuth client credentials (`tokenUrl`, `clientId`, `clientSecret`; `scope`, `logicalCluster`, `identityPoolId` if asked for), or a function that gives a token for each try. OAuth tokens are kept and refreshed early; after a 401 a new one is asked for once. Excludes credentials in the URL.',
  ),
  headers: optional(
    headers,
    'Headers to send with every request, or a (possibly async) function that gives them for each try. Not sent to the OAuth token endpoint. Names that the transport or `auth` owns are refused.',
  ),
  tls: optional(
    tls,
    "For https: `ca` (authorities to trust in place of Node's), `cert`, `key` and `passphrase` (a client certificate), `servername` (the name to expect in place of the host of the URL). PEM texts or buffers. At an OAuth token endpoint `ca` is trusted besides Node's authorities. Names are always checked. Excludes `dispatcher`.",
  ),
  cacheSize: withDefault(
    kinds.integer(1, 10_000_000),
    10_000,
    'Entries kept of each kind: ids by schema, schemas by id, versions, latest versions, misses. The least recently used go first.',
  ),
  latestTtlMs: withDefault(
    kinds.integer(0),
    60_000,
    'How long the latest version of a subject is fresh in ms. Up to ten times as long it is answered while it is asked for again in the background.',
  ),
  missTtlMs: withDefault(
    kinds.integer(0),
    1_000,
    'How long "not found" is remembered in ms, so that a stream of unknown ids does not become a storm of requests. 0 remembers nothing.',
  ),
  bundle: optional(
    bundle,
    'Schemas that the program brings along: they are answered when the registry is away, and compared with what it says once it is there. That they disagree is an error, BUNDLE_DISAGREES.',
  ),
  bundleWaitMs: withDefault(
    kinds.integer(0),
    1_000,
    "How long the first caller waits for the registry's word on a bundled schema in ms, before the bundle's is taken.",
  ),
  dispatcher: optional(
    kinds.withMethods<RegistryDispatcher>('request'),
    'The undici dispatcher to send through: a ProxyAgent, a MockAgent. It stays open when the client closes. Without one the client makes its own; proxy variables of the environment are not read.',
  ),
  logger: withDefault(
    kinds.logger,
    silentLogger,
    'Gets a debug line per request and a warning per retry; never credentials.',
  ),
};

export type RegistryClientOptions = OptionsInput<typeof registryClientOptions>;
export type ResolvedRegistryClientOptions = ResolvedOptions<typeof registryClientOptions>;
