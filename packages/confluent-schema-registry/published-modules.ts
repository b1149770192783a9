/**
 * The files that users of @kafkajs/confluent-schema-registry import, and the modules of ours behind each.
 *
 * `default` names the export that the file also has as its default export.
 */
export interface PublishedModule {
  /** Below `dist`, without extension. */
  readonly path: string;
  /** Below `src`, without extension; all that they export. */
  readonly sources: readonly string[];
  readonly default?: string;
}

export const publishedModules: readonly PublishedModule[] = [
  { path: 'index', sources: ['index'] },
  { path: 'SchemaRegistry', sources: ['schema-registry'], default: 'SchemaRegistry' },
  { path: 'api/index', sources: ['api/index'], default: 'registryApi' },
  {
    path: 'api/middleware/errorMiddleware',
    sources: ['api/middleware/error-middleware'],
    default: 'errorMiddleware',
  },
  {
    path: 'api/middleware/userAgent',
    sources: ['api/middleware/user-agent'],
    default: 'userAgentMiddleware',
  },
  {
    path: 'api/middleware/confluentEncoderMiddleware',
    sources: ['api/middleware/confluent-encoder-middleware'],
    default: 'confluentEncoderMiddleware',
  },
  { path: '@types', sources: ['schema-types'] },
  { path: 'constants', sources: ['constants'] },
  { path: 'errors', sources: ['errors'] },
  { path: 'cache', sources: ['cache'], default: 'Cache' },
  { path: 'wireEncoder', sources: ['wire-encoder'] },
  { path: 'wireDecoder', sources: ['wire-decoder'], default: 'decode' },
  { path: 'utils/index', sources: ['avro-files/read-avsc', 'avro-files/avdl-to-avsc'] },
  { path: 'utils/readAVSC', sources: ['avro-files/read-avsc'] },
  { path: 'utils/avdlToAVSC', sources: ['avro-files/avdl-to-avsc'] },
];
