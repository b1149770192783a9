/** Where the servers of this run are, as `main.ts` told the specs. */

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these specs with 'pnpm test:kafka'`);
  return value;
}

export const realKafka = {
  get bootstrapServer(): string {
    return required('OTTLA_BOOTSTRAP_SERVERS');
  },
  get registryUrl(): string {
    return required('OTTLA_REGISTRY_URL');
  },
  get logFolder(): string {
    return required('OTTLA_KAFKA_LOG_FOLDER');
  },
  get classPath(): string {
    return required('OTTLA_KAFKA_CLASS_PATH');
  },
};
