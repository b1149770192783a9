/**
 * Where the records go: a real cluster and registry when the environment names them, else an embedded
 * cluster of three brokers and a registry in this process.
 */
import { EmbeddedCluster, EmbeddedRegistry } from '@ottla/embedded';

export interface Environment extends AsyncDisposable {
  readonly name: string;
  readonly bootstrapServers: readonly string[];
  readonly registryUrl: string;
  readonly topic: string;
  /** True when the cluster outlives this process, and so would the topic. */
  readonly outlivesUs: boolean;
}

export async function openEnvironment(): Promise<Environment> {
  const servers = process.env['OTTLA_BOOTSTRAP_SERVERS'];
  const registryUrl = process.env['OTTLA_REGISTRY_URL'];
  if ((servers === undefined) !== (registryUrl === undefined)) {
    throw new Error('Set both OTTLA_BOOTSTRAP_SERVERS and OTTLA_REGISTRY_URL, or neither.');
  }
  if (servers === undefined || registryUrl === undefined) return await embeddedEnvironment();
  return {
    name: `Kafka at ${servers}`,
    bootstrapServers: servers.split(','),
    registryUrl,
    // A name of its own: the topic is deleted afterwards, and must not be anybody else's.
    topic: `ottla-demo-customers-${Date.now().toString(36)}`,
    outlivesUs: true,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function embeddedEnvironment(): Promise<Environment> {
  const cluster = await EmbeddedCluster.start({ brokers: 3 });
  const registry = await EmbeddedRegistry.start();
  return {
    name: 'an embedded cluster of 3 brokers',
    bootstrapServers: cluster.bootstrapServers,
    registryUrl: registry.url,
    topic: 'customers',
    outlivesUs: false,
    async [Symbol.asyncDispose]() {
      await registry.close();
      await cluster.close();
    },
  };
}
