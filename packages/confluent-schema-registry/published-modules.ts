/**
 * The files that users of @kafkajs/confluent-schema-registry import, and the module of ours behind each.
 *
 * `default` names the export that the file also has as its default export.
 */
export interface PublishedModule {
  /** Below `dist`, without extension. */
  readonly path: string;
  /** Below `src`, without extension. */
  readonly source: string;
  readonly default?: string;
}

export const publishedModules: readonly PublishedModule[] = [
  { path: 'index', source: 'index' },
  { path: 'SchemaRegistry', source: 'schema-registry', default: 'SchemaRegistry' },
  { path: 'api/index', source: 'api/index', default: 'registryApi' },
  {
    path: 'api/middleware/errorMiddleware',
    source: 'api/middleware/error-middleware',
    default: 'errorMiddleware',
  },
  { path: 'api/middleware/userAgent', source: 'api/middleware/user-agent', default: 'userAgentMiddleware' },
  {
    path: 'api/middleware/confluentEncoderMiddleware',
    source: 'api/middleware/confluent-encoder-middleware',
    default: 'confluentEncoderMiddleware',
  },
  { path: '@types', source: 'schema-types' },
  { path: 'constants', source: 'constants' },
  { path: 'errors', source: 'errors' },
  { path: 'cache', source: 'cache', default: 'Cache' },
  { path: 'wireEncoder', source: 'wire-encoder' },
  { path: 'wireDecoder', source: 'wire-decoder', default: 'decode' },
  { path: 'utils/index', source: 'utils/index' },
  { path: 'utils/readAVSC', source: 'utils/read-avsc' },
  { path: 'utils/avdlToAVSC', source: 'utils/avdl-to-avsc' },
];
