/**
 * Records how a real registry speaks, for packages/registry-client/vectors.
 *
 *   node test/kafka/record-registry.ts                      Apicurio, started for it
 *   node test/kafka/record-registry.ts karapace <url> <origin>
 *                                                           one that runs already, and is empty
 *
 * Writes status, content-type and the body as it came; nothing that differs from run to run is kept.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApicurioRegistry } from './harness/apicurio-registry.ts';
import { askedExchanges, type AskedExchange } from './harness/registry-exchanges.ts';
import { prepareToolchain, REGISTRY_VERSION } from './harness/toolchain.ts';

const VECTORS = new URL('../../packages/registry-client/vectors/', import.meta.url);
/** What stands for the registry's address where it quotes it. */
const SOMEWHERE = 'http://registry';
const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

interface RecordedExchange extends AskedExchange {
  readonly status: number;
  readonly contentType: string | null;
  readonly answer: string;
}

function idIn(answer: string): string {
  const { id } = JSON.parse(answer) as { id?: unknown }; // a registry's answer; checked below
  if (typeof id === 'number') return String(id);
  throw new Error(`no id in ${answer}`);
}

async function record(url: string): Promise<RecordedExchange[]> {
  const recorded = new Map<string, RecordedExchange>();
  for (const { does, request: line, body, headers = {} } of askedExchanges) {
    const request = line.replace(/\{(.+?)\}/, (_whole, row: string) => idIn(recorded.get(row)?.answer ?? ''));
    const [method = '', target = ''] = request.split(' ');
    const response = await fetch(`${url}${target}`, {
      method,
      headers: {
        accept: MEDIA_TYPE,
        ...(body === undefined ? {} : { 'content-type': MEDIA_TYPE }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    recorded.set(does, {
      does,
      request,
      ...(body === undefined ? {} : { body }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      status: response.status,
      contentType: response.headers.get('content-type'),
      answer: (await response.text()).replaceAll(new URL(url).origin, SOMEWHERE),
    });
    if (does === 'subjects of none' && recorded.get(does)?.answer.trim() !== '[]') {
      throw new Error(`the registry at ${url} is not empty: ${recorded.get(does)?.answer}`);
    }
  }
  return [...recorded.values()];
}

async function write(dialect: string, origin: string, url: string): Promise<void> {
  const file = new URL(`${dialect}.json`, VECTORS);
  const exchanges = await record(url);
  writeFileSync(file, `${JSON.stringify({ dialect, kind: 'recorded', origin, exchanges }, null, 2)}\n`);
  console.log(`${exchanges.length} exchanges in ${fileURLToPath(file)}`);
}

const [dialect = 'apicurio', url, origin] = process.argv.slice(2);
if (url !== undefined && origin !== undefined) {
  await write(dialect, origin, url);
} else {
  await using registry = await ApicurioRegistry.start(prepareToolchain());
  await write(
    dialect,
    `Apicurio Registry ${REGISTRY_VERSION}, in memory, under /apis/ccompat/v7`,
    registry.url,
  );
}
