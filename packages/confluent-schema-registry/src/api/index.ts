/**
 * The registry's HTTP API as a mappersmith client: one method per call, users' middlewares around it.
 *
 * The order of the middlewares is part of the contract: those of the user are the outermost, so they see
 * the final request last and a failure as a ResponseError. Credentials stand in a closure, where nothing that
 * prints the client finds them.
 */
import type { Agent } from 'node:http';
import { readEndpoint } from '@ottla/registry-client';
import {
  forge,
  type Authorization,
  type Client,
  type GatewayConfiguration,
  type ManifestOptions,
  type Middleware,
} from 'mappersmith';
import { BasicAuthMiddleware } from 'mappersmith/middleware/basic-auth';
import { RetryMiddleware, type RetryMiddlewareOptions } from 'mappersmith/middleware/retry/v2';
import { DEFAULT_API_CLIENT_ID } from '../constants.ts';
import { confluentEncoderMiddleware } from './middleware/confluent-encoder-middleware.ts';
import { errorMiddleware } from './middleware/error-middleware.ts';
import { userAgentMiddleware } from './middleware/user-agent.ts';
import { transport } from './transport.ts';

export interface SchemaRegistryAPIClientArgs {
  /** Base URL; may hold a path and `user:password@`. */
  host: string;
  /** For Basic authentication; goes before that of the URL. */
  auth?: Authorization;
  /** Begins every error message; also told in the User-Agent. Default 'Confluent_Schema_Registry'. */
  clientId?: string;
  /** Of GET requests only. */
  retry?: Partial<RetryMiddlewareOptions>;
  /** Sends through node:http(s) with this agent. */
  agent?: Agent;
  /** mappersmith middlewares, around all of ours. */
  middlewares?: Middleware[];
}

const DEFAULT_RETRY = {
  maxRetryTimeInSecs: 5,
  initialRetryTimeInSecs: 0.1,
  factor: 0.2,
  multiplier: 2,
  retries: 3,
} as const satisfies Partial<RetryMiddlewareOptions>;

const RESOURCES = {
  Schema: {
    find: { method: 'get', path: '/schemas/ids/{id}' },
  },
  Subject: {
    all: { method: 'get', path: '/subjects' },
    latestVersion: { method: 'get', path: '/subjects/{subject}/versions/latest' },
    version: { method: 'get', path: '/subjects/{subject}/versions/{version}' },
    config: { method: 'get', path: '/config/{subject}' },
    updateConfig: { method: 'put', path: '/config/{subject}' },
    register: { method: 'post', path: '/subjects/{subject}/versions' },
    registered: { method: 'post', path: '/subjects/{subject}' },
    compatible: {
      method: 'post',
      path: '/compatibility/subjects/{subject}/versions/{version}',
      params: { version: 'latest' },
    },
  },
} as const;

type Resources = {
  [Name in keyof typeof RESOURCES]: { [Method in keyof (typeof RESOURCES)[Name]]: unknown };
};

export type SchemaRegistryAPIClient = Client<Resources>;

const USERINFO = /\/\/[^/?#]*@/;

/** The base URL and what stands in it before `@`. */
function splitHost(host: string): { address: string; credentials: Authorization | undefined } {
  if (!USERINFO.test(host)) return { address: host, credentials: undefined };
  try {
    const { credentials } = readEndpoint(host);
    return { address: host.replace(USERINFO, '//'), credentials: credentials && { ...credentials } };
  } catch {
    return { address: host, credentials: undefined }; // the gateway says what is wrong with it
  }
}

/**
 * A client of one registry. Nothing is sent before the first call.
 *
 * @example
 * const api = registryApi({ host: 'http://localhost:8081' });
 * const response = await api.Subject.latestVersion({ subject: 'customers-value' });
 * response.data<{ id: number }>().id;
 */
export function registryApi({
  host,
  auth,
  clientId,
  retry,
  agent,
  middlewares = [],
}: SchemaRegistryAPIClientArgs): SchemaRegistryAPIClient {
  const gatewayConfigs: Partial<GatewayConfiguration> = agent
    ? { HTTP: { configure: () => ({ agent }) } }
    : {};
  const { address, credentials } = splitHost(host);
  const basic = auth ?? credentials;
  const manifest: ManifestOptions<typeof RESOURCES> = {
    clientId: clientId || DEFAULT_API_CLIENT_ID,
    ignoreGlobalMiddleware: true,
    host: address,
    gatewayConfigs,
    // The first is the innermost: the last to see an answer's request, the first to see its response.
    middleware: [
      transport({ agent }),
      userAgentMiddleware,
      confluentEncoderMiddleware,
      RetryMiddleware({ ...DEFAULT_RETRY, ...retry }),
      errorMiddleware,
      ...(basic ? [BasicAuthMiddleware(basic)] : []),
      ...middlewares,
    ],
    resources: RESOURCES,
  };
  return forge(manifest);
}
