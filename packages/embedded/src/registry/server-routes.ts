/** Routes about the server itself. */
import type { Route } from './route.ts';

/** The release of Confluent's registry whose API this one speaks. */
const VERSION = '8.5.0';

const clusterId = {
  scope: {
    path: [],
    clusters: { 'kafka-cluster': 'embedded', 'schema-registry-cluster': 'schema-registry' },
  },
};

export const serverRoutes: readonly Route[] = [
  ['GET', '/', () => ({})],
  ['POST', '/', () => ({})],
  ['GET', '/v1/metadata/id', () => clusterId],
  ['GET', '/v1/metadata/version', () => ({ version: VERSION, commitId: 'embedded' })],
  ['GET', '/v1/metadata/deployment', () => ({ attributes: [] })],
];
