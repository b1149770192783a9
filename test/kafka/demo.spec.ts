import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { realKafka } from './harness/environment.ts';

const DEMO = fileURLToPath(new URL('../../examples/customers/main.ts', import.meta.url));

describe('the demo', () => {
  it('passes against real Kafka and a real registry', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [DEMO], {
      env: {
        ...process.env,
        OTTLA_BOOTSTRAP_SERVERS: realKafka.bootstrapServer,
        OTTLA_REGISTRY_URL: realKafka.registryUrl,
      },
    });
    expect(stdout).toMatch(/Delivering 400,000 customers to Kafka at /);
    expect(stdout).toMatch(/records +400,000/);
    expect(stdout).toMatch(/schema versions seen +2 /);
    expect(stdout).toContain('Every record arrived exactly once');
    process.stdout.write(stdout);
  });
});
